"""Counts of the practice data: somebody counts what the books say, but for the differences that the story names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from uuid import UUID

from omnistock.domain.ledger.queries.counting import book_of
from omnistock.domain.stocktaking.counting_inputs import CountedInput
from omnistock.domain.stocktaking.counting_queries import stock_count, stock_count_lines
from omnistock.domain.stocktaking.operations import finish_bin, record_counts
from omnistock.kernel.numbers import plain
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import MOST


def count_all(
    count_id: UUID,
    *,
    actor: Actor,
    differences: Mapping[int, str],
    least: Decimal,
    pack_days: int = 0,
) -> None:
    """Count every line and finish every bin. `differences` are by place among the lines of which the books hold at
    least `least`, so that no story of a nearly empty batch is disturbed. With `pack_days`, the pack of the first batch that
    expires shows an expiry so many days after the one on file."""
    found = stock_count_lines(actor=actor, count_id=count_id, limit=MOST).items
    lines = sorted(found, key=lambda line: (line.location_code, line.sku, line.batch_number))
    shelves = [(line.location_id, line.product_id, line.batch_id) for line in lines]
    books = [book.on_hand for book in book_of(actor=actor, shelves=shelves)]
    many = [at for at, book in enumerate(books) if book >= least and "-" not in lines[at].batch_number]
    for place, difference in differences.items():
        books[many[place]] += Decimal(difference)
    first, shown = next(((line.id, line.expires_on) for line in lines if pack_days and line.expires_on), (None, None))
    said = [
        CountedInput(
            location_id=line.location_id,
            product_id=line.product_id,
            batch_id=line.batch_id,
            quantity=plain(counted),
            expires_on=shown + dt.timedelta(days=pack_days) if shown and line.id == first else None,
        )
        for line, counted in zip(lines, books, strict=True)
    ]
    record_counts(actor=actor, count_id=count_id, lines=said)
    for each in stock_count(actor=actor, count_id=count_id).bins:
        finish_bin(actor=actor, count_id=count_id, location_id=each.location_id)
