"""After the invoice: cancelled, credited, paid, and what the customer then owes."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest

from omnistock.domain.billing.inputs import AllocationInput, CreditLineInput, PaymentInput
from omnistock.domain.billing.models import CreditNote, CreditNoteLine, Invoice, InvoiceLine, Payment, PaymentAllocation
from omnistock.domain.billing.operations import (
    allocate_payment,
    change_invoice,
    issue_invoice,
    lock_tax_period,
    record_payment,
    reverse_payment,
    unallocate_payment,
)
from omnistock.domain.billing.operations.allocating import PaymentReversed
from omnistock.domain.billing.operations.cancelling import InvoiceNotIssued, InvoiceSettled
from omnistock.domain.billing.operations.crediting import CreditNoteTooLate
from omnistock.domain.billing.operations.issuing import InvoiceNotDraft
from omnistock.domain.billing.operations.periods import TaxPeriodLocked
from omnistock.domain.fulfilment.models import Dispatch
from omnistock.domain.fulfilment.operations import cancel_invoice, credit_invoice, dispatch_order, reverse_dispatch
from omnistock.domain.fulfilment.operations.crediting import NothingToCredit
from omnistock.domain.fulfilment.operations.reversing import DispatchInvoiced
from omnistock.domain.ledger.errors import AlreadyReversed
from omnistock.domain.ledger.models import StockTotal
from omnistock.domain.numbering.operations import DateBeforeLast
from omnistock.domain.sales.models import SalesOrder
from omnistock.kernel.errors import Invalid, NotFound, PermissionMissing
from tests.domain.market import NOW, TODAY, Market, Trader, came, make_market, sold
from tests.personas import FARID, MEENA, OTTO

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def stocked(trader: Trader, quantity: str = "100", **values: object) -> UUID:
    fields = {"tax_rate": Decimal("18"), "hsn_code": "3004"} | values
    product = trader.product("para", **fields)
    trader.receive(came(product, quantity, unit_cost=Decimal("6")))
    return product


def invoiced(trader: Trader, product: UUID, quantity: str = "10", price: str = "10", **values: object) -> Invoice:
    order = trader.sell(sold(product, quantity, unit_price=Decimal(price)), **values)
    return dispatch_order(actor=trader.actor, sales_order_id=order.id).invoice


def paid_by(customer_id: UUID, amount: str, **values: object) -> PaymentInput:
    return PaymentInput(customer_id=customer_id, amount=Decimal(amount), **{"method": "upi", **values})


def balance(invoice: Invoice) -> Decimal:
    return Invoice.objects.get(pk=invoice.pk).balance_due


class TestCancelling:
    def test_it_brings_the_goods_back_and_keeps_the_number(self, market: Market) -> None:
        with market.open() as asha:
            product = stocked(asha)
            invoice = invoiced(asha, product)
            cancel_invoice(actor=asha.actor, invoice_id=invoice.id, reason="Truck broke down at the gate")

            invoice = Invoice.objects.get(pk=invoice.id)
            assert (invoice.status, invoice.number, invoice.balance_due) == ("cancelled", "INV/26-27/000001", 0)
            assert Dispatch.objects.get(invoice=invoice).reversed_at is not None
            order = SalesOrder.objects.get(pk=invoice.sales_order_id)
            assert order.status == "confirmed"
            assert invoiced(asha, product).number == "INV/26-27/000002"

    def test_it_refuses_what_is_paid_credited_or_filed(self, market: Market) -> None:
        with market.open(now=NOW - 40 * DAY) as asha:
            product = stocked(asha)
            customer = asha.customer()
            filed = invoiced(asha, product, customer_id=customer)
        with market.open() as asha:
            paid = invoiced(asha, product, customer_id=customer)
            record_payment(actor=asha.actor, payment=paid_by(customer, "1", allocations=(
                AllocationInput(invoice_id=paid.id, amount=Decimal("1")),
            )))  # fmt: skip
            with pytest.raises(InvoiceSettled):
                cancel_invoice(actor=asha.actor, invoice_id=paid.id, reason="mistake")
            lock_tax_period(actor=asha.actor, registration_id=filed.registration_id, through=dt.date(2026, 10, 31))
            with pytest.raises(TaxPeriodLocked, match="Make a credit note instead") as locked:
                cancel_invoice(actor=asha.actor, invoice_id=filed.id, reason="mistake")
            assert locked.value.faults[0].pointer == ""  # the form has no day
            with pytest.raises(Invalid):
                cancel_invoice(actor=asha.actor, invoice_id=filed.id, reason="  ")
        assert_still_out(market, filed, paid)

    def test_it_needs_the_permission(self, market: Market) -> None:
        with market.open() as asha:
            invoice = invoiced(asha, stocked(asha))
        with market.open(MEENA) as meena, pytest.raises(PermissionMissing):
            cancel_invoice(actor=meena.actor, invoice_id=invoice.id, reason="mistake")
        with make_market(owner=OTTO).open(OTTO) as otto, pytest.raises(NotFound):
            cancel_invoice(actor=otto.actor, invoice_id=invoice.id, reason="mistake")


def assert_still_out(market: Market, *invoices: Invoice) -> None:
    with market.open():
        for invoice in invoices:
            assert Invoice.objects.get(pk=invoice.id).status == "issued"
            assert Dispatch.objects.get(invoice=invoice).reversed_at is None


class TestReversingADispatch:
    def test_a_draft_is_withdrawn_with_it(self, market: Market) -> None:
        with market.open() as asha:
            product = stocked(asha)
            order = asha.sell(sold(product, "10"))
            dispatch = dispatch_order(actor=asha.actor, sales_order_id=order.id, issue_invoice=False)
            reverse_dispatch(actor=asha.actor, dispatch_id=dispatch.id, reason="Came back")
            invoice = Invoice.objects.get(pk=dispatch.invoice_id)
            assert (invoice.status, invoice.number) == ("cancelled", "")
            with pytest.raises(AlreadyReversed):
                reverse_dispatch(actor=asha.actor, dispatch_id=dispatch.id, reason="Again")

    def test_an_issued_invoice_stops_it_until_it_is_credited(self, market: Market) -> None:
        with market.open() as asha:
            invoice = invoiced(asha, stocked(asha))
            dispatch = Dispatch.objects.get(invoice=invoice)
            with pytest.raises(DispatchInvoiced):
                reverse_dispatch(actor=asha.actor, dispatch_id=dispatch.id, reason="Came back")
            credit_invoice(actor=asha.actor, invoice_id=invoice.id, reason="Undelivered")
            reverse_dispatch(actor=asha.actor, dispatch_id=dispatch.id, reason="Came back")

    def test_goods_do_not_come_back_twice(self, market: Market) -> None:
        with market.open() as asha:
            invoice = invoiced(asha, stocked(asha))
            credit_invoice(actor=asha.actor, invoice_id=invoice.id, reason="Returned", goods_to="stock")
            dispatch = Dispatch.objects.get(invoice=invoice)
            with pytest.raises(DispatchInvoiced):
                reverse_dispatch(actor=asha.actor, dispatch_id=dispatch.id, reason="Came back")


class TestCrediting:
    def test_parts_come_back_to_the_paisa(self, market: Market) -> None:
        """3 at 33.33 = 99.99; CGST and SGST 9 % = 8.9991 -> 9.00 each; 117.99. One and then two of them come back:
        a third of each is 33.33 + 3.00 + 3.00 = 39.33, and the rest 66.66 + 6.00 + 6.00 = 78.66."""
        with market.open() as asha:
            invoice = invoiced(asha, stocked(asha), "3", "33.33")
            line = InvoiceLine.objects.get(invoice=invoice)
            assert invoice.total == Decimal("117.99")
            one = credit_invoice(
                actor=asha.actor,
                invoice_id=invoice.id,
                reason="Damaged",
                lines=[CreditLineInput(invoice_line_id=line.id, quantity=Decimal("1"))],
                goods_to="quarantine",
            )
            rest = credit_invoice(actor=asha.actor, invoice_id=invoice.id, reason="Damaged too", goods_to="quarantine")
            assert (one.number, one.total) == ("CN/26-27/000001", Decimal("39.33"))
            assert (rest.number, rest.total) == ("CN/26-27/000002", Decimal("78.66"))
            assert balance(invoice) == 0
            heads = [note_line.tax_heads for note_line in CreditNoteLine.objects.order_by("credit_note__number")]
            assert heads == [{"cgst": "3.00", "sgst": "3.00"}, {"cgst": "6.00", "sgst": "6.00"}]
            with pytest.raises(NothingToCredit):
                credit_invoice(actor=asha.actor, invoice_id=invoice.id, reason="Once more")

    def test_the_last_note_takes_the_round_off(self) -> None:
        market = make_market()
        with market.open() as asha:
            rounding = replace(asha.actor.organization, round_off=True)
            asha = Trader(replace(asha.actor, organization=rounding))
            invoice = invoiced(asha, stocked(asha), "2", "10.30")
            # 20.60 + 1.85 + 1.85 = 24.30, rounded to 24.
            assert (invoice.round_off, invoice.total) == (Decimal("-0.30"), Decimal("24"))
            note = credit_invoice(actor=asha.actor, invoice_id=invoice.id, reason="All of it")
            assert (note.round_off, note.total) == (Decimal("-0.30"), Decimal("24"))

    def test_goods_come_back_to_their_layer_at_their_value(self, market: Market) -> None:
        """Two layers of one batch at 6.00 and 8.00; 8 leave for 5 x 6 + 3 x 8 = 54.00, and all come back."""
        with market.open() as asha:
            product = asha.product("para", tax_rate=Decimal("18"), hsn_code="3004")
            for cost in ("6", "8"):
                asha.receive(came(product, "5", unit_cost=Decimal(cost)))
            invoice = invoiced(asha, product, "8")
            stock = StockTotal.objects.get(product_id=product)
            assert (stock.on_hand, stock.value) == (Decimal("2"), Decimal("16"))
            credit_invoice(actor=asha.actor, invoice_id=invoice.id, reason="Returned", goods_to="quarantine")
            stock.refresh_from_db()
            assert (stock.on_hand, stock.value) == (Decimal("10"), Decimal("70"))

    def test_it_refuses_more_than_is_left(self, market: Market) -> None:
        with market.open() as asha:
            invoice = invoiced(asha, stocked(asha))
            line = InvoiceLine.objects.get(invoice=invoice)
            with pytest.raises(Invalid) as refused:
                credit_invoice(
                    actor=asha.actor,
                    invoice_id=invoice.id,
                    reason="",
                    lines=[
                        CreditLineInput(invoice_line_id=line.id, quantity=Decimal("11")),
                        CreditLineInput(invoice_line_id=invoice.id, quantity=Decimal("1")),
                    ],
                    goods_to="moon",
                )
            pointers = {fault.pointer for fault in refused.value.faults}
            assert pointers == {"reason", "goods_to", "lines/0/quantity", "lines/1/invoice_line_id"}
            assert not CreditNote.objects.exists()

    def test_what_was_paid_beyond_becomes_an_advance(self, market: Market) -> None:
        with market.open() as asha:
            customer = asha.customer()
            invoice = invoiced(asha, stocked(asha), customer_id=customer)  # 118.00
            payment = record_payment(actor=asha.actor, payment=paid_by(customer, "100"))
            credit_invoice(actor=asha.actor, invoice_id=invoice.id, reason="Half price agreed", lines=[
                CreditLineInput(invoice_line_id=InvoiceLine.objects.get(invoice=invoice).id, quantity=Decimal("5"))
            ])  # fmt: skip
            assert balance(invoice) == 0
            assert Payment.objects.get(pk=payment.id).unallocated == Decimal("41")  # 100 - (118 - 59)

    def test_the_law_sets_a_deadline(self) -> None:
        market = make_market()
        with market.open(now=dt.datetime(2026, 3, 20, 6, tzinfo=dt.UTC)) as asha:
            invoice = invoiced(asha, stocked(asha))
        with (
            market.open(now=dt.datetime(2026, 12, 1, 6, tzinfo=dt.UTC)) as asha,
            pytest.raises(CreditNoteTooLate),
        ):
            credit_invoice(actor=asha.actor, invoice_id=invoice.id, reason="Late")


class TestPayments:
    def test_the_oldest_invoices_are_paid_first(self, market: Market) -> None:
        with market.open(now=NOW - 3 * DAY) as asha:
            product, customer = stocked(asha), asha.customer(credit_days=10)
            old = invoiced(asha, product, customer_id=customer)
        with market.open() as asha:
            new = invoiced(asha, product, customer_id=customer)
        with market.open(FARID) as farid:
            payment = record_payment(actor=farid.actor, payment=paid_by(customer, "150", reference="UTR 42"))
            assert payment.number == "PAY-00001"
            assert (old.due_on, balance(old), balance(new)) == (TODAY + 7 * DAY, 0, Decimal("86"))
            assert Payment.objects.get(pk=payment.id).unallocated == 0

    def test_named_invoices_and_an_advance(self, market: Market) -> None:
        with market.open() as asha:
            customer = asha.customer()
            invoice = invoiced(asha, stocked(asha), customer_id=customer)
            parts = (AllocationInput(invoice_id=invoice.id, amount=Decimal("18")),)
            payment = record_payment(actor=asha.actor, payment=paid_by(customer, "50", allocations=parts))
            assert (balance(invoice), payment.unallocated) == (Decimal("100"), Decimal("32"))
            allocate_payment(actor=asha.actor, payment_id=payment.id)
            assert balance(invoice) == Decimal("68")
            unallocate_payment(actor=asha.actor, payment_id=payment.id, invoice_id=invoice.id)
            assert balance(invoice) == Decimal("118")
            assert Payment.objects.get(pk=payment.id).unallocated == Decimal("50")

    def test_a_bounced_cheque_is_reversed(self, market: Market) -> None:
        with market.open() as asha:
            customer = asha.customer()
            invoice = invoiced(asha, stocked(asha), customer_id=customer)
            payment = record_payment(actor=asha.actor, payment=paid_by(customer, "200", method="cheque"))
            reverse_payment(actor=asha.actor, payment_id=payment.id, reason="Bounced")
            assert balance(invoice) == Decimal("118")
            assert not PaymentAllocation.objects.exists()
            with pytest.raises(PaymentReversed):
                allocate_payment(actor=asha.actor, payment_id=payment.id)
            with pytest.raises(PaymentReversed):
                reverse_payment(actor=asha.actor, payment_id=payment.id, reason="Again")

    def test_every_fault_at_once(self, market: Market) -> None:
        with market.open() as asha:
            customer = asha.customer()
            invoice = invoiced(asha, stocked(asha), customer_id=customer)
            other = invoiced(asha, stocked_more(asha), customer_id=asha.customer("Other"))
            parts = (
                AllocationInput(invoice_id=invoice.id, amount=Decimal("119")),
                AllocationInput(invoice_id=other.id, amount=Decimal("1.005")),
            )
            with pytest.raises(Invalid) as refused:
                record_payment(
                    actor=asha.actor,
                    payment=paid_by(
                        customer, "10", method="barter", paid_on=TODAY + DAY, reference="x" * 101, allocations=parts
                    ),
                )
            assert {fault.pointer for fault in refused.value.faults} == {
                "method", "paid_on", "reference", "allocations/0/amount", "allocations/1/invoice_id",
                "allocations/1/amount", "allocations",
            }  # fmt: skip
            assert not Payment.objects.exists()

    def test_it_needs_the_permission_and_the_customer(self, market: Market) -> None:
        with market.open() as asha:
            customer = asha.customer()
        with market.open(MEENA) as meena, pytest.raises(PermissionMissing):
            record_payment(actor=meena.actor, payment=paid_by(customer, "1"))
        with make_market(owner=OTTO).open(OTTO) as otto, pytest.raises(Invalid) as refused:
            record_payment(actor=otto.actor, payment=paid_by(customer, "1"))
        assert [fault.code for fault in refused.value.faults] == ["not_found"]


def stocked_more(trader: Trader) -> UUID:
    product = trader.product("more", tax_rate=Decimal("18"), hsn_code="3004")
    trader.receive(came(product, "50"))
    return product


class TestIssuingADraft:
    def test_it_takes_what_was_mended_meanwhile(self, market: Market) -> None:
        with market.open() as asha:
            product = stocked(asha, hsn_code="")
            order = asha.sell(sold(product, "10", unit_price=Decimal("10")))
            draft = dispatch_order(actor=asha.actor, sales_order_id=order.id, issue_invoice=False).invoice
            change_invoice(actor=asha.actor, invoice_id=draft.id, changes={"due_on": TODAY - DAY})
            with pytest.raises(Invalid, match="not due before"):
                issue_invoice(actor=asha.actor, invoice_id=draft.id)
            change_invoice(actor=asha.actor, invoice_id=draft.id, changes={"notes": "By hand", "due_on": TODAY + DAY})
            issued = issue_invoice(actor=asha.actor, invoice_id=draft.id)
            assert (issued.number, issued.total, issued.notes) == ("INV/26-27/000001", Decimal("118"), "By hand")
            assert issued.due_on == TODAY + DAY
            for act in (issue_invoice, lambda **ids: change_invoice(changes={"notes": ""}, **ids)):
                with pytest.raises(InvoiceNotDraft):
                    act(actor=asha.actor, invoice_id=draft.id)

    def test_its_date_does_not_go_back(self, market: Market) -> None:
        with market.open() as asha:
            product = stocked(asha)
            order = asha.sell(sold(product, "10"))
            draft = dispatch_order(actor=asha.actor, sales_order_id=order.id, issue_invoice=False).invoice
            invoiced(asha, product)
            with pytest.raises(DateBeforeLast) as refused:
                issue_invoice(actor=asha.actor, invoice_id=draft.id, issued_on=TODAY - DAY)
            assert "INV/26-27/000001" in refused.value.message
            with pytest.raises(Invalid):
                issue_invoice(actor=asha.actor, invoice_id=draft.id, issued_on=TODAY + DAY)

    def test_a_filed_period_takes_no_more(self, market: Market) -> None:
        with market.open() as asha:
            product = stocked(asha)
            order = asha.sell(sold(product, "10"))
            draft = dispatch_order(actor=asha.actor, sales_order_id=order.id, issue_invoice=False).invoice
            lock_tax_period(actor=asha.actor, registration_id=draft.registration_id, through=TODAY - DAY)
            with pytest.raises(TaxPeriodLocked):
                issue_invoice(actor=asha.actor, invoice_id=draft.id, issued_on=TODAY - DAY)
            assert issue_invoice(actor=asha.actor, invoice_id=draft.id).status == "issued"

    def test_a_draft_is_not_cancelled(self, market: Market) -> None:
        with market.open() as asha:
            order = asha.sell(sold(stocked(asha), "10"))
            draft = dispatch_order(actor=asha.actor, sales_order_id=order.id, issue_invoice=False).invoice
            with pytest.raises(InvoiceNotIssued):
                cancel_invoice(actor=asha.actor, invoice_id=draft.id, reason="mistake")
