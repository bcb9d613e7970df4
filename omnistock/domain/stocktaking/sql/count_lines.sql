-- A counter's newest entry of the round is what they say; two people who say different things leave the line to the approver.
UPDATE stock_count_line n
SET entry_id = e.id, state = 'counted', difference_base = e.counted - e.book, unit_value = e.unit_value,
    is_out_of_tolerance = e.is_out, cause = '',
    is_disputed = EXISTS (
        SELECT 1 FROM stock_count_entry o
        WHERE o.organization_id = n.organization_id AND o.line_id = n.id AND o.round = n.round AND o.counter_key <> %(who)s
            AND o.difference_base <> e.counted - e.book
            AND NOT EXISTS (
                SELECT 1 FROM stock_count_entry later
                WHERE later.organization_id = o.organization_id AND later.line_id = o.line_id AND later.round = o.round
                    AND later.counter_key = o.counter_key AND later.id > o.id))
FROM unnest(%(ids)s::uuid[], %(lines)s::uuid[], %(counted)s::numeric[], %(books)s::numeric[], %(unit_values)s::numeric[], %(out)s::bool[])
    AS e (id, line_id, counted, book, unit_value, is_out)
WHERE n.organization_id = %(organization)s AND n.id = e.line_id
    -- Says to a planner that knows nothing of the table yet which index to take; without it, all lines are compared with all.
    AND n.id = ANY(%(lines)s::uuid[])
