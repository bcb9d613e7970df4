SELECT p.category_id, sum(level.on_hand), sum(level.value)
FROM level JOIN product p ON p.organization_id = %(organization)s AND p.id = level.product_id GROUP BY 1
