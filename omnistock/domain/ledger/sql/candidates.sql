-- What may be promised, first expired first out, per product, warehouse and shelf-life rule: no more rows than the need takes.
WITH need AS (
    SELECT * FROM unnest(%(products)s::uuid[], %(warehouses)s::uuid[], %(shelf_lives)s::int[], %(quantities)s::numeric[])
        AS need (product_id, warehouse_id, shelf_life, quantity)
), candidate AS (
    SELECT need.product_id, need.warehouse_id, need.shelf_life, need.quantity AS needed,
        b.location_id, b.layer_id, b.batch_id, b.on_hand - b.reserved AS free,
        sum(b.on_hand - b.reserved) OVER (
            PARTITION BY need.product_id, need.warehouse_id, need.shelf_life
            ORDER BY t.expires_on NULLS LAST, l.received_on, l.id, p.kind, p.code, p.id
        ) AS so_far,
        t.expires_on, l.received_on, p.kind, p.code
    FROM need
    -- OFFSET 0: looked up by their keys, also where the tables are too fresh to have statistics; see passed_over.sql.
    CROSS JOIN LATERAL (
        SELECT * FROM balance WHERE organization_id = %(organization)s AND product_id = need.product_id
            AND warehouse_id = need.warehouse_id AND on_hand > 0 AND on_hand > reserved OFFSET 0
    ) b
    CROSS JOIN LATERAL (SELECT * FROM layer WHERE organization_id = %(organization)s AND id = b.layer_id OFFSET 0) l
    CROSS JOIN LATERAL (SELECT * FROM batch WHERE organization_id = %(organization)s AND id = b.batch_id OFFSET 0) t
    JOIN location p ON p.organization_id = b.organization_id AND p.id = b.location_id
    JOIN warehouse w ON w.organization_id = b.organization_id AND w.id = b.warehouse_id
    WHERE t.status = 'usable' AND (t.expires_on IS NULL OR t.expires_on >= %(promised_on)s::date + need.shelf_life)
        AND (p.kind IN ('storage', 'picking') OR p.id = w.default_location_id)
)
SELECT product_id, warehouse_id, shelf_life, location_id, layer_id, batch_id, free
FROM candidate
WHERE so_far - free < needed
ORDER BY expires_on NULLS LAST, received_on, layer_id, kind, code, location_id
