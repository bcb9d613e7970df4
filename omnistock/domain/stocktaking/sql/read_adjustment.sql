-- One adjustment with its lines; `warehouses` null: those of all warehouses may be seen.
SELECT a.id, a.external_id, a.version, a.created_at, a.updated_at, a.number, a.warehouse_id, w.name, a.reason, a.notes, a.effective_at,
    a.reversed_at, a.status, CASE WHEN %(sees_costs)s::bool THEN a.value END, a.author_id, a.decided_at, a.decided_by, a.decision_reason,
    l.id, l.position, l.product_id, p.sku, p.name, u.code, l.batch_id, coalesce(t.number, ''), t.expires_on, coalesce(t.expiry_precision, 'day'),
    l.location_id, o.code, l.unit_code, l.quantity, l.quantity_base, CASE WHEN %(sees_costs)s::bool THEN l.unit_cost END
FROM adjustment a
JOIN warehouse w ON w.organization_id = a.organization_id AND w.id = a.warehouse_id
JOIN adjustment_line l ON l.organization_id = a.organization_id AND l.adjustment_id = a.id
JOIN product p ON p.organization_id = l.organization_id AND p.id = l.product_id
JOIN unit u ON u.organization_id = p.organization_id AND u.id = p.unit_id
JOIN location o ON o.organization_id = l.organization_id AND o.id = l.location_id
LEFT JOIN batch t ON t.organization_id = l.organization_id AND t.id = l.batch_id
WHERE a.organization_id = %(organization)s AND a.id = %(id)s::uuid
    AND (%(warehouses)s::uuid[] IS NULL OR a.warehouse_id = ANY(%(warehouses)s::uuid[]))
ORDER BY l.position
