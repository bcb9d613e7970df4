SELECT kinded.product_id, date_trunc('month', kinded.effective_at AT TIME ZONE %(time_zone)s)::date, sum(CASE WHEN kinded.kind = 'returned' THEN -kinded.quantity ELSE kinded.quantity END),
    sum(CASE WHEN kinded.kind = 'returned' THEN -kinded.value ELSE kinded.value END)
FROM kinded WHERE kinded.kind IN ('sold', 'returned') GROUP BY 1, 2
