-- What was sold and consumed of some products by warehouse, less what came back.
SELECT m.product_id, coalesce(f.warehouse_id, t.warehouse_id), sum(CASE WHEN f.warehouse_id IS NULL THEN -m.quantity ELSE m.quantity END)
FROM movement m
JOIN location f ON f.organization_id = m.organization_id AND f.id = m.from_location_id
JOIN location t ON t.organization_id = m.organization_id AND t.id = m.to_location_id
WHERE m.organization_id = %(organization)s AND m.product_id = ANY(%(products)s::uuid[])
    AND m.effective_at >= %(since)s AND m.effective_at <= %(until)s
    AND (t.kind IN ('customer', 'production') OR f.kind = 'customer' OR (f.kind = 'production' AND m.reverses_id IS NOT NULL))
    AND (%(warehouses)s::uuid[] IS NULL OR coalesce(f.warehouse_id, t.warehouse_id) = ANY(%(warehouses)s::uuid[]))
GROUP BY m.product_id, coalesce(f.warehouse_id, t.warehouse_id)
