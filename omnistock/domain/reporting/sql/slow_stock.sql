-- Products in stock that nobody took any of since a day: neither sold nor consumed, nor received after it.
WITH held AS (
    SELECT s.product_id, sum(s.on_hand) AS on_hand, sum(s.value) AS value
    FROM stock_total s
    WHERE s.organization_id = %(organization)s AND s.on_hand > 0
        AND (%(warehouses)s::uuid[] IS NULL OR s.warehouse_id = ANY(%(warehouses)s::uuid[]))
    GROUP BY s.product_id
)
SELECT p.id, p.sku, p.name, u.code, held.on_hand, held.value, last_out.effective_at, last_in.received_on
FROM held
JOIN product p ON p.organization_id = %(organization)s AND p.id = held.product_id
JOIN unit u ON u.organization_id = p.organization_id AND u.id = p.unit_id
LEFT JOIN LATERAL (
    SELECT m.effective_at
    FROM movement m
    JOIN location f ON f.organization_id = m.organization_id AND f.id = m.from_location_id
    JOIN location t ON t.organization_id = m.organization_id AND t.id = m.to_location_id
    WHERE m.organization_id = %(organization)s AND m.product_id = held.product_id AND t.kind IN ('customer', 'production')
        AND m.reason <> 'reversal' AND (%(warehouses)s::uuid[] IS NULL OR f.warehouse_id = ANY(%(warehouses)s::uuid[]))
    ORDER BY m.effective_at DESC LIMIT 1
) last_out ON true
JOIN LATERAL (
    SELECT max(l.received_on) AS received_on
    FROM balance b JOIN layer l ON l.organization_id = b.organization_id AND l.id = b.layer_id
    WHERE b.organization_id = %(organization)s AND b.product_id = held.product_id AND b.on_hand > 0
        AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
) last_in ON true
WHERE coalesce(last_out.effective_at < %(since)s, true) AND last_in.received_on < %(since_day)s::date
ORDER BY held.value DESC, p.name
