SELECT kinded.product_id, kinded.kind, sum(kinded.quantity), sum(kinded.value) FROM kinded GROUP BY 1, 2
