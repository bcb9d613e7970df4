"""Stock counts through the API, as the contract names them."""

from __future__ import annotations

from typing import Any

import pytest

from tests import make
from tests.api.test_day import API, done, shop  # noqa: F401
from tests.api.test_frame import problem
from tests.personas import Persona

COUNTS = f"{API}/stock-counts"
SCANNER = Persona("A scanner", "scanner@example.com", None)


@pytest.fixture(scope="module")
def shelf(ines: make.ApiClient, shop: dict[str, Any]) -> dict[str, Any]:  # noqa: F811
    """50 tablets of A1 lie in the warehouse's default place."""
    where, what = {"warehouse_id": shop["warehouse"]["id"]}, {"product_id": shop["product"]["id"]}
    line = {
        **what,
        "quantity": "5",
        "unit": "strip",
        "unit_cost": "12.5",
        "batch_number": "A1",
        "expires_on": "2028-03",
    }
    got = done(ines.post(f"{API}/receipts", {**where, "lines": [line]}))["lines"][0]
    return {**where, **what, "batch_id": got["batch_id"], "location_id": got["location_id"]}


def made(ines: make.ApiClient, shelf: dict[str, Any], **body: Any) -> dict[str, Any]:
    wanted = {"warehouse_id": shelf["warehouse_id"], "scope": "locations", "ids": [shelf["location_id"]], **body}
    answer: dict[str, Any] = done(ines.post(COUNTS, wanted))
    return answer


def entry(shelf: dict[str, Any], quantity: str, **more: Any) -> dict[str, Any]:
    names = ("location_id", "product_id", "batch_id")
    return {"lines": [{**{name: shelf[name] for name in names}, "quantity": quantity, **more}]}


def on_hand(ines: make.ApiClient, shelf: dict[str, Any]) -> str:
    items = ines.get(f"{API}/stock", {"product_id": shelf["product_id"]}).json()["items"]
    return str(items[0]["on_hand"]) if items else "0"


def test_it_is_counted_approved_and_taken_back(ines: make.ApiClient, shelf: dict[str, Any]) -> None:
    count = made(ines, shelf)
    url = f"{COUNTS}/{count['id']}"
    assert (count["status"], count["bin_count"], count["line_count"]) == ("counting", 1, 1)
    assert done(ines.post(f"{url}/entries", entry(shelf, "4 strip + 7")), 200)["lines_counted"] == 1
    finished = done(ines.post(f"{url}/bins", {"location_id": shelf["location_id"]}), 200)
    assert (finished["status"], finished["differences"], finished["value"]) == ("awaiting_approval", 1, "-3.75")
    line = ines.get(f"{url}/lines").json()["items"][0]
    assert (line["book_base"], line["counted_base"], line["difference_base"]) == ("50", "47", "-3")
    seen = ines.get(f"{url}/variances").json()["items"][0]
    assert (seen["entries"][0]["typed"], seen["is_out_of_tolerance"]) == ("4 strip + 7", True)
    causes = {"causes": [{"line_id": line["id"], "cause": "miscount"}]}
    approved = done(ines.post(f"{url}/approval", causes, **{"Idempotency-Key": "once"}), 200)
    again = done(ines.post(f"{url}/approval", causes, **{"Idempotency-Key": "once"}), 200)
    assert approved == again
    assert approved["status"] == "approved"
    assert on_hand(ines, shelf) == "47"
    problem(ines.post(f"{url}/approval"), 409, "wrong_status")
    back = done(ines.post(f"{url}/reversal", {"reason": "Wrong bin"}), 200)
    assert back["reversed_at"] is not None
    assert on_hand(ines, shelf) == "50"


def test_who_counts_is_told_no_figure(ines: make.ApiClient, pharma: make.Company, shelf: dict[str, Any]) -> None:
    count = made(ines, shelf)
    counter = pharma.api(SCANNER, scopes=["counts:write", "counts:read"])
    url = f"{COUNTS}/{count['id']}"
    written = done(counter.post(f"{url}/entries", entry(shelf, "40")), 200)
    assert (written["differences"], written["value"], written["out_of_tolerance"]) == (None, None, None)
    line = counter.get(f"{url}/lines").json()["items"][0]
    figures = ("counted_base", "book_base", "difference_base", "is_out_of_tolerance", "is_disputed", "cause")
    assert {line[name] for name in figures} == {None}
    problem(counter.get(f"{url}/variances"), 403, "scope_missing")
    problem(counter.post(f"{url}/approval"), 403, "scope_missing")
    problem(counter.post(COUNTS, {"warehouse_id": shelf["warehouse_id"], "scope": "warehouse"}), 403, "scope_missing")


def test_a_recount_and_a_choice(ines: make.ApiClient, shelf: dict[str, Any]) -> None:
    count = made(ines, shelf)
    url = f"{COUNTS}/{count['id']}"
    done(ines.post(f"{url}/entries", entry(shelf, "40")), 200)
    line = ines.get(f"{url}/lines").json()["items"][0]
    done(ines.post(f"{url}/recounts", {"line_ids": [line["id"]]}), 200)
    problem(ines.post(f"{url}/entries", entry(shelf, "41")), 409, "another_counter")
    # It is under recount already: there is no counted line to send back.
    again = ines.post(f"{url}/recounts", {"line_ids": [line["id"]], "by_another": False})
    assert problem(again, 422, "invalid")["errors"][0]["code"] == "not_found"


def test_a_plan(ines: make.ApiClient, shelf: dict[str, Any]) -> None:
    body = {"name": "Weekly", "warehouse_id": shelf["warehouse_id"], "scope": "warehouse", "every_days": 7}
    plan = done(ines.post(f"{API}/count-plans", body))
    url = f"{API}/count-plans/{plan['id']}"
    changed = done(ines.put(url, {**body, "every_days": 14}), 200)
    assert (changed["every_days"], changed["version"]) == (14, 2)
    assert done(ines.post(f"{url}/archival"), 200)["archived_at"] is not None
    problem(ines.post(f"{url}/archival"), 409, "archived")
    assert ines.get(f"{API}/count-plans", {"is_archived": "false"}).json()["items"] == []


def test_it_refuses_another_tenant(ines: make.ApiClient, otto: make.ApiClient, shelf: dict[str, Any]) -> None:
    url = f"{COUNTS}/{made(ines, shelf)['id']}"
    for answer in (
        otto.get(url),
        otto.get(f"{url}/lines"),
        otto.get(f"{url}/variances"),
        otto.post(f"{url}/entries", entry(shelf, "1")),
        otto.post(f"{url}/approval"),
        otto.post(f"{url}/cancellation"),
        otto.post(f"{url}/completion"),
    ):
        assert answer.status_code == 404


def test_every_fault_has_its_pointer(ines: make.ApiClient, shelf: dict[str, Any]) -> None:
    url = f"{COUNTS}/{made(ines, shelf)['id']}/entries"
    lines = entry(shelf, "x")["lines"] + entry(shelf, "1", unit="crate")["lines"]
    found = problem(ines.post(url, {"lines": lines}), 422, "invalid")
    assert [each["pointer"] for each in found["errors"]] == ["/lines/0/quantity", "/lines/1/quantity"]
    old = ines.post(url, entry(shelf, "1"), **{"If-Match": "9"})
    problem(old, 412, "version_conflict")
