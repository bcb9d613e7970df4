-- What the period says, and when something last happened to these products at these places after the moment of a live posting: by a
-- clock that goes ahead of ours. One statement, since a small posting waits for each.
SELECT p.locked_through, p.written_through, p.days_written_through, (
    SELECT max(m.effective_at)
    FROM movement m
    WHERE m.organization_id = %(organization)s AND m.product_id = ANY(%(all_products)s::uuid[]) AND m.effective_at > %(effective_at)s
        AND (m.from_location_id = ANY(%(all_locations)s::uuid[]) OR m.to_location_id = ANY(%(all_locations)s::uuid[]))
)
FROM (VALUES (true)) AS one LEFT JOIN period p ON p.organization_id = %(organization)s
