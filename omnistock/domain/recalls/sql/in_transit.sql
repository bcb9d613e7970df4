-- What of batches a transfer brought into a transit place and did not take out of it again.
-- OFFSET 0: looked up by their keys, whatever the statistics say; see went_to.sql.
WITH moved AS MATERIALIZED (
    SELECT l.batch_id, m.document_id, sum(CASE WHEN t.kind = 'transit' THEN m.quantity ELSE -m.quantity END) AS quantity
    FROM layer l
    CROSS JOIN LATERAL (SELECT * FROM movement WHERE organization_id = %(organization)s AND layer_id = l.id OFFSET 0) m
    JOIN location f ON f.organization_id = m.organization_id AND f.id = m.from_location_id
    JOIN location t ON t.organization_id = m.organization_id AND t.id = m.to_location_id
    WHERE l.organization_id = %(organization)s AND l.batch_id = ANY(%(batches)s::uuid[]) AND (f.kind = 'transit') <> (t.kind = 'transit')
    GROUP BY l.batch_id, m.document_id
)
SELECT moved.batch_id, x.id, x.number, o.name, d.name, moved.quantity
FROM moved
CROSS JOIN LATERAL (SELECT * FROM transfer WHERE organization_id = %(organization)s AND id = moved.document_id OFFSET 0) x
JOIN warehouse o ON o.organization_id = x.organization_id AND o.id = x.from_warehouse_id
JOIN warehouse d ON d.organization_id = x.organization_id AND d.id = x.to_warehouse_id
WHERE moved.quantity > 0
    AND (%(warehouses)s::uuid[] IS NULL OR o.id = ANY(%(warehouses)s::uuid[]) OR d.id = ANY(%(warehouses)s::uuid[]))
ORDER BY x.number
