-- The value of what expires by month of its last usable day; NULL: what has expired. By batch first: counting the different batches of
-- a month afterwards would sort all balances.
SELECT CASE WHEN ending.expires_on < %(today)s::date THEN NULL ELSE date_trunc('month', ending.expires_on)::date END,
    sum(ending.value), count(*)
FROM (
    SELECT t.expires_on, sum(b.value) AS value
    FROM batch t
    JOIN balance b ON b.organization_id = t.organization_id AND b.batch_id = t.id AND b.on_hand > 0
        AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
    WHERE t.organization_id = %(organization)s AND t.expires_on < %(until)s::date
    GROUP BY t.id, t.expires_on
) ending
GROUP BY 1
