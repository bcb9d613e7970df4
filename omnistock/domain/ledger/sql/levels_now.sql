WITH level AS (
    SELECT b.location_id, b.layer_id, b.batch_id, b.product_id, b.warehouse_id, b.on_hand, b.reserved, b.value
    FROM balance b
    WHERE b.organization_id = %(organization)s AND b.on_hand > 0
        AND (%(product)s::uuid IS NULL OR b.product_id = %(product)s)
        AND (%(batch)s::uuid IS NULL OR b.batch_id = %(batch)s)
        AND (%(location)s::uuid IS NULL OR b.location_id = %(location)s)
        AND (%(warehouses)s::uuid[] IS NULL OR b.warehouse_id = ANY(%(warehouses)s::uuid[]))
)
