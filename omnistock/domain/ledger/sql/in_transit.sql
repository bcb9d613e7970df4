-- What a document brought into a transit place and did not take out of it again, by line and layer.
SELECT m.document_line_id, m.product_id, l.batch_id, m.layer_id, p.id,
    (SELECT q.id FROM location q WHERE q.organization_id = p.organization_id AND q.warehouse_id = p.warehouse_id
        AND q.kind = 'quarantine' AND q.archived_at IS NULL ORDER BY q.id LIMIT 1),
    sum(CASE WHEN m.to_location_id = p.id THEN m.quantity ELSE -m.quantity END),
    t.status = 'usable' AND (t.expires_on IS NULL OR t.expires_on >= %(today)s::date)
FROM movement m
JOIN location p ON p.organization_id = m.organization_id AND p.id IN (m.from_location_id, m.to_location_id) AND p.kind = 'transit'
JOIN layer l ON l.organization_id = m.organization_id AND l.id = m.layer_id
JOIN batch t ON t.organization_id = l.organization_id AND t.id = l.batch_id
WHERE m.organization_id = %(organization)s AND m.document_id = %(document)s
GROUP BY m.document_line_id, m.product_id, l.batch_id, m.layer_id, p.organization_id, p.id, p.warehouse_id, t.status, t.expires_on, l.received_on
HAVING sum(CASE WHEN m.to_location_id = p.id THEN m.quantity ELSE -m.quantity END) > 0
ORDER BY t.expires_on NULLS LAST, l.received_on, m.layer_id
