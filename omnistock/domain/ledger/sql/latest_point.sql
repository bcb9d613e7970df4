-- When something last happened to these products at these places after the moment of a live posting: by a clock that goes ahead of ours.
SELECT max(m.effective_at)
FROM movement m
WHERE m.organization_id = %(organization)s AND m.product_id = ANY(%(all_products)s::uuid[]) AND m.effective_at > %(effective_at)s
    AND (m.from_location_id = ANY(%(all_locations)s::uuid[]) OR m.to_location_id = ANY(%(all_locations)s::uuid[]))
