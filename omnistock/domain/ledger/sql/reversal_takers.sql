-- Who took what a document brought into a warehouse: later movements out of it, what came back of them left out; and who was promised it.
WITH brought AS (
    SELECT m.layer_id, t.warehouse_id, min(m.id::text)::uuid AS since
    FROM movement m JOIN location t ON t.organization_id = m.organization_id AND t.id = m.to_location_id
    WHERE m.organization_id = %(organization)s AND m.document_id = %(document)s AND t.warehouse_id IS NOT NULL
    GROUP BY m.layer_id, t.warehouse_id
), taken AS (
    SELECT m.product_id, m.layer_id, m.document_kind AS kind, m.document_id AS id, m.reason,
        m.quantity - coalesce((SELECT sum(r.quantity) FROM movement r
            WHERE r.organization_id = m.organization_id AND r.reverses_id = m.id), 0) AS quantity
    FROM brought
    JOIN movement m ON m.organization_id = %(organization)s AND m.layer_id = brought.layer_id AND m.id > brought.since
        AND m.document_id <> %(document)s AND m.reverses_id IS NULL
    JOIN location f ON f.organization_id = m.organization_id AND f.id = m.from_location_id
        AND f.warehouse_id = brought.warehouse_id
    JOIN location t ON t.organization_id = m.organization_id AND t.id = m.to_location_id
        AND t.warehouse_id IS DISTINCT FROM brought.warehouse_id
)
SELECT taken.product_id, l.batch_id, taken.kind, taken.id, sum(taken.quantity), false, taken.reason
FROM taken JOIN layer l ON l.organization_id = %(organization)s AND l.id = taken.layer_id
WHERE taken.quantity > 0
GROUP BY taken.product_id, l.batch_id, taken.kind, taken.id, taken.reason
UNION ALL
SELECT l.product_id, l.batch_id, r.demand_kind, r.demand_id, sum(r.quantity), true, ''
FROM brought
JOIN reservation r ON r.organization_id = %(organization)s AND r.layer_id = brought.layer_id
JOIN location p ON p.organization_id = r.organization_id AND p.id = r.location_id AND p.warehouse_id = brought.warehouse_id
JOIN layer l ON l.organization_id = r.organization_id AND l.id = r.layer_id
GROUP BY l.product_id, l.batch_id, r.demand_kind, r.demand_id
ORDER BY 6, 4
LIMIT 200
