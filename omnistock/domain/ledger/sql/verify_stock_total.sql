SELECT x.warehouse_id::text || ' ' || x.product_id::text,
    sum(x.on_hand)::text || ', ' || sum(x.reserved)::text || ' reserved, worth ' || sum(x.value)::text,
    sum(x.total_on_hand)::text || ', ' || sum(x.total_reserved)::text || ' reserved, worth ' || sum(x.total_value)::text
FROM (
    SELECT warehouse_id, product_id, on_hand, reserved, value, 0 AS total_on_hand, 0 AS total_reserved, 0 AS total_value
    FROM balance WHERE organization_id = %(organization)s
    UNION ALL
    SELECT warehouse_id, product_id, 0, 0, 0, on_hand, reserved, value FROM stock_total WHERE organization_id = %(organization)s
) x
GROUP BY x.warehouse_id, x.product_id
HAVING sum(x.on_hand) <> sum(x.total_on_hand) OR sum(x.reserved) <> sum(x.total_reserved) OR sum(x.value) <> sum(x.total_value)
