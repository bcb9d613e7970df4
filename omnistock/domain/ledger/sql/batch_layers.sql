SELECT l.batch_id, l.id, l.supplier_id, s.name, l.document_kind, l.document_id, l.received_on, l.quantity, l.free_quantity, l.value, l.mrp,
    coalesce(sum(b.on_hand), 0), coalesce(sum(b.reserved), 0), coalesce(sum(b.value), 0)
FROM layer l
LEFT JOIN supplier s ON s.organization_id = l.organization_id AND s.id = l.supplier_id
LEFT JOIN balance b ON b.organization_id = l.organization_id AND b.layer_id = l.id
    AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
WHERE l.organization_id = %(organization)s AND l.batch_id = ANY(%(batches)s::uuid[])
GROUP BY l.organization_id, l.id, l.batch_id, l.supplier_id, s.name, l.document_kind, l.document_id, l.received_on, l.quantity, l.free_quantity,
    l.value, l.mrp
ORDER BY l.received_on, l.id
