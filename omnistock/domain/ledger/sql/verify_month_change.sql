WITH first_month AS (SELECT min(month) AS month FROM month_change WHERE organization_id = %(organization)s),
written AS (SELECT written_through FROM period WHERE organization_id = %(organization)s AND written_through IS NOT NULL)
SELECT x.month::text || ' ' || x.location_id::text || ' ' || x.layer_id::text,
    sum(x.moved)::text || ' worth ' || sum(x.moved_value)::text, sum(x.kept)::text || ' worth ' || sum(x.kept_value)::text
FROM (
    SELECT date_trunc('month', m.effective_at AT TIME ZONE %(time_zone)s)::date AS month, m.to_location_id AS location_id, m.layer_id,
        m.quantity AS moved, m.value AS moved_value, 0 AS kept, 0 AS kept_value
    FROM movement m WHERE m.organization_id = %(organization)s
    UNION ALL
    SELECT date_trunc('month', m.effective_at AT TIME ZONE %(time_zone)s)::date, m.from_location_id, m.layer_id, -m.quantity, -m.value, 0, 0
    FROM movement m WHERE m.organization_id = %(organization)s
    UNION ALL
    SELECT date_trunc('month', r.effective_at AT TIME ZONE %(time_zone)s)::date, r.location_id, r.layer_id, 0, r.value, 0, 0
    FROM layer_revision r WHERE r.organization_id = %(organization)s
    UNION ALL
    SELECT c.month, c.location_id, c.layer_id, 0, 0, c.quantity, c.value FROM month_change c WHERE c.organization_id = %(organization)s
) x
JOIN location p ON p.organization_id = %(organization)s AND p.id = x.location_id AND p.warehouse_id IS NOT NULL
WHERE x.month <= (SELECT written_through FROM written) AND x.month >= (SELECT month FROM first_month)
GROUP BY x.month, x.location_id, x.layer_id
HAVING sum(x.moved) <> sum(x.kept) OR sum(x.moved_value) <> sum(x.kept_value)
