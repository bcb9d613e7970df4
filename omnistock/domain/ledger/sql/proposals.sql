-- Free goods by layer, for products of a warehouse: usable ones of the places that stock is promised from, and any of a batch that is named.
SELECT b.product_id, b.warehouse_id, b.location_id, b.batch_id, b.layer_id, b.on_hand - b.reserved,
    (t.status = 'usable' AND (t.expires_on IS NULL OR t.expires_on >= %(today)s::date)
        AND (p.kind IN ('storage', 'picking') OR p.id = w.default_location_id)) AS is_proposed
FROM balance b
JOIN layer l ON l.organization_id = b.organization_id AND l.id = b.layer_id
JOIN batch t ON t.organization_id = b.organization_id AND t.id = b.batch_id
JOIN location p ON p.organization_id = b.organization_id AND p.id = b.location_id AND p.kind NOT IN ('transit', 'dispatch')
JOIN warehouse w ON w.organization_id = b.organization_id AND w.id = b.warehouse_id
WHERE b.organization_id = %(organization)s AND b.on_hand > 0 AND b.on_hand > b.reserved
    AND b.product_id = ANY(%(products)s::uuid[]) AND b.warehouse_id = ANY(%(warehouses)s::uuid[])
ORDER BY is_proposed DESC, t.expires_on NULLS LAST, l.received_on, l.id, p.kind, p.code, p.id
