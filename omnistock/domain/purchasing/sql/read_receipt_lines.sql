SELECT l.id, l.position, l.product_id, p.sku, p.name, u.code, l.purchase_order_line_id, l.batch_id, l.batch_number, l.expires_on,
    l.expiry_precision, l.manufactured_on, l.location_id, o.code, l.unit_code, l.factor, l.quantity, l.free_quantity, l.quantity_base,
    CASE WHEN %(sees_costs)s::bool THEN l.unit_cost END, l.mrp, CASE WHEN %(sees_costs)s::bool THEN l.value END,
    coalesce(s.number, t.number)
FROM receipt_line l
JOIN product p ON p.organization_id = l.organization_id AND p.id = l.product_id
JOIN unit u ON u.organization_id = p.organization_id AND u.id = p.unit_id
JOIN location o ON o.organization_id = l.organization_id AND o.id = l.location_id
JOIN batch t ON t.organization_id = l.organization_id AND t.id = l.batch_id
LEFT JOIN batch s ON s.organization_id = t.organization_id AND s.id = t.merged_into_id
WHERE l.organization_id = %(organization)s AND l.receipt_id = %(receipt)s::uuid
ORDER BY l.position
