-- An array and not a join: a plan that was made for whatever comes would read all batches of the organization.
SELECT t.id, t.product_id, t.number, t.expires_on, t.expiry_precision, t.status, t.is_serial, t.merged_into_id IS NOT NULL
FROM batch t
WHERE t.organization_id = %(organization)s AND t.id = ANY(ARRAY(
    SELECT unnest(%(named_batches)s::uuid[])
    UNION
    SELECT l.batch_id FROM layer l WHERE l.organization_id = %(organization)s AND l.id = ANY(%(key_layers)s::uuid[])
    UNION
    SELECT n.id FROM batch n WHERE n.organization_id = %(organization)s AND n.product_id = ANY(%(products)s::uuid[]) AND n.number_key = ''
))
