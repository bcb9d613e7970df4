INSERT INTO day_value (organization_id, id, day, warehouse_id, value)
SELECT %(organization)s, d.id, %(day)s, d.warehouse_id, d.value
FROM unnest(%(ids)s::uuid[], %(warehouses)s::uuid[], %(value)s::numeric[]) AS d (id, warehouse_id, value)
ORDER BY d.warehouse_id
ON CONFLICT (organization_id, day, warehouse_id) DO UPDATE SET value = day_value.value + excluded.value
