-- The rows of one receipt once more under other ids, by INSERT … SELECT: what bulk receiving is measured against. Layers, balances,
-- movements and lines, with the constraints, foreign keys and row-level security that they have in the product; rolled back by who runs it.
INSERT INTO layer (organization_id, id, document_kind, document_id, document_line_id, received_on, quantity, free_quantity, value, mrp, batch_id,
    product_id, supplier_id)
SELECT organization_id, md5(id::text)::uuid, document_kind, document_id, document_line_id, received_on, quantity, free_quantity, value, mrp,
    batch_id, product_id, supplier_id
FROM layer WHERE organization_id = %(organization)s AND document_id = %(receipt)s;
INSERT INTO balance (organization_id, id, is_serial, on_hand, reserved, value, location_id, product_id, warehouse_id, batch_id, layer_id)
SELECT b.organization_id, md5(b.id::text)::uuid, b.is_serial, b.on_hand, b.reserved, b.value, b.location_id, b.product_id, b.warehouse_id,
    b.batch_id, md5(b.layer_id::text)::uuid
FROM layer l JOIN balance b ON b.organization_id = l.organization_id AND b.layer_id = l.id
WHERE l.organization_id = %(organization)s AND l.document_id = %(receipt)s;
INSERT INTO movement (organization_id, id, quantity, value, reason, document_kind, document_id, document_line_id, effective_at, recorded_at,
    person_id, actor_name, from_location_id, layer_id, product_id, to_location_id)
SELECT organization_id, md5(id::text)::uuid, quantity, value, reason, document_kind, document_id, document_line_id, effective_at, recorded_at,
    person_id, actor_name, from_location_id, md5(layer_id::text)::uuid, product_id, to_location_id
FROM movement WHERE organization_id = %(organization)s AND document_id = %(receipt)s;
INSERT INTO receipt_line (organization_id, id, position, batch_number, expires_on, expiry_precision, manufactured_on, unit_code, factor, quantity,
    free_quantity, quantity_base, unit_cost, mrp, value, batch_id, location_id, product_id, purchase_order_line_id, receipt_id)
SELECT organization_id, md5(id::text)::uuid, position, batch_number, expires_on, expiry_precision, manufactured_on, unit_code, factor, quantity,
    free_quantity, quantity_base, unit_cost, mrp, value, batch_id, location_id, product_id, purchase_order_line_id, receipt_id
FROM receipt_line WHERE organization_id = %(organization)s AND receipt_id = %(receipt)s
