SELECT b.warehouse_id, b.layer_id, b.location_id, b.on_hand - b.reserved, p.kind = 'transit'
FROM balance b
JOIN location p ON p.organization_id = b.organization_id AND p.id = b.location_id
WHERE b.organization_id = %(organization)s AND b.layer_id = ANY(%(layers)s::uuid[]) AND b.on_hand > 0
ORDER BY b.on_hand - b.reserved DESC, b.location_id
