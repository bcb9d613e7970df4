INSERT INTO stock_count_entry (organization_id, id, line_id, round, typed, counted_base, book_base, difference_base, source, person_id,
    counter_key, counter_name, counted_at)
SELECT %(organization)s, e.id, e.line_id, e.round, e.typed, e.counted, e.book, e.counted - e.book, %(source)s, %(person)s,
    %(who)s, %(name)s, %(now)s
FROM unnest(%(ids)s::uuid[], %(lines)s::uuid[], %(rounds)s::int[], %(typed)s::text[], %(counted)s::numeric[], %(books)s::numeric[])
    AS e (id, line_id, round, typed, counted, book)
