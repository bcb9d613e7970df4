INSERT INTO stock_count_entry (organization_id, id, line_id, round, typed, counted_base, book_base, difference_base, source, person_id,
    counter_key, counter_name, counted_at, pack_expires_on, pack_expiry_precision)
SELECT %(organization)s, e.id, e.line_id, e.round, e.typed, e.counted, e.book, e.counted - e.book, %(source)s, %(person)s,
    %(who)s, %(name)s, %(now)s, e.pack_expires_on, e.pack_precision
FROM unnest(%(ids)s::uuid[], %(lines)s::uuid[], %(rounds)s::int[], %(typed)s::text[], %(counted)s::numeric[], %(books)s::numeric[],
    %(pack_expiries)s::date[], %(pack_precisions)s::text[])
    AS e (id, line_id, round, typed, counted, book, pack_expires_on, pack_precision)
