"""A count costs the same number of statements for 5 lines and for 500, from making to approving."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from omnistock.domain.ledger.queries import stock
from omnistock.domain.ledger.verification import verify
from omnistock.domain.purchasing.inputs import ReceiptLineInput
from omnistock.domain.stocktaking.counting_inputs import CountedInput, CountScope
from omnistock.domain.stocktaking.counting_queries import review_lines
from omnistock.domain.stocktaking.operations import (
    approve_stock_count,
    create_stock_count,
    finish_bin,
    record_counts,
)
from tests import make
from tests.personas import ASHA

pytestmark = pytest.mark.django_db


def filled(lines: int) -> tuple[make.Company, UUID]:
    """A workspace with so many batches of one product in one bin, 10 of each."""
    company = make.organization()
    with company.acting(ASHA) as asha:
        place = make.location(actor=asha, warehouse=make.main_warehouse(), code="A-01").pk
        product = make.product(actor=asha, expires=False)
        received = [
            ReceiptLineInput(
                product_id=product.pk,
                quantity=Decimal(10),
                unit_cost=Decimal(2),
                batch_number=f"B{at:05}",
                location_id=place,
            )
            for at in range(lines)
        ]
        make.receipt(actor=asha, lines=received)
    return company, place


def steps(company: make.Company, place: UUID) -> dict[str, int]:
    """The statements of each step; every line differs."""
    sent: dict[str, int] = {}

    def does(name: str, work: Callable[[Any], Any]) -> Any:
        with company.acting(ASHA) as asha, CaptureQueriesContext(connection) as captured:
            made = work(asha)
            sent[name] = len(captured)
        return made

    with company.acting(ASHA) as asha:
        warehouse, items = make.main_warehouse().pk, []
        cursor = None
        while True:
            page = stock(actor=asha, location_id=place, cursor=cursor, limit=500)
            items += page.items
            if (cursor := page.next_cursor) is None:
                break
    scope = CountScope(scope="locations", ids=[place])
    count = does("make", lambda asha: create_stock_count(actor=asha, warehouse_id=warehouse, scope=scope)).pk
    lines = [
        CountedInput(
            location_id=place,
            product_id=item.product_id,
            batch_id=item.batch_id,
            quantity="8" if at % 2 else "11",
        )
        for at, item in enumerate(items)
    ]
    does("record", lambda asha: record_counts(actor=asha, count_id=count, lines=lines))
    does("finish", lambda asha: finish_bin(actor=asha, count_id=count, location_id=place))
    does("review", lambda asha: review_lines(actor=asha, count_id=count))
    does("approve", lambda asha: approve_stock_count(actor=asha, count_id=count))
    return sent


def test_it_costs_the_same_for_5_lines_and_for_500() -> None:
    few = steps(*filled(5))
    company, place = filled(500)
    assert steps(company, place) == few
    assert max(few.values()) < 40
    with company.acting(ASHA) as asha:
        assert verify(actor=asha) == []
