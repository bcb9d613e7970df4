INSERT INTO month_change (organization_id, id, month, location_id, layer_id, quantity, value)
SELECT %(organization)s, gen_random_uuid(), %(month)s, c.location_id, c.layer_id, sum(c.quantity), sum(c.value)
FROM (
    SELECT m.to_location_id AS location_id, m.layer_id, m.quantity, m.value
    FROM movement m
    WHERE m.organization_id = %(organization)s AND m.effective_at >= %(begins_at)s AND m.effective_at < %(ends_at)s
    UNION ALL
    SELECT m.from_location_id, m.layer_id, -m.quantity, -m.value
    FROM movement m
    WHERE m.organization_id = %(organization)s AND m.effective_at >= %(begins_at)s AND m.effective_at < %(ends_at)s
    UNION ALL
    SELECT r.location_id, r.layer_id, 0, r.value
    FROM layer_revision r
    WHERE r.organization_id = %(organization)s AND r.effective_at >= %(begins_at)s AND r.effective_at < %(ends_at)s
) c
JOIN location p ON p.organization_id = %(organization)s AND p.id = c.location_id AND p.warehouse_id IS NOT NULL
GROUP BY c.location_id, c.layer_id
HAVING sum(c.quantity) <> 0 OR sum(c.value) <> 0
