-- Products that lie somewhere, are promised or are coming: their totals, what is still to come, and the batch that ends first.
WITH shown AS (
    SELECT p.id, p.sku, p.name, u.code AS unit_code, p.shelf_life_days, coalesce(c.name, '') AS category
    FROM product p
    JOIN unit u ON u.organization_id = p.organization_id AND u.id = p.unit_id
    LEFT JOIN category c ON c.organization_id = p.organization_id AND c.id = p.category_id
    WHERE p.organization_id = %(organization)s
        AND (%(after_name)s::text IS NULL OR (p.name, p.id) > (%(after_name)s, %(after_id)s::uuid))
        AND (%(products)s::uuid[] IS NULL OR p.id = ANY(%(products)s::uuid[]))
        AND (%(category)s::uuid IS NULL OR p.category_id = %(category)s)
        AND (EXISTS (SELECT FROM stock_total s WHERE s.organization_id = p.organization_id AND s.product_id = p.id AND s.on_hand > 0
                AND (%(warehouses)s::uuid[] IS NULL OR s.warehouse_id = ANY(%(warehouses)s::uuid[])))
            OR (%(since)s::date IS NULL AND EXISTS (SELECT FROM purchase_order_line n
                JOIN purchase_order o ON o.organization_id = n.organization_id AND o.id = n.purchase_order_id
                WHERE n.organization_id = p.organization_id AND n.product_id = p.id AND n.quantity_base > n.received_quantity_base
                    AND o.status IN ('confirmed', 'partly_received')
                    AND (%(warehouses)s::uuid[] IS NULL OR o.warehouse_id = ANY(%(warehouses)s::uuid[])))))
        AND (%(since)s::date IS NULL OR EXISTS (SELECT FROM balance b
            JOIN batch t ON t.organization_id = b.organization_id AND t.id = b.batch_id
            WHERE b.organization_id = p.organization_id AND b.product_id = p.id AND b.on_hand > 0
                AND t.expires_on BETWEEN %(since)s::date AND %(through)s::date
                AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))))
    ORDER BY p.name, p.id
    LIMIT %(limit)s
)
SELECT shown.id, shown.sku, shown.name, shown.unit_code, shown.shelf_life_days, shown.category,
    stock.on_hand, stock.reserved, withheld.quantity, coming.quantity, first.batch_id, first.number, first.expires_on, first.expiry_precision, stock.value
FROM shown
CROSS JOIN LATERAL (
    SELECT coalesce(sum(s.on_hand), 0) AS on_hand, coalesce(sum(s.reserved), 0) AS reserved, coalesce(sum(s.value), 0) AS value
    FROM stock_total s
    WHERE s.organization_id = %(organization)s AND s.product_id = shown.id
        AND (%(warehouses)s::uuid[] IS NULL OR s.warehouse_id = ANY(%(warehouses)s::uuid[]))
) stock
CROSS JOIN LATERAL (
    SELECT coalesce(sum(b.on_hand - b.reserved), 0) AS quantity
    FROM balance b
    JOIN batch t ON t.organization_id = b.organization_id AND t.id = b.batch_id
    JOIN location l ON l.organization_id = b.organization_id AND l.id = b.location_id
    WHERE b.organization_id = %(organization)s AND b.product_id = shown.id AND b.on_hand > 0
        AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
        AND (t.status <> 'usable' OR t.expires_on < %(today)s::date OR l.kind = ANY(%(never_promised)s::text[]))
) withheld
CROSS JOIN LATERAL (
    SELECT coalesce(sum(n.quantity_base - n.received_quantity_base), 0) AS quantity
    FROM purchase_order_line n
    JOIN purchase_order o ON o.organization_id = n.organization_id AND o.id = n.purchase_order_id
    WHERE n.organization_id = %(organization)s AND n.product_id = shown.id AND n.quantity_base > n.received_quantity_base
        AND o.status IN ('confirmed', 'partly_received')
        AND (%(warehouses)s::uuid[] IS NULL OR o.warehouse_id = ANY(%(warehouses)s::uuid[]))
) coming
LEFT JOIN LATERAL (
    SELECT t.id AS batch_id, t.number, t.expires_on, t.expiry_precision
    FROM balance b
    JOIN batch t ON t.organization_id = b.organization_id AND t.id = b.batch_id
    WHERE b.organization_id = %(organization)s AND b.product_id = shown.id AND b.on_hand > 0
        AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
    ORDER BY t.expires_on NULLS LAST, t.id
    LIMIT 1
) first ON true
ORDER BY shown.name, shown.id
