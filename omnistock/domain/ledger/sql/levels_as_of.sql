-- Balances as they were at a moment: those of now, less the written months after the moment's month, less the movements between
-- the moment and the end of its month, less those after the last written month.
WITH part AS (
    SELECT b.location_id, b.layer_id, b.on_hand AS quantity, b.value
    FROM balance b WHERE b.organization_id = %(organization)s
    UNION ALL
    SELECT c.location_id, c.layer_id, -c.quantity, -c.value
    FROM month_change c WHERE c.organization_id = %(organization)s AND c.month > %(month)s AND c.month <= %(written_through)s::date
    UNION ALL
    SELECT m.to_location_id, m.layer_id, -m.quantity, -m.value
    FROM movement m WHERE m.organization_id = %(organization)s AND m.effective_at > %(as_of)s AND (m.effective_at < %(month_ends_at)s OR m.effective_at >= %(unwritten_from)s)
    UNION ALL
    SELECT m.from_location_id, m.layer_id, m.quantity, m.value
    FROM movement m WHERE m.organization_id = %(organization)s AND m.effective_at > %(as_of)s AND (m.effective_at < %(month_ends_at)s OR m.effective_at >= %(unwritten_from)s)
    UNION ALL
    SELECT r.location_id, r.layer_id, 0, -r.value
    FROM layer_revision r WHERE r.organization_id = %(organization)s AND r.effective_at > %(as_of)s AND (r.effective_at < %(month_ends_at)s OR r.effective_at >= %(unwritten_from)s)
), level AS (
    SELECT part.location_id, part.layer_id, l.batch_id, l.product_id, p.warehouse_id,
        sum(part.quantity) AS on_hand, NULL::numeric AS reserved, sum(part.value) AS value
    FROM part
    JOIN location p ON p.organization_id = %(organization)s AND p.id = part.location_id AND p.warehouse_id IS NOT NULL
    JOIN layer l ON l.organization_id = %(organization)s AND l.id = part.layer_id
    WHERE (%(product)s::uuid IS NULL OR l.product_id = %(product)s)
        AND (%(batch)s::uuid IS NULL OR l.batch_id = %(batch)s)
        AND (%(location)s::uuid IS NULL OR part.location_id = %(location)s)
        AND (%(warehouses)s::uuid[] IS NULL OR p.warehouse_id = ANY(%(warehouses)s::uuid[]))
    GROUP BY part.location_id, part.layer_id, l.batch_id, l.product_id, p.warehouse_id
    HAVING sum(part.quantity) <> 0 OR sum(part.value) <> 0
)
