-- Products whose free stock is at or under their reorder point, the emptiest first.
SELECT p.id, p.sku, p.name, u.code, coalesce(sum(s.on_hand - s.reserved), 0) AS free, p.reorder_point, p.reorder_quantity
FROM product p
JOIN unit u ON u.organization_id = p.organization_id AND u.id = p.unit_id
LEFT JOIN stock_total s ON s.organization_id = p.organization_id AND s.product_id = p.id
    AND (%(warehouses)s::uuid[] IS NULL OR s.warehouse_id = ANY(%(warehouses)s::uuid[]))
WHERE p.organization_id = %(organization)s AND p.reorder_point IS NOT NULL AND p.archived_at IS NULL
GROUP BY p.id, p.sku, p.name, u.code, p.reorder_point, p.reorder_quantity
HAVING coalesce(sum(s.on_hand - s.reserved), 0) <= p.reorder_point
ORDER BY coalesce(sum(s.on_hand - s.reserved), 0) / nullif(p.reorder_point, 0) NULLS FIRST, p.name, p.id
LIMIT %(limit)s
