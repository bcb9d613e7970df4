SELECT o.sku_key, level.product_id, level.location_id, level.batch_id, NULL::uuid AS layer_id,
    o.sku, o.name, u.code, level.warehouse_id, w.name, p.code, p.kind, t.number, t.expires_on, t.expiry_precision, t.status,
    sum(level.on_hand), sum(level.reserved), sum(level.value)
FROM level
JOIN product o ON o.organization_id = %(organization)s AND o.id = level.product_id
JOIN unit u ON u.organization_id = o.organization_id AND u.id = o.unit_id
JOIN batch t ON t.organization_id = %(organization)s AND t.id = level.batch_id
JOIN location p ON p.organization_id = %(organization)s AND p.id = level.location_id
JOIN warehouse w ON w.organization_id = %(organization)s AND w.id = level.warehouse_id
WHERE (%(after_sku)s::text IS NULL
        OR (o.sku_key, level.product_id, level.location_id, level.batch_id) > (%(after_sku)s, %(after_product)s::uuid, %(after_location)s::uuid, %(after_batch)s::uuid))
    AND (%(kind)s::text IS NULL OR p.kind = %(kind)s)
    AND (%(products)s::uuid[] IS NULL OR level.product_id = ANY(%(products)s::uuid[]))
GROUP BY o.sku_key, level.product_id, level.location_id, level.batch_id, o.sku, o.name, u.code, level.warehouse_id, w.name, p.code, p.kind,
    t.number, t.expires_on, t.expiry_precision, t.status
ORDER BY o.sku_key, level.product_id, level.location_id, level.batch_id
LIMIT %(limit)s
