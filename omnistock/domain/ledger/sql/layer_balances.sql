SELECT b.warehouse_id, b.layer_id, b.location_id, b.on_hand - b.reserved
FROM balance b
WHERE b.organization_id = %(organization)s AND b.layer_id = ANY(%(layers)s::uuid[]) AND b.on_hand > 0
ORDER BY b.on_hand - b.reserved DESC, b.location_id
