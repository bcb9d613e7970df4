SELECT s.warehouse_id, sum(s.on_hand), sum(s.value) FROM stock_total s
WHERE s.organization_id = %(organization)s AND (%(warehouses)s::uuid[] IS NULL OR s.warehouse_id = ANY(%(warehouses)s::uuid[]))
GROUP BY 1 HAVING sum(s.on_hand) <> 0 OR sum(s.value) <> 0
