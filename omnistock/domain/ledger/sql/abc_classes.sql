-- Products by the value of what was used of them, the largest first, with the sum up to each. Products on hand that nobody used come last.
WITH used AS (
    SELECT m.product_id, sum(CASE WHEN f.warehouse_id IS NULL THEN -m.value ELSE m.value END) AS value
    FROM movement m
    JOIN location f ON f.organization_id = m.organization_id AND f.id = m.from_location_id
    JOIN location t ON t.organization_id = m.organization_id AND t.id = m.to_location_id
    WHERE m.organization_id = %(organization)s AND m.effective_at >= %(since)s AND m.effective_at <= %(until)s
        AND (t.kind IN ('customer', 'production') OR f.kind = 'customer' OR (f.kind = 'production' AND m.reverses_id IS NOT NULL))
        AND (%(warehouses)s::uuid[] IS NULL OR coalesce(f.warehouse_id, t.warehouse_id) = ANY(%(warehouses)s::uuid[]))
    GROUP BY m.product_id
), held AS (
    SELECT s.product_id, sum(s.value) AS value, sum(s.on_hand) AS on_hand
    FROM stock_total s
    WHERE s.organization_id = %(organization)s AND (%(warehouses)s::uuid[] IS NULL OR s.warehouse_id = ANY(%(warehouses)s::uuid[]))
    GROUP BY s.product_id
), ranked AS (
    SELECT coalesce(used.product_id, held.product_id) AS product_id,
        greatest(CASE WHEN %(by_stock)s THEN held.value ELSE used.value END, 0) AS value, coalesce(held.value, 0) AS held
    FROM used FULL JOIN held ON held.product_id = used.product_id
    WHERE used.value > 0 OR held.on_hand > 0
)
SELECT r.product_id, p.sku, p.name, coalesce(r.value, 0), r.held,
    coalesce(sum(r.value) OVER (ORDER BY r.value DESC, p.sku_key ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0),
    sum(r.value) OVER ()
FROM (SELECT product_id, coalesce(value, 0) AS value, held FROM ranked) r
JOIN product p ON p.organization_id = %(organization)s AND p.id = r.product_id
ORDER BY r.value DESC, p.sku_key
