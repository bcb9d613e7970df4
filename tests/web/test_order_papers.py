"""Papers of orders: the confirmation, the pick list, the order to a supplier; to print and through the API."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from omnistock.domain.fulfilment.order_papers import (
    pick_list_document,
    purchase_order_document,
    sales_order_document,
)
from omnistock.domain.purchasing.inputs import PurchaseOrderLineInput, ReceiptLineInput
from omnistock.domain.purchasing.operations import create_purchase_order, post_receipt
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.sales.operations import create_sales_order
from omnistock.kernel.paper.orders import show_order, show_pick_list
from omnistock.tenancy.models import Membership
from tests import make
from tests.personas import ASHA, INES, MEENA, OTTO, RAVI, VIDYA

pytestmark = pytest.mark.django_db


class Desk:
    """Demo Pharma: a product at 84.57 and 12 %, twelve lakh strips ordered of which 160 are there, and an order to a
    supplier for 1,00,000 strips at 50."""

    def __init__(self) -> None:
        self.company = make.organization()
        with self.company.acting(ASHA) as asha:
            warehouse = make.main_warehouse()
            shelves = [make.location(actor=asha, warehouse=warehouse, code=code, zone="A") for code in ("A-02", "A-01")]
            product = make.product(
                actor=asha, sku="DM-0142", name="Azithral Demo 500 tab", unit="strip", units=(),
                sale_price=Decimal("84.57"), tax_rate=Decimal(12), hsn_code="30042019",
            )  # fmt: skip
            for shelf, batch, quantity, days in zip(shelves, ("B2301", "B2307"), (60, 100), (128, 372), strict=True):
                line = ReceiptLineInput(
                    product_id=product.pk,
                    quantity=Decimal(quantity),
                    batch_number=batch,
                    expires_on=asha.today + timedelta(days=days),
                    unit_cost=Decimal(50),
                    location_id=shelf.pk,
                )
                post_receipt(actor=asha, warehouse_id=warehouse.pk, lines=[line])
            self.sold = create_sales_order(
                actor=asha,
                customer_id=make.customer(actor=asha, name="City Hospital").pk,
                warehouse_id=warehouse.pk,
                customer_reference="PO/77",
                lines=[SalesOrderLineInput(product_id=product.pk, quantity=Decimal(1200000))],
                confirm=True,
            )
            self.bought = create_purchase_order(
                actor=asha,
                supplier_id=make.supplier(actor=asha, name="Northwind Labs").pk,
                warehouse_id=warehouse.pk,
                lines=[
                    PurchaseOrderLineInput(
                        product_id=product.pk,
                        quantity=Decimal(100000),
                        free_quantity=Decimal(500),
                        unit_cost=Decimal(50),
                        discount_percent=Decimal(2),
                    )
                ],
            )

    @property
    def pages(self) -> tuple[str, str, str]:
        order = f"/app/sales-orders/{self.sold.pk}"
        return f"{order}/order.pdf", f"{order}/pick-list.pdf", f"/app/purchase-orders/{self.bought.pk}/order.pdf"

    @property
    def addresses(self) -> tuple[str, str, str]:
        order = f"/api/v1/sales-orders/{self.sold.pk}"
        return f"{order}.pdf", f"{order}/pick-list.pdf", f"/api/v1/purchase-orders/{self.bought.pk}.pdf"


@pytest.fixture(scope="module")
def desk(file_db: None) -> Desk:
    return Desk()


def test_the_confirmation_says_what_was_agreed(desk: Desk) -> None:
    with desk.company.acting(MEENA) as meena:
        shown = show_order(sales_order_document(actor=meena, sales_order_id=desk.sold.pk))  # type: ignore[arg-type]
    assert (shown["title"], shown["number"], shown["is_draft"]) == ("Order confirmation", "SO-00001", False)
    assert shown["buyer"]["name"] == "City Hospital"
    assert dict(shown["facts"])["Your reference"] == "PO/77"
    assert shown["columns"] == "position description hsn quantity rate tax_rate amount".split()
    assert shown["rows"][0]["quantity"] == "12,00,000"
    assert (shown["rows"][0]["rate"], shown["rows"][0]["amount"]) == ("84.57", "10,14,84,000.00")
    assert dict(shown["sums"]) == {
        "Taxable value": "10,14,84,000.00",
        "CGST 6 %": "60,89,040.00",
        "SGST 6 %": "60,89,040.00",
    }
    assert shown["total"] == "11,36,62,080.00"
    assert shown["words"].startswith("Rupees Eleven Crore Thirty-Six Lakh")


def test_the_pick_list_goes_from_bin_to_bin_and_says_what_is_not_there(desk: Desk) -> None:
    with desk.company.acting(RAVI) as ravi:
        shown = show_pick_list(pick_list_document(actor=ravi, sales_order_id=desk.sold.pk))  # type: ignore[arg-type]
    found = [(row["place"], row["batch"], row["quantity"], row["picked"]) for row in shown["rows"]]
    assert found == [("A-01", "B2307", "100", ""), ("A-02", "B2301", "60", "")]
    assert shown["short"] == [("Azithral Demo 500 tab", "11,99,840 strip")]
    assert desk.company.client(ASHA).post(f"/app/sales-orders/{desk.sold.pk}/pick").status_code == 303
    with desk.company.acting(RAVI) as ravi:
        lines = pick_list_document(actor=ravi, sales_order_id=desk.sold.pk)["lines"]
    assert {line["is_picked"] for line in lines} == {True}


def test_a_draft_to_a_supplier_says_so_and_costs_stay_with_those_who_see_them(desk: Desk) -> None:
    def shown_to(who: Any) -> Any:
        with desk.company.acting(who) as actor:
            document: Any = purchase_order_document(actor=actor, purchase_order_id=desk.bought.pk)
        return show_order(document)

    whole = shown_to(ASHA)
    assert (whole["title"], whole["is_draft"]) == ("Purchase order", True)
    assert whole["labels"]["bill_to"] == "Supplier"
    assert (whole["total_label"], whole["total"]) == ("Total before tax", "49,00,000.00")
    assert (whole["rows"][0]["free"], whole["rows"][0]["discount"]) == ("500", "1,00,000.00")

    desk.company.client(RAVI)
    with desk.company.acting(ASHA):
        Membership.objects.exclude(role="owner").update(sees_costs=False)
    blind = shown_to(RAVI)
    assert blind["columns"] == "position description hsn quantity tax_rate".split()
    assert (blind["total"], blind["words"]) == ("", "")


def test_they_are_pdf_on_the_screen_and_through_the_api(desk: Desk) -> None:
    asha, ines = desk.company.client(ASHA), desk.company.api(INES)
    for answer in (*map(asha.get, desk.pages), *map(ines.get, desk.addresses)):
        assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    order = asha.get(f"/app/sales-orders/{desk.sold.pk}").content.decode()
    assert desk.pages[0] in order
    assert desk.pages[1] in order
    assert desk.pages[2] in asha.get(f"/app/purchase-orders/{desk.bought.pk}").content.decode()


def test_no_stranger_and_nobody_without_the_permission_gets_one(desk: Desk) -> None:
    others = make.organization(owner=OTTO, name="Otto Trading", gstin="")
    for page, address in zip(desk.pages, desk.addresses, strict=True):
        assert others.client(OTTO).get(page).status_code == 404
        assert others.api(INES).get(address).status_code == 404
    assert desk.company.client(VIDYA).get(desk.pages[0]).status_code == 200
    reads_products = desk.company.api(INES, ["catalog:read"])
    for address in desk.addresses:
        assert reads_products.get(address).json()["code"] == "scope_missing"
