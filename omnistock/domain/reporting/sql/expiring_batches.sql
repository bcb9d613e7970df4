-- What of each batch is in each warehouse, the soonest to expire first.
SELECT t.id, t.number, t.expires_on, t.expiry_precision, t.manufactured_on, p.shelf_life_days, t.status, p.id, p.sku, p.name, u.code, w.name,
    sum(b.on_hand), sum(b.on_hand - b.reserved), sum(b.value)
FROM batch t
JOIN balance b ON b.organization_id = t.organization_id AND b.batch_id = t.id AND b.on_hand > 0
    AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
JOIN product p ON p.organization_id = t.organization_id AND p.id = t.product_id
JOIN unit u ON u.organization_id = p.organization_id AND u.id = p.unit_id
JOIN warehouse w ON w.organization_id = b.organization_id AND w.id = b.warehouse_id
WHERE t.organization_id = %(organization)s AND t.expires_on >= %(first)s::date AND t.expires_on <= %(last)s::date
GROUP BY t.id, t.number, t.expires_on, t.expiry_precision, t.manufactured_on, p.shelf_life_days, t.status, p.id, p.sku, p.name, u.code, w.name
ORDER BY t.expires_on, p.name, t.id, w.name
LIMIT %(limit)s
