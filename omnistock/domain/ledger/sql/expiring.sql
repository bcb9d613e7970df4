SELECT t.id, t.product_id, o.sku, o.name, u.code, t.number, t.expires_on, t.expiry_precision, t.status,
    sum(b.on_hand), sum(b.reserved), sum(b.value)
FROM batch t
JOIN balance b ON b.organization_id = t.organization_id AND b.batch_id = t.id AND b.on_hand > 0
    AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
JOIN product o ON o.organization_id = t.organization_id AND o.id = t.product_id
JOIN unit u ON u.organization_id = o.organization_id AND u.id = o.unit_id
WHERE t.organization_id = %(organization)s AND t.expires_on <= %(through)s::date AND t.expires_on >= %(since)s::date
GROUP BY t.id, t.product_id, o.sku, o.name, u.code, t.number, t.expires_on, t.expiry_precision, t.status
ORDER BY t.expires_on, t.id
LIMIT %(limit)s
