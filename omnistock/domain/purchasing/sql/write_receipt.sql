INSERT INTO receipt (organization_id, id, external_id, version, created_at, updated_at, number, warehouse_id, supplier_id, purchase_order_id,
    supplier_document_number, supplier_document_on, effective_at, notes, value, cautions)
VALUES (%(organization)s, %(id)s, %(external_id)s, 1, %(now)s, %(now)s, %(number)s, %(warehouse)s, %(supplier)s, %(order)s,
    %(supplier_document)s, %(supplier_document_on)s, %(effective_at)s, %(notes)s, %(value)s, %(cautions)s)
