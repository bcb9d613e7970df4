-- Places that hold something: how many products and batches, what ends first there, and its value.
SELECT w.name, l.code, l.id, l.kind, b.warehouse_id, count(DISTINCT b.product_id), count(DISTINCT b.batch_id), min(t.expires_on), sum(b.value)
FROM balance b
JOIN batch t ON t.organization_id = b.organization_id AND t.id = b.batch_id
JOIN location l ON l.organization_id = b.organization_id AND l.id = b.location_id
JOIN warehouse w ON w.organization_id = b.organization_id AND w.id = b.warehouse_id
WHERE b.organization_id = %(organization)s AND b.on_hand > 0
    AND (%(products)s::uuid[] IS NULL OR b.product_id = ANY(%(products)s::uuid[]))
    AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
    AND (%(after_name)s::text IS NULL OR (w.name, l.code, l.id) > (%(after_name)s, %(after_code)s, %(after_id)s::uuid))
GROUP BY w.name, l.code, l.id, l.kind, b.warehouse_id
ORDER BY w.name, l.code, l.id
LIMIT %(limit)s
