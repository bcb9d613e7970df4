-- Free goods of the batches of a product in a warehouse, at the places that stock is promised from, as they would leave.
SELECT b.batch_id, b.location_id, b.layer_id, b.on_hand - b.reserved, t.number, t.expires_on, t.expiry_precision, t.status, l.received_on,
    p.code, w.name
FROM balance b
JOIN layer l ON l.organization_id = b.organization_id AND l.id = b.layer_id
JOIN batch t ON t.organization_id = b.organization_id AND t.id = b.batch_id
JOIN location p ON p.organization_id = b.organization_id AND p.id = b.location_id
JOIN warehouse w ON w.organization_id = b.organization_id AND w.id = b.warehouse_id
WHERE b.organization_id = %(organization)s AND b.product_id = %(product)s AND b.warehouse_id = %(warehouse)s AND b.on_hand > 0
    AND (p.kind IN ('storage', 'picking') OR p.id = w.default_location_id)
ORDER BY t.expires_on NULLS LAST, l.received_on, l.id, p.kind, p.code, p.id
