"""Lists taken out: safe in a spreadsheet, the same when they come back, and only what the person may see."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from omnistock.domain.attachments.operations import attach_file
from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.billing.inputs import PaymentInput, RefundInput
from omnistock.domain.billing.operations import record_payment, refund_payment
from omnistock.domain.catalog.inputs import PackUnitInput
from omnistock.domain.catalog.queries import products
from omnistock.domain.exchange.exporting import export_list
from omnistock.domain.exchange.exports.lists import LISTS
from omnistock.domain.exchange.exports.writing import csv_parts, neutral
from omnistock.domain.exchange.operations import FileInput, check_import, run_import
from omnistock.domain.exchange.reading.cells import plain_text
from omnistock.domain.fulfilment.operations import credit_invoice, dispatch_order
from omnistock.domain.ledger.queries import batches, stock
from omnistock.domain.parties.inputs import AddressInput, ContactInput
from omnistock.domain.purchasing.inputs import PurchaseOrderLineInput
from omnistock.domain.recalls.operations import open_recall
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput, MoveLineInput, TransferLineInput
from omnistock.domain.stocktaking.operations import create_transfer, post_adjustment, post_move
from omnistock.kernel.errors import Invalid, PermissionMissing
from tests import make
from tests.domain.market import TODAY, came, make_market, sold
from tests.personas import ASHA, OTTO, RAVI, VIDYA
from tests.support.datasets import data_set
from tests.support.pictures import png

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def taken_out(actor: make.Actor, name: str, **asked: Any) -> str:
    return "".join(export_list(actor=actor, name=name, asked=asked))


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


class TestNeutral:
    @given(st.text(st.characters(codec="utf-8"), max_size=30))
    @example("=1+1")
    @example("'=1+1")
    @example("'")
    @example(" =cmd")
    def test_no_cell_begins_a_formula_and_each_comes_back(self, text: str) -> None:
        kept = text.strip()  # as every text is kept
        written = neutral(kept)
        assert not written.startswith(DANGEROUS)
        assert plain_text(written) == kept

    def test_known_payloads_are_disarmed(self) -> None:
        for payload in data_set("nasty", "csv-injection", "payloads.txt").read_text().splitlines():
            (row,) = csv.reader(io.StringIO("".join(csv_parts([payload], [], time_zone="UTC", with_mark=False))))
            (cell,) = csv.reader(io.StringIO("".join(csv_parts(["x"], [[payload]], time_zone="UTC"))).readlines()[1:2])
            assert row == [payload]
            assert not cell[0].lstrip(" ").startswith(DANGEROUS) if cell else True

    def test_numbers_stay_numbers(self) -> None:
        text = "".join(csv_parts(["a", "b"], [[Decimal("-5.50"), None]], time_zone="UTC", with_mark=False))
        assert text == "a,b\r\n-5.5,\r\n"


@pytest.mark.django_db
class TestRoundTrip:
    def test_products_come_back_unchanged(self, pharma: make.Company) -> None:
        packs = (PackUnitInput(code="box", factor=Decimal("12.5"), barcodes=("8901234567890", "X-Y")),)
        with pharma.acting(ASHA) as asha:
            make.product(
                actor=asha,
                sku="=1+1",
                name="'Quoted', \"twice\"; and = more",
                description="Two\nlines",
                category="-Pain",
                barcodes=("8901234567890", "HOUSE 7", "'1234"),
                units=packs,
                mrp=Decimal("12.3456"),
                shelf_life_days=730,
                custom_fields={"Rack": "A1", "Cold": True, "Level": 3},
                external_id="+91",
            )
            make.plain_product(actor=asha, sku="00042", name="@home")
            again = check_import(
                actor=asha, file=FileInput(kind="products", name="p.csv", parts=[taken_out(asha, "products").encode()])
            )
        assert (again.errors, again.created, again.changed, again.unchanged) == ([], 0, 0, 2)
        assert "left out" not in str(again.result["notices"])

    def test_customers_and_suppliers_come_back_unchanged(self, pharma: make.Company) -> None:
        address = AddressInput(lines=("1 =Road", "-2"), city="Pune", postal_code="411001")
        shared = {"gstin": make.PHARMA_GSTIN, "addresses": (address, AddressInput(city="Thane")), "notes": "a\nb"}
        with pharma.acting(ASHA) as asha:
            make.customer(actor=asha, credit_limit=Decimal(5), contacts=(ContactInput(name="+Sunil"),), **shared)
            make.customer(actor=asha, name="Export", addresses=(AddressInput(country="DE"),), external_id="'7")
            make.supplier(actor=asha, lead_time_days=4, code="S;1", **shared)
            for kind, count in (("customers", 2), ("suppliers", 1)):
                text = taken_out(asha, kind)
                again = check_import(actor=asha, file=FileInput(kind=kind, name="c.csv", parts=[text.encode()]))
                assert (again.errors, again.created, again.changed, again.unchanged) == ([], 0, 0, count)

    def test_stock_opens_another_workspace(self, pharma: make.Company) -> None:
        with pharma.acting(ASHA) as asha:
            made = make.product(actor=asha, sku="DOLO")
            line = AdjustmentLineInput(
                product_id=made.id, quantity=Decimal(30), unit="strip", batch_number="B 007", unit_cost=Decimal(5)
            )
            post_adjustment(
                actor=asha,
                warehouse_id=make.main_warehouse().id,
                reason="opening",
                lines=[_expiring(line)],
            )
            goods, stock = taken_out(asha, "products"), taken_out(asha, "stock")
        (row,) = rows_of(stock)
        assert (row["Expires on"], row["Quantity"], row["Batch number"]) == ("2027-03", "300", "B 007")
        with make.organization(owner=OTTO, name="Klein").acting(OTTO) as otto:
            first = check_import(actor=otto, file=FileInput(kind="products", name="p.csv", parts=[goods.encode()]))
            assert first.created == 1


def _moved_about(actor: make.Actor, product_id: Any) -> None:
    """One adjustment, one transfer and one move of what was received."""
    row = stock(actor=actor, product_id=product_id).items[0]
    what = {"product_id": product_id, "batch_id": row.batch_id}
    lost = AdjustmentLineInput(quantity=Decimal(-1), **what)
    post_adjustment(actor=actor, warehouse_id=row.warehouse_id, reason="lost", lines=[lost])
    place, there = make.location(actor=actor, warehouse=make.main_warehouse()).pk, make.warehouse(actor=actor).pk
    moved = MoveLineInput(quantity=Decimal(2), from_location_id=row.location_id, to_location_id=place, **what)
    post_move(actor=actor, warehouse_id=row.warehouse_id, lines=[moved])
    sent = TransferLineInput(quantity=Decimal(2), **what)
    create_transfer(actor=actor, from_warehouse_id=row.warehouse_id, to_warehouse_id=there, lines=[sent])


# Nothing was counted, landed, planned, asked of support or told to others on that day; their own tests fill these lists.
WITHOUT_ROWS_THAT_DAY = {
    "access_grants",
    "count_plans",
    "erasures",
    "incident_notices",
    "landed_costs",
    "mails",
    "principal_requests",
    "product_suppliers",
    "reorder_rules",
    "shares",
    "stock_count_lines",
    "stock_counts",
    "supplier_addresses",
    "tickets",
    "webhook_deliveries",
}


@pytest.mark.django_db
class TestWholeDay:
    """Every list has a row, so that each of its columns was read."""

    @pytest.fixture
    def lists(self) -> dict[str, list[dict[str, str]]]:
        with make_market().open() as trader:
            asha = trader.actor
            product = trader.product("para", tax_rate=Decimal(18), hsn_code="3004")
            trader.purchase_order(PurchaseOrderLineInput(product_id=product, quantity=Decimal(5), unit_cost=Decimal(2)))
            trader.receive(came(product, "100"), supplier_id=trader.supplier())
            customer = trader.customer()
            order = trader.sell(sold(product, "10", unit_price=Decimal(10)), customer_id=customer)
            invoice = dispatch_order(actor=asha, sales_order_id=order.id).invoice
            paid = PaymentInput(customer_id=customer, amount=Decimal(50), method="upi", paid_on=TODAY)
            payment = record_payment(actor=asha, payment=paid)
            credit_invoice(actor=asha, invoice_id=invoice.id, reason="return", goods_to="quarantine")
            back = RefundInput(amount=Decimal(50), method="upi")
            refund_payment(actor=asha, payment_id=payment.pk, refund=back)
            trader.sell(sold(product, "3"), customer_id=customer)
            _moved_about(asha, product)
            attach_file(actor=asha, subject_kind="invoice", subject_id=invoice.id, name="signed.png", parts=[png(8, 8)])
            open_recall(actor=asha, batch_ids=[batches(actor=asha).items[0].id], reason="Sour smell", is_drill=True)
            return {name: rows_of(taken_out(asha, name)) for name in LISTS}

    def test_every_list_has_its_rows(self, lists: dict[str, list[dict[str, str]]]) -> None:
        empty = {name for name, rows in lists.items() if not rows}
        assert empty <= WITHOUT_ROWS_THAT_DAY

    def test_the_figures_are_those_of_the_documents(self, lists: dict[str, list[dict[str, str]]]) -> None:
        (invoice,) = lists["invoices"]
        assert (invoice["Taxable"], invoice["Tax"], invoice["Total"]) == ("100", "18", "118")
        assert {row["SKU"] for row in lists["movements"]} == {"para"}
        assert lists["receipt_lines"][0]["Quantity"] == "100"
        assert lists["locations"][0]["Warehouse"] != ""


@pytest.mark.django_db
class TestLists:
    def test_each_begins_with_its_headings(self) -> None:
        with make.organization().acting(ASHA) as asha:
            for name, kind in LISTS.items():
                text = taken_out(asha, name)
                assert text.removeprefix("\ufeff").splitlines()[0].startswith(kind.headings[0]), name
                told = AuditEvent.objects.filter(operation="exchange.export_list", subject_name=kind.label)
                assert told.exists(), name

    def test_a_search_narrows_it(self) -> None:
        with make.organization().acting(ASHA) as asha:
            make.product(actor=asha, name="Dolo")
            make.product(actor=asha, name="Zinc")
            assert [row["Name"] for row in rows_of(taken_out(asha, "products", search="dolo"))] == ["Dolo"]

    def test_it_shows_what_the_person_may_see(self) -> None:
        pharma = make.organization()
        with pharma.acting(ASHA) as asha:
            make.product(actor=asha, purchase_price=Decimal(5))
            assert rows_of(taken_out(asha, "products"))[0]["Purchase price"] == "5"
        pharma.limit(VIDYA, sees_costs=False)
        with pharma.acting(VIDYA) as vidya:
            assert rows_of(taken_out(vidya, "products"))[0]["Purchase price"] == ""
        with pharma.acting(RAVI) as ravi, pytest.raises(PermissionMissing):
            taken_out(ravi, "payments")

    def test_an_unknown_list_is_refused(self) -> None:
        with make.organization().acting(ASHA) as asha, pytest.raises(Invalid):
            taken_out(asha, "passwords")

    def test_a_list_of_many_pages_is_whole(self) -> None:
        with make.organization().acting(ASHA) as asha:
            lines = "\n".join(f"S{at:05},Product {at}" for at in range(1_100))
            checked = check_import(
                actor=asha, file=FileInput(kind="products", name="p.csv", parts=[f"SKU,Name\n{lines}".encode()])
            )
            run_import(actor=asha, import_id=checked.id)
            rows = rows_of(taken_out(asha, "products"))
            assert len(rows) == 1_100 == len({row["SKU"] for row in rows})
            assert len(products(actor=asha, search="S00042").items) == 1


def _expiring(line: AdjustmentLineInput) -> AdjustmentLineInput:
    return replace(line, expires_on=dt.date(2027, 3, 31), expiry_precision="month")


@pytest.mark.django_db
def test_an_order_made_of_the_lines_that_were_taken_out_has_the_same_lines() -> None:
    """Purchase orders are not imported from files; an integrator makes one of the columns, discount and all."""
    market = make_market()
    market.company.limit(RAVI, sees_costs=False)
    box = PackUnitInput(code="box", factor=Decimal(10))
    said = "Quantity", "Free quantity", "Unit", "Unit cost", "Discount percent", "Tax rate", "Amount"
    with market.open() as trader:
        crocin = trader.product("CROCIN", units=(box,), tax_rate=Decimal(12))
        first = PurchaseOrderLineInput(
            product_id=crocin, quantity=Decimal(5), unit="box", unit_cost=Decimal(80), discount_percent=Decimal("12.5")
        )
        second = replace(first, unit="strip", free_quantity=Decimal(1), discount_percent=Decimal(0))
        trader.purchase_order(first, second)
        before = rows_of(taken_out(trader.actor, "purchase_order_lines"))
        assert [row["Discount percent"] for row in before] == ["12.5", "0"]
        again = [
            PurchaseOrderLineInput(
                product_id=crocin,
                quantity=Decimal(row["Quantity"]),
                free_quantity=Decimal(row["Free quantity"]),
                unit=row["Unit"],
                unit_cost=Decimal(row["Unit cost"]),
                discount_percent=Decimal(row["Discount percent"]),
            )
            for row in before
        ]
        made = trader.purchase_order(*again)
        after = [
            row for row in rows_of(taken_out(trader.actor, "purchase_order_lines")) if row["Number"] == made.number
        ]
        assert [[row[name] for name in said] for row in after] == [[row[name] for name in said] for row in before]
    with market.open(RAVI) as ravi:
        hidden = rows_of(taken_out(ravi.actor, "purchase_order_lines"))
        assert {(row["Unit cost"], row["Discount percent"], row["Amount"]) for row in hidden} == {("", "", "")}
