"""Locations, transfers and adjustments by an integrator's own ids."""

from __future__ import annotations

from typing import Any

import pytest

from tests import make
from tests.api.test_day import API, done, shop  # noqa: F401
from tests.api.test_frame import problem
from tests.personas import VIDYA

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("shop")]


@pytest.fixture
def goods(ines: make.ApiClient, shop: dict[str, Any]) -> dict[str, Any]:  # noqa: F811
    """An adjustment of 100 tablets found, and a transfer of 30 of them to a second warehouse: address and body."""
    here, product_id = shop["warehouse"]["id"], shop["product"]["id"]
    there = done(ines.post(f"{API}/warehouses", {"code": "PNQ", "name": "Pune"}))
    found = {"product_id": product_id, "quantity": "10", "unit": "strip", "unit_cost": "7.25"}
    found |= {"batch_number": "Z9", "expires_on": "2031-05"}
    return {
        "adjustment": {"warehouse_id": here, "reason": "found", "lines": [found]},
        "adjustment_url": f"{API}/adjustments/by-external-id/ADJ%2F7",
        "transfer": {
            "from_warehouse_id": here,
            "to_warehouse_id": there["id"],
            "lines": [{"product_id": product_id, "quantity": "30"}],
        },
        "transfer_url": f"{API}/transfers/by-external-id/T-1",
    }


def test_a_location_is_made_once_and_changed_from_then_on(
    ines: make.ApiClient, otto: make.ApiClient, pharma: make.Company
) -> None:
    url, where = f"{API}/locations/by-external-id/BIN-1", ines.get(f"{API}/warehouses").json()["items"][0]["id"]
    for nothing in ({}, {"code": None}):
        needed = problem(ines.put(url, nothing), 422, "invalid")["errors"]
        assert {each["pointer"] for each in needed} == {"/warehouse_id", "/code"}
    made = done(ines.put(url, {"warehouse_id": where, "code": "A-01", "zone": "Cold"}), 201)
    again = done(ines.put(url, {"warehouse_id": where, "name": "First shelf"}), 200)
    assert (again["id"], again["code"], again["zone"], again["name"]) == (made["id"], "A-01", "Cold", "First shelf")
    assert done(ines.get(url), 200)["external_id"] == "BIN-1"
    other = done(ines.post(f"{API}/warehouses", {"code": "PNQ", "name": "Pune"}))
    problem(ines.put(url, {"warehouse_id": other["id"]}), 409, "id_reused")
    problem(ines.put(url, {"name": "x"}, **{"If-Match": '"1"'}), 412, "version_conflict")
    assert otto.get(url).status_code == 404
    reader = pharma.api(VIDYA, scopes=["warehouses:read"])
    assert reader.put(url, {"name": "x"}).status_code == 403
    assert done(reader.get(url), 200)["name"] == "First shelf"


def test_an_adjustment_is_posted_once(
    ines: make.ApiClient, otto: make.ApiClient, pharma: make.Company, goods: dict[str, Any]
) -> None:
    """Sent again it is the same, also reversed; other goods under its id are refused, and nothing is posted."""
    url, body = goods["adjustment_url"], goods["adjustment"]
    (line,) = body["lines"]
    assert problem(ines.put(url, {"lines": [line]}), 422, "invalid")["errors"]
    made = done(ines.put(url, body), 201)
    assert (made["external_id"], made["status"], made["lines"][0]["quantity_base"]) == ("ADJ/7", "posted", "100")
    again = done(ines.put(url, body | {"lines": [line | {"batch_number": " z9", "quantity": "10.0"}]}), 200)
    assert (again["id"], again["version"]) == (made["id"], made["version"])
    for other in (
        {"lines": [line | {"quantity": "11"}]},
        {"lines": [line, line]},
        {"lines": [line | {"unit_cost": "7"}]},
        {"lines": [line | {"expires_on": "2031-06"}]},
        {"reason": "opening"},
    ):
        problem(ines.put(url, body | other), 409, "id_reused")
    assert len(ines.get(f"{API}/adjustments").json()["items"]) == 1
    done(ines.post(f"{API}/adjustments/{made['id']}/reversal"), 200)
    assert done(ines.put(url, body), 200)["reversed_at"] is not None
    assert otto.get(url).status_code == 404
    assert pharma.api(VIDYA, scopes=["stock:read"]).put(url, body).status_code == 403


def test_a_transfer_is_made_once_and_keeps_what_has_left(
    ines: make.ApiClient, otto: make.ApiClient, pharma: make.Company, goods: dict[str, Any]
) -> None:
    url, body = goods["transfer_url"], goods["transfer"]
    (line,) = body["lines"]
    done(ines.put(goods["adjustment_url"], goods["adjustment"]), 201)
    needed = problem(ines.put(url, {}), 422, "invalid")["errors"]
    assert {each["pointer"] for each in needed} == {"/from_warehouse_id", "/to_warehouse_id", "/lines"}
    made = done(ines.put(url, body), 201)
    assert (made["external_id"], made["status"]) == ("T-1", "draft")
    assert done(ines.put(url, body), 200)["version"] == made["version"], "nothing to change"
    changed = done(ines.put(url, {"notes": "by rail", "lines": [line | {"quantity": "3", "unit": "strip"}]}), 200)
    assert (changed["id"], changed["notes"], changed["lines"][0]["quantity_base"]) == (made["id"], "by rail", "30")
    assert done(ines.put(url, {"notes": "by road"}), 200)["lines"][0]["unit"] == "strip", "its lines stay"
    other_way = {"from_warehouse_id": body["to_warehouse_id"], "to_warehouse_id": body["from_warehouse_id"]}
    for other in (other_way, {"to_quarantine": True}):
        problem(ines.put(url, other), 409, "id_reused")
    done(ines.post(f"{API}/transfers/{made['id']}/dispatch"), 200)
    same = {"lines": [line | {"quantity": "3", "unit": "strip"}]}
    assert done(ines.put(url, body | same), 200)["status"] == "in_transit"
    problem(ines.put(url, body), 409, "id_reused")
    problem(ines.put(url, same, **{"If-Match": '"1"'}), 412, "version_conflict")
    assert len(ines.get(f"{API}/transfers").json()["items"]) == 1
    assert otto.get(url).status_code == 404
    assert pharma.api(VIDYA, scopes=["stock:read"]).put(url, same).status_code == 403
