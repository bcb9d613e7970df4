-- For which orders batches are reserved.
SELECT l.batch_id, s.id, s.number, c.id, c.name, s.promised_on, p.kind = 'dispatch', sum(r.quantity)
FROM layer l
JOIN reservation r ON r.organization_id = l.organization_id AND r.layer_id = l.id AND r.demand_kind = 'sales_order'
JOIN location p ON p.organization_id = r.organization_id AND p.id = r.location_id
JOIN sales_order s ON s.organization_id = r.organization_id AND s.id = r.demand_id
JOIN customer c ON c.organization_id = s.organization_id AND c.id = s.customer_id
WHERE l.organization_id = %(organization)s AND l.batch_id = ANY(%(batches)s::uuid[])
    AND (%(warehouses)s::uuid[] IS NULL OR s.warehouse_id = ANY(%(warehouses)s::uuid[]))
    AND (%(membership)s::uuid IS NULL OR c.owner_membership_id = %(membership)s)
GROUP BY l.batch_id, s.id, s.number, c.id, c.name, s.promised_on, p.kind = 'dispatch'
ORDER BY s.promised_on NULLS LAST, s.number
