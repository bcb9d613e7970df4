-- What the stock is worth, from the totals; what of it can be promised today: the worth less what is withheld and what is promised; and what
-- expires within the horizon or has expired. Each part looks at its own few balances, not at all of them.
WITH withheld AS MATERIALIZED (
    SELECT b.batch_id, b.location_id, b.value, t.expires_on < %(today)s::date AS is_expired
    FROM batch t
    JOIN balance b ON b.organization_id = t.organization_id AND b.batch_id = t.id AND b.on_hand > 0
    WHERE t.organization_id = %(organization)s AND (t.status <> 'usable' OR t.expires_on < %(today)s::date)
        AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
    UNION ALL
    SELECT b.batch_id, b.location_id, b.value, false
    FROM location l
    JOIN balance b ON b.organization_id = l.organization_id AND b.location_id = l.id AND b.on_hand > 0
    JOIN batch t ON t.organization_id = b.organization_id AND t.id = b.batch_id AND t.status = 'usable'
        AND (t.expires_on IS NULL OR t.expires_on >= %(today)s::date)
    WHERE l.organization_id = %(organization)s AND l.kind = ANY(%(never_promised)s::text[])
        AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
), promised AS (
    SELECT coalesce(sum(b.value * b.reserved / b.on_hand), 0) AS value
    FROM balance b
    JOIN batch t ON t.organization_id = b.organization_id AND t.id = b.batch_id AND t.status = 'usable'
        AND (t.expires_on IS NULL OR t.expires_on >= %(today)s::date)
    JOIN location l ON l.organization_id = b.organization_id AND l.id = b.location_id AND l.kind <> ALL(%(never_promised)s::text[])
    WHERE b.organization_id = %(organization)s AND b.reserved > 0
        AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
), expiring AS (
    SELECT coalesce(sum(b.value), 0) AS value
    FROM batch t
    JOIN balance b ON b.organization_id = t.organization_id AND b.batch_id = t.id AND b.on_hand > 0
    WHERE t.organization_id = %(organization)s AND t.expires_on BETWEEN %(today)s::date AND %(through)s::date
        AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
), held AS (
    SELECT coalesce(sum(s.value), 0) AS value
    FROM stock_total s
    WHERE s.organization_id = %(organization)s
        AND (%(warehouses)s::uuid[] IS NULL OR s.warehouse_id = ANY(%(warehouses)s::uuid[]))
)
SELECT held.value, held.value - promised.value - coalesce((SELECT sum(value) FROM withheld), 0), expiring.value,
    coalesce((SELECT sum(value) FROM withheld WHERE is_expired), 0),
    (SELECT count(DISTINCT w.batch_id) FROM withheld w
        JOIN location l ON l.organization_id = %(organization)s AND l.id = w.location_id AND l.kind NOT IN ('quarantine', 'transit')
        WHERE w.is_expired)
FROM held, promised, expiring
