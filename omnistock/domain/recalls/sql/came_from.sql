-- What brought batches in: the layers, with their supplier and receipt.
SELECT l.batch_id, l.document_kind, l.document_id, coalesce(g.number, a.number, ''), coalesce(g.supplier_document_number, ''),
    l.supplier_id, coalesce(s.name, ''), l.received_on, l.quantity, l.free_quantity
FROM layer l
LEFT JOIN supplier s ON s.organization_id = l.organization_id AND s.id = l.supplier_id
LEFT JOIN receipt g ON g.organization_id = l.organization_id AND g.id = l.document_id
LEFT JOIN adjustment a ON a.organization_id = l.organization_id AND a.id = l.document_id
WHERE l.organization_id = %(organization)s AND l.batch_id = ANY(%(batches)s::uuid[])
ORDER BY l.received_on, l.id
