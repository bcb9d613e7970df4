SELECT p.id, p.name, p.sku, u.code FROM product p
JOIN unit u ON u.organization_id = p.organization_id AND u.id = p.unit_id
WHERE p.organization_id = %(organization)s AND p.id = ANY(%(ids)s::uuid[])
