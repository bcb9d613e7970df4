"""Reports over stock: they add up to the paisa, and hide what is not to be seen."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from omnistock.domain.ledger.queries import abc_classes
from tests.domain.shop import Shop, make_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> Shop:
    return make_shop()


def day(month: int, number: int) -> dt.datetime:
    return dt.datetime(2026, month, number, 6, tzinfo=dt.UTC)


class TestAbc:
    def test_the_few_that_most_value_goes_through_are_a(self, shop: Shop) -> None:
        with shop.open() as asha:
            for sku, value in (("BIG", "850.00"), ("MID", "100.00"), ("SMALL", "50.00"), ("IDLE", "900.00")):
                product = asha.product(sku, tracking="none")
                asha.receive(product, "10", value=value, effective_at=day(9, 1))
                if sku != "IDLE":
                    asha.issue(product, "10", effective_at=day(10, 1))
            found = abc_classes(actor=asha.actor)
            assert [(row.sku, row.abc_class, row.value) for row in found] == [
                ("BIG", "A", Decimal("850.00")),
                ("MID", "B", Decimal("100.00")),
                ("SMALL", "C", Decimal("50.00")),
                ("IDLE", "C", Decimal("0")),
            ]
            assert [row.running_share for row in found] == [
                Decimal("85.0"),
                Decimal("95.0"),
                Decimal(100),
                Decimal(100),
            ]
            assert [row.sku for row in abc_classes(actor=asha.actor, basis="stock")] == ["IDLE", "BIG", "MID", "SMALL"]
            assert [row.sku for row in abc_classes(actor=asha.actor, days=1)] == ["IDLE"]
