-- Rows that will grow must be there before they can be locked; an upsert of a lesser quantity would trip over the CHECK.
INSERT INTO balance (organization_id, id, location_id, layer_id, batch_id, product_id, warehouse_id, is_serial, on_hand, reserved, value)
SELECT %(organization)s, key.id, key.location_id, l.id, l.batch_id, l.product_id, p.warehouse_id, t.is_serial, 0, 0, 0
FROM unnest(%(ids)s::uuid[], %(locations)s::uuid[], %(layers)s::uuid[]) AS key (id, location_id, layer_id)
JOIN layer l ON l.organization_id = %(organization)s AND l.id = key.layer_id
JOIN batch t ON t.organization_id = l.organization_id AND t.id = l.batch_id
JOIN location p ON p.organization_id = l.organization_id AND p.id = key.location_id AND p.warehouse_id IS NOT NULL
ORDER BY key.location_id, key.layer_id
ON CONFLICT (organization_id, location_id, layer_id) DO NOTHING
