-- What of a document's goods was moved to which bin of its warehouse: as they were put away, or out of the receiving place by any other move.
-- Moves that were taken back are not among them.
SELECT l.document_line_id, l.batch_id, m.document_id, f.code, t.id, t.code, sum(m.quantity), m.effective_at, m.actor_name
FROM layer l
JOIN movement m ON m.organization_id = l.organization_id AND m.layer_id = l.id AND m.document_kind = 'move' AND m.reverses_id IS NULL
JOIN location f ON f.organization_id = m.organization_id AND f.id = m.from_location_id
JOIN location t ON t.organization_id = m.organization_id AND t.id = m.to_location_id
WHERE l.organization_id = %(organization)s AND l.document_id = %(document)s AND (m.reason = 'put_away' OR f.kind = 'receiving')
    AND NOT EXISTS (SELECT 1 FROM movement r WHERE r.organization_id = m.organization_id AND r.reverses_id = m.id)
GROUP BY l.document_line_id, l.batch_id, m.document_id, f.code, t.id, t.code, m.effective_at, m.actor_name
ORDER BY m.effective_at, t.code, m.document_id
