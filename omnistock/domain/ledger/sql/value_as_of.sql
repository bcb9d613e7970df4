-- What all stock was worth at a moment: as levels_as_of, added up by place at once, since nobody asks for the single layers.
WITH since AS (
    SELECT c.location_id, sum(c.value) AS value
    FROM month_change c
    WHERE c.organization_id = %(organization)s AND c.month > %(month)s AND c.month <= %(written_through)s::date
    GROUP BY 1
    UNION ALL
    SELECT m.to_location_id, sum(m.value)
    FROM movement m
    WHERE m.organization_id = %(organization)s AND m.effective_at > %(as_of)s
        AND (m.effective_at < %(month_ends_at)s OR m.effective_at >= %(unwritten_from)s)
    GROUP BY 1
    UNION ALL
    SELECT m.from_location_id, -sum(m.value)
    FROM movement m
    WHERE m.organization_id = %(organization)s AND m.effective_at > %(as_of)s
        AND (m.effective_at < %(month_ends_at)s OR m.effective_at >= %(unwritten_from)s)
    GROUP BY 1
    UNION ALL
    SELECT r.location_id, sum(r.value)
    FROM layer_revision r
    WHERE r.organization_id = %(organization)s AND r.effective_at > %(as_of)s
        AND (r.effective_at < %(month_ends_at)s OR r.effective_at >= %(unwritten_from)s)
    GROUP BY 1
), part AS (
    SELECT s.warehouse_id, s.value FROM stock_total s WHERE s.organization_id = %(organization)s
    UNION ALL
    SELECT p.warehouse_id, -since.value
    FROM since
    JOIN location p ON p.organization_id = %(organization)s AND p.id = since.location_id AND p.warehouse_id IS NOT NULL
)
SELECT coalesce(sum(part.value), 0)
FROM part
WHERE %(warehouses)s::uuid[] IS NULL OR part.warehouse_id = ANY(%(warehouses)s::uuid[])
