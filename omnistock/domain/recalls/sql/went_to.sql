-- Which dispatch took how much of batches to whom, and what of it came back. A return, and the undoing of either, is found
-- by the movement that it takes back, one or two steps on, so it counts at the dispatch that the goods had left with.
-- OFFSET 0: looked up by their keys, whatever the statistics say; left to itself the planner goes through whole tables.
WITH moved AS MATERIALIZED (
    SELECT l.batch_id, m.document_id, m.reverses_id, m.quantity,
        (t.kind = 'customer') AS is_out, (m.reason = 'reversal') AS is_reversal
    FROM layer l
    CROSS JOIN LATERAL (SELECT * FROM movement WHERE organization_id = %(organization)s AND layer_id = l.id OFFSET 0) m
    JOIN location f ON f.organization_id = m.organization_id AND f.id = m.from_location_id
    JOIN location t ON t.organization_id = m.organization_id AND t.id = m.to_location_id
    WHERE l.organization_id = %(organization)s AND l.batch_id = ANY(%(batches)s::uuid[])
        AND (f.kind = 'customer' OR t.kind = 'customer')
), rooted AS MATERIALIZED (
    SELECT m.batch_id, coalesce(second.document_id, first.document_id, m.document_id) AS document_id,
        sum(CASE WHEN m.is_out AND NOT m.is_reversal THEN m.quantity WHEN NOT m.is_out AND m.is_reversal THEN -m.quantity ELSE 0 END) AS sent,
        sum(CASE WHEN NOT m.is_out AND NOT m.is_reversal THEN m.quantity WHEN m.is_out AND m.is_reversal THEN -m.quantity ELSE 0 END) AS returned
    FROM moved m
    LEFT JOIN LATERAL (
        SELECT document_id, reverses_id FROM movement WHERE organization_id = %(organization)s AND id = m.reverses_id OFFSET 0
    ) first ON m.reverses_id IS NOT NULL
    LEFT JOIN LATERAL (
        SELECT document_id FROM movement WHERE organization_id = %(organization)s AND id = first.reverses_id OFFSET 0
    ) second ON first.reverses_id IS NOT NULL
    GROUP BY 1, 2
)
SELECT r.batch_id, d.id, d.number, d.dispatched_at, i.id, coalesce(i.number, ''), c.id, c.name,
    coalesce(nullif(c.phone, ''), k.phone, ''), coalesce(nullif(c.email, ''), k.email, ''), coalesce(k.name, ''), r.sent, r.returned
FROM rooted r
CROSS JOIN LATERAL (SELECT * FROM dispatch WHERE organization_id = %(organization)s AND id = r.document_id OFFSET 0) d
CROSS JOIN LATERAL (SELECT * FROM customer WHERE organization_id = %(organization)s AND id = d.customer_id OFFSET 0) c
LEFT JOIN LATERAL (SELECT id, number FROM invoice WHERE organization_id = %(organization)s AND id = d.invoice_id OFFSET 0) i ON true
LEFT JOIN LATERAL (
    SELECT name, phone, email FROM customer_contact
    WHERE organization_id = %(organization)s AND customer_id = c.id ORDER BY id LIMIT 1
) k ON true
WHERE (r.sent <> 0 OR r.returned <> 0)
    AND (%(warehouses)s::uuid[] IS NULL OR d.warehouse_id = ANY(%(warehouses)s::uuid[]))
    AND (%(membership)s::uuid IS NULL OR c.owner_membership_id = %(membership)s)
ORDER BY c.name, c.id, d.dispatched_at, d.id
