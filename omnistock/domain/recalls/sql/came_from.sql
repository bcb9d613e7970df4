-- What brought batches in: the layers, with their supplier and receipt.
-- OFFSET 0: looked up by their keys, whatever the statistics say; see went_to.sql.
SELECT l.batch_id, l.document_kind, l.document_id, coalesce(g.number, a.number, ''), coalesce(g.supplier_document_number, ''),
    l.supplier_id, coalesce(s.name, ''), l.received_on, l.quantity, l.free_quantity
FROM layer l
LEFT JOIN LATERAL (SELECT name FROM supplier WHERE organization_id = %(organization)s AND id = l.supplier_id OFFSET 0) s ON true
LEFT JOIN LATERAL (
    SELECT number, supplier_document_number FROM receipt WHERE organization_id = %(organization)s AND id = l.document_id OFFSET 0
) g ON true
LEFT JOIN LATERAL (SELECT number FROM adjustment WHERE organization_id = %(organization)s AND id = l.document_id OFFSET 0) a ON true
WHERE l.organization_id = %(organization)s AND l.batch_id = ANY(%(batches)s::uuid[])
ORDER BY l.received_on, l.id
