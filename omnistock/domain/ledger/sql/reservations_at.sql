SELECT r.demand_kind, r.demand_id, r.demand_line_id, r.location_id, r.layer_id, r.quantity, r.promised_on
FROM wanted w
JOIN balance b ON b.organization_id = %(organization)s AND b.id = w.id
JOIN reservation r ON r.organization_id = b.organization_id AND r.location_id = b.location_id AND r.layer_id = b.layer_id
ORDER BY r.promised_on DESC NULLS FIRST, r.id DESC
