-- How much of layers has left since a document first revised them, less what of that came back. What had left before and came back since
-- never bore the revision, and is not counted.
WITH told AS (
    SELECT min(r.id::text)::uuid AS id FROM layer_revision r
    WHERE r.organization_id = %(organization)s AND r.document_id = %(document)s
)
SELECT m.layer_id, sum(CASE WHEN t.warehouse_id IS NULL THEN m.quantity ELSE -m.quantity END)
FROM told
JOIN movement m ON m.organization_id = %(organization)s AND m.layer_id = ANY(%(layers)s::uuid[]) AND m.id > told.id
JOIN location f ON f.organization_id = m.organization_id AND f.id = m.from_location_id
JOIN location t ON t.organization_id = m.organization_id AND t.id = m.to_location_id
WHERE (f.warehouse_id IS NULL) <> (t.warehouse_id IS NULL) AND (t.warehouse_id IS NULL OR m.reverses_id > told.id)
GROUP BY m.layer_id
