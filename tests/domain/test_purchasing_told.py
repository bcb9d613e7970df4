"""A new receipt is answered without being read: what it tells is what would be read."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from omnistock.domain.catalog.inputs import PackUnitInput
from omnistock.domain.purchasing.queries import receipt as read_receipt
from tests.domain.market import TODAY, came, make_market, ordered
from tests.personas import RAVI

pytestmark = pytest.mark.django_db


def test_what_it_tells_is_what_would_be_read() -> None:
    """Of lines that are written at once, and of so many that PostgreSQL begins before the rest is put together."""
    market = make_market()
    market.company.join(RAVI)
    with market.open() as asha:
        crocin = asha.product("CROCIN", units=(PackUnitInput(code="box", factor=Decimal("2.5")),), mrp=Decimal(9))
        nuts, supplier = asha.product("NUT", tracking="none"), asha.supplier()
        order = asha.purchase_order(ordered(crocin, "100"), supplier_id=supplier)
        of_order = asha.receive(came(crocin, "3"), purchase_order_id=order.id)
        lines = [
            came(crocin, "4", unit="box", free_quantity=Decimal("1.2"), unit_cost=None),
            came(crocin, "1", " b1 ", life=None, batch_number=" b1 ", unit_cost=Decimal("1.2345")),
            came(crocin, "2", "OLD", life=-5),
            came(nuts, "7", life=None, location_id=asha.place("receiving")),
            *(came(crocin, "1", f"L{at}", expiry_precision="month") for at in range(60)),
        ]
        many = asha.receive(*lines, external_id="ERP-7", supplier_document_number="B 1", notes="All of it.")
        for told in (of_order.told, many.told):
            assert told is not None
            assert told == read_receipt(actor=asha.actor, receipt_id=told.id)
        assert [line.expires_on for line in many.told.lines[:2]] == [TODAY + dt.timedelta(days=400)] * 2
    market.company.limit(RAVI, sees_costs=False)
    with market.open(RAVI) as ravi:
        receipt = ravi.receive(came(crocin, "1"))
        assert receipt.told == read_receipt(actor=ravi.actor, receipt_id=receipt.id)
        assert (receipt.told.value, receipt.told.lines[0].unit_cost) == (None, None)
