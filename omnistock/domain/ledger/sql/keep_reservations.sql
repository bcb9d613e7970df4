INSERT INTO reservation (organization_id, id, demand_kind, demand_id, demand_line_id, location_id, layer_id, quantity, promised_on)
SELECT %(organization)s, r.*
FROM unnest(%(ids)s::uuid[], %(kinds)s::text[], %(demands)s::uuid[], %(lines)s::uuid[], %(locations)s::uuid[], %(layers)s::uuid[],
    %(quantities)s::numeric[], %(promised)s::date[]) AS r
ON CONFLICT (organization_id, demand_line_id, location_id, layer_id) DO UPDATE SET quantity = excluded.quantity
