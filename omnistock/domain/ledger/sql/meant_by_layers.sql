WITH meant AS (SELECT l.id FROM layer l WHERE l.organization_id = %(organization)s AND l.id = ANY(%(layers)s::uuid[]))
