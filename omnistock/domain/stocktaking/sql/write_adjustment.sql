-- Number, document, lines and audit event in one statement; the number series is the last lock of the transaction.
, made AS (
    INSERT INTO adjustment (organization_id, id, external_id, version, created_at, updated_at, number, warehouse_id, reason, notes, effective_at,
        status, value, author_id, decided_by, decision_reason)
    SELECT %(organization)s, %(id)s, %(external_id)s, 1, %(now)s, %(now)s, taken.number, %(warehouse)s, %(reason)s, %(notes)s, %(effective_at)s,
        %(status)s, %(value)s, %(author)s, '', ''
    FROM taken
    RETURNING number
), lines AS (
    INSERT INTO adjustment_line (organization_id, adjustment_id, id, position, product_id, batch_id, location_id, unit_code,
        quantity, quantity_base, unit_cost, mrp)
    SELECT %(organization)s, %(id)s, line.*
    FROM unnest(%(line_ids)s::uuid[], %(positions)s::int[], %(products)s::uuid[], %(batches)s::uuid[], %(locations)s::uuid[],
        %(units)s::text[], %(quantities)s::numeric[], %(base)s::numeric[], %(costs)s::numeric[],
        %(mrps)s::numeric[]) AS line
), event AS (
    INSERT INTO audit_event (organization_id, id, at, operation, subject_kind, subject_id, subject_name, person_id, api_key_id,
        actor_name, door, request_id, before, after, address, ticket_id)
    SELECT %(organization)s, %(event_id)s, %(event_at)s, %(event_operation)s, %(event_subject_kind)s, %(event_subject_id)s, made.number,
        %(event_person_id)s, %(event_api_key_id)s, %(event_actor_name)s, %(event_door)s, %(event_request_id)s,
        %(event_before)s, %(event_after)s, %(event_address)s::inet, %(event_ticket_id)s::uuid
    FROM made
)
SELECT number FROM made
