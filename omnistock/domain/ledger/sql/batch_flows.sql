-- The mass balance of batches: what came from and went to each outside place. A reversal goes the other way between the
-- same places, and is told apart from a return by its reason.
SELECT l.batch_id, f.kind, t.kind, m.reason = 'reversal', sum(m.quantity)
FROM layer l
-- OFFSET 0: each layer's history by its index, whatever the statistics say.
CROSS JOIN LATERAL (SELECT * FROM movement WHERE organization_id = %(organization)s AND layer_id = l.id OFFSET 0) m
JOIN location f ON f.organization_id = m.organization_id AND f.id = m.from_location_id
JOIN location t ON t.organization_id = m.organization_id AND t.id = m.to_location_id
WHERE l.organization_id = %(organization)s AND l.batch_id = ANY(%(batches)s::uuid[]) AND (f.warehouse_id IS NULL OR t.warehouse_id IS NULL)
GROUP BY 1, 2, 3, 4
