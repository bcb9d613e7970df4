-- What of batches is here, and what is on its way between warehouses, in the whole organization.
SELECT b.batch_id,
    coalesce(sum(b.on_hand) FILTER (WHERE p.kind <> 'transit'), 0),
    coalesce(sum(b.on_hand) FILTER (WHERE p.kind = 'transit'), 0)
FROM balance b
JOIN location p ON p.organization_id = b.organization_id AND p.id = b.location_id
WHERE b.organization_id = %(organization)s AND b.batch_id = ANY(%(batches)s::uuid[]) AND b.on_hand > 0
GROUP BY b.batch_id
