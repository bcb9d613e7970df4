-- How long what is on hand has been there, by product and bucket of days since it was received.
SELECT b.product_id, width_bucket((%(today)s::date - l.received_on)::numeric, %(bounds)s::numeric[]), sum(b.on_hand), sum(b.value)
FROM balance b
JOIN layer l ON l.organization_id = b.organization_id AND l.id = b.layer_id
WHERE b.organization_id = %(organization)s AND b.on_hand > 0
    AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
GROUP BY 1, 2
