"""A new receipt is answered without being read, to the byte as whoever reads it afterwards."""

from __future__ import annotations

from typing import Any

import pytest

from tests.api.test_day import API, done
from tests.make import ApiClient, Company
from tests.personas import VIDYA

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def goods(ines: ApiClient) -> dict[str, str]:
    """By their SKU: tablets in strips with a price of their own, a pump by its serial, cotton that nobody tracks."""
    made = (
        {
            "sku": "PARA",
            "tracking": "batch",
            "expires": True,
            "units": [{"code": "strip", "factor": "12.5"}],
            "mrp": "1.37",
        },
        {"sku": "PUMP", "tracking": "serial", "purchase_price": "99.5"},
        {"sku": "COTTON", "tracking": "none"},
    )
    return {each["sku"]: done(ines.post(f"{API}/products", {"name": "Goods", **each}))["id"] for each in made}


@pytest.fixture(scope="module")
def body(ines: ApiClient, goods: dict[str, str]) -> dict[str, Any]:
    """Every kind of line, from a clock of another zone; one batch was filed under another number meanwhile."""
    tablets = {"product_id": goods["PARA"], "unit_cost": "0.5"}
    where = ines.get(f"{API}/warehouses").json()["items"][0]["id"]
    lines = [{**tablets, "quantity": "5", "batch_number": each, "expires_on": "2031-05"} for each in ("B1O", "B10")]
    first = done(ines.post(f"{API}/receipts", {"warehouse_id": where, "lines": lines}))
    done(ines.post(f"{API}/batches/{first['lines'][0]['batch_id']}/rename", {"number": "B10"}), 200)
    return {
        "warehouse_id": where,
        "effective_at": "2026-01-31T23:30:00.120+05:30",
        "supplier_document_number": " INV  7 ",
        "supplier_document_on": "2026-01-30",
        "notes": "Two boxes “wet”.",
        "lines": [
            {**tablets, "quantity": "4", "unit": "strip", "free_quantity": "0.4", "batch_number": "b1o"},
            {
                **tablets,
                "quantity": "2",
                "batch_number": "C3",
                "expires_on": "2030-02",
                "manufactured_on": "2025-12-01",
            },
            {**tablets, "quantity": "1", "batch_number": "OLD", "expires_on": "2025-12-31", "mrp": "1.50"},
            {"product_id": goods["PUMP"], "quantity": "1", "batch_number": "SN-1"},
            {"product_id": goods["COTTON"], "quantity": "0.0", "free_quantity": "3"},
            {"product_id": goods["COTTON"], "quantity": "7"},
        ],
    }


@pytest.mark.parametrize("more", [0, 60], ids=["few lines", "so many that they set out early"])
@pytest.mark.parametrize("scopes", [None, ["stock:write"]], ids=["every scope", "it may only write"])
def test_it_answers_what_is_read(
    pharma: Company, ines: ApiClient, body: dict[str, Any], more: int, scopes: list[str] | None
) -> None:
    sender = ApiClient(pharma.key(VIDYA, scopes)) if scopes else ines
    sent = {**body, "lines": body["lines"] + [body["lines"][1]] * more}
    made = sender.post(f"{API}/receipts", sent)
    told = done(made)
    assert (told["lines"][0]["filed_under"], told["effective_at"]) == ("B10", "2026-01-31T18:00:00.120000Z")
    assert {each["code"] for each in told["cautions"]} >= {"already_expired", "cost_missing"}
    assert made.content == ines.get(f"{API}/receipts/{told['id']}").content
