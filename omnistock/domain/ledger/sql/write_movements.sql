INSERT INTO movement (organization_id, id, product_id, layer_id, from_location_id, to_location_id, quantity, value, document_line_id, reverses_id, reason,
    document_kind, document_id, effective_at, recorded_at, person_id, actor_name)
SELECT %(organization)s, line.*, %(document_kind)s, %(document_id)s, %(effective_at)s, %(now)s, %(person)s, %(actor_name)s
FROM unnest(%(ids)s::uuid[], %(products)s::uuid[], %(layers)s::uuid[], %(from_locations)s::uuid[], %(to_locations)s::uuid[],
    %(quantities)s::numeric[], %(values)s::numeric[], %(lines)s::uuid[], %(reverses)s::uuid[], %(reasons)s::text[]) AS line
