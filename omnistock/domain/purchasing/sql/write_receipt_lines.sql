INSERT INTO receipt_line (organization_id, receipt_id, id, purchase_order_line_id, position, product_id, batch_id, batch_number,
    expires_on, expiry_precision, manufactured_on, location_id, unit_code, factor, quantity, free_quantity, quantity_base, unit_cost, mrp,
    value)
SELECT %(organization)s, %(receipt)s, line.*
FROM unnest(%(ids)s::uuid[], %(order_lines)s::uuid[], %(positions)s::int[], %(products)s::uuid[], %(batches)s::uuid[],
    %(batch_numbers)s::text[], %(expiries)s::date[], %(precisions)s::text[], %(made_on)s::date[], %(locations)s::uuid[], %(units)s::text[],
    %(factors)s::numeric[], %(quantities)s::numeric[], %(free)s::numeric[], %(base)s::numeric[], %(costs)s::numeric[], %(mrps)s::numeric[],
    %(values)s::numeric[]) AS line
