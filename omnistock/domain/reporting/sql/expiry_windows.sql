-- The value of what expires by window: 0 has expired, n ends within the n-th of the bounds, one more is later. By batch first, as
-- expiry_months.
SELECT width_bucket((ending.expires_on - %(today)s::date)::numeric, %(bounds)s::numeric[]), count(*), sum(ending.value)
FROM (
    SELECT t.expires_on, sum(b.value) AS value
    FROM batch t
    JOIN balance b ON b.organization_id = t.organization_id AND b.batch_id = t.id AND b.on_hand > 0
        AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
    WHERE t.organization_id = %(organization)s AND t.expires_on <= %(last)s::date
    GROUP BY t.id, t.expires_on
) ending
GROUP BY 1
