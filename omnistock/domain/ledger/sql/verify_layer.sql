-- What is written twice agrees: a balance with its layer and place, a layer with its batch, and a layer with what it brought.
SELECT b.location_id::text || ' ' || b.layer_id::text, 'the batch, product and warehouse of its layer and place', 'others'
FROM balance b
JOIN layer l ON l.organization_id = b.organization_id AND l.id = b.layer_id
JOIN location p ON p.organization_id = b.organization_id AND p.id = b.location_id
WHERE b.organization_id = %(organization)s AND (b.batch_id, b.product_id, b.warehouse_id) IS DISTINCT FROM (l.batch_id, l.product_id, p.warehouse_id)
UNION ALL
SELECT l.id::text, 'the product of its batch', 'another'
FROM layer l JOIN batch t ON t.organization_id = l.organization_id AND t.id = l.batch_id
WHERE l.organization_id = %(organization)s AND l.product_id <> t.product_id
UNION ALL
SELECT l.id::text, l.quantity::text || ' worth ' || l.value::text, coalesce(m.quantity, 0)::text || ' worth ' || (coalesce(m.value, 0) + r.value)::text
FROM layer l
LEFT JOIN LATERAL (
    SELECT sum(m.quantity) AS quantity, sum(m.value) AS value FROM movement m
    WHERE m.organization_id = l.organization_id AND m.layer_id = l.id AND m.document_id = l.document_id AND m.reverses_id IS NULL
        AND m.document_line_id IS NOT DISTINCT FROM l.document_line_id
        AND m.from_location_id IN (SELECT o.id FROM location o WHERE o.organization_id = l.organization_id AND o.warehouse_id IS NULL)
) m ON true
CROSS JOIN LATERAL (
    SELECT coalesce(sum(r.value), 0) AS value FROM layer_revision r
    WHERE r.organization_id = l.organization_id AND r.layer_id = l.id
) r
WHERE l.organization_id = %(organization)s AND (l.quantity, l.value) IS DISTINCT FROM (m.quantity, m.value + r.value)
