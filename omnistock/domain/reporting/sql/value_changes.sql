-- By how much the value of what lies in the warehouses grew on each day since a moment: by movements, and by costs found later. The
-- written days are added up already.
WITH written AS (
    SELECT max(w.days_written_through) AS through, max((w.days_written_through + 1)::timestamp AT TIME ZONE %(zone)s) AS ends_at
    FROM period w WHERE w.organization_id = %(organization)s
)
SELECT day, sum(value) FROM (
    SELECT d.day, d.value
    FROM day_value d
    WHERE d.organization_id = %(organization)s AND d.day >= (%(since)s::timestamptz AT TIME ZONE %(zone)s)::date
        AND d.day <= (SELECT through FROM written)
        AND (%(warehouses)s::uuid[] IS NULL OR d.warehouse_id = ANY(%(warehouses)s::uuid[]))
    UNION ALL
    SELECT (m.effective_at AT TIME ZONE %(zone)s)::date AS day,
        CASE WHEN t.warehouse_id IS NULL THEN 0 ELSE m.value END - CASE WHEN f.warehouse_id IS NULL THEN 0 ELSE m.value END AS value
    FROM movement m
    LEFT JOIN location f ON f.organization_id = m.organization_id AND f.id = m.from_location_id
        AND (%(warehouses)s::uuid[] IS NULL OR f.warehouse_id = ANY(%(warehouses)s::uuid[]))
    LEFT JOIN location t ON t.organization_id = m.organization_id AND t.id = m.to_location_id
        AND (%(warehouses)s::uuid[] IS NULL OR t.warehouse_id = ANY(%(warehouses)s::uuid[]))
    WHERE m.organization_id = %(organization)s AND m.effective_at >= greatest(%(since)s, (SELECT ends_at FROM written))
    UNION ALL
    SELECT (r.effective_at AT TIME ZONE %(zone)s)::date, r.value
    FROM layer_revision r
    JOIN location p ON p.organization_id = r.organization_id AND p.id = r.location_id AND p.warehouse_id IS NOT NULL
    WHERE r.organization_id = %(organization)s AND r.effective_at >= greatest(%(since)s, (SELECT ends_at FROM written))
        AND (%(warehouses)s::uuid[] IS NULL OR p.warehouse_id = ANY(%(warehouses)s::uuid[]))
) change GROUP BY day
