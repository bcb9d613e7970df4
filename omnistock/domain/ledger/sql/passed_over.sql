-- The batches that are in the warehouse and were not promised, in the order they would have left, each with its one reason.
WITH need AS (
    SELECT DISTINCT * FROM unnest(%(products)s::uuid[], %(warehouses)s::uuid[], %(shelf_lives)s::int[]) AS need (product_id, warehouse_id, shelf_life)
), here AS (
    SELECT need.product_id, need.warehouse_id, need.shelf_life, t.id, t.number, t.expires_on, t.status,
        min(l.received_on) AS received_on,
        bool_or(p.kind IN ('storage', 'picking') OR p.id = w.default_location_id) AS is_allocatable,
        coalesce(sum(b.on_hand - b.reserved) FILTER (WHERE p.kind IN ('storage', 'picking') OR p.id = w.default_location_id), 0) AS free,
        min(p.code) AS location_code
    FROM need
    -- OFFSET 0: one look-up by its index for each row, also where the tables are too fresh to have statistics. Left to
    -- itself the planner then compares every line with every layer (500 lines took 7 s in a new workspace).
    CROSS JOIN LATERAL (
        SELECT * FROM balance WHERE organization_id = %(organization)s AND product_id = need.product_id
            AND warehouse_id = need.warehouse_id AND on_hand > 0 OFFSET 0
    ) b
    CROSS JOIN LATERAL (SELECT * FROM layer WHERE organization_id = %(organization)s AND id = b.layer_id OFFSET 0) l
    CROSS JOIN LATERAL (SELECT * FROM batch WHERE organization_id = %(organization)s AND id = b.batch_id OFFSET 0) t
    JOIN location p ON p.organization_id = b.organization_id AND p.id = b.location_id AND p.kind <> 'transit'
    JOIN warehouse w ON w.organization_id = b.organization_id AND w.id = b.warehouse_id
    GROUP BY need.product_id, need.warehouse_id, need.shelf_life, t.id, t.number, t.expires_on, t.status
), judged AS (
    SELECT here.*, CASE
            WHEN status <> 'usable' THEN status
            WHEN expires_on < %(promised_on)s::date THEN 'expired'
            WHEN expires_on < %(promised_on)s::date + shelf_life THEN 'shelf_life'
            WHEN NOT is_allocatable THEN 'place'
            WHEN free <= 0 THEN 'reserved'
        END AS reason,
        row_number() OVER (
            PARTITION BY product_id, warehouse_id, shelf_life ORDER BY expires_on NULLS LAST, received_on, id
        ) AS position
    FROM here
)
SELECT product_id, warehouse_id, shelf_life, id, number, expires_on, reason, location_code, expires_on - %(promised_on)s::date AS days_left
FROM judged
WHERE reason IS NOT NULL AND position <= 50
ORDER BY position
