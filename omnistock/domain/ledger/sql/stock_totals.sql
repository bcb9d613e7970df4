-- The totals of products by warehouse, with what of them is neither reserved nor may be promised today.
WITH withheld AS (
    SELECT b.product_id, b.warehouse_id, sum(b.on_hand - b.reserved) AS quantity
    FROM balance b
    JOIN batch t ON t.organization_id = b.organization_id AND t.id = b.batch_id
    JOIN location p ON p.organization_id = b.organization_id AND p.id = b.location_id
    WHERE b.organization_id = %(organization)s AND b.on_hand > 0
        AND (%(products)s::uuid[] IS NULL OR b.product_id = ANY(%(products)s::uuid[]))
        AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
        AND (t.status <> 'usable' OR t.expires_on < %(today)s::date OR p.kind = ANY(%(never_promised)s::text[]))
    GROUP BY b.product_id, b.warehouse_id
)
SELECT s.product_id, s.warehouse_id, s.on_hand, s.reserved, coalesce(w.quantity, 0), s.value
FROM stock_total s
LEFT JOIN withheld w ON w.product_id = s.product_id AND w.warehouse_id = s.warehouse_id
WHERE s.organization_id = %(organization)s
    AND (%(products)s::uuid[] IS NULL OR s.product_id = ANY(%(products)s::uuid[]))
    AND (%(warehouses)s::uuid[] IS NULL OR s.warehouse_id = ANY(%(warehouses)s::uuid[]))
ORDER BY s.product_id, s.warehouse_id
