-- What the stock is worth; what of it can be promised today, and what expires within the horizon or has expired.
SELECT coalesce(sum(b.value), 0),
    coalesce(sum(b.value * (b.on_hand - b.reserved) / b.on_hand)
        FILTER (WHERE l.kind <> ALL(%(never_promised)s::text[]) AND t.status = 'usable'
            AND (t.expires_on IS NULL OR t.expires_on >= %(today)s::date)), 0),
    coalesce(sum(b.value) FILTER (WHERE t.expires_on BETWEEN %(today)s::date AND %(through)s::date), 0),
    coalesce(sum(b.value) FILTER (WHERE t.expires_on < %(today)s::date), 0),
    count(DISTINCT t.id) FILTER (WHERE t.expires_on < %(today)s::date AND l.kind NOT IN ('quarantine', 'transit'))
FROM balance b
JOIN batch t ON t.organization_id = b.organization_id AND t.id = b.batch_id
JOIN location l ON l.organization_id = b.organization_id AND l.id = b.location_id
WHERE b.organization_id = %(organization)s AND b.on_hand > 0
    AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
