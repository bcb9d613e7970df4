SELECT s.id
FROM stock_total s
WHERE s.organization_id = %(organization)s
    AND (s.warehouse_id, s.product_id) IN (SELECT * FROM unnest(%(warehouses)s::uuid[], %(products)s::uuid[]))
ORDER BY s.warehouse_id, s.product_id
FOR UPDATE
