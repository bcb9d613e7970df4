-- Rows that will grow must be there before they can be locked; an upsert of a lesser quantity would trip over the CHECK.
-- LIMIT keeps each look-up on its primary key: on tables without statistics the planner would multiply batches by layers.
INSERT INTO balance (organization_id, id, location_id, layer_id, batch_id, product_id, warehouse_id, is_serial, on_hand, reserved, value)
SELECT %(organization)s, key.id, key.location_id, key.layer_id, l.batch_id, l.product_id, p.warehouse_id, t.is_serial, 0, 0, 0
FROM unnest(%(ids)s::uuid[], %(locations)s::uuid[], %(layers)s::uuid[]) AS key (id, location_id, layer_id)
CROSS JOIN LATERAL (
    SELECT batch_id, product_id FROM layer WHERE organization_id = %(organization)s AND layer.id = key.layer_id LIMIT 1
) l
CROSS JOIN LATERAL (
    SELECT is_serial FROM batch WHERE organization_id = %(organization)s AND batch.id = l.batch_id LIMIT 1
) t
CROSS JOIN LATERAL (
    SELECT warehouse_id FROM location
    WHERE organization_id = %(organization)s AND location.id = key.location_id AND warehouse_id IS NOT NULL LIMIT 1
) p
ORDER BY key.location_id, key.layer_id
ON CONFLICT (organization_id, location_id, layer_id) DO NOTHING
