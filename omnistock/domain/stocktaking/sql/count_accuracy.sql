SELECT date_trunc('month', c.approved_at AT TIME ZONE %(zone)s)::date AS month,
    count(DISTINCT c.id), count(n.id),
    count(n.id) FILTER (WHERE n.difference_base = 0),
    count(n.id) FILTER (WHERE NOT n.is_out_of_tolerance),
    coalesce(sum(-n.difference_base * n.unit_value) FILTER (WHERE n.difference_base < 0), 0),
    coalesce(sum(n.difference_base * n.unit_value) FILTER (WHERE n.difference_base > 0), 0)
FROM stock_count c
JOIN stock_count_line n ON n.organization_id = c.organization_id AND n.count_id = c.id AND n.state = 'counted'
LEFT JOIN adjustment a ON a.organization_id = c.organization_id AND a.id = c.adjustment_id
WHERE c.organization_id = %(organization)s AND c.status = 'approved' AND a.reversed_at IS NULL
    AND c.approved_at >= (%(first)s::date::timestamp AT TIME ZONE %(zone)s)
    AND (%(warehouses)s::uuid[] IS NULL OR c.warehouse_id = ANY(%(warehouses)s::uuid[]))
GROUP BY 1
ORDER BY 1
