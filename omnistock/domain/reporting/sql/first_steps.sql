SELECT EXISTS (SELECT FROM product WHERE organization_id = %(organization)s),
    EXISTS (SELECT FROM layer WHERE organization_id = %(organization)s),
    EXISTS (SELECT FROM dispatch WHERE organization_id = %(organization)s),
    EXISTS (SELECT FROM warehouse WHERE organization_id = %(organization)s AND address_lines <> '[]'::jsonb),
    EXISTS (SELECT FROM membership WHERE organization_id = %(organization)s OFFSET 1)
        OR EXISTS (SELECT FROM invitation WHERE organization_id = %(organization)s),
    EXISTS (SELECT FROM registration WHERE organization_id = %(organization)s)
