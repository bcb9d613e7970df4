INSERT INTO layer_revision (organization_id, id, layer_id, product_id, location_id, warehouse_id, value,
    document_kind, document_id, document_line_id, effective_at, recorded_at, person_id, actor_name)
SELECT %(organization)s, d.id, d.layer_id, d.product_id, d.location_id, d.warehouse_id, d.value,
    %(document_kind)s, %(document_id)s, d.line_id, %(now)s, %(now)s, %(person)s, %(actor_name)s
FROM unnest(%(ids)s::uuid[], %(layers)s::uuid[], %(products)s::uuid[], %(locations)s::uuid[], %(warehouses)s::uuid[], %(values)s::numeric[], %(lines)s::uuid[])
    AS d (id, layer_id, product_id, location_id, warehouse_id, value, line_id)
