-- How low the quantity ever stood at these balances after the moment of the posting, and when.
, change AS (
    SELECT b.id, m.effective_at, sum(CASE WHEN m.to_location_id = b.location_id THEN m.quantity ELSE -m.quantity END) AS quantity
    FROM wanted w
    JOIN balance b ON b.organization_id = %(organization)s AND b.id = w.id
    JOIN movement m ON m.organization_id = b.organization_id AND m.layer_id = b.layer_id AND m.effective_at > %(effective_at)s
        AND b.location_id IN (m.from_location_id, m.to_location_id)
    GROUP BY b.id, m.effective_at
), level AS (
    SELECT id, effective_at,
        sum(quantity) OVER (PARTITION BY id ORDER BY effective_at DESC) AS since,
        sum(quantity) OVER (PARTITION BY id ORDER BY effective_at DESC) - quantity AS after
    FROM change
)
SELECT b.location_id, b.layer_id,
    least(min(b.on_hand - level.after), min(b.on_hand - level.since)),
    (array_agg(level.effective_at ORDER BY least(b.on_hand - level.after, b.on_hand - level.since), level.effective_at))[1]
FROM level JOIN balance b ON b.organization_id = %(organization)s AND b.id = level.id
GROUP BY b.location_id, b.layer_id
