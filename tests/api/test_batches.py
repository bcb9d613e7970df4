"""Batches through the API: renamed, merged, and taken out of the way."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from omnistock.domain.ledger.queries import batches
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput
from omnistock.domain.stocktaking.operations import post_adjustment
from tests import make
from tests.make import ApiClient, Company
from tests.personas import ASHA

pytestmark = pytest.mark.django_db

API = "/api/v1/batches"


@pytest.fixture(scope="module")
def two(pharma: Company) -> dict[str, str]:
    """10 of B23O1 and 20 of B2301, and 5 that expired yesterday among the others."""
    with pharma.acting(ASHA) as asha:
        product = make.product(actor=asha)
        make.received(actor=asha, product=product, quantity="10", batch="B23O1")
        make.received(actor=asha, product=product, quantity="20", batch="B2301")
        line = AdjustmentLineInput(
            product_id=product.pk,
            quantity=Decimal(5),
            batch_number="OLD",
            expires_on=asha.today - dt.timedelta(days=1),
        )
        post_adjustment(actor=asha, warehouse_id=make.main_warehouse().pk, reason="opening", lines=[line])
        return {each.number: str(each.id) for each in batches(actor=asha).items}


def test_the_right_number_merges(ines: ApiClient, two: dict[str, str]) -> None:
    answer = ines.post(f"{API}/{two['B23O1']}/rename", {"number": "b2301"})
    assert (answer.status_code, answer.json()["id"], answer.json()["on_hand"]) == (200, two["B2301"], "30")
    assert ines.get(f"{API}/{two['B23O1']}").json()["id"] == two["B2301"]


@pytest.mark.parametrize(("body", "status"), [({"number": ""}, 422), ({}, 422), ({"number": "B23O1"}, 409)])
def test_what_is_wrong_changes_nothing(ines: ApiClient, two: dict[str, str], body: dict[str, Any], status: int) -> None:
    assert ines.post(f"{API}/{two['B23O1']}/rename", body).status_code == status
    assert ines.get(f"{API}/{two['B23O1']}").json()["number"] == "B23O1"


def test_expired_goods_go_to_quarantine(ines: ApiClient, two: dict[str, str]) -> None:
    moved = ines.post(f"{API}/quarantine")
    assert [(row["batch_id"], row["quantity"]) for row in moved.json()["moved"]] == [(two["OLD"], "5")]
    again = ines.post(f"{API}/quarantine")
    assert (again.status_code, again.json()["code"]) == (409, "nothing_to_quarantine")
    assert ines.post(f"{API}/quarantine", {"batch_ids": [two["B2301"]]}).status_code == 409  # usable goods stay


def test_others_may_not(pharma: Company, ines: ApiClient, otto: ApiClient, two: dict[str, str]) -> None:
    assert otto.post(f"{API}/{two['B2301']}/rename", {"number": "X"}).status_code == 404
    assert otto.post(f"{API}/quarantine", {"batch_ids": [two["OLD"]]}).status_code == 409  # none of theirs
    assert ines.get(f"{API}/{two['OLD']}").json()["on_hand"] == "5"
