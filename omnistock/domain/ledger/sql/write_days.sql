-- Days by warehouse; what only changes its place inside one comes to nothing.
INSERT INTO day_value (organization_id, id, day, warehouse_id, value)
SELECT %(organization)s, gen_random_uuid(), c.day, p.warehouse_id, sum(c.value)
FROM (
    SELECT (m.effective_at AT TIME ZONE %(time_zone)s)::date AS day, m.to_location_id AS location_id, m.value
    FROM movement m
    WHERE m.organization_id = %(organization)s AND m.effective_at >= %(begins_at)s AND m.effective_at < %(ends_at)s
    UNION ALL
    SELECT (m.effective_at AT TIME ZONE %(time_zone)s)::date, m.from_location_id, -m.value
    FROM movement m
    WHERE m.organization_id = %(organization)s AND m.effective_at >= %(begins_at)s AND m.effective_at < %(ends_at)s
    UNION ALL
    SELECT (r.effective_at AT TIME ZONE %(time_zone)s)::date, r.location_id, r.value
    FROM layer_revision r
    WHERE r.organization_id = %(organization)s AND r.effective_at >= %(begins_at)s AND r.effective_at < %(ends_at)s
) c
JOIN location p ON p.organization_id = %(organization)s AND p.id = c.location_id AND p.warehouse_id IS NOT NULL
GROUP BY c.day, p.warehouse_id
HAVING sum(c.value) <> 0
