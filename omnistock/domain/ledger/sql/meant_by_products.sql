-- All layers of the products that these batches are of.
WITH meant AS (
    SELECT l.id FROM layer l WHERE l.organization_id = %(organization)s AND l.product_id IN (
        SELECT t.product_id FROM batch t WHERE t.organization_id = %(organization)s AND t.id = ANY(%(batches)s::uuid[]))
)
