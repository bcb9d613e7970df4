INSERT INTO month_change (organization_id, id, month, location_id, layer_id, quantity, value)
SELECT %(organization)s, d.id, %(month)s, d.location_id, d.layer_id, d.on_hand, d.value
FROM unnest(%(ids)s::uuid[], %(locations)s::uuid[], %(layers)s::uuid[], %(on_hand)s::numeric[], %(value)s::numeric[])
    AS d (id, location_id, layer_id, on_hand, value)
WHERE d.on_hand <> 0 OR d.value <> 0
ORDER BY d.location_id, d.layer_id
ON CONFLICT (organization_id, month, location_id, layer_id)
DO UPDATE SET quantity = month_change.quantity + excluded.quantity, value = month_change.value + excluded.value
