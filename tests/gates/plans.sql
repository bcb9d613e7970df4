-- Enough rows for plans that do not waver, the same every time: ids and days come from the row's number, and every table has fewer rows than
-- ANALYZE looks at. 2,000 products, 20,000 batches in four warehouses, 30,000 movements. Without triggers: nothing here is read but by EXPLAIN.
SET session_replication_role = replica;
INSERT INTO unit (organization_id, id, version, code, name, decimals, uqc_code)
VALUES (%(organization)s, md5('unit')::uuid, 1, 'pcs', 'Piece', 0, 'PCS');
INSERT INTO warehouse (organization_id, id, version, code, name, address_lines, city, state_code, postal_code, country, phone, default_location_id)
SELECT %(organization)s, md5('warehouse' || k)::uuid, 1, 'W' || k, 'Warehouse ' || k, '[]', '', '', '', 'IN', '', md5('storage' || k)::uuid
FROM generate_series(0, 3) k;
INSERT INTO location (organization_id, id, version, code, name, kind, zone, warehouse_id)
SELECT %(organization)s, md5(kind || k)::uuid, 1, kind || k, '', kind, '', md5('warehouse' || k)::uuid
FROM generate_series(0, 3) k, unnest(ARRAY['storage', 'picking', 'quarantine', 'dispatch', 'transit']) kind
UNION ALL
SELECT %(organization)s, md5(kind)::uuid, 1, kind, '', kind, '', NULL FROM unnest(ARRAY['supplier', 'customer', 'loss', 'found', 'production']) kind;
INSERT INTO product (organization_id, id, version, sku, sku_key, name, description, brand, tracking, expires, hsn_code, tax_category, mrp,
    reorder_point, custom_fields, unit_id, used_at)
SELECT %(organization)s, md5('product' || k)::uuid, 1, 'S' || lpad(k::text, 5, '0'), 's' || lpad(k::text, 5, '0'), 'Product ' || k, '', '', 'batch',
    true, '', 'taxable', 20, 5, '{}', md5('unit')::uuid, '2026-01-01'
FROM generate_series(0, 1999) k;
INSERT INTO batch (organization_id, id, version, number, number_key, expires_on, expiry_precision, status, status_reason, is_serial, product_id)
SELECT %(organization)s, md5('batch' || k)::uuid, 1, 'L' || k, 'l' || k, date '2026-01-01' + k %% 900, 'day', 'usable', '', false,
    md5('product' || k %% 2000)::uuid
FROM generate_series(0, 19999) k;
INSERT INTO layer (organization_id, id, document_kind, document_id, document_line_id, received_on, quantity, free_quantity, value, batch_id,
    product_id)
SELECT %(organization)s, md5('layer' || k)::uuid, 'receipt', md5('receipt' || k / 20)::uuid, md5('line' || k)::uuid, date '2025-01-01' + k / 60,
    1000, 0, 10000, md5('batch' || k)::uuid, md5('product' || k %% 2000)::uuid
FROM generate_series(0, 19999) k;
INSERT INTO balance (organization_id, id, is_serial, on_hand, reserved, value, location_id, layer_id, batch_id, product_id, warehouse_id)
SELECT %(organization)s, md5('balance' || k)::uuid, false, 999, 0, 9990, md5('storage' || k %% 4)::uuid, md5('layer' || k)::uuid,
    md5('batch' || k)::uuid, md5('product' || k %% 2000)::uuid, md5('warehouse' || k %% 4)::uuid
FROM generate_series(0, 19999) k;
INSERT INTO stock_total (organization_id, id, on_hand, reserved, value, product_id, warehouse_id)
SELECT organization_id, md5(product_id::text || warehouse_id)::uuid, sum(on_hand), sum(reserved), sum(value), product_id, warehouse_id
FROM balance WHERE organization_id = %(organization)s GROUP BY organization_id, product_id, warehouse_id;
INSERT INTO movement (organization_id, id, product_id, layer_id, from_location_id, to_location_id, quantity, value, reason, document_kind,
    document_id, document_line_id, effective_at, recorded_at, actor_name)
SELECT %(organization)s, md5('in' || k)::uuid, md5('product' || k %% 2000)::uuid, md5('layer' || k)::uuid, md5('supplier')::uuid,
    md5('storage' || k %% 4)::uuid, 1000, 10000, 'receipt', 'receipt', md5('receipt' || k / 20)::uuid, md5('line' || k)::uuid,
    timestamptz '2025-01-01' + interval '1 hour' * (k / 3), timestamptz '2025-01-01' + interval '1 hour' * (k / 3), 'plans'
FROM generate_series(0, 19999) k
UNION ALL
SELECT %(organization)s, md5('out' || k)::uuid, md5('product' || of %% 2000)::uuid, md5('layer' || of)::uuid, md5('storage' || of %% 4)::uuid,
    md5('customer')::uuid, 1, 10, 'dispatch', 'dispatch', md5('dispatch' || k / 5)::uuid, md5('out line' || k)::uuid,
    timestamptz '2025-06-01' + interval '1 hour' * k, timestamptz '2025-06-01' + interval '1 hour' * k, 'plans'
-- Every third is of the first layer: what sells every day has a history that is longer than a page.
FROM (SELECT k, CASE WHEN k %% 3 = 0 THEN 0 ELSE k END AS of FROM generate_series(0, 9999) k) sold;
INSERT INTO month_change (organization_id, id, month, location_id, layer_id, quantity, value)
SELECT %(organization)s, md5('month' || k)::uuid, date_trunc('month', date '2025-01-01' + k / 60)::date, md5('storage' || k %% 4)::uuid,
    md5('layer' || k)::uuid, 1000, 10000
FROM generate_series(0, 19999) k;
INSERT INTO day_value (organization_id, id, day, warehouse_id, value)
SELECT %(organization)s, md5('day' || k)::uuid, date '2025-01-01' + k, md5('warehouse0')::uuid, 10000
FROM generate_series(0, 364) k;
SET session_replication_role = origin
