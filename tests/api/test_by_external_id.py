"""Orders by an integrator's own ids: sent as often as one likes, they are one order."""

from __future__ import annotations

from typing import Any

import pytest

from tests import make
from tests.api.test_day import API, done, shop  # noqa: F401
from tests.api.test_frame import problem
from tests.personas import VIDYA

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shop")]


@pytest.fixture(params=["sales", "purchase"])
def order(request: pytest.FixtureRequest, shop: dict[str, Any]) -> dict[str, Any]:  # noqa: F811
    """The address of an order by one's own id, what makes one, and what it is afterwards changed by."""
    line = {"product_id": shop["product"]["id"], "quantity": "3"}
    if request.param == "sales":
        party, words = {"customer_id": shop["customer"]["id"]}, "customer_reference"
        line["unit_price"] = "12.50"
    else:
        party, words = {"supplier_id": shop["supplier"]["id"]}, "supplier_reference"
        line["unit_cost"] = "7.25"
    return {
        "list": f"{API}/{request.param}-orders",
        "url": f"{API}/{request.param}-orders/by-external-id/WEB-7",
        "body": {**party, "warehouse_id": shop["warehouse"]["id"], "notes": None, "lines": [line]},
        "words": words,
    }


def test_it_is_made_once_and_changed_from_then_on(ines: make.ApiClient, order: dict[str, Any]) -> None:
    made = done(ines.put(order["url"], order["body"]), 201)
    assert (made["external_id"], made["status"], made["lines"][0]["quantity"]) == ("WEB-7", "draft", "3")
    again = done(ines.put(order["url"], {"lines": [order["body"]["lines"][0] | {"quantity": "5"}]}), 200)
    assert (again["id"], again["lines"][0]["quantity"]) == (made["id"], "5")
    assert done(ines.get(order["url"]), 200)["id"] == made["id"]
    assert len(ines.get(order["list"]).json()["items"]) == 1


def test_a_confirmed_one_keeps_its_lines(ines: make.ApiClient, order: dict[str, Any]) -> None:
    made = done(ines.put(order["url"], order["body"]), 201)
    done(ines.post(f"{order['list']}/{made['id']}/confirmation", {}), 200)
    assert done(ines.put(order["url"], {order["words"]: "Their 9"}), 200)[order["words"]] == "Their 9"
    assert ines.put(order["url"], {"lines": order["body"]["lines"]}).status_code == 409


def test_what_is_wrong_is_told_at_its_place(ines: make.ApiClient, order: dict[str, Any]) -> None:
    found = problem(ines.put(order["url"], {}), 422, "invalid")
    needed = {f"/{name}" for name in order["body"] if name != "notes"}
    assert {each["pointer"] for each in found["errors"]} == needed
    assert ines.put(order["url"], order["body"] | {"external_id": "other"}).status_code == 422
    assert ines.put(f"{order['url'].rpartition('/')[0]}/{'x' * 101}", order["body"]).status_code == 422
    assert ines.get(order["list"]).json()["items"] == []
    done(ines.put(order["url"], order["body"]), 201)
    old = ines.put(order["url"], {"notes": "x"}, **{"If-Match": '"99"'})
    problem(old, 412, "version_conflict")


def test_another_organization_and_a_reader(
    ines: make.ApiClient, otto: make.ApiClient, pharma: make.Company, order: dict[str, Any]
) -> None:
    done(ines.put(order["url"], order["body"]), 201)
    assert otto.get(order["url"]).status_code == 404
    assert otto.put(order["url"], order["body"]).status_code == 422, "theirs would be new, and of parties not there"
    assert otto.get(order["list"]).json()["items"] == []
    reader = pharma.api(VIDYA, scopes=["sales:read", "purchasing:read"])
    assert reader.get(order["url"]).status_code == 200
    assert reader.put(order["url"], {"notes": "x"}).status_code == 403


def test_a_warehouse_is_made_once_and_changed_from_then_on(ines: make.ApiClient, otto: make.ApiClient) -> None:
    url = f"{API}/warehouses/by-external-id/WMS-1"
    for nothing in ({}, {"code": None, "name": None}):
        needed = problem(ines.put(url, nothing), 422, "invalid")["errors"]
        assert {each["pointer"] for each in needed} == {"/code", "/name"}
    made = done(ines.put(url, {"code": "NAG", "name": "Nagpur", "phone": None}), 201)
    again = done(ines.put(url, {"name": "Nagpur depot"}), 200)
    assert (again["id"], again["code"], again["name"]) == (made["id"], "NAG", "Nagpur depot")
    assert done(ines.get(url), 200)["external_id"] == "WMS-1"
    problem(ines.put(url, {"name": "x"}, **{"If-Match": '"1"'}), 412, "version_conflict")
    assert otto.get(url).status_code == 404


def test_a_receipt_is_posted_once(
    ines: make.ApiClient,
    otto: make.ApiClient,
    pharma: make.Company,
    shop: dict[str, Any],  # noqa: F811
) -> None:
    """Sent again it is the same, also reversed; other goods under its id are refused, and nothing is posted."""
    url = f"{API}/receipts/by-external-id/ASN-9"
    line = {"product_id": shop["product"]["id"], "quantity": "3", "unit_cost": "7.25"}
    line |= {"batch_number": "Z9", "expires_on": "2031-05"}
    body = {"warehouse_id": shop["warehouse"]["id"], "supplier_id": shop["supplier"]["id"], "lines": [line]}
    assert {each["pointer"] for each in problem(ines.put(url, {"lines": [line]}), 422, "invalid")["errors"]}
    made = done(ines.put(url, body), 201)
    again = done(ines.put(url, body | {"lines": [line | {"batch_number": " z9", "quantity": "3.0"}]}), 200)
    assert (again["id"], again["version"]) == (made["id"], made["version"])
    for other in (
        {"lines": [line | {"quantity": "4"}]},
        {"lines": [line, line]},
        {"lines": [line | {"unit_cost": "7"}]},
        {"supplier_document_number": "INV-1"},
    ):
        problem(ines.put(url, body | other), 409, "id_reused")
    assert len(ines.get(f"{API}/receipts").json()["items"]) == 1
    done(ines.post(f"{API}/receipts/{made['id']}/reversal"), 200)
    assert done(ines.put(url, body), 200)["reversed_at"] is not None
    assert done(ines.get(url), 200)["id"] == made["id"]
    assert otto.get(url).status_code == 404
    reader = pharma.api(VIDYA, scopes=["purchasing:read"])
    assert reader.put(url, body).status_code == 403
