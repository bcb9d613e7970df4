"""Lists: the same number of statements for 1 row and for many (50 in the soak), pages that neither repeat nor miss,
and what changed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests import make
from tests.api.test_day import API, done
from tests.api.test_round_trips import counted
from tests.personas import INES

LISTS = (
    *("products", "units", "categories", "warehouses", "locations", "registrations", "customers", "suppliers"),
    *(
        "purchase-orders",
        "receipts",
        "landed-costs",
        "stock",
        "batches",
        "movements",
        "adjustments",
        "transfers",
        "moves",
        "recalls",
    ),
    *(
        "sales-orders",
        "dispatches",
        "invoices",
        "credit-notes",
        "payments",
        "refunds",
        "imports",
        "audit-events",
        "webhooks",
    ),
    *("stock-counts", "count-plans", "security-events", "reorder-rules", "product-suppliers", "mails", "erasures"),
    *("attachments", "saved-views"),
    *("tickets", "notices", "incidents"),
)
# There is one of these for each organization, or their making is not what is tried here.
NOT_FILLED = ("registrations", "credit-notes", "imports", "mails", "notices", "incidents")


def _day(ines: make.ApiClient, number: int, places: list[str]) -> None:
    """One of everything, apart from the one before in every row."""
    here, there = places
    customer = done(ines.post(f"{API}/customers", {"name": f"Customer {number}", "addresses": [{"state_code": "27"}]}))
    supplier = done(ines.post(f"{API}/suppliers", {"name": f"Supplier {number}"}))
    done(ines.post(f"{API}/units", {"code": f"unit{number}"}))
    person = done(ines.post(f"{API}/customers", {"name": f"Person {number}"}))
    done(ines.post(f"{API}/erasures", {"customers": [person["id"]]}))
    done(ines.post(f"{API}/tickets", {"subject": f"Question {number}", "text": "Why?"}))
    done(ines.post(f"{API}/webhooks", {"url": f"https://example.com/{number}", "event_types": ["*"]}))
    shelf = done(ines.post(f"{API}/locations", {"warehouse_id": here, "code": f"BIN-{number}"}))["id"]
    done(ines.post(f"{API}/warehouses", {"code": f"W{number}", "name": f"Warehouse {number}"}))
    product = {"sku": f"P-{number}", "name": f"Product {number}", "category": f"Category {number}"}
    product |= {"tracking": "batch", "hsn_code": "3004", "tax_rate": "5", "sale_price": "2"}
    what = {"product_id": done(ines.post(f"{API}/products", product))["id"]}
    line = {**what, "quantity": "10", "unit_cost": "1"}
    at = f"{API}/products/{what['product_id']}"
    done(ines.put(f"{at}/reorder-rules", {"rules": [{"warehouse_id": here, "reorder_point": "5"}]}), 200)
    done(ines.put(f"{at}/suppliers", {"suppliers": [{"supplier_id": supplier["id"]}]}), 200)
    order = {"warehouse_id": here, "supplier_id": supplier["id"], "lines": [line]}
    bought = done(ines.post(f"{API}/purchase-orders", order))
    got = {"lines": [line | {"batch_number": "A1"}]}
    receipt = done(ines.post(f"{API}/purchase-orders/{bought['id']}/receipts", got))
    came = receipt["lines"][0]
    done(ines.upload(f"{API}/receipts/{receipt['id']}/attachments", SimpleUploadedFile("a.pdf", b"%PDF-1")))
    done(ines.post(f"{API}/saved-views", {"page": "receipts", "name": f"View {number}"}))
    freight = {"receipt_id": receipt["id"], "lines": [{"description": "Freight", "amount": "1"}]}
    done(ines.post(f"{API}/landed-costs", freight))
    batch = came["batch_id"]
    ways = {"from_location_id": came["location_id"], "to_location_id": shelf}
    done(
        ines.post(
            f"{API}/moves", {"warehouse_id": here, "lines": [{**what, "quantity": "1", "batch_id": batch, **ways}]}
        )
    )
    lost = {"warehouse_id": here, "reason": "lost", "lines": [{**what, "quantity": "-1", "batch_id": batch}]}
    done(ines.post(f"{API}/adjustments", lost))
    moved = {"from_warehouse_id": here, "to_warehouse_id": there, "lines": [{**what, "quantity": "2"}]}
    done(ines.post(f"{API}/transfers", moved))
    done(ines.post(f"{API}/recalls", {"batch_ids": [batch], "reason": "Drill", "is_drill": True}))
    count = {"warehouse_id": here, "scope": "products", "ids": [what["product_id"]]}
    done(ines.post(f"{API}/stock-counts", count))
    done(ines.post(f"{API}/count-plans", {**count, "name": f"Plan {number}", "every_days": 7}))
    wanted = {"warehouse_id": here, "customer_id": customer["id"], "confirm": True}
    wanted |= {"lines": [{**what, "quantity": "3"}]}
    sold = done(ines.post(f"{API}/sales-orders", wanted))
    done(ines.post(f"{API}/sales-orders/{sold['id']}/dispatches"))
    advance = {"customer_id": customer["id"], "amount": "5", "method": "cash", "allocations": []}
    paid = done(ines.post(f"{API}/payments", advance))
    done(ines.post(f"{API}/refunds", {"payment_id": paid["id"], "amount": "1", "method": "cash"}))
    assert ines.get(f"{API}/exports/products").status_code == 200


def _costs(ines: make.ApiClient) -> tuple[dict[str, int], dict[str, int]]:
    """How many rows each list has, and how many statements it takes."""
    rows, statements = {}, {}
    for name in LISTS:
        with counted() as sent:
            answer = done(ines.get(f"{API}/{name}", {"limit": 500}), 200)
        rows[name], statements[name] = len(answer["items"]), len(sent)
    return rows, statements


# A statement more for each row shows at three rows as it does at fifty.
@pytest.mark.parametrize("most", [3, pytest.param(50, marks=pytest.mark.soak)])
def test_they_cost_the_same_for_one_row_and_for_many(ines: make.ApiClient, most: int) -> None:
    here = ines.get(f"{API}/warehouses").json()["items"][0]["id"]
    there = done(ines.post(f"{API}/warehouses", {"code": "THERE", "name": "There"}))["id"]
    _day(ines, 0, [here, there])
    few, before = _costs(ines)
    for number in range(1, most):
        _day(ines, number, [here, there])
    many, after = _costs(ines)
    assert {name for name in LISTS if few[name] == 0} == set(NOT_FILLED) - {"registrations"}
    assert {name for name in LISTS if many[name] < most} == set(NOT_FILLED)
    assert after == before


class TestPages:
    @pytest.fixture
    def names(self, ines: make.ApiClient) -> list[str]:
        for number in range(7):
            done(ines.post(f"{API}/categories", {"name": f"Category {number}"}))
        return [f"Category {number}" for number in range(7)]

    def test_they_follow_one_another(self, ines: make.ApiClient, names: list[str]) -> None:
        found: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = done(ines.get(f"{API}/categories", {"limit": "3", **cursor}), 200)
            found += [item["name"] for item in page["items"]]
            if page["next_cursor"] is None:
                break
            cursor = {"cursor": page["next_cursor"]}
        assert found == names

    def test_what_changed_since_comes_when_it_is_settled(self, pharma: make.Company, names: list[str]) -> None:
        """A write in flight has its moment already and its commit not yet: the last ten seconds are left for later."""
        ines = pharma.api(INES)
        now = dt.datetime.now(dt.UTC)
        since = {"updated_since": (now - dt.timedelta(hours=1)).isoformat().replace("+00:00", "Z")}
        assert done(ines.get(f"{API}/categories", since), 200)["items"] == []
        with pharma.acting(pharma.owner, at=now - dt.timedelta(minutes=5)) as asha:
            make.plain_product(actor=asha, category="Stationery")
        assert [item["name"] for item in done(ines.get(f"{API}/categories", since), 200)["items"]] == ["Stationery"]
        assert len(done(ines.get(f"{API}/products", since), 200)["items"]) == 1
