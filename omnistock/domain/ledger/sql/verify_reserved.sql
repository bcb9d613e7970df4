SELECT x.location_id::text || ' ' || x.layer_id::text, sum(x.promised), sum(x.kept)
FROM (
    SELECT location_id, layer_id, quantity AS promised, 0 AS kept FROM reservation WHERE organization_id = %(organization)s
    UNION ALL
    SELECT location_id, layer_id, 0, reserved FROM balance WHERE organization_id = %(organization)s
) x
GROUP BY x.location_id, x.layer_id
HAVING sum(x.promised) <> sum(x.kept)
