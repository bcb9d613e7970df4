INSERT INTO layer (organization_id, id, batch_id, product_id, supplier_id, document_line_id, received_on, quantity, free_quantity, value, mrp,
    document_kind, document_id)
SELECT %(organization)s, line.*, %(document_kind)s, %(document_id)s
FROM unnest(%(ids)s::uuid[], %(batches)s::uuid[], %(products)s::uuid[], %(suppliers)s::uuid[], %(lines)s::uuid[], %(days)s::date[],
    %(quantities)s::numeric[], %(free)s::numeric[], %(values)s::numeric[], %(mrps)s::numeric[]) AS line
