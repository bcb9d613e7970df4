-- The mass balance of a batch: what came from and went to each outside place.
SELECT f.kind, t.kind, sum(m.quantity)
FROM movement m
JOIN layer l ON l.organization_id = m.organization_id AND l.id = m.layer_id AND l.batch_id = %(batch)s
JOIN location f ON f.organization_id = m.organization_id AND f.id = m.from_location_id
JOIN location t ON t.organization_id = m.organization_id AND t.id = m.to_location_id
WHERE m.organization_id = %(organization)s AND (f.warehouse_id IS NULL OR t.warehouse_id IS NULL)
GROUP BY f.kind, t.kind
