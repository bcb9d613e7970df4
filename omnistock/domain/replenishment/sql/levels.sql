-- Every product of which some warehouse is at or under its level: what each warehouse has, expects, owes and uses of it, and the rule that
-- asks. `warehouse_id` is null where a product has no rules but a reorder point of its own: then all warehouses count together. The level is
-- the reorder point, or what is used until a delivery comes, where that is more. Free is what `usable_on` says.
WITH place AS (
    SELECT id FROM warehouse
    WHERE organization_id = %(organization)s AND archived_at IS NULL
        AND (%(warehouses)s::uuid[] IS NULL OR id = ANY(%(warehouses)s::uuid[]))
), rule AS (
    SELECT r.product_id, r.warehouse_id, r.reorder_point, r.target, r.lead_days, r.unit_code
    FROM reorder_rule r
    JOIN place ON place.id = r.warehouse_id
    JOIN product p ON p.organization_id = r.organization_id AND p.id = r.product_id AND p.archived_at IS NULL
    WHERE r.organization_id = %(organization)s
    UNION ALL
    SELECT p.id, NULL, p.reorder_point, p.reorder_point + coalesce(p.reorder_quantity, 0), NULL, ''
    FROM product p
    WHERE p.organization_id = %(organization)s AND p.reorder_point IS NOT NULL AND p.archived_at IS NULL
        AND NOT EXISTS (SELECT FROM reorder_rule r WHERE r.organization_id = p.organization_id AND r.product_id = p.id)
), asked AS (
    SELECT DISTINCT product_id FROM rule
), part AS (
    SELECT s.product_id, s.warehouse_id, s.on_hand AS usable, s.on_hand - s.reserved AS free, 0::numeric AS incoming,
        0::numeric AS demand, 0::numeric AS outgoing, 0::numeric AS used
    FROM stock_total s JOIN asked ON asked.product_id = s.product_id
    WHERE s.organization_id = %(organization)s
    UNION ALL
    SELECT b.product_id, b.warehouse_id, b.reserved - b.on_hand, b.reserved - b.on_hand, 0, 0, 0, 0
    FROM batch t
    JOIN balance b ON b.organization_id = t.organization_id AND b.batch_id = t.id AND b.on_hand > 0
    JOIN asked ON asked.product_id = b.product_id
    WHERE t.organization_id = %(organization)s AND (t.status <> 'usable' OR t.expires_on < %(today)s::date)
    UNION ALL
    SELECT b.product_id, b.warehouse_id, b.reserved - b.on_hand, b.reserved - b.on_hand, 0, 0, 0, 0
    FROM location l
    JOIN balance b ON b.organization_id = l.organization_id AND b.location_id = l.id AND b.on_hand > 0
    JOIN asked ON asked.product_id = b.product_id
    JOIN batch t ON t.organization_id = b.organization_id AND t.id = b.batch_id AND t.status = 'usable'
        AND (t.expires_on IS NULL OR t.expires_on >= %(today)s::date)
    WHERE l.organization_id = %(organization)s AND l.kind = ANY(%(never_promised)s::text[])
    UNION ALL
    SELECT l.product_id, o.warehouse_id, 0, 0, sum(greatest(l.quantity_base - l.received_quantity_base, 0)), 0, 0, 0
    FROM purchase_order o
    JOIN purchase_order_line l ON l.organization_id = o.organization_id AND l.purchase_order_id = o.id
    JOIN asked ON asked.product_id = l.product_id
    WHERE o.organization_id = %(organization)s AND o.status IN ('draft', 'confirmed', 'partly_received')
    GROUP BY l.product_id, o.warehouse_id
    UNION ALL
    SELECT l.product_id, o.to_warehouse_id, 0, 0, sum(l.quantity_base), 0, 0, 0
    FROM transfer o
    JOIN transfer_line l ON l.organization_id = o.organization_id AND l.transfer_id = o.id
    JOIN location q ON q.organization_id = o.organization_id AND q.id = o.to_location_id AND q.kind <> 'quarantine'
    JOIN asked ON asked.product_id = l.product_id
    WHERE o.organization_id = %(organization)s AND o.status IN ('draft', 'in_transit')
    GROUP BY l.product_id, o.to_warehouse_id
    UNION ALL
    SELECT l.product_id, o.from_warehouse_id, 0, 0, 0, 0, sum(l.quantity_base), 0
    FROM transfer o
    JOIN transfer_line l ON l.organization_id = o.organization_id AND l.transfer_id = o.id
    JOIN location q ON q.organization_id = o.organization_id AND q.id = o.to_location_id AND q.kind <> 'quarantine'
    JOIN asked ON asked.product_id = l.product_id
    WHERE o.organization_id = %(organization)s AND o.status = 'draft'
    GROUP BY l.product_id, o.from_warehouse_id
    UNION ALL
    SELECT l.product_id, o.warehouse_id, 0, 0, 0,
        sum(greatest(l.quantity_base - l.dispatched_quantity_base - l.cancelled_quantity_base, 0)), 0, 0
    FROM sales_order o
    JOIN sales_order_line l ON l.organization_id = o.organization_id AND l.sales_order_id = o.id
    JOIN asked ON asked.product_id = l.product_id
    WHERE o.organization_id = %(organization)s AND o.status NOT IN ('draft', 'cancelled', 'closed')
    GROUP BY l.product_id, o.warehouse_id
    UNION ALL
    SELECT m.product_id, coalesce(f.warehouse_id, t.warehouse_id), 0, 0, 0, 0, 0,
        sum(CASE WHEN f.warehouse_id IS NULL THEN -m.quantity ELSE m.quantity END)
    FROM movement m
    JOIN asked ON asked.product_id = m.product_id
    JOIN location f ON f.organization_id = m.organization_id AND f.id = m.from_location_id
    JOIN location t ON t.organization_id = m.organization_id AND t.id = m.to_location_id
    WHERE m.organization_id = %(organization)s AND m.effective_at >= %(since)s AND m.effective_at <= %(until)s
        AND (t.kind IN ('customer', 'production') OR f.kind = 'customer' OR (f.kind = 'production' AND m.reverses_id IS NOT NULL))
    GROUP BY m.product_id, coalesce(f.warehouse_id, t.warehouse_id)
), level AS (
    SELECT part.product_id, part.warehouse_id, sum(usable) AS usable, greatest(sum(free), 0) AS free, sum(incoming) AS incoming, sum(demand) AS demand,
        sum(outgoing) AS outgoing, greatest(sum(used), 0) AS used
    FROM part JOIN place ON place.id = part.warehouse_id
    GROUP BY part.product_id, part.warehouse_id
), apart AS (
    SELECT * FROM level
    UNION ALL
    SELECT product_id, NULL, sum(usable), sum(free), sum(incoming), sum(demand), sum(outgoing), sum(used)
    FROM level WHERE product_id IN (SELECT product_id FROM rule WHERE warehouse_id IS NULL)
    GROUP BY product_id
), source AS (
    SELECT asked.product_id, s.id AS supplier_id, s.name, coalesce(k.code, '') AS code, coalesce(k.unit_code, '') AS unit_code, k.unit_cost, k.minimum_quantity,
        coalesce(k.lead_days, s.lead_time_days) AS lead_days
    FROM asked
    LEFT JOIN LATERAL (
        SELECT r.supplier_id
        FROM receipt_line l
        JOIN receipt r ON r.organization_id = l.organization_id AND r.id = l.receipt_id
        JOIN supplier known ON known.organization_id = r.organization_id AND known.id = r.supplier_id
        WHERE l.organization_id = %(organization)s AND l.product_id = asked.product_id AND r.reversed_at IS NULL
            AND known.archived_at IS NULL
        ORDER BY l.id DESC LIMIT 1
    ) latest ON true
    LEFT JOIN LATERAL (
        SELECT c.*
        FROM product_supplier c JOIN supplier of ON of.organization_id = c.organization_id AND of.id = c.supplier_id
        WHERE c.organization_id = %(organization)s AND c.product_id = asked.product_id AND of.archived_at IS NULL
        ORDER BY c.is_preferred DESC, c.id LIMIT 1
    ) k ON true
    JOIN supplier s ON s.organization_id = %(organization)s AND s.id = coalesce(k.supplier_id, latest.supplier_id)
), judged AS (
    SELECT rule.product_id, rule.warehouse_id,
        coalesce(l.usable + l.incoming - l.demand - l.outgoing, 0) <= greatest(rule.reorder_point,
            coalesce(l.used, 0) / %(days)s * coalesce(rule.lead_days, source.lead_days, 0)) AS is_low
    FROM rule
    LEFT JOIN apart l ON l.product_id = rule.product_id AND l.warehouse_id IS NOT DISTINCT FROM rule.warehouse_id
    LEFT JOIN source ON source.product_id = rule.product_id
), low AS (
    SELECT product_id FROM judged WHERE is_low GROUP BY product_id ORDER BY product_id LIMIT %(limit)s
), shown AS (
    SELECT product_id, warehouse_id FROM rule UNION SELECT product_id, warehouse_id FROM level
)
SELECT p.id, p.sku, p.name, u.code, u.decimals, shown.warehouse_id, coalesce(l.usable, 0), coalesce(l.free, 0), coalesce(l.incoming, 0),
    coalesce(l.demand, 0), coalesce(l.outgoing, 0), coalesce(l.used, 0), rule.reorder_point, rule.target, rule.lead_days, coalesce(rule.unit_code, ''),
    source.supplier_id, source.name, source.code, source.unit_code, source.unit_cost, source.minimum_quantity, source.lead_days
FROM low
JOIN shown ON shown.product_id = low.product_id
JOIN product p ON p.organization_id = %(organization)s AND p.id = low.product_id
JOIN unit u ON u.organization_id = %(organization)s AND u.id = p.unit_id
LEFT JOIN apart l ON l.product_id = low.product_id AND l.warehouse_id IS NOT DISTINCT FROM shown.warehouse_id
LEFT JOIN rule ON rule.product_id = low.product_id AND rule.warehouse_id IS NOT DISTINCT FROM shown.warehouse_id
LEFT JOIN source ON source.product_id = low.product_id
ORDER BY p.name, p.id, shown.warehouse_id NULLS FIRST
