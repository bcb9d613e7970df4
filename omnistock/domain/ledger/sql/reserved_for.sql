-- What is reserved for a demand, picked goods first, then in the order in which it shall leave.
SELECT r.demand_line_id, r.quantity, b.product_id, r.location_id, r.layer_id, t.id, t.number, t.expires_on, t.expiry_precision,
    p.code, p.kind,
    (SELECT d.id FROM location d
        WHERE d.organization_id = p.organization_id AND d.warehouse_id = p.warehouse_id AND d.kind = 'dispatch' AND d.archived_at IS NULL
        ORDER BY d.id LIMIT 1)
FROM reservation r
JOIN balance b ON b.organization_id = r.organization_id AND b.location_id = r.location_id AND b.layer_id = r.layer_id
JOIN layer l ON l.organization_id = r.organization_id AND l.id = r.layer_id
JOIN batch t ON t.organization_id = l.organization_id AND t.id = l.batch_id
JOIN location p ON p.organization_id = r.organization_id AND p.id = r.location_id
WHERE r.organization_id = %(organization)s AND r.demand_id = %(demand)s
ORDER BY (p.kind = 'dispatch') DESC, t.expires_on NULLS LAST, l.received_on, l.id, p.code, p.id
