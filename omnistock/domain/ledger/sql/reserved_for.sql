-- What is reserved for a demand, picked goods first, then in the order in which it shall leave.
SELECT r.demand_line_id, r.quantity, b.product_id, r.location_id, r.layer_id, t.id, t.number, t.expires_on, t.expiry_precision,
    p.code, p.kind,
    (SELECT d.id FROM location d
        WHERE d.organization_id = p.organization_id AND d.warehouse_id = p.warehouse_id AND d.kind = 'dispatch' AND d.archived_at IS NULL
        ORDER BY d.id LIMIT 1)
FROM reservation r
JOIN balance b ON b.organization_id = r.organization_id AND b.location_id = r.location_id AND b.layer_id = r.layer_id
-- OFFSET 0: looked up by their keys, also where the tables are too fresh to have statistics; see passed_over.sql.
CROSS JOIN LATERAL (SELECT * FROM layer WHERE organization_id = %(organization)s AND id = r.layer_id OFFSET 0) l
CROSS JOIN LATERAL (SELECT * FROM batch WHERE organization_id = %(organization)s AND id = l.batch_id OFFSET 0) t
JOIN location p ON p.organization_id = r.organization_id AND p.id = r.location_id
WHERE r.organization_id = %(organization)s AND r.demand_id = %(demand)s
ORDER BY (p.kind = 'dispatch') DESC, t.expires_on NULLS LAST, l.received_on, l.id, p.code, p.id
