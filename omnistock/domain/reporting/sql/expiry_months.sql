-- The value of what expires by month of its last usable day; NULL: what has expired.
SELECT CASE WHEN t.expires_on < %(today)s::date THEN NULL ELSE date_trunc('month', t.expires_on)::date END,
    sum(b.value), count(DISTINCT t.id)
FROM batch t
JOIN balance b ON b.organization_id = t.organization_id AND b.batch_id = t.id AND b.on_hand > 0
    AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
WHERE t.organization_id = %(organization)s AND t.expires_on < %(until)s::date
GROUP BY 1
