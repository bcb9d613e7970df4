"""Through the API: how a product is ordered, what is proposed, and the drafts of one request."""

from __future__ import annotations

from typing import Any

import pytest

from tests import make
from tests.api.test_day import API, done, shop  # noqa: F401
from tests.api.test_frame import problem
from tests.personas import Persona

READER = Persona("Reader", "reader@example.com", None)
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def low(ines: make.ApiClient, shop: dict[str, Any]) -> dict[str, Any]:  # noqa: F811
    """Nothing of 500 tablets that the warehouse asks for, in boxes of 100 from Demo Labs."""
    url = f"{API}/products/{shop['product']['id']}"
    rule = {"warehouse_id": shop["warehouse"]["id"], "reorder_point": "50", "target": "450"}
    done(ines.put(f"{url}/reorder-rules", {"rules": [rule]}), 200)
    named = {"supplier_id": shop["supplier"]["id"], "unit": "box", "unit_cost": "80", "lead_days": 9, "code": "P5"}
    done(ines.put(f"{url}/suppliers", {"suppliers": [named]}), 200)
    return shop


def test_from_rule_to_draft(ines: make.ApiClient, low: dict[str, Any]) -> None:
    (rule,) = ines.get(f"{API}/reorder-rules", {"product_id": low["product"]["id"]}).json()["items"]
    assert (rule["reorder_point"], rule["target"], rule["version"]) == ("50", "450", 1)
    (found,) = ines.get(f"{API}/replenishment").json()["items"]
    assert (found["kind"], found["quantity"], found["unit"], found["amount"]) == ("order", "5", "box", "400")
    assert (found["supplier_code"], found["lead_days"], found["quantity_base"]) == ("P5", 9, "500")
    assert found["why"].startswith("0 usable. The reorder point is 50.")
    line = {name: found[name] for name in ("kind", "product_id", "warehouse_id", "source_id")} | {"quantity": "4"}
    key = {"Idempotency-Key": "once"}
    run = done(ines.post(f"{API}/replenishment/runs", {"lines": [line]}, **key))
    again = ines.post(f"{API}/replenishment/runs", {"lines": [line]}, **key)
    assert (again.status_code, again.json()) == (201, run)
    order = ines.get(f"{API}/purchase-orders/{run['purchase_orders'][0]['id']}").json()
    assert (order["status"], order["subtotal"], order["lines"][0]["unit_cost"]) == ("draft", "320", "80")
    assert ines.get(f"{API}/replenishment/runs/{run['id']}").json() == run
    refused = problem(ines.post(f"{API}/replenishment/runs", {"lines": [line]}), 422, "invalid")
    assert [(each["pointer"], each["code"]) for each in refused["errors"]] == [("/lines/0/quantity", "not_wanted")]


def test_bad_input_is_named_where_it_stands(ines: make.ApiClient, low: dict[str, Any]) -> None:
    url = f"{API}/products/{low['product']['id']}"
    rule = {"warehouse_id": low["warehouse"]["id"], "reorder_point": "5.5", "target": "1", "unit": "crate"}
    refused = problem(ines.put(f"{url}/reorder-rules", {"rules": [rule]}), 422, "invalid")
    pointers = {each["pointer"] for each in refused["errors"]}
    assert pointers == {"/rules/0/reorder_point", "/rules/0/target", "/rules/0/unit"}
    named = {"supplier_id": low["warehouse"]["id"], "unit_cost": "-1"}
    refused = problem(ines.put(f"{url}/suppliers", {"suppliers": [named]}), 422, "invalid")
    assert {each["pointer"] for each in refused["errors"]} == {"/suppliers/0/supplier_id", "/suppliers/0/unit_cost"}
    problem(ines.get(f"{API}/replenishment", {"days": "7"}), 422, "invalid")
    problem(ines.get(f"{API}/replenishment", {"cursor": "x"}), 422, "invalid")


def test_another_organization_and_a_missing_scope(
    pharma: make.Company, otto: make.ApiClient, low: dict[str, Any]
) -> None:
    url = f"{API}/products/{low['product']['id']}"
    assert otto.get(f"{API}/replenishment").json()["items"] == []
    problem(otto.put(f"{url}/reorder-rules", {"rules": []}), 422, "invalid")
    problem(otto.put(f"{url}/suppliers", {"suppliers": []}), 422, "invalid")
    reader = pharma.api(READER, scopes=["stock:read", "purchasing:read"])
    problem(reader.put(f"{url}/reorder-rules", {"rules": []}), 403, "scope_missing")
    problem(reader.post(f"{API}/replenishment/runs", {"lines": []}), 403, "scope_missing")
