"""Attacks on every place of the API that takes a value: each is refused with a problem, none is a 500, nothing
changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from unicodedata import normalize
from uuid import uuid4

import pytest

from tests import make
from tests.api.test_day import API, done, shop  # noqa: F401
from tests.api.test_frame import problem
from tests.support.datasets import data_set

NUMBERS: tuple[Any, ...] = (
    *("-1", "1e400", "NaN", "Infinity", "1" * 400, "0.00000000001", "٣", "1_000", "0x10", "", "abc", " "),
    *(0.1, 1e308, 10**30, -(10**30), True, None, [], {}, "12,50", "\x00"),
)
DAYS: tuple[Any, ...] = (
    "1899-12-31",
    "9999-12-31",
    "0001-01-01",
    "2027-02-30",
    "31/03/2027",
    "",
    0,
    20270331,
    "\ud800",
)
MOMENTS: tuple[Any, ...] = (
    *("1900-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"),
    *("2027-01-01T00:00:00", "2027-01-01", "now", 0, "2027-13-01T00:00:00Z", "2027-01-01T00:00:00+99:99"),
)
# The long one is no base64 of a file either: that comes in fours.
TEXTS: tuple[Any, ...] = ("\x00", "a\x00b", "\ud800", "\udfff" * 3, "n" * 10_001, "\x07", 7, True, [], {"a": 1})
IDS: tuple[Any, ...] = ("", "1", "not-an-id", "0" * 36, str(uuid4()), 0, None, [], "\x00")

CONTACTS = 20

Path = tuple[str | int, ...]


def bodies(sample: dict[str, Any]) -> Iterator[tuple[Path, Any, dict[str, Any]]]:
    """`sample` with one of its values replaced, for every value and every attack of its kind."""
    for path, value in _leaves(sample):
        for attack in _attacks(str(path[-1]), value):
            yield path, attack, _replaced(sample, path, attack)


def _leaves(value: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _leaves(part, (*path, name))
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        yield from _leaves(value[0], (*path, 0))
    else:
        yield path, value


def _attacks(name: str, value: Any) -> tuple[Any, ...]:
    if name.endswith(("_on", "valid_from")):
        return DAYS
    if name.endswith("_at"):
        return MOMENTS
    if name.endswith("_id") and name != "external_id":
        return IDS
    if isinstance(value, int):
        return NUMBERS
    return NUMBERS if isinstance(value, str) and value.replace(".", "").replace("-", "").isdigit() else TEXTS


def _replaced(sample: Any, path: Path, attack: Any) -> Any:
    changed = json.loads(json.dumps(sample))
    place = changed
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = attack
    return changed


def attack(ines: make.ApiClient, url: str, sample: dict[str, Any]) -> list[str]:
    """Every body of `bodies(sample)`; what was not answered as it must be."""
    wrong = []
    for path, value, body in bodies(sample):
        answer = ines.post(url, body)
        shown = f"{url} {'/'.join(map(str, path))} = {value!r:.40}: {answer.status_code} {answer.content[:200]!r}"
        if answer.status_code >= 500:
            wrong.append(shown)
        elif answer.status_code < 300:
            if not _may_be_empty(path, value):
                wrong.append(shown)
        elif answer.headers["Content-Type"] != "application/problem+json" or not _says_where(answer):
            wrong.append(shown)
    return wrong


def _says_where(answer: Any) -> bool:
    """At which name; but for a record that is not there, which the sentence names."""
    return bool(answer.json()["errors"]) or answer.status_code == 404


def _may_be_empty(path: Path, value: Any) -> bool:
    """Empty words, and null where the contract lets a value be left out, are no attack."""
    return value is None or value == [] or (isinstance(value, str) and not value.strip())


@pytest.fixture(scope="module")
def samples(ines: make.ApiClient, shop: dict[str, Any]) -> dict[str, dict[str, Any]]:  # noqa: F811
    where, what = {"warehouse_id": shop["warehouse"]["id"]}, {"product_id": shop["product"]["id"]}
    line = {**what, "quantity": "5", "unit": "strip", "unit_cost": "12.5", "mrp": "20", "batch_number": "A1"}
    line |= {"expires_on": "2028-03-31", "manufactured_on": "2026-01-31"}
    batch = done(ines.post(f"{API}/receipts", {**where, "lines": [line]}))["lines"][0]["batch_id"]
    advance = {"customer_id": shop["customer"]["id"], "amount": "5", "method": "cash", "paid_on": "2026-11-01"}
    payment = done(ines.post(f"{API}/payments", advance))
    head = {"external_id": "mine", "notes": "None"}
    sale = {**what, "quantity": "1", "unit": "strip", "unit_price": "3", "discount_percent": "5"}
    address = {"lines": "x", "city": "Mumbai", "state_code": "27", "postal_code": "400050", "gstin": "x"}
    return {
        "products": {"sku": "A", "name": "A", "tax_rate": "5", "mrp": "1.5", "category": "C", "barcodes": "1", **head},
        "customers": {"name": "A", "email": "a@b.in", "phone": "98", "credit_limit": "5", "addresses": [address]},
        "receipts": {**where, **head, "effective_at": "2026-11-01T00:00:00Z", "lines": [line]},
        "adjustments": {**where, **head, "reason": "found", "effective_at": "2026-11-01T00:00:00Z", "lines": [line]},
        "purchase-orders": {
            **where,
            "supplier_id": shop["supplier"]["id"],
            "ordered_on": "2026-11-01",
            "lines": [line],
        },
        "sales-orders": {**where, "customer_id": shop["customer"]["id"], "promised_on": "2027-01-01", "lines": [sale]},
        "payments": advance,
        "refunds": {"payment_id": payment["id"], "amount": "1", "method": "cash", "refunded_on": "2026-11-02", **head},
        "warehouses": {"code": "W", "name": "W", "registration_id": str(uuid4()), "state_code": "27"},
        "recalls": {"batch_ids": [batch], "reason": "Sour smell", "external_id": "mine"},
        "locations": {**where, "code": "B", "name": "B", "kind": "storage"},
        "suppliers": {"name": "A", "email": "a@b.in", "phone": "98", "lead_time_days": 5, "addresses": [address]},
        "transfers": {"from_warehouse_id": where["warehouse_id"], "to_warehouse_id": str(uuid4()), "lines": [what]},
        "webhooks": {"url": "https://example.com/x", "event_types": ["*"], "description": "d", "external_id": "mine"},
        "stock-counts": {
            **where,
            **head,
            "scope": "abc",
            "abc_class": "A",
            "tolerance_percent": "5",
            "due_on": "2026-11-01",
        },
        "count-plans": {**where, "name": "N", "scope": "warehouse", "every_days": 7, "tolerance_value": "5"},
        "tickets": {
            "subject": "S",
            "text": "T",
            "attachments": [{"name": "a.txt", "content": "AAAA"}],
            "external_id": "mine",
        },
        "erasures": {"customers": [str(uuid4())], "supplier_contacts": [str(uuid4())], "principal_request_id": None},
    }


@pytest.mark.parametrize(
    "name",
    [
        *("products", "customers", "receipts", "adjustments", "purchase-orders", "sales-orders", "payments", "refunds"),
        *("warehouses", "locations", "recalls", "suppliers", "transfers", "webhooks"),
        *("stock-counts", "count-plans", "erasures", "tickets"),
    ],
)
def test_no_value_breaks_it(ines: make.ApiClient, samples: dict[str, dict[str, Any]], name: str) -> None:
    assert attack(ines, f"{API}/{name}", samples[name]) == []


def test_ids_of_another_organization_are_not_there(
    ines: make.ApiClient, otto: make.ApiClient, samples: dict[str, dict[str, Any]]
) -> None:
    theirs = {
        "warehouse_id": otto.get(f"{API}/warehouses").json()["items"][0]["id"],
        "location_id": otto.get(f"{API}/locations").json()["items"][0]["id"],
        "product_id": done(otto.post(f"{API}/products", {"sku": "O", "name": "O"}))["id"],
        "customer_id": done(otto.post(f"{API}/customers", {"name": "O"}))["id"],
        "supplier_id": done(otto.post(f"{API}/suppliers", {"name": "O"}))["id"],
    }
    before = _everything(ines)
    for name, sample in samples.items():
        for path, _value in _leaves(sample):
            if path[-1] in theirs:
                answer = ines.post(f"{API}/{name}", _replaced(sample, path, theirs[str(path[-1])]))
                found = problem(answer, answer.status_code, answer.json()["code"])
                assert answer.status_code in (404, 422), (name, path, found)
    assert _everything(ines) == before


def test_nothing_is_left_of_what_was_refused(ines: make.ApiClient, samples: dict[str, dict[str, Any]]) -> None:
    before = _everything(ines)
    good = samples["receipts"]["lines"][0]
    lines = [good | {"batch_number": f"N{number}"} for number in range(20)] + [good | {"quantity": "-1"}]
    problem(ines.post(f"{API}/receipts", samples["receipts"] | {"lines": lines}), 422, "invalid")
    assert _everything(ines) == before


def test_more_than_a_thousand_lines(ines: make.ApiClient, samples: dict[str, dict[str, Any]]) -> None:
    for name in ("receipts", "adjustments", "purchase-orders", "sales-orders"):
        sample = samples[name]
        found = problem(ines.post(f"{API}/{name}", sample | {"lines": sample["lines"] * 1_001}), 422, "invalid")
        assert found["errors"][0]["pointer"] == "/lines"


@pytest.mark.usefixtures("samples")
@pytest.mark.parametrize("code", [text for text in TEXTS if isinstance(text, str)])
def test_a_code_that_means_nothing_is_answered_so(ines: make.ApiClient, code: str) -> None:
    answer = ines.post(f"{API}/scan", {"code": code})
    assert answer.status_code == 422 or answer.json()["matches"] == []


@pytest.mark.usefixtures("samples")
def test_naughty_strings_are_kept_as_they_are_or_refused(ines: make.ApiClient) -> None:
    strings = [text for text in json.loads(data_set("nasty", "blns.json").read_text()) if text.strip()]
    for start in range(0, len(strings), CONTACTS):
        names = strings[start : start + CONTACTS]
        answer = _with_contacts(ines, names)
        if answer.status_code == 422:
            refused = {int(error["pointer"].split("/")[2]) for error in answer.json()["errors"]}
            names = [name for at, name in enumerate(names) if at not in refused]
            answer = _with_contacts(ines, names)
        kept = [contact["name"] for contact in done(answer)["contacts"]]
        assert [name.split() for name in kept] == [normalize("NFC", name).split() for name in names]


def _with_contacts(ines: make.ApiClient, names: list[str]) -> Any:
    return ines.post(f"{API}/customers", {"name": "Naughty", "contacts": [{"name": name} for name in names]})


def _everything(ines: make.ApiClient) -> dict[str, Any]:
    names = ("products", "customers", "batches", "stock", "movements", "receipts", "adjustments", "sales-orders")
    return {name: done(ines.get(f"{API}/{name}", {"limit": 500}), 200) for name in names}
