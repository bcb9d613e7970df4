SELECT p.category_id, kinded.kind, sum(kinded.quantity), sum(kinded.value)
FROM kinded JOIN product p ON p.organization_id = %(organization)s AND p.id = kinded.product_id
GROUP BY 1, 2
