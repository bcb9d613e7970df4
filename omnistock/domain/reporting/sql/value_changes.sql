-- By how much the value of what lies in the warehouses grew on each day since a moment.
SELECT (m.effective_at AT TIME ZONE %(zone)s)::date,
    sum(CASE WHEN t.warehouse_id IS NULL THEN 0 ELSE m.value END)
        - sum(CASE WHEN f.warehouse_id IS NULL THEN 0 ELSE m.value END)
FROM movement m
LEFT JOIN location f ON f.organization_id = m.organization_id AND f.id = m.from_location_id
    AND (%(warehouses)s::uuid[] IS NULL OR f.warehouse_id = ANY(%(warehouses)s::uuid[]))
LEFT JOIN location t ON t.organization_id = m.organization_id AND t.id = m.to_location_id
    AND (%(warehouses)s::uuid[] IS NULL OR t.warehouse_id = ANY(%(warehouses)s::uuid[]))
WHERE m.organization_id = %(organization)s AND m.effective_at >= %(since)s
GROUP BY 1
