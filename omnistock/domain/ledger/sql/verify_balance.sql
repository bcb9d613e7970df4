SELECT x.location_id::text || ' ' || x.layer_id::text, sum(x.moved)::text || ' worth ' || sum(x.moved_value)::text,
    sum(x.kept)::text || ' worth ' || sum(x.kept_value)::text
FROM (
    SELECT to_location_id AS location_id, layer_id, quantity AS moved, value AS moved_value, 0 AS kept, 0 AS kept_value
    FROM movement WHERE organization_id = %(organization)s
    UNION ALL
    SELECT from_location_id, layer_id, -quantity, -value, 0, 0 FROM movement WHERE organization_id = %(organization)s
    UNION ALL
    SELECT location_id, layer_id, 0, value, 0, 0 FROM layer_revision WHERE organization_id = %(organization)s
    UNION ALL
    SELECT location_id, layer_id, 0, 0, on_hand, value FROM balance WHERE organization_id = %(organization)s
) x
JOIN location p ON p.organization_id = %(organization)s AND p.id = x.location_id AND p.warehouse_id IS NOT NULL
GROUP BY x.location_id, x.layer_id
HAVING sum(x.moved) <> sum(x.kept) OR sum(x.moved_value) <> sum(x.kept_value)
