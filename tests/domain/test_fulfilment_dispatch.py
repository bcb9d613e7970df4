"""Dispatch with its invoice: what leaves, what it is charged, and what the law wants on it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from omnistock.domain.billing.models import Invoice, InvoiceLine
from omnistock.domain.catalog.inputs import PackUnitInput
from omnistock.domain.fulfilment.inputs import Carriage
from omnistock.domain.fulfilment.models import Dispatch, DispatchLine
from omnistock.domain.fulfilment.operations import dispatch_order
from omnistock.domain.fulfilment.operations.dispatching import NothingToDispatch
from omnistock.domain.ledger.errors import InsufficientStock
from omnistock.domain.sales.inputs import PickLineInput
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.kernel.errors import Invalid, NotFound, PermissionMissing
from tests import make
from tests.domain.market import NOW, TODAY, Market, Trader, came, make_market, sold
from tests.personas import MAYA, OTTO, RAVI, VIDYA

pytestmark = pytest.mark.django_db


def product(trader: Trader, sku: str = "para", **values: object) -> object:
    fields = {"tax_rate": Decimal("12"), "hsn_code": "3004", "sale_price": Decimal("10")}
    return trader.product(sku, **(fields | values))


def lines_of(invoice: Invoice) -> list[InvoiceLine]:
    return list(InvoiceLine.objects.filter(invoice=invoice).order_by("position"))


def heads(invoice: Invoice) -> dict[str, Decimal]:
    return {row["head"]: Decimal(row["amount"]) for row in invoice.tax_lines}


def test_a_dispatch_issues_its_invoice_within_the_state(market: Market) -> None:
    with market.open() as asha:
        para = product(asha)
        asha.receive(came(para, "100", mrp=Decimal("15")))
        order = asha.sell(sold(para, "30"))
        dispatch = dispatch_order(actor=asha.actor, sales_order_id=order.id, carriage=Carriage(carrier="Blue Van"))
        invoice = Invoice.objects.get(pk=dispatch.invoice_id)

        # 30 strips at 10.00 = 300.00; CGST 6 % and SGST 6 % of it are 18.00 each.
        assert (invoice.number, invoice.status, invoice.kind) == ("INV/26-27/000001", "issued", "tax_invoice")
        assert (invoice.taxable, invoice.tax, invoice.total) == (Decimal("300"), Decimal("36"), Decimal("336"))
        assert heads(invoice) == {"cgst": Decimal("18"), "sgst": Decimal("18")}
        assert invoice.place_of_supply == "27"
        assert (invoice.issued_on, invoice.due_on) == (TODAY, TODAY)
        assert invoice.seller["gstin"] == "27AAACD0000A1ZV"
        [line] = lines_of(invoice)
        assert (line.batch_number, line.mrp, line.hsn_code) == ("B1", Decimal("15"), "3004")
        assert (dispatch.number, dispatch.carrier) == ("DN-00001", "Blue Van")
        assert SalesOrder.objects.get(pk=order.id).status == "dispatched"


def test_another_state_pays_igst(market: Market) -> None:
    with market.open() as asha:
        para = product(asha)
        asha.receive(came(para, "100"))
        customer = asha.customer("Bengaluru Clinic", state_code="29")
        order = asha.sell(sold(para, "7", unit_price=Decimal("9.99")), customer_id=customer)
        invoice = dispatch_order(actor=asha.actor, sales_order_id=order.id).invoice

        # 7 x 9.99 = 69.93; IGST 12 % = 8.3916 -> 8.39.
        assert heads(invoice) == {"igst": Decimal("8.39")}
        assert (invoice.total, invoice.place_of_supply) == (Decimal("78.32"), "29")


def test_two_batches_at_two_mrps_are_two_lines(market: Market) -> None:
    with market.open() as asha:
        para = product(asha)
        asha.receive(
            came(para, "10", "OLD", life=100, mrp=Decimal("14")), came(para, "10", "NEW", life=300, mrp=Decimal("16"))
        )
        order = asha.sell(sold(para, "15"))
        dispatch = dispatch_order(actor=asha.actor, sales_order_id=order.id)

        found = [(line.batch_number, line.quantity, line.mrp) for line in lines_of(dispatch.invoice)]
        assert found == [("OLD", Decimal("10"), Decimal("14")), ("NEW", Decimal("5"), Decimal("16"))]
        assert DispatchLine.objects.filter(dispatch=dispatch).count() == 2


def test_a_price_off_mrp_follows_the_batch(market: Market) -> None:
    with market.open() as asha:
        para = product(asha, mrp=Decimal("20"), sale_price=None)
        asha.receive(
            came(para, "10", "OLD", life=100, mrp=Decimal("20")), came(para, "10", "NEW", life=300, mrp=Decimal("25"))
        )
        order = asha.sell(sold(para, "12", price_basis="mrp_less", price_value=Decimal("40")))
        invoice = dispatch_order(actor=asha.actor, sales_order_id=order.id).invoice
        assert [line.unit_price for line in lines_of(invoice)] == [Decimal("12"), Decimal("15")]


def test_charged_goods_leave_first_and_free_ones_last(market: Market) -> None:
    with market.open() as asha:
        para = product(asha)
        asha.receive(came(para, "100"))
        order = asha.sell(sold(para, "10", free_quantity=Decimal("2")))
        line_id = SalesOrderLine.objects.get(sales_order=order).id
        first = dispatch_order(
            actor=asha.actor, sales_order_id=order.id, lines=[PickLineInput(line_id=line_id, quantity=Decimal("7"))]
        )
        assert SalesOrder.objects.get(pk=order.id).status == "partly_dispatched"
        second = dispatch_order(actor=asha.actor, sales_order_id=order.id)

        [line] = lines_of(first.invoice)
        assert (line.quantity, line.free_quantity) == (Decimal("7"), Decimal("0"))
        [line] = lines_of(second.invoice)
        assert (line.quantity, line.free_quantity, line.taxable) == (Decimal("3"), Decimal("2"), Decimal("30"))
        assert DispatchLine.objects.get(dispatch=second).free_quantity_base == Decimal("2")


def test_discounts_in_money_add_up_over_the_parts(market: Market) -> None:
    """10.00 off a line of three and 5.00 off the whole: thirds of both, the last part takes what is left."""
    with market.open() as asha:
        para = product(asha)
        asha.receive(came(para, "100"))
        order = asha.sell(
            sold(para, "3", unit_price=Decimal("100"), discount_amount=Decimal("10")), discount_amount=Decimal("5")
        )
        line_id = SalesOrderLine.objects.get(sales_order=order).id
        one = [PickLineInput(line_id=line_id, quantity=Decimal("1"))]
        invoices = [dispatch_order(actor=asha.actor, sales_order_id=order.id, lines=one).invoice for _ in range(3)]

        given = [line.discount_amount for invoice in invoices for line in lines_of(invoice)]
        assert given == [Decimal("3.33"), Decimal("3.34"), Decimal("3.33")]
        assert [invoice.discount_amount for invoice in invoices] == [Decimal("1.67"), Decimal("1.66"), Decimal("1.67")]
        # 300.00 - 10.00 - 5.00
        assert sum(invoice.taxable for invoice in invoices) == Decimal("285.00")


def test_a_broken_pack_is_charged_in_pieces(market: Market) -> None:
    with market.open() as asha:
        para = product(asha, units=(PackUnitInput(code="box", factor=Decimal("10")),))
        asha.receive(came(para, "4", "OLD", life=100), came(para, "50", "NEW", life=300))
        order = asha.sell(sold(para, "2", unit="box", unit_price=Decimal("99.99")))
        invoice = dispatch_order(actor=asha.actor, sales_order_id=order.id).invoice

        # 4 strips of one batch, 16 of the other: neither whole boxes, so both in strips at 99.99 / 10 = 9.999.
        found = [(line.unit_code, line.quantity, line.unit_price, line.taxable) for line in lines_of(invoice)]
        assert found == [
            ("strip", Decimal("4"), Decimal("9.999"), Decimal("40.00")),
            ("strip", Decimal("16"), Decimal("9.999"), Decimal("159.98")),
        ]


def test_prices_with_tax_come_to_just_the_price(market: Market) -> None:
    with market.open() as asha:
        para = product(asha)
        asha.receive(came(para, "10", mrp=Decimal("100")))
        order = asha.sell(sold(para, "1", unit_price=Decimal("100")), prices_include_tax=True)
        invoice = dispatch_order(actor=asha.actor, sales_order_id=order.id).invoice
        # 100 x 6 / 112 = 5.357 -> 5.36 each; 100.00 - 10.72 = 89.28.
        assert (invoice.taxable, invoice.tax, invoice.total) == (Decimal("89.28"), Decimal("10.72"), Decimal("100.00"))


def test_exempt_goods_leave_on_a_bill_of_supply(market: Market) -> None:
    with market.open() as asha:
        rice = product(asha, "rice", tax_category="exempt", tax_rate=None)
        asha.receive(came(rice, "10"))
        order = asha.sell(sold(rice, "4"))
        invoice = dispatch_order(actor=asha.actor, sales_order_id=order.id).invoice
        assert (invoice.number, invoice.kind) == ("BOS/26-27/000001", "bill_of_supply")
        assert (invoice.tax, invoice.total) == (Decimal("0"), Decimal("40"))


def test_outside_india_one_plain_tax_and_a_draft() -> None:
    market = make_market(gstin="", country="DE", currency="EUR")
    with market.open() as asha:
        soap = product(asha, "soap", tax_rate=Decimal("19"), hsn_code="")
        asha.receive(came(soap, "10"))
        order = asha.sell(sold(soap, "2", unit_price=Decimal("9.99")))
        invoice = dispatch_order(actor=asha.actor, sales_order_id=order.id).invoice
        # 19.98 x 19 % = 3.7962 -> 3.80.
        assert heads(invoice) == {"tax": Decimal("3.80")}
        assert (invoice.status, invoice.number, invoice.total) == ("draft", "", Decimal("23.78"))


def test_it_refuses_more_than_is_reserved_and_changes_nothing(market: Market) -> None:
    with market.open() as asha:
        para = product(asha)
        asha.receive(came(para, "10"))
        order = asha.sell(sold(para, "15"))
        line_id = SalesOrderLine.objects.get(sales_order=order).id
        with pytest.raises(InsufficientStock):
            dispatch_order(
                actor=asha.actor,
                sales_order_id=order.id,
                lines=[PickLineInput(line_id=line_id, quantity=Decimal("12"))],
            )
        assert not Dispatch.objects.exists()
        assert not Invoice.objects.exists()


def test_it_refuses_when_nothing_is_reserved(market: Market) -> None:
    with market.open() as asha:
        order = asha.sell(sold(product(asha), "5"))
        with pytest.raises(NothingToDispatch):
            dispatch_order(actor=asha.actor, sales_order_id=order.id)


def test_a_registered_buyer_needs_an_hsn_code(market: Market) -> None:
    with market.open() as asha:
        para = product(asha, hsn_code="")
        asha.receive(came(para, "10"))
        customer = asha.customer(
            "Clinic", state_code="29", gst_treatment="registered", gstin=make.PHARMA_GSTIN_KARNATAKA
        )
        order = asha.sell(sold(para, "5"), customer_id=customer)
        with pytest.raises(Invalid) as refused:
            dispatch_order(actor=asha.actor, sales_order_id=order.id)
        assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [("lines/0/hsn_code", "hsn_missing")]


def test_it_refuses_a_price_above_the_mrp(market: Market) -> None:
    with market.open() as asha:
        para = product(asha)
        asha.receive(came(para, "10", mrp=Decimal("11")))
        order = asha.sell(sold(para, "5", unit_price=Decimal("10")))
        with pytest.raises(Invalid) as refused:
            dispatch_order(actor=asha.actor, sales_order_id=order.id)
        assert [fault.code for fault in refused.value.faults] == ["above_mrp"]  # 11.20 with tax


def test_a_storekeeper_may_not_issue_but_may_send_on_a_challan(market: Market) -> None:
    with market.open() as asha:
        para = product(asha)
        asha.receive(came(para, "10"))
        order = asha.sell(sold(para, "5"))
    with market.open(RAVI) as ravi:
        with pytest.raises(PermissionMissing):
            dispatch_order(actor=ravi.actor, sales_order_id=order.id)
        dispatch = dispatch_order(actor=ravi.actor, sales_order_id=order.id, issue_invoice=False)
        assert dispatch.invoice.status == "draft"


def test_a_viewer_may_not_dispatch_and_strangers_find_nothing(market: Market) -> None:
    with market.open() as asha:
        order = asha.sell(sold(product(asha), "5"))
    with market.open(VIDYA) as vidya, pytest.raises(PermissionMissing):
        dispatch_order(actor=vidya.actor, sales_order_id=order.id)
    with make_market(owner=OTTO).open(OTTO) as stranger, pytest.raises(NotFound):
        dispatch_order(actor=stranger.actor, sales_order_id=order.id)


def test_carriage_is_judged(market: Market) -> None:
    with market.open() as asha:
        para = product(asha)
        asha.receive(came(para, "10"))
        order = asha.sell(sold(para, "5"))
        with pytest.raises(Invalid) as refused:
            dispatch_order(
                actor=asha.actor,
                sales_order_id=order.id,
                carriage=Carriage(carrier="x" * 81, boxes=0, vehicle_number="MH\x0012"),
            )
        assert {fault.pointer for fault in refused.value.faults} == {"carrier", "boxes", "vehicle_number"}


def test_a_backdated_dispatch_dates_its_invoice_so(market: Market) -> None:
    with market.open(now=NOW - dt.timedelta(days=5)) as asha:
        para = product(asha)
        asha.receive(came(para, "10"))
        order = asha.sell(sold(para, "5"))
    with market.open() as asha:
        moment = NOW - dt.timedelta(days=2)
        invoice = dispatch_order(actor=asha.actor, sales_order_id=order.id, dispatched_at=moment).invoice
        assert invoice.issued_on == TODAY - dt.timedelta(days=2)


def test_twenty_lines_take_the_statements_of_two(market: Market) -> None:
    with market.open() as asha:
        products = [product(asha, f"p{at}") for at in range(20)]
        asha.receive(*(came(each, "10") for each in products))
        counts = []
        for some in (products[:2], products):
            order = asha.sell(*(sold(each, "1") for each in some))
            with CaptureQueriesContext(connection) as captured:
                dispatch_order(actor=asha.actor, sales_order_id=order.id)
            counts.append(len(captured))
        assert counts[0] == counts[1] <= 40


def test_a_clerk_of_own_customers_finds_no_other(market: Market) -> None:
    with market.open() as asha:
        order = asha.sell(sold(product(asha), "5"))
    market.company.limit(MAYA, sees_only_own_customers=True)
    with market.open(MAYA) as maya, pytest.raises(NotFound):
        dispatch_order(actor=maya.actor, sales_order_id=order.id)
