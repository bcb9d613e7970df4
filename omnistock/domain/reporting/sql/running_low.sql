-- Products whose free stock is at or under their reorder point, the emptiest first. Free as `usable_on` says: neither promised, nor expired,
-- held or recalled, nor in quarantine or on its way.
WITH asked AS (
    SELECT id, sku, name, unit_id, reorder_point, reorder_quantity FROM product
    WHERE organization_id = %(organization)s AND reorder_point IS NOT NULL AND archived_at IS NULL
), unpromised AS (
    SELECT s.product_id, sum(s.on_hand - s.reserved) AS quantity
    FROM stock_total s
    WHERE s.organization_id = %(organization)s AND s.product_id IN (SELECT id FROM asked)
        AND (%(warehouses)s::uuid[] IS NULL OR s.warehouse_id = ANY(%(warehouses)s::uuid[]))
    GROUP BY 1
), withheld AS (
    SELECT part.product_id, sum(part.quantity) AS quantity
    FROM (
        SELECT b.product_id, b.on_hand - b.reserved AS quantity
        FROM batch t
        JOIN balance b ON b.organization_id = t.organization_id AND b.batch_id = t.id AND b.on_hand > 0
        WHERE t.organization_id = %(organization)s AND (t.status <> 'usable' OR t.expires_on < %(today)s::date)
            AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
        UNION ALL
        SELECT b.product_id, b.on_hand - b.reserved
        FROM location l
        JOIN balance b ON b.organization_id = l.organization_id AND b.location_id = l.id AND b.on_hand > 0
        JOIN batch t ON t.organization_id = b.organization_id AND t.id = b.batch_id AND t.status = 'usable'
            AND (t.expires_on IS NULL OR t.expires_on >= %(today)s::date)
        WHERE l.organization_id = %(organization)s AND l.kind = ANY(%(never_promised)s::text[])
            AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
    ) part
    GROUP BY 1
), level AS (
    SELECT asked.*, coalesce(unpromised.quantity, 0) - coalesce(withheld.quantity, 0) AS free
    FROM asked
    LEFT JOIN unpromised ON unpromised.product_id = asked.id
    LEFT JOIN withheld ON withheld.product_id = asked.id
)
SELECT level.id, level.sku, level.name, u.code, level.free, level.reorder_point, level.reorder_quantity
FROM level
JOIN unit u ON u.organization_id = %(organization)s AND u.id = level.unit_id
WHERE level.free <= level.reorder_point
ORDER BY level.free / nullif(level.reorder_point, 0) NULLS FIRST, level.name, level.id
LIMIT %(limit)s
