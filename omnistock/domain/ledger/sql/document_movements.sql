-- A document's movements, last first, each with what of it came back already (less what of that was undone again).
SELECT m.id, m.product_id, m.layer_id, l.batch_id, m.document_line_id, m.quantity, m.value,
    f.id, f.kind, f.warehouse_id, CASE WHEN f.kind = 'dispatch' THEN coalesce(fw.default_location_id, f.id) ELSE f.id END,
    t.id, t.kind, t.warehouse_id,
    coalesce(back.quantity, 0), coalesce(back.value, 0)
FROM movement m
JOIN layer l ON l.organization_id = m.organization_id AND l.id = m.layer_id
JOIN location f ON f.organization_id = m.organization_id AND f.id = m.from_location_id
LEFT JOIN warehouse fw ON fw.organization_id = f.organization_id AND fw.id = f.warehouse_id
JOIN location t ON t.organization_id = m.organization_id AND t.id = m.to_location_id
LEFT JOIN LATERAL (
    SELECT sum(r.quantity - coalesce(undone.quantity, 0)) AS quantity, sum(r.value - coalesce(undone.value, 0)) AS value
    FROM movement r
    LEFT JOIN LATERAL (
        SELECT sum(u.quantity) AS quantity, sum(u.value) AS value FROM movement u
        WHERE u.organization_id = r.organization_id AND u.reverses_id = r.id
    ) undone ON true
    WHERE r.organization_id = m.organization_id AND r.reverses_id = m.id
) back ON true
WHERE m.organization_id = %(organization)s AND (m.document_id = %(document)s OR m.id = ANY(%(movements)s::uuid[]))
ORDER BY m.id DESC
