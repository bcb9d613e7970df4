"""The pure rules of selling: status and price."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from omnistock.domain.sales.pricing import MISSING, price_of
from omnistock.domain.sales.status import LineFacts, status_of


def line(
    quantity: int = 10, *, dispatched: int = 0, cancelled: int = 0, picked: int = 0, reserved: int = 0
) -> LineFacts:
    return LineFacts(*map(Decimal, (quantity, dispatched, cancelled, picked, reserved)))


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ([line()], "confirmed"),
        ([line(reserved=9)], "confirmed"),
        ([line(reserved=10), line()], "confirmed"),
        ([line(reserved=10)], "reserved"),
        ([line(reserved=10, picked=9)], "reserved"),
        ([line(reserved=10, picked=10)], "picked"),
        ([line(reserved=8, picked=8, cancelled=2)], "picked"),
        ([line(dispatched=1, picked=1)], "partly_dispatched"),
        ([line(dispatched=10, picked=10), line(reserved=10)], "partly_dispatched"),
        ([line(dispatched=10, picked=10)], "dispatched"),
        ([line(dispatched=8, picked=8, cancelled=2)], "closed"),
        ([line(cancelled=10)], "closed"),
    ],
)
def test_the_status_follows_from_the_lines(lines: list[LineFacts], status: str) -> None:
    assert status_of(lines) == status


money = st.decimals(min_value=0, max_value=Decimal("9999999.9999"), places=4)
percent = st.decimals(min_value=0, max_value=100, places=4)
factor = st.decimals(min_value=1, max_value=1000, places=8)


@given(mrp=money, less=percent, factor=factor)
def test_a_price_off_the_mrp_never_passes_it(mrp: Decimal, less: Decimal, factor: Decimal) -> None:
    price = price_of(basis="mrp_less", value=less, factor=factor, mrp=mrp)
    assert 0 <= price.unit_price <= mrp * factor + Decimal("0.00005")
    assert price.source == "mrp_less"


@given(cost=money, margin=percent, factor=factor)
def test_a_price_on_the_cost_covers_it(cost: Decimal, margin: Decimal, factor: Decimal) -> None:
    price = price_of(basis="cost_plus", value=margin, factor=factor, unit_cost=cost)
    assert price.unit_price >= cost * factor - Decimal("0.00005")


@pytest.mark.parametrize("basis", ["fixed", "mrp_less", "cost_plus"])
def test_what_nothing_is_known_of_has_no_price(basis: str) -> None:
    value = None if basis == "fixed" else Decimal(10)
    assert price_of(basis=basis, value=value, factor=Decimal(1)) is MISSING
