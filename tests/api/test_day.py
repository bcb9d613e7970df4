"""A whole day of Demo Pharma through the API, as Ines' program does it, to the paisa."""

from __future__ import annotations

from typing import Any

import pytest

from tests import make
from tests.api.test_frame import problem

API = "/api/v1"


def done(answer: Any, status: int = 201) -> Any:
    assert answer.status_code == status, answer.content.decode()
    return answer.json()


@pytest.fixture(scope="module")
def shop(ines: make.ApiClient) -> dict[str, Any]:
    """A warehouse with a registration, a product in tablets, strips and boxes, a supplier and a customer."""
    product = {
        "sku": "PARA-500",
        "name": "Paracetamol 500 mg",
        "unit": "tablet",
        "units": [{"code": "strip", "factor": "10", "barcodes": ["4006381333931"]}, {"code": "box", "factor": "100"}],
        "tracking": "batch",
        "expires": True,
        "hsn_code": "3004",
        "tax_rate": "12",
        "sale_price": "2",
    }
    city = {"lines": ["12 Hill Road"], "city": "Mumbai", "state_code": "27", "postal_code": "400050"}
    return {
        "warehouse": ines.get(f"{API}/warehouses").json()["items"][0],
        "product": done(ines.post(f"{API}/products", product)),
        "supplier": done(ines.post(f"{API}/suppliers", {"name": "Demo Labs", "addresses": [city]})),
        "customer": done(
            ines.post(f"{API}/customers", {"name": "City Chemist", "addresses": [city], "credit_days": 30})
        ),
    }


