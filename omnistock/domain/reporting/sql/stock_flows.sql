-- What came in and went out between two moments, by kind. What was reversed counts against the kind of what it undid. Moves between places
-- that are asked for are none, but for moves from one warehouse to another where warehouses are told apart.
WITH side AS (
    SELECT m.product_id, m.effective_at, m.quantity, m.value, m.reverses_id, m.reason,
        f.warehouse_id AS from_warehouse_id, t.warehouse_id AS to_warehouse_id, f.kind AS from_kind, t.kind AS to_kind,
        f.warehouse_id IS NOT NULL AND (%(warehouses)s::uuid[] IS NULL OR f.warehouse_id = ANY(%(warehouses)s::uuid[])) AS from_inside,
        t.warehouse_id IS NOT NULL AND (%(warehouses)s::uuid[] IS NULL OR t.warehouse_id = ANY(%(warehouses)s::uuid[])) AS to_inside
    FROM movement m
    JOIN location f ON f.organization_id = m.organization_id AND f.id = m.from_location_id
    JOIN location t ON t.organization_id = m.organization_id AND t.id = m.to_location_id
    WHERE m.organization_id = %(organization)s AND m.effective_at >= %(since)s AND m.effective_at <= %(until)s
        AND f.warehouse_id IS DISTINCT FROM t.warehouse_id
), reasoned AS (
    SELECT side.*, side.reason = 'reversal' AS is_reversal,
        CASE WHEN side.reason = 'reversal' THEN coalesce(undone.reason, side.reason) ELSE side.reason END AS first_reason
    FROM side LEFT JOIN movement undone
        ON undone.organization_id = %(organization)s AND undone.id = side.reverses_id AND side.reason = 'reversal'
), flow AS (
    SELECT product_id, effective_at, warehouse_id, is_in = is_reversal AS counts_out, quantity, value, outside, is_reversal,
        first_reason, is_transfer, is_in
    FROM (
        SELECT product_id, effective_at, to_warehouse_id AS warehouse_id, true AS is_in, quantity, value, from_kind AS outside,
            is_reversal, first_reason, from_warehouse_id IS NOT NULL AS is_transfer
        FROM reasoned WHERE to_inside AND (%(apart)s OR NOT from_inside)
        UNION ALL
        SELECT product_id, effective_at, from_warehouse_id, false, quantity, value, to_kind, is_reversal, first_reason,
            to_warehouse_id IS NOT NULL
        FROM reasoned WHERE from_inside AND (%(apart)s OR NOT to_inside)
    ) both_sides
), kinded AS (
    SELECT product_id, effective_at, warehouse_id,
        CASE WHEN is_transfer THEN CASE WHEN is_in THEN 'transferred_in' ELSE 'transferred_out' END
            WHEN NOT counts_out THEN CASE
                WHEN first_reason = 'opening' THEN 'opening_stock'
                WHEN outside = 'supplier' THEN 'received'
                WHEN outside = 'customer' THEN 'returned'
                WHEN outside = 'production' THEN 'produced'
                ELSE 'found' END
            WHEN outside = 'customer' THEN 'sold'
            WHEN outside = 'supplier' THEN 'sent_back'
            WHEN outside = 'production' THEN 'consumed'
            WHEN first_reason = ANY(%(losses)s::text[]) THEN first_reason
            ELSE 'corrected' END AS kind,
        CASE WHEN is_reversal AND NOT is_transfer THEN -quantity ELSE quantity END AS quantity,
        CASE WHEN is_reversal AND NOT is_transfer THEN -value ELSE value END AS value
    FROM flow
    UNION ALL
    SELECT r.product_id, r.effective_at, r.warehouse_id, 'landed_cost', 0, r.value
    FROM layer_revision r
    WHERE r.organization_id = %(organization)s AND r.effective_at >= %(since)s AND r.effective_at <= %(until)s
        AND (%(warehouses)s::uuid[] IS NULL OR r.warehouse_id = ANY(%(warehouses)s::uuid[]))
    UNION ALL
    SELECT r.product_id, r.effective_at, r.warehouse_id, 'sold', 0, r.value
    FROM layer_revision r
    JOIN location p ON p.organization_id = r.organization_id AND p.id = r.location_id AND p.warehouse_id IS NULL
    WHERE r.organization_id = %(organization)s AND r.effective_at >= %(since)s AND r.effective_at <= %(until)s
        AND (%(warehouses)s::uuid[] IS NULL OR r.warehouse_id = ANY(%(warehouses)s::uuid[]))
)
