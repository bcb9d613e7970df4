-- What of batches a transfer brought into a transit place and did not take out of it again.
SELECT l.batch_id, x.id, x.number, o.name, d.name,
    sum(CASE WHEN m.to_location_id = p.id THEN m.quantity ELSE -m.quantity END)
FROM layer l
-- OFFSET 0: each layer's history by its index, whatever the statistics say.
CROSS JOIN LATERAL (SELECT * FROM movement WHERE organization_id = %(organization)s AND layer_id = l.id OFFSET 0) m
JOIN location p ON p.organization_id = m.organization_id AND p.id IN (m.from_location_id, m.to_location_id) AND p.kind = 'transit'
JOIN transfer x ON x.organization_id = m.organization_id AND x.id = m.document_id
JOIN warehouse o ON o.organization_id = x.organization_id AND o.id = x.from_warehouse_id
JOIN warehouse d ON d.organization_id = x.organization_id AND d.id = x.to_warehouse_id
WHERE l.organization_id = %(organization)s AND l.batch_id = ANY(%(batches)s::uuid[])
    AND (%(warehouses)s::uuid[] IS NULL OR o.id = ANY(%(warehouses)s::uuid[]) OR d.id = ANY(%(warehouses)s::uuid[]))
GROUP BY l.batch_id, x.id, x.number, o.name, d.name
HAVING sum(CASE WHEN m.to_location_id = p.id THEN m.quantity ELSE -m.quantity END) > 0
ORDER BY x.number
