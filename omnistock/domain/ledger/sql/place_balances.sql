-- The balances of layers that this posting makes, with all that it brings them. In the order of batches: of two postings with the same
-- serials, one waits for the other at the first that they share.
INSERT INTO balance (organization_id, id, location_id, layer_id, batch_id, product_id, warehouse_id, is_serial, on_hand, reserved, value)
SELECT %(organization)s, placed.*
FROM unnest(%(ids)s::uuid[], %(locations)s::uuid[], %(layers)s::uuid[], %(batches)s::uuid[], %(products)s::uuid[], %(warehouses)s::uuid[],
    %(serial)s::boolean[], %(on_hand)s::numeric[], %(reserved)s::numeric[], %(value)s::numeric[]) AS placed
ORDER BY 5
