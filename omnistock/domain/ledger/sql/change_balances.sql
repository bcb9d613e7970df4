UPDATE balance b
SET on_hand = b.on_hand + d.on_hand, reserved = b.reserved + d.reserved, value = b.value + d.value
FROM unnest(%(locations)s::uuid[], %(layers)s::uuid[], %(on_hand)s::numeric[], %(reserved)s::numeric[], %(value)s::numeric[])
    AS d (location_id, layer_id, on_hand, reserved, value)
WHERE b.organization_id = %(organization)s AND b.location_id = d.location_id AND b.layer_id = d.layer_id
