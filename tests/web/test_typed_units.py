"""`2 box` and `10+1` in the cell of a quantity, in every grid that takes lines."""

from __future__ import annotations

import re

import pytest
from django.http import QueryDict

from omnistock.domain.purchasing.models import PurchaseOrderLine
from omnistock.interfaces.web.entry import typed_lines
from tests.personas import ASHA
from tests.web.test_buying import Depot
from tests.web.test_selling import Shop


def cells(**typed: str) -> dict[str, str]:
    sent = QueryDict(mutable=True)
    sent.update(
        {f"lines-0-{key}": value for key, value in ({"product_id": "x", "units": '["strip", "box"]'} | typed).items()}
    )
    [line] = typed_lines(sent)
    return {key: line[key] for key in ("quantity", "unit", "free_quantity") if key in line}


@pytest.mark.parametrize("typed", ["2 box", "2box", " 2 Boxes ", "2 BOX"])
def test_a_unit_behind_the_quantity_is_the_lines_unit(typed: str) -> None:
    assert cells(quantity=typed, unit="strip") == {"quantity": "2", "unit": "box"}


def test_goods_given_free_stand_behind_a_plus() -> None:
    assert cells(quantity="10+1", free_quantity="") == {"quantity": "10", "free_quantity": "1"}
    assert cells(quantity="10+1", free_quantity="2") == {"quantity": "10+1", "free_quantity": "2"}
    assert cells(quantity="10+1", unit="box") == {"quantity": "10+1", "unit": "box"}  # nothing is given here


@pytest.mark.parametrize("typed", ["2 carton", "box", "2 box 3 strip", "2 box\x00", "9" * 50 + " box"])
def test_what_is_neither_stays_where_it_was_typed(typed: str) -> None:
    assert cells(quantity=typed, unit="strip")["quantity"] == typed


def test_less_of_a_pack_is_an_adjustment() -> None:
    assert cells(quantity="\N{MINUS SIGN}1 box", unit="strip") == {"quantity": "\N{MINUS SIGN}1", "unit": "box"}


@pytest.mark.django_db
def test_an_order_takes_it_and_says_what_is_no_unit_of_the_product() -> None:
    depot = Depot()
    asha = depot.company.client(ASHA)
    units = '["strip", "box"]'
    typed = depot.typed_order(**{"lines-0-quantity": "2 carton", "lines-0-units": units})
    refused = asha.post("/app/purchase-orders/new", typed)
    assert refused.status_code == 422
    assert "2 carton" in refused.content.decode()
    answer = asha.post("/app/purchase-orders/new", typed | {"lines-0-quantity": "3 strips", "lines-0-unit": "box"})
    assert answer.status_code == 303
    with depot.company.acting(ASHA):
        line = PurchaseOrderLine.objects.get()
        assert (line.quantity, line.unit_code) == (3, "strip")


@pytest.mark.django_db
def test_a_part_of_an_order_leaves_in_the_unit_that_is_typed() -> None:
    shop = Shop()
    asha, order = shop.company.client(ASHA), shop.order()
    here = f"/app/sales-orders/{order.id}/dispatches/new"
    sent = dict(re.findall(r'name="(lines-0-\w+)" value="([^"]+)"', asha.get(here).content.decode())) | {"part": "yes"}
    sent["lines-0-units"] = sent["lines-0-units"].replace("&quot;", '"')
    refused = asha.post(here, sent | {"lines-0-quantity": "0.5 strip"})
    assert refused.status_code == 422
    assert "whole base units" in refused.content.decode()
    assert asha.post(here, sent | {"lines-0-quantity": "30 strips"}).status_code == 303
    assert shop.status(order.id) == "partly_dispatched"
