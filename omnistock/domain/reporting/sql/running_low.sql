-- Products whose free stock is at or under their reorder point, the emptiest first: by warehouse where they have rules, else in all of them.
-- Free as `usable_on` says: neither promised, nor expired, held or recalled, nor in quarantine or on its way.
WITH place AS (
    SELECT id, name FROM warehouse
    WHERE organization_id = %(organization)s AND archived_at IS NULL
        AND (%(warehouses)s::uuid[] IS NULL OR id = ANY(%(warehouses)s::uuid[]))
), asked AS (
    SELECT r.product_id, r.warehouse_id, place.name AS warehouse_name, r.reorder_point, r.target
    FROM reorder_rule r JOIN place ON place.id = r.warehouse_id
    WHERE r.organization_id = %(organization)s
    UNION ALL
    SELECT p.id, NULL, '', p.reorder_point, p.reorder_point + coalesce(p.reorder_quantity, 0)
    FROM product p
    WHERE p.organization_id = %(organization)s AND p.reorder_point IS NOT NULL
        AND NOT EXISTS (SELECT FROM reorder_rule r WHERE r.organization_id = p.organization_id AND r.product_id = p.id)
), part AS (
    SELECT s.product_id, s.warehouse_id, s.on_hand - s.reserved AS quantity
    FROM stock_total s
    WHERE s.organization_id = %(organization)s AND s.product_id IN (SELECT product_id FROM asked)
        AND (%(warehouses)s::uuid[] IS NULL OR s.warehouse_id = ANY(%(warehouses)s::uuid[]))
    UNION ALL
    SELECT b.product_id, b.warehouse_id, b.reserved - b.on_hand
    FROM batch t
    JOIN balance b ON b.organization_id = t.organization_id AND b.batch_id = t.id AND b.on_hand > 0
    WHERE t.organization_id = %(organization)s AND (t.status <> 'usable' OR t.expires_on < %(today)s::date)
        AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
    UNION ALL
    SELECT b.product_id, b.warehouse_id, b.reserved - b.on_hand
    FROM location l
    JOIN balance b ON b.organization_id = l.organization_id AND b.location_id = l.id AND b.on_hand > 0
    JOIN batch t ON t.organization_id = b.organization_id AND t.id = b.batch_id AND t.status = 'usable'
        AND (t.expires_on IS NULL OR t.expires_on >= %(today)s::date)
    WHERE l.organization_id = %(organization)s AND l.kind = ANY(%(never_promised)s::text[])
        AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
), level AS (
    SELECT product_id, warehouse_id, sum(quantity) AS free FROM part GROUP BY 1, 2
    UNION ALL
    SELECT product_id, NULL, sum(quantity) FROM part GROUP BY 1
)
SELECT p.id, p.sku, p.name, u.code, coalesce(level.free, 0), asked.reorder_point, asked.target, asked.warehouse_id, asked.warehouse_name
FROM asked
JOIN product p ON p.organization_id = %(organization)s AND p.id = asked.product_id AND p.archived_at IS NULL
JOIN unit u ON u.organization_id = p.organization_id AND u.id = p.unit_id
LEFT JOIN level ON level.product_id = asked.product_id AND level.warehouse_id IS NOT DISTINCT FROM asked.warehouse_id
WHERE coalesce(level.free, 0) <= asked.reorder_point
ORDER BY coalesce(level.free, 0) / nullif(asked.reorder_point, 0) NULLS FIRST, p.name, p.id, asked.warehouse_name
LIMIT %(limit)s
