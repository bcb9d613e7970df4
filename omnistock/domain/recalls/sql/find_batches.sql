-- Batches by the beginning of their number, by what brought them, by product, supplier and expiry: what is given must all hold.
-- The number of a batch that was merged into another one finds that one: it still stands on papers.
SELECT t.id, t.number, t.product_id, o.sku, o.name, u.code, t.expires_on, t.expiry_precision, t.manufactured_on, t.status,
    coalesce((SELECT sum(b.on_hand) FROM balance b
        WHERE b.organization_id = t.organization_id AND b.batch_id = t.id AND b.on_hand > 0), 0)
FROM batch t
JOIN product o ON o.organization_id = t.organization_id AND o.id = t.product_id
JOIN unit u ON u.organization_id = o.organization_id AND u.id = o.unit_id
WHERE t.organization_id = %(organization)s AND t.number_key <> '' AND t.merged_into_id IS NULL
    AND (%(from_key)s::text IS NULL OR t.id IN (
        SELECT coalesce(n.merged_into_id, n.id) FROM batch n WHERE n.organization_id = %(organization)s
            AND n.number_key >= %(from_key)s AND n.number_key < %(before_key)s))
    AND (%(product)s::uuid IS NULL OR t.product_id = %(product)s)
    AND (%(expires_from)s::date IS NULL OR t.expires_on >= %(expires_from)s)
    AND (%(expires_through)s::date IS NULL OR t.expires_on <= %(expires_through)s)
    AND (%(supplier)s::uuid IS NULL OR t.id IN (
        SELECT l.batch_id FROM layer l WHERE l.organization_id = %(organization)s AND l.supplier_id = %(supplier)s))
    AND (%(receipt)s::text IS NULL OR t.id IN (
        SELECT l.batch_id FROM receipt g JOIN layer l ON l.organization_id = g.organization_id AND l.document_id = g.id
        WHERE g.organization_id = %(organization)s
            AND (lower(g.number) = %(receipt)s OR lower(g.supplier_document_number) = %(receipt)s)))
ORDER BY t.number_key, o.sku_key, t.id
LIMIT %(most)s
