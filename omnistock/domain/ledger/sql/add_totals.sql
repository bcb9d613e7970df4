-- Rows are locked as they are met, in key order, as lock_totals does it.
INSERT INTO stock_total AS s (organization_id, id, warehouse_id, product_id, on_hand, reserved, value)
SELECT %(organization)s, d.*
FROM unnest(%(ids)s::uuid[], %(warehouses)s::uuid[], %(products)s::uuid[], %(on_hand)s::numeric[], %(reserved)s::numeric[],
    %(value)s::numeric[]) AS d (id, warehouse_id, product_id, on_hand, reserved, value)
ORDER BY d.warehouse_id, d.product_id
ON CONFLICT (organization_id, warehouse_id, product_id) DO UPDATE
SET on_hand = s.on_hand + excluded.on_hand, reserved = s.reserved + excluded.reserved, value = s.value + excluded.value
