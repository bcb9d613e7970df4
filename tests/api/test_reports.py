"""Through the API: what the pages of reports show, as rows."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from tests import make
from tests.api.test_frame import problem
from tests.make import Company
from tests.personas import ASHA, INES, OTTO

API = "/api/v1/reports"
PERIOD = ("movements", "cost-of-goods-sold")
PLAIN = ("value", "expiry", "slow-stock", "ageing", "abc", "count-accuracy")
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def pharma_with_stock(pharma: Company) -> dict[str, Any]:
    """Demo Pharma with 100 tablets at 10.00 each that came in today."""
    with pharma.acting(ASHA) as asha:
        product = make.product(actor=asha)
        make.received(actor=asha, product=product, quantity="100")
        return {"company": pharma, "id": str(product.pk), "today": asha.today.isoformat()}


def test_the_rows_of_each(pharma_with_stock: dict[str, Any]) -> None:
    ines, own = pharma_with_stock["company"].api(INES), pharma_with_stock["id"]
    period = {"first": pharma_with_stock["today"], "last": pharma_with_stock["today"]}
    (value,) = ines.get(f"{API}/value").json()["items"]
    assert (value["id"], value["on_hand"], value["value"]) == (own, "100", "1000")
    assert ines.get(f"{API}/value", {"as_of": "2020-01-01T00:00:00Z"}).json() == {"items": []}
    (moved,) = ines.get(f"{API}/movements", period).json()["items"]
    assert (moved["opening"]["quantity"], moved["closing"]) == ("0", {"quantity": "100", "value": "1000"})
    assert moved["kinds"] == {"received": {"quantity": "100", "value": "1000"}}
    assert ines.get(f"{API}/cost-of-goods-sold", period).json() == {"items": []}
    expiry = ines.get(f"{API}/expiry", {"last_days": 3_660}).json()
    assert [each["product_id"] for each in expiry["items"]] == [own]
    assert sum(window["batches"] for window in expiry["windows"]) <= 1
    assert ines.get(f"{API}/slow-stock").json() == {"items": []}
    (aged,) = ines.get(f"{API}/ageing").json()["items"]
    assert (aged["product_id"], aged["buckets"][0], sum(map(Decimal, aged["buckets"]))) == (own, "1000", 1000)
    (classed,) = ines.get(f"{API}/abc", {"basis": "stock"}).json()["items"]
    assert (classed["abc_class"], classed["running_share"]) == ("A", "100")
    assert ines.get(f"{API}/count-accuracy").json() == {"items": []}


def test_bad_input_is_named(pharma_with_stock: dict[str, Any]) -> None:
    ines, today = pharma_with_stock["company"].api(INES), pharma_with_stock["today"]
    before = (dt.date.fromisoformat(today) - dt.timedelta(days=1)).isoformat()
    for asked in ({}, {"first": "soon", "last": today}, {"first": today, "last": before}):
        problem(ines.get(f"{API}/movements", asked), 422, "invalid")
    problem(ines.get(f"{API}/slow-stock", {"days": "0"}), 422, "invalid")
    problem(ines.get(f"{API}/value", {"by": "colour"}), 422, "invalid")


def test_another_organization_sees_nothing_of_it(pharma_with_stock: dict[str, Any]) -> None:
    otto = make.organization(owner=OTTO).api(OTTO)
    period = {"first": pharma_with_stock["today"], "last": pharma_with_stock["today"]}
    for name in (*PERIOD, *PLAIN):
        assert otto.get(f"{API}/{name}", period if name in PERIOD else None).json()["items"] == [], name


def test_it_needs_its_scope(pharma_with_stock: dict[str, Any]) -> None:
    period = {"first": pharma_with_stock["today"], "last": pharma_with_stock["today"]}
    reader = pharma_with_stock["company"].api(INES, ["catalog:read"])
    for name in (*PERIOD, *PLAIN):
        problem(reader.get(f"{API}/{name}", period if name in PERIOD else None), 403, "scope_missing")
