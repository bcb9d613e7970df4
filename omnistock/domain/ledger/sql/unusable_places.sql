-- What of unusable batches lies outside of quarantine, by layer and place, with the quarantine place of its warehouse.
-- Goods in transit are on their way: they arrive into quarantine by themselves.
SELECT b.product_id, b.batch_id, b.layer_id, b.location_id, b.on_hand,
    (SELECT q.id FROM location q WHERE q.organization_id = b.organization_id AND q.warehouse_id = b.warehouse_id
        AND q.kind = 'quarantine' AND q.archived_at IS NULL ORDER BY q.id LIMIT 1),
    w.name
FROM batch t
JOIN balance b ON b.organization_id = t.organization_id AND b.batch_id = t.id AND b.on_hand > 0
    AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
JOIN location p ON p.organization_id = b.organization_id AND p.id = b.location_id AND p.kind NOT IN ('quarantine', 'transit')
JOIN warehouse w ON w.organization_id = b.organization_id AND w.id = b.warehouse_id
WHERE t.organization_id = %(organization)s
    AND (%(batches)s::uuid[] IS NULL OR t.id = ANY(%(batches)s::uuid[]))
    AND (t.expires_on < %(today)s::date OR (%(batches)s::uuid[] IS NOT NULL AND t.status <> 'usable'))
ORDER BY b.location_id, b.layer_id
