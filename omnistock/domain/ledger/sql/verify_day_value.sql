SELECT x.day::text || ' ' || x.warehouse_id::text, sum(x.moved)::text, sum(x.kept)::text
FROM (
    SELECT (c.effective_at AT TIME ZONE %(time_zone)s)::date AS day, p.warehouse_id, c.value AS moved, 0 AS kept
    FROM (
        SELECT m.effective_at, m.to_location_id AS location_id, m.value FROM movement m WHERE m.organization_id = %(organization)s
        UNION ALL
        SELECT m.effective_at, m.from_location_id, -m.value FROM movement m WHERE m.organization_id = %(organization)s
        UNION ALL
        SELECT r.effective_at, r.location_id, r.value FROM layer_revision r WHERE r.organization_id = %(organization)s
    ) c
    JOIN location p ON p.organization_id = %(organization)s AND p.id = c.location_id AND p.warehouse_id IS NOT NULL
    UNION ALL
    SELECT d.day, d.warehouse_id, 0, d.value FROM day_value d WHERE d.organization_id = %(organization)s
) x
WHERE x.day <= (SELECT days_written_through FROM period WHERE organization_id = %(organization)s)
GROUP BY x.day, x.warehouse_id
HAVING sum(x.moved) <> sum(x.kept)
