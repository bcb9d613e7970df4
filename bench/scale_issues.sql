-- Issues number `first` to `last` of one piece each, spread over three years and over all layers, and all that is derived from them. Written
-- in the order of their time, as a ledger that lived would have them.
SET work_mem = '768MB';
SET synchronous_commit = off;
INSERT INTO movement (organization_id, id, product_id, layer_id, from_location_id, to_location_id, quantity, value, reason, document_kind,
    document_id, effective_at, recorded_at, actor_name)
SELECT %(organization)s, uuidv7(), s.product_id, s.layer_id, s.location_id, %(customer)s, 1, 10, 'dispatch', 'dispatch', s.document_id, m.at, m.at,
    'scale'
FROM (
    SELECT i FROM generate_series(%(first)s::bigint, %(last)s::bigint) AS i ORDER BY (i * 7919) %% 1000003 DESC
) AS issue
JOIN scale_layer s ON s.k = issue.i %% 200000
CROSS JOIN LATERAL (SELECT now() - interval '1095 days' * ((issue.i * 7919) %% 1000003) / 1000003.0 AS at) m;
UPDATE balance b SET on_hand = 1000 - o.outs, value = 10000 - 10 * o.outs
FROM (SELECT layer_id, %(last)s::bigint / 200000 + (k BETWEEN 1 AND %(last)s::bigint %% 200000)::int AS outs FROM scale_layer) o
WHERE b.organization_id = %(organization)s AND b.layer_id = o.layer_id;
DELETE FROM stock_total WHERE organization_id = %(organization)s;
INSERT INTO stock_total (organization_id, id, on_hand, reserved, value, product_id, warehouse_id)
SELECT organization_id, uuidv7(), sum(on_hand), sum(reserved), sum(value), product_id, warehouse_id FROM balance
WHERE organization_id = %(organization)s GROUP BY organization_id, product_id, warehouse_id;
DELETE FROM month_change WHERE organization_id = %(organization)s;
INSERT INTO month_change (organization_id, id, month, location_id, layer_id, quantity, value)
SELECT %(organization)s, uuidv7(), x.month, x.location_id, x.layer_id, sum(x.quantity), sum(x.value)
FROM (
    SELECT date_trunc('month', m.effective_at AT TIME ZONE %(time_zone)s)::date AS month, s.location_id, m.layer_id,
        CASE WHEN m.to_location_id = s.location_id THEN m.quantity ELSE -m.quantity END AS quantity,
        CASE WHEN m.to_location_id = s.location_id THEN m.value ELSE -m.value END AS value
    FROM movement m JOIN scale_layer s USING (layer_id)
    WHERE m.organization_id = %(organization)s
) x
WHERE x.month < date_trunc('month', now() AT TIME ZONE %(time_zone)s)::date
GROUP BY x.month, x.location_id, x.layer_id HAVING sum(x.quantity) <> 0 OR sum(x.value) <> 0;
DELETE FROM day_value WHERE organization_id = %(organization)s;
INSERT INTO day_value (organization_id, id, day, warehouse_id, value)
SELECT %(organization)s, uuidv7(), x.day, x.warehouse_id, sum(x.value)
FROM (
    SELECT (m.effective_at AT TIME ZONE %(time_zone)s)::date AS day, s.warehouse_id,
        CASE WHEN m.to_location_id = s.location_id THEN m.value ELSE -m.value END AS value
    FROM movement m JOIN scale_layer s USING (layer_id)
    WHERE m.organization_id = %(organization)s
) x
WHERE x.day < (now() AT TIME ZONE %(time_zone)s)::date
GROUP BY x.day, x.warehouse_id;
DELETE FROM period WHERE organization_id = %(organization)s;
INSERT INTO period (organization_id, id, written_through, days_written_through)
VALUES (%(organization)s, uuidv7(), date_trunc('month', now() AT TIME ZONE %(time_zone)s)::date - 1,
    (now() AT TIME ZONE %(time_zone)s)::date - 1);
