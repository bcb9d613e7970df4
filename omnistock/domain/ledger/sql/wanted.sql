-- The balances that a posting speaks of: named by place and layer, or all that have goods of a batch, or of an untracked product, at a place.
WITH wanted AS MATERIALIZED (
    SELECT b.id
    FROM unnest(%(key_locations)s::uuid[], %(key_layers)s::uuid[]) AS key (location_id, layer_id)
    JOIN balance b ON b.organization_id = %(organization)s AND b.location_id = key.location_id AND b.layer_id = key.layer_id
    UNION
    SELECT b.id
    FROM unnest(%(batch_locations)s::uuid[], %(batches)s::uuid[]) AS key (location_id, batch_id)
    JOIN balance b ON b.organization_id = %(organization)s AND b.location_id = key.location_id AND b.batch_id = key.batch_id
        AND b.on_hand > 0
    UNION
    SELECT b.id
    FROM unnest(%(product_locations)s::uuid[], %(products)s::uuid[]) AS key (location_id, product_id)
    JOIN balance b ON b.organization_id = %(organization)s AND b.location_id = key.location_id AND b.product_id = key.product_id
        AND b.on_hand > 0
)
