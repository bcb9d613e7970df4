INSERT INTO stock_total (organization_id, id, warehouse_id, product_id, on_hand, reserved, value)
SELECT %(organization)s, key.id, key.warehouse_id, key.product_id, 0, 0, 0
FROM unnest(%(ids)s::uuid[], %(warehouses)s::uuid[], %(products)s::uuid[]) AS key (id, warehouse_id, product_id)
ORDER BY key.warehouse_id, key.product_id
ON CONFLICT (organization_id, warehouse_id, product_id) DO NOTHING
