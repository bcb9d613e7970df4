SELECT b.location_id, b.layer_id, b.batch_id, b.product_id, b.warehouse_id, b.on_hand, b.reserved, b.value, l.received_on, l.mrp
FROM balance b
JOIN layer l ON l.organization_id = b.organization_id AND l.id = b.layer_id
WHERE b.organization_id = %(organization)s AND b.id = ANY(ARRAY(SELECT id FROM wanted))
ORDER BY b.location_id, b.layer_id
FOR UPDATE OF b
