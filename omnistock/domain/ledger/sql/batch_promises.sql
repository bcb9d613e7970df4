SELECT r.demand_kind, r.demand_id, r.demand_line_id, sum(r.quantity), min(r.promised_on)
FROM reservation r
JOIN layer l ON l.organization_id = r.organization_id AND l.id = r.layer_id AND l.batch_id = %(batch)s
WHERE r.organization_id = %(organization)s
GROUP BY r.demand_kind, r.demand_id, r.demand_line_id
ORDER BY min(r.promised_on) NULLS LAST, r.demand_id
