-- Where batches lie, in the warehouses that the actor may use.
SELECT b.batch_id, w.id, w.name, p.id, p.code, p.kind, sum(b.on_hand), sum(b.reserved)
FROM balance b
JOIN location p ON p.organization_id = b.organization_id AND p.id = b.location_id AND p.kind <> 'transit'
JOIN warehouse w ON w.organization_id = b.organization_id AND w.id = b.warehouse_id
WHERE b.organization_id = %(organization)s AND b.batch_id = ANY(%(batches)s::uuid[]) AND b.on_hand > 0
    AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
GROUP BY b.batch_id, w.id, w.name, p.id, p.code, p.kind
ORDER BY w.name, p.code, b.batch_id
