"""Recalls through the API, as Ines."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from omnistock.domain.fulfilment.operations import dispatch_order
from omnistock.domain.ledger.queries import batches
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.kernel.ids import uuid7
from tests import make
from tests.make import ApiClient, Company
from tests.personas import ASHA

pytestmark = pytest.mark.django_db

RECALLS = "/api/v1/recalls"


@pytest.fixture(scope="module")
def batch(pharma: Company) -> str:
    """40 of B2301, of which 25 have left."""
    with pharma.acting(ASHA) as asha:
        product = make.product(actor=asha)
        make.received(actor=asha, product=product, quantity="40", batch="B2301")
        line = SalesOrderLineInput(product_id=product.pk, quantity=Decimal(25))
        dispatch_order(actor=asha, sales_order_id=make.sales_order(actor=asha, lines=[line]).pk)
        return str(batches(actor=asha, number="B2301").items[0].id)


def opened(ines: ApiClient, batch: str, **values: Any) -> dict[str, Any]:
    answer = ines.post(RECALLS, {"batch_ids": [batch], "reason": "Sour smell"} | values)
    assert answer.status_code == 201, answer.content
    return answer.json()


def test_it_is_opened_worked_off_and_closed(ines: ApiClient, batch: str) -> None:
    made = opened(ines, batch)
    (customer,) = made["customers"]
    assert (made["status"], made["percent_accounted"], made["unaccounted"]) == ("open", 0, "25")
    assert made["balances"][0] | {"number": "B2301"} == made["balances"][0]
    assert (made["balances"][0]["received"], made["balances"][0]["difference"]) == ("40", "0")
    assert ines.get(f"/api/v1/batches/{batch}").json()["status"] == "recalled"
    said = {"is_contacted": True, "answers": [{"batch_id": batch, "destroyed": "25"}]}
    answer = ines.patch(f"{RECALLS}/{made['id']}/customers/{customer['customer_id']}", said)
    assert (answer.status_code, answer.json()["state"]) == (200, "done")
    moved = ines.post(f"{RECALLS}/{made['id']}/quarantine")
    assert [place["is_quarantine"] for place in moved.json()["places"]] == [True]
    closed = ines.post(f"{RECALLS}/{made['id']}/closure")
    assert (closed.status_code, closed.json()["status"]) == (200, "closed")
    assert ines.get(f"{RECALLS}/{made['id']}/letters").content.startswith(b"%PDF")
    assert [row["number"] for row in ines.get(RECALLS, {"status": "closed"}).json()["items"]] == ["RC-00001"]


def test_release_and_replay(ines: ApiClient, batch: str) -> None:
    body = {"id": str(uuid7()), "batch_ids": [batch], "reason": "Sour smell"}
    first, again = ines.post(RECALLS, body), ines.post(RECALLS, body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    answer = ines.post(f"{RECALLS}/{body['id']}/release", {"reason": "All is well"})
    assert answer.json()["status"] == "released"
    assert ines.get(f"/api/v1/batches/{batch}").json()["status"] == "usable"


@pytest.mark.parametrize(
    ("values", "status", "code"),
    [
        ({"reason": ""}, 422, "missing"),
        ({"batch_ids": []}, 422, None),
        ({"batch_ids": [str(uuid7())]}, 404, "not_found"),
        ({"unknown": 1}, 422, None),
    ],
)
def test_what_is_wrong_is_named_and_nothing_changes(
    ines: ApiClient, batch: str, values: dict[str, Any], status: int, code: str | None
) -> None:
    answer = ines.post(RECALLS, {"batch_ids": [batch], "reason": "Sour smell"} | values)
    assert answer.status_code == status
    assert code is None or code in answer.content.decode()
    assert ines.get(RECALLS).json()["items"] == []
    assert ines.get(f"/api/v1/batches/{batch}").json()["status"] == "usable"


def test_another_organization_and_a_key_without_the_scope(
    pharma: Company, ines: ApiClient, otto: ApiClient, batch: str
) -> None:
    made = opened(ines, batch)
    assert otto.get(f"{RECALLS}/{made['id']}").status_code == 404
    assert otto.post(f"{RECALLS}/{made['id']}/release", {"reason": "x"}).status_code == 404
    assert otto.post(RECALLS, {"batch_ids": [batch], "reason": "x"}).status_code == 404
    assert otto.get(RECALLS).json()["items"] == []


def test_a_key_that_may_only_read(pharma: Company, batch: str) -> None:
    from tests.personas import INES

    reader = pharma.api(INES, ["stock:read"])
    assert reader.post(RECALLS, {"batch_ids": [batch], "reason": "x"}).status_code == 403
    assert reader.get(RECALLS).status_code == 200
