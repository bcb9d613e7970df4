SELECT id, name, '', '' FROM category WHERE organization_id = %(organization)s AND id = ANY(%(ids)s::uuid[])
