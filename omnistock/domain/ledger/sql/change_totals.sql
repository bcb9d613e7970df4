UPDATE stock_total s
SET on_hand = s.on_hand + d.on_hand, reserved = s.reserved + d.reserved, value = s.value + d.value
FROM unnest(%(warehouses)s::uuid[], %(products)s::uuid[], %(on_hand)s::numeric[], %(reserved)s::numeric[], %(value)s::numeric[])
    AS d (warehouse_id, product_id, on_hand, reserved, value)
WHERE s.organization_id = %(organization)s AND s.warehouse_id = d.warehouse_id AND s.product_id = d.product_id