def test_from_purchase_order_to_balance(ines: make.ApiClient, shop: dict[str, Any]) -> None:
    where, what = {"warehouse_id": shop["warehouse"]["id"]}, {"product_id": shop["product"]["id"]}
    order = {**where, "supplier_id": shop["supplier"]["id"]}
    order |= {"lines": [{**what, "quantity": "6", "unit": "box", "unit_cost": "80"}]}
    bought = done(ines.post(f"{API}/purchase-orders", order))
    assert (bought["status"], bought["subtotal"]) == ("draft", "480")
    url = f"{API}/purchase-orders/{bought['id']}"
    assert done(ines.post(f"{url}/confirmation"), 200)["status"] == "confirmed"

    old = {**what, "quantity": "2", "unit": "box", "unit_cost": "80", "batch_number": "A1", "expires_on": "2028-03"}
    new = old | {"quantity": "4", "batch_number": "B2", "expires_on": "2029-12-31"}
    received = done(ines.post(f"{url}/receipts", {"lines": [new, old]}))
    assert [line["expires_on"] for line in received["lines"]] == ["2029-12-31", "2028-03-31"]
    assert received["value"] == "480"
    assert ines.get(url).json()["status"] == "received"

    stock = ines.get(f"{API}/stock", what).json()["items"]
    assert {item["batch_number"]: (item["on_hand"], item["available"]) for item in stock} == {
        "A1": ("200", "200"),
        "B2": ("400", "400"),
    }

    wanted = {**where, "customer_id": shop["customer"]["id"], "lines": [{**what, "quantity": "25", "unit": "strip"}]}
    sold = done(ines.post(f"{API}/sales-orders", wanted))
    assert (sold["status"], sold["taxable"], sold["total"]) == ("draft", "500", "560")
    url = f"{API}/sales-orders/{sold['id']}"
    reserved = done(ines.post(f"{url}/allocation", {}), 200)
    allocations = reserved["lines"][0]["allocations"]
    assert [(each["batch_number"], each["quantity"]) for each in allocations] == [("A1", "200"), ("B2", "50")]

    line = {"line_id": reserved["lines"][0]["id"], "quantity": "20", "unit": "strip"}  # 200 tablets
    for wrong in ({"quantity": "0.5", "unit": ""}, {"unit": "crate"}):
        problem(ines.post(f"{url}/dispatches", {"lines": [line | wrong]}), 422, "invalid")
    part = {"lines": [line], "carrier": "Own van"}
    sent = done(ines.post(f"{url}/dispatches", part))
    assert sent["invoice_status"] == "issued"
    assert [(each["quantity"], each["reason"], each["to_kind"]) for each in sent["movements"]][-1][2] == "customer"
    assert ines.get(url).json()["status"] == "partly_dispatched"
    rest = done(ines.post(f"{url}/dispatches", {}))
    assert ines.get(url).json()["status"] == "dispatched"

    first, second = (ines.get(f"{API}/invoices/{each['invoice_id']}").json() for each in (sent, rest))
    assert [(each["taxable"], each["total"], each["balance_due"]) for each in (first, second)] == [
        ("400", "448", "448"),
        ("100", "112", "112"),
    ]
    assert {line["head"]: line["amount"] for line in first["tax_lines"]} == {"cgst": "24", "sgst": "24"}
    assert first["number"] < second["number"]
    printed = ines.get(f"{API}/invoices/{first['id']}.pdf")
    assert (printed.headers["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")
    assert ines.get(f"{API}/dispatches/{sent['id']}.pdf").content[:5] == b"%PDF-"

    paid = {"customer_id": shop["customer"]["id"], "amount": "500", "method": "upi"}
    paid |= {"allocations": [{"invoice_id": first["id"], "amount": "448"}]}
    payment = done(ines.post(f"{API}/payments", paid))
    assert (payment["allocated"], payment["unallocated"]) == ("448", "52")
    balance = ines.get(f"{API}/customers/{shop['customer']['id']}/balance").json()
    assert (balance["outstanding"], balance["advances"], balance["balance"]) == ("112", "52", "60")
    told = ines.get(
        f"{API}/customers/{shop['customer']['id']}/statement", {"first": first["issued_on"], "last": first["issued_on"]}
    )
    assert [(row["document_kind"], row["amount"], row["balance"]) for row in told.json()["rows"]] == [
        ("invoice", "448", "448"),
        ("invoice", "112", "560"),
        ("payment", "-500", "60"),
    ]
    back = done(ines.post(f"{API}/refunds", {"payment_id": payment["id"], "amount": "50", "method": "upi"}))
    assert (back["number"], back["payment_number"], back["customer_name"]) == (
        "RF-00001",
        payment["number"],
        "City Chemist",
    )
    after = ines.get(f"{API}/payments/{payment['id']}").json()
    assert (after["refunded"], after["unallocated"]) == ("50", "2")
    problem(ines.post(f"{API}/payments/{payment['id']}/reversal", {"reason": "Bounced"}), 409, "payment_refunded")
    done(ines.post(f"{API}/refunds/{back['id']}/reversal", {"reason": "Typed twice"}), 200)
    assert ines.get(f"{API}/customers/{shop['customer']['id']}/balance").json()["balance"] == "60"
    owed = ines.get(f"{API}/reports/receivable").json()
    assert [(row["customer_name"], row["total"]) for row in owed["rows"]] == [("City Chemist", "112")]
    assert (owed["total"]["customer_id"], owed["total"]["not_due"]) == (None, "112")


def test_a_statement_is_refused_for_no_period_and_for_anothers_customer(
    ines: make.ApiClient, otto: make.ApiClient, shop: dict[str, Any]
) -> None:
    url = f"{API}/customers/{shop['customer']['id']}/statement"
    problem(ines.get(url, {"first": "2026-02-01", "last": "2026-01-01"}), 422, "invalid")
    problem(otto.get(url, {"first": "2026-01-01", "last": "2026-02-01"}), 404, "not_found")


def test_what_was_sold_comes_back(ines: make.ApiClient, shop: dict[str, Any]) -> None:
    where, what = {"warehouse_id": shop["warehouse"]["id"]}, {"product_id": shop["product"]["id"]}
    line = {**what, "quantity": "100", "unit_cost": "1", "batch_number": "A1", "expires_on": "2028-03"}
    received = done(ines.post(f"{API}/receipts", {**where, "lines": [line]}))
    wanted = {**where, "customer_id": shop["customer"]["id"], "lines": [{**what, "quantity": "60"}], "confirm": True}
    sold = done(ines.post(f"{API}/sales-orders", wanted))
    assert sold["status"] == "reserved"
    sent = done(ines.post(f"{API}/sales-orders/{sold['id']}/dispatches"))

    found = problem(ines.post(f"{API}/receipts/{received['id']}/reversal"), 409, "reversal_blocked")
    assert (found["errors"][0]["asked"], found["errors"][0]["there"]) == ("100.0000", "40.0000")
    problem(ines.post(f"{API}/dispatches/{sent['id']}/reversal", {"reason": "No"}), 409, "dispatch_invoiced")
    invoice = f"{API}/invoices/{sent['invoice_id']}"
    assert done(ines.post(f"{invoice}/cancellation", {"reason": "Never left"}), 200)["status"] == "cancelled"
    assert ines.get(f"{API}/stock", what).json()["items"][0]["on_hand"] == "100"
    assert done(ines.post(f"{API}/receipts/{received['id']}/reversal"), 200)["reversed_at"]
    assert ines.get(f"{API}/stock", what).json()["items"] == []
    assert len(ines.get(f"{API}/movements", what).json()["items"]) >= 4


def test_a_part_is_credited_with_its_goods(ines: make.ApiClient, shop: dict[str, Any]) -> None:
    where, what = {"warehouse_id": shop["warehouse"]["id"]}, {"product_id": shop["product"]["id"]}
    line = {**what, "quantity": "100", "unit_cost": "1", "batch_number": "A1", "expires_on": "2028-03"}
    done(ines.post(f"{API}/receipts", {**where, "lines": [line]}))
    wanted = {**where, "customer_id": shop["customer"]["id"], "lines": [{**what, "quantity": "60"}], "confirm": True}
    sold = done(ines.post(f"{API}/sales-orders", wanted))
    sent = done(ines.post(f"{API}/sales-orders/{sold['id']}/dispatches", {"issue_invoice": False}))
    assert sent["invoice_status"] == "draft"
    url = f"{API}/invoices/{sent['invoice_id']}"
    invoice = done(ines.post(f"{url}/issuance", {}, **{"Idempotency-Key": "issue"}), 200)
    assert done(ines.post(f"{url}/issuance", {}, **{"Idempotency-Key": "issue"}), 200) == invoice
    problem(ines.post(f"{url}/issuance"), 409, "invoice_not_draft")
    note = {"reason": "Broken strips", "goods_to": "quarantine"}
    back = {"invoice_line_id": invoice["lines"][0]["id"], "quantity": "1", "unit": "strip"}  # ten tablets
    for wrong in ({"quantity": "0.5", "unit": ""}, {"quantity": "7"}, {"unit": "crate"}):
        problem(ines.post(f"{url}/credit-notes", note | {"lines": [back | wrong]}), 422, "invalid")
    note |= {"lines": [back]}
    credited = done(ines.post(f"{url}/credit-notes", note))
    assert (credited["taxable"], credited["total"]) == ("20", "22.4")
    assert ines.get(url).json()["balance_due"] == "112"
    assert ines.get(f"{API}/credit-notes/{credited['id']}.pdf").content[:5] == b"%PDF-"


def test_a_batch_is_frozen_and_freed(ines: make.ApiClient, shop: dict[str, Any]) -> None:
    where, what = {"warehouse_id": shop["warehouse"]["id"]}, {"product_id": shop["product"]["id"]}
    line = {**what, "quantity": "100", "unit_cost": "1", "batch_number": "A1", "expires_on": "2028-03"}
    done(ines.post(f"{API}/receipts", {**where, "lines": [line]}))
    batch = ines.get(f"{API}/batches", what).json()["items"][0]
    assert (batch["number"], batch["unit_cost"], batch["layers"][0]["on_hand"]) == ("A1", "1", "100")
    url = f"{API}/batches/{batch['id']}"
    assert done(ines.post(f"{url}/hold", {"reason": "Leaking"}), 200)["status"] == "on_hold"
    wanted = {**where, "customer_id": shop["customer"]["id"], "lines": [{**what, "quantity": "60"}], "confirm": True}
    short = done(ines.post(f"{API}/sales-orders", wanted))
    assert (short["status"], short["lines"][0]["short_base"]) == ("confirmed", "60")
    assert [(each["batch_number"], each["reason"]) for each in short["lines"][0]["skipped"]] == [("A1", "on_hold")]
    assert done(ines.post(f"{url}/release", {"reason": "Tested"}), 200)["status"] == "usable"
    assert done(ines.post(f"{API}/sales-orders/{short['id']}/allocation"), 200)["status"] == "reserved"
    assert done(ines.patch(url, {"expires_on": "2028-02"}), 200)["expires_on"] == "2028-02-29"


def test_a_code_is_read(ines: make.ApiClient, shop: dict[str, Any]) -> None:
    found = done(ines.post(f"{API}/scan", {"code": "4006381333931"}), 200)
    assert [(each["sku"], each["unit"], each["factor"]) for each in found["matches"]] == [("PARA-500", "strip", "10")]
