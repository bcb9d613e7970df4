SELECT id, name, code, '' FROM warehouse WHERE organization_id = %(organization)s AND id = ANY(%(ids)s::uuid[])
