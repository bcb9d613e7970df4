-- 20,000 products, 200,000 batches in four warehouses: each batch has one layer, received three years ago, 1,000 pieces worth 10.00 each.
-- Run as the administrator without triggers: what is written here is consistent, and the measures end with the ledger's own proof.
CREATE TABLE scale_layer AS
SELECT k, uuidv7() AS product_id, uuidv7() AS batch_id, uuidv7() AS layer_id, uuidv7() AS document_id, uuidv7() AS line_id,
    (%(locations)s::uuid[])[1 + k %% 4] AS location_id, (%(warehouses)s::uuid[])[1 + k %% 4] AS warehouse_id
FROM generate_series(0, 199999) AS k;
UPDATE scale_layer s SET product_id = first.product_id FROM scale_layer first WHERE first.k = s.k %% 20000 AND s.k >= 20000;
INSERT INTO product (organization_id, id, version, sku, sku_key, name, description, brand, tracking, expires, hsn_code, tax_category, mrp,
    reorder_point, custom_fields, unit_id, used_at)
SELECT %(organization)s, product_id, 1, 'S' || lpad(k::text, 6, '0'), 's' || lpad(k::text, 6, '0'), 'Scale ' || k, '', '', 'batch', true, '',
    'taxable', 20, 5, '{}', %(unit)s, now()
FROM scale_layer WHERE k < 20000;
INSERT INTO batch (organization_id, id, version, number, number_key, expires_on, expiry_precision, status, status_reason, is_serial, product_id)
SELECT %(organization)s, batch_id, 1, 'L' || k, 'L' || k, current_date - 30 + (k %% 900)::int, 'day', 'usable', '', false, product_id
FROM scale_layer;
INSERT INTO layer (organization_id, id, document_kind, document_id, document_line_id, received_on, quantity, free_quantity, value, batch_id,
    product_id)
SELECT %(organization)s, layer_id, 'adjustment', document_id, line_id, current_date - 1130, 1000, 0, 10000, batch_id, product_id FROM scale_layer;
INSERT INTO movement (organization_id, id, product_id, layer_id, from_location_id, to_location_id, quantity, value, reason, document_kind,
    document_id, document_line_id, effective_at, recorded_at, actor_name)
SELECT %(organization)s, uuidv7(), product_id, layer_id, %(found)s, location_id, 1000, 10000, 'opening', 'adjustment', document_id, line_id,
    now() - interval '1130 days', now() - interval '1130 days', 'scale'
FROM scale_layer;
INSERT INTO balance (organization_id, id, is_serial, on_hand, reserved, value, location_id, layer_id, batch_id, product_id, warehouse_id)
SELECT %(organization)s, uuidv7(), false, 1000, 0, 10000, location_id, layer_id, batch_id, product_id, warehouse_id FROM scale_layer;
