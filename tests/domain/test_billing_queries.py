"""Reading what was billed: lists, pages, balances, and the papers."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from omnistock.domain.billing import queries
from omnistock.domain.billing.inputs import PaymentInput
from omnistock.domain.billing.models import Invoice
from omnistock.domain.billing.operations import record_payment, reverse_payment
from omnistock.domain.fulfilment import queries as fulfilment
from omnistock.domain.fulfilment.documents import (
    credit_note_document,
    credit_note_pdf,
    delivery_note_document,
    delivery_note_pdf,
    invoice_document,
    invoice_pdf,
)
from omnistock.domain.fulfilment.models import Dispatch
from omnistock.domain.fulfilment.operations import cancel_invoice, credit_invoice, dispatch_order
from omnistock.domain.identity.operations import change_workspace
from omnistock.kernel.errors import NotFound, PermissionMissing
from omnistock.tenancy.statements import send
from tests.domain.market import NOW, TODAY, Market, Trader, came, make_market, sold
from tests.personas import OTTO, RAVI

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def stocked(trader: Trader) -> UUID:
    product = trader.product("para", tax_rate=Decimal("18"), hsn_code="3004")
    trader.receive(came(product, "1000"))
    return product


def invoiced(trader: Trader, product: UUID, customer: UUID, quantity: str = "10", **values: object) -> Invoice:
    order = trader.sell(sold(product, quantity, unit_price=Decimal("10")), customer_id=customer)
    return dispatch_order(actor=trader.actor, sales_order_id=order.id, **values).invoice


def test_lists_take_the_same_statements_whatever_there_is(market: Market) -> None:
    def statements(trader: Trader) -> list[int]:
        reads = (
            queries.invoices,
            queries.credit_notes,
            queries.payments,
            queries.ageing,
            fulfilment.dispatches,
            lambda actor: queries.invoice(actor=actor, invoice_id=first.id),
            lambda actor: queries.customer_balances(actor=actor, customer_ids=[customer]),
        )
        counts = []
        send()  # what the writes before left waiting
        for read in reads:
            with CaptureQueriesContext(
                connection,
            ) as captured:
                read(actor=trader.actor)
            counts.append(len(captured))
        return counts

    with market.open() as asha:
        product, customer = stocked(asha), asha.customer()
        first = invoiced(asha, product, customer)
        record_payment(actor=asha.actor, payment=PaymentInput(customer_id=customer, amount=Decimal("9"), method="upi"))
        credit_invoice(actor=asha.actor, invoice_id=first.id, reason="All")
        few = statements(asha)
        for _ in range(4):
            invoice = invoiced(asha, product, customer)
            credit_invoice(actor=asha.actor, invoice_id=invoice.id, reason="All")
            invoiced(asha, product, asha.customer())
        assert statements(asha) == few == [1, 1, 1, 2, 1, 4, 2]


def test_an_invoice_page_tells_what_settled_it(market: Market) -> None:
    with market.open(now=NOW - 40 * DAY) as asha:
        product, customer = stocked(asha), asha.customer(credit_days=30)
        invoice = invoiced(asha, product, customer)
    with market.open() as asha:
        record_payment(actor=asha.actor, payment=PaymentInput(customer_id=customer, amount=Decimal("18"), method="upi"))
        seen = queries.invoice(actor=asha.actor, invoice_id=invoice.id)
        assert (seen.balance_due, seen.state, seen.days_overdue) == (Decimal("100.00"), "overdue", 10)
        assert [(row.kind, row.number, row.amount) for row in seen.settlements] == [
            ("payment", "PAY-00001", Decimal("18.00"))
        ]
        assert seen.credit_until == dt.date(2027, 11, 30)
        found = queries.invoices(actor=asha.actor, wanted=queries.InvoiceFilter(is_overdue=True, search="city inv"))
        assert [row.id for row in found.items] == [invoice.id]
        to_do = queries.invoice_to_do(actor=asha.actor)
        assert (to_do.drafts, to_do.overdue, to_do.overdue_amount) == (0, 1, Decimal("100.00"))


def test_a_customer_balance_with_advance_and_ageing(market: Market) -> None:
    with market.open(now=NOW - 100 * DAY) as asha:
        product, customer = stocked(asha), asha.customer()
        invoiced(asha, product, customer)  # 118.00, due 100 days ago
    with market.open(now=NOW - 20 * DAY) as asha:
        invoiced(asha, product, customer)
    with market.open() as asha:
        invoiced(asha, product, customer)
        advance = PaymentInput(customer_id=customer, amount=Decimal("50"), method="cash", allocations=())
        record_payment(actor=asha.actor, payment=advance)
        seen = queries.customer_balance(actor=asha.actor, customer_id=customer)
        assert (seen.outstanding, seen.advances, seen.balance) == (
            Decimal("354.00"),
            Decimal("50.00"),
            Decimal("304.00"),
        )
        assert (seen.overdue_amount, seen.overdue_count) == (Decimal("236.00"), 2)
        total = queries.ageing(actor=asha.actor).total
        assert (total.not_due, total.to_30, total.over_90) == (Decimal("118"), Decimal("118"), Decimal("118"))
        facts = queries.credit_facts(actor=asha.actor, customer_id=customer)
        assert (facts.outstanding, facts.overdue_count) == (Decimal("304.00"), 2)


def test_a_statement_runs_from_opening_to_closing(market: Market) -> None:
    with market.open(now=NOW - 10 * DAY) as asha:
        product, customer = stocked(asha), asha.customer()
        invoiced(asha, product, customer)
    with market.open() as asha:
        wrong = invoiced(asha, product, customer)
        cancel_invoice(actor=asha.actor, invoice_id=wrong.id, reason="Wrong customer")
        money = PaymentInput(customer_id=customer, amount=Decimal("100"), method="cheque")
        payment = record_payment(actor=asha.actor, payment=money)
        reverse_payment(actor=asha.actor, payment_id=payment.id, reason="Bounced")
        seen = queries.statement(actor=asha.actor, customer_id=customer, first=TODAY - DAY, last=TODAY)
        assert (seen.opening, seen.closing) == (Decimal("118.00"), Decimal("118.00"))
        assert [(row.kind, row.balance) for row in seen.rows] == [
            ("invoice", Decimal("236.00")),
            ("cancellation", Decimal("118.00")),
            ("payment", Decimal("18.00")),
            ("payment_reversal", Decimal("118.00")),
        ]


def test_papers_say_what_the_law_asks(market: Market) -> None:
    with market.open() as asha:
        product, customer = stocked(asha), asha.customer()
        change_workspace(actor=asha.actor, changes={"bank_details": "Demo Pharma\n\nA/c 0000 · IFSC EXMP0000000"})
        invoice = invoiced(asha, product, customer)
        change_workspace(actor=asha.actor, changes={"bank_details": "Another account"})
        paper = invoice_document(actor=asha.actor, invoice_id=invoice.id)
        assert (paper["number"], paper["paper"], paper["copies"][0]) == ("INV/26-27/000001", "tax_invoice", "original")
        assert paper["seller"]["gstin"] == "27AAACD0000A1ZV"
        assert paper["place_of_supply"] == "Maharashtra (27)"
        assert paper["is_reverse_charge"] is False
        assert paper["bank"] == ["Demo Pharma", "A/c 0000 · IFSC EXMP0000000"], "as it was issued"
        assert paper["heads"] == [("cgst", "9.00"), ("sgst", "9.00")]
        assert [row["hsn"] for row in paper["by_hsn"]] == ["3004"]
        assert (paper["total"], paper["balance_due"], paper["delivery_number"]) == ("118.00", "118.00", "DN-00001")
        assert invoice_pdf(actor=asha.actor, invoice_id=invoice.id).startswith(b"%PDF")
        note = credit_invoice(actor=asha.actor, invoice_id=invoice.id, reason="Returned")
        about = credit_note_document(actor=asha.actor, credit_note_id=note.id)
        assert about["original"] == {"number": "INV/26-27/000001", "date": TODAY.isoformat()}
        assert credit_note_pdf(actor=asha.actor, credit_note_id=note.id).startswith(b"%PDF")


def test_a_cancelled_invoice_says_so(market: Market) -> None:
    with market.open() as asha:
        invoice = invoiced(asha, stocked(asha), asha.customer())
        cancel_invoice(actor=asha.actor, invoice_id=invoice.id, reason="Wrong")
        paper = invoice_document(actor=asha.actor, invoice_id=invoice.id)
        assert (paper["is_cancelled"], paper["balance_due"]) == (True, "0.00")


def test_goods_without_an_issued_invoice_go_on_a_challan(market: Market) -> None:
    with market.open() as asha:
        product, customer = stocked(asha), asha.customer()
        drafted = invoiced(asha, product, customer, issue_invoice=False)
        issued = invoiced(asha, product, customer)
        of_draft, of_issued = (
            delivery_note_document(actor=asha.actor, dispatch_id=Dispatch.objects.get(invoice=each).id)
            for each in (drafted, issued)
        )
        assert (len(of_draft["copies"]), of_issued["copies"]) == (3, [])
        assert [(line["batch_number"], line["quantity"]) for line in of_issued["lines"]] == [("B1", "10.0000")]
        dispatch = Dispatch.objects.get(invoice=issued)
        assert delivery_note_pdf(actor=asha.actor, dispatch_id=dispatch.id).startswith(b"%PDF")
        seen = fulfilment.dispatch(actor=asha.actor, dispatch_id=dispatch.id)
        assert (seen.invoice_status, seen.lines[0].location_code) == ("issued", "MAIN")


def test_others_do_not_see_it(market: Market) -> None:
    with market.open() as asha:
        invoice = invoiced(asha, stocked(asha), asha.customer())
    with make_market(owner=OTTO).open(OTTO) as otto:
        assert queries.invoices(actor=otto.actor).items == []
        with pytest.raises(NotFound):
            queries.invoice(actor=otto.actor, invoice_id=invoice.id)
        with pytest.raises(NotFound):
            invoice_pdf(actor=otto.actor, invoice_id=invoice.id)
    with market.open(RAVI) as ravi, pytest.raises(PermissionMissing):
        queries.invoices(actor=ravi.actor)
