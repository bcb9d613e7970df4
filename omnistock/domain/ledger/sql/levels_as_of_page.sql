-- levels_as_of, balance by balance: for a page, which needs the first few by SKU and must not add up all the others. Rows of balances
-- stay when they are empty, so whatever was somewhere at any moment has one. Each part is found by its layer.
WITH level AS (
    SELECT b.location_id, b.layer_id, l.batch_id, l.product_id, b.warehouse_id,
        b.on_hand - since.quantity AS on_hand, NULL::numeric AS reserved, b.value - since.value AS value
    FROM layer l
    JOIN balance b ON b.organization_id = l.organization_id AND b.layer_id = l.id
    CROSS JOIN LATERAL (
        SELECT coalesce(sum(part.quantity), 0) AS quantity, coalesce(sum(part.value), 0) AS value
        FROM (
            SELECT c.quantity, c.value
            FROM month_change c
            WHERE c.organization_id = %(organization)s AND c.layer_id = b.layer_id AND c.location_id = b.location_id
                AND c.month > %(month)s AND c.month <= %(written_through)s::date
            UNION ALL
            SELECT CASE WHEN m.to_location_id = b.location_id THEN m.quantity ELSE -m.quantity END,
                CASE WHEN m.to_location_id = b.location_id THEN m.value ELSE -m.value END
            FROM movement m
            WHERE m.organization_id = %(organization)s AND m.layer_id = b.layer_id AND b.location_id IN (m.from_location_id, m.to_location_id)
                AND m.effective_at > %(as_of)s AND m.effective_at < %(month_ends_at)s
            UNION ALL
            SELECT CASE WHEN m.to_location_id = b.location_id THEN m.quantity ELSE -m.quantity END,
                CASE WHEN m.to_location_id = b.location_id THEN m.value ELSE -m.value END
            FROM movement m
            WHERE m.organization_id = %(organization)s AND m.layer_id = b.layer_id AND b.location_id IN (m.from_location_id, m.to_location_id)
                AND m.effective_at > %(as_of)s AND m.effective_at >= %(unwritten_from)s
            UNION ALL
            SELECT 0, r.value
            FROM layer_revision r
            WHERE r.organization_id = %(organization)s AND r.layer_id = b.layer_id AND r.location_id = b.location_id
                AND r.effective_at > %(as_of)s AND (r.effective_at < %(month_ends_at)s OR r.effective_at >= %(unwritten_from)s)
        ) part
    ) since
    WHERE l.organization_id = %(organization)s
        AND (%(product)s::uuid IS NULL OR l.product_id = %(product)s)
        AND (%(batch)s::uuid IS NULL OR l.batch_id = %(batch)s)
        AND (%(location)s::uuid IS NULL OR b.location_id = %(location)s)
        AND (%(kind)s::text IS NULL OR b.location_id IN (SELECT id FROM location WHERE organization_id = %(organization)s AND kind = %(kind)s))
        AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
        AND (b.on_hand <> since.quantity OR b.value <> since.value)
)
