-- For which orders batches are reserved. OFFSET 0: looked up by their keys, whatever the statistics say; see went_to.sql.
SELECT l.batch_id, s.id, s.number, c.id, c.name, s.promised_on, p.kind = 'dispatch', sum(r.quantity)
FROM layer l
CROSS JOIN LATERAL (
    SELECT * FROM reservation WHERE organization_id = %(organization)s AND layer_id = l.id AND demand_kind = 'sales_order' OFFSET 0
) r
JOIN location p ON p.organization_id = r.organization_id AND p.id = r.location_id
CROSS JOIN LATERAL (SELECT * FROM sales_order WHERE organization_id = %(organization)s AND id = r.demand_id OFFSET 0) s
CROSS JOIN LATERAL (SELECT * FROM customer WHERE organization_id = %(organization)s AND id = s.customer_id OFFSET 0) c
WHERE l.organization_id = %(organization)s AND l.batch_id = ANY(%(batches)s::uuid[])
    AND (%(warehouses)s::uuid[] IS NULL OR s.warehouse_id = ANY(%(warehouses)s::uuid[]))
    AND (%(membership)s::uuid IS NULL OR c.owner_membership_id = %(membership)s)
GROUP BY l.batch_id, s.id, s.number, c.id, c.name, s.promised_on, p.kind = 'dispatch'
ORDER BY s.promised_on NULLS LAST, s.number
