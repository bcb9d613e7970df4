-- Who waits for a product, and what is still to come of it, each with its document.
SELECT 'coming', o.id, o.number, s.name, o.expected_on, sum(n.quantity_base - n.received_quantity_base)
FROM purchase_order_line n
JOIN purchase_order o ON o.organization_id = n.organization_id AND o.id = n.purchase_order_id
JOIN supplier s ON s.organization_id = o.organization_id AND s.id = o.supplier_id
WHERE n.organization_id = %(organization)s AND n.product_id = %(product)s AND n.quantity_base > n.received_quantity_base
    AND o.status IN ('confirmed', 'partly_received')
    AND (%(warehouses)s::uuid[] IS NULL OR o.warehouse_id = ANY(%(warehouses)s::uuid[]))
GROUP BY o.id, o.number, s.name, o.expected_on
UNION ALL
SELECT 'promised', o.id, o.number, c.name, o.promised_on, sum(r.quantity)
FROM reservation r
JOIN balance b ON b.organization_id = r.organization_id AND b.location_id = r.location_id AND b.layer_id = r.layer_id
JOIN sales_order o ON o.organization_id = r.organization_id AND o.id = r.demand_id
JOIN customer c ON c.organization_id = o.organization_id AND c.id = o.customer_id
WHERE r.organization_id = %(organization)s AND b.product_id = %(product)s
    AND (%(member)s::uuid IS NULL OR c.owner_membership_id = %(member)s)
    AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
GROUP BY o.id, o.number, c.name, o.promised_on
ORDER BY 1, 5 NULLS LAST, 3
