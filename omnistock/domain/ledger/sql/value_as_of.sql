-- What all stock was worth at a moment: what it is worth now, less the written days after the moment's day, less the movements between
-- the moment and the end of its day, less those after the last written day.
WITH moved AS (
    SELECT m.from_location_id, m.to_location_id, sum(m.value) AS value
    FROM movement m
    WHERE m.organization_id = %(organization)s AND m.effective_at > %(as_of)s AND m.effective_at < %(day_ends_at)s
    GROUP BY 1, 2
    UNION ALL
    SELECT m.from_location_id, m.to_location_id, sum(m.value)
    FROM movement m
    WHERE m.organization_id = %(organization)s AND m.effective_at > %(as_of)s AND m.effective_at >= %(days_unwritten_from)s
    GROUP BY 1, 2
), placed AS (
    SELECT moved.to_location_id AS location_id, moved.value FROM moved
    UNION ALL
    SELECT moved.from_location_id, -moved.value FROM moved
    UNION ALL
    SELECT r.location_id, r.value
    FROM layer_revision r
    WHERE r.organization_id = %(organization)s AND r.effective_at > %(as_of)s
        AND (r.effective_at < %(day_ends_at)s OR r.effective_at >= %(days_unwritten_from)s)
), part AS (
    SELECT s.warehouse_id, s.value FROM stock_total s WHERE s.organization_id = %(organization)s
    UNION ALL
    SELECT d.warehouse_id, -d.value
    FROM day_value d
    WHERE d.organization_id = %(organization)s AND d.day > %(day)s AND d.day <= %(days_written_through)s::date
    UNION ALL
    SELECT p.warehouse_id, -placed.value
    FROM placed
    JOIN location p ON p.organization_id = %(organization)s AND p.id = placed.location_id AND p.warehouse_id IS NOT NULL
)
SELECT coalesce(sum(part.value), 0)
FROM part
WHERE %(warehouses)s::uuid[] IS NULL OR part.warehouse_id = ANY(%(warehouses)s::uuid[])
