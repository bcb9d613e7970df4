"""The integrator's program of docs/examples sends a web shop's day, and may send it again."""

from __future__ import annotations

import importlib.util
import sys
from decimal import Decimal
from types import ModuleType

import pytest

from tests import make
from tests.personas import INES
from tests.support.datasets import data_set
from tests.support.environment import ROOT

ORDERS = 5


@pytest.fixture(scope="module")
def program() -> ModuleType:
    spec = importlib.util.spec_from_file_location("online_retail", ROOT / "docs" / "examples" / "online_retail.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_a_day_of_a_web_shop(site: str, program: ModuleType) -> None:
    pharma = make.organization(gstin="", name="Web Shop", keeps="general")
    api = program.Api(site, pharma.key(INES))
    sales = program.first_orders(program.read_sales(data_set("online-retail", "one_day_2011-12-05.csv")), ORDERS)
    assert program.send(api, sales) == ORDERS
    orders = api.get("sales-orders?limit=500")["items"]
    assert len(orders) == ORDERS
    assert {order["status"] for order in orders} == {"reserved"}
    assert sum(Decimal(order["total"]) for order in orders) == sum(
        (sale.quantity * Decimal(sale.price)).quantize(Decimal("0.01")) for sale in sales
    )
    assert program.send(api, sales) == ORDERS
    assert len(api.get("sales-orders?limit=500")["items"]) == ORDERS
    stock = api.get("stock?limit=500")["items"]
    assert sum(Decimal(item["on_hand"]) for item in stock) == sum(sale.quantity for sale in sales)


def test_a_refusal_is_told_whole(site: str, program: ModuleType) -> None:
    pharma = make.organization(gstin="", name="Web Shop", keeps="general")
    api = program.Api(site, pharma.key(INES))
    with pytest.raises(program.Refused, match="/lines"):
        api.post("adjustments", {"warehouse_id": "x", "reason": "opening", "lines": []}, once="x")
