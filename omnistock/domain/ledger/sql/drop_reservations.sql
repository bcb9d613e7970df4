DELETE FROM reservation r
USING unnest(%(lines)s::uuid[], %(locations)s::uuid[], %(layers)s::uuid[]) AS d (line_id, location_id, layer_id)
WHERE r.organization_id = %(organization)s AND r.demand_line_id = d.line_id AND r.location_id = d.location_id AND r.layer_id = d.layer_id
