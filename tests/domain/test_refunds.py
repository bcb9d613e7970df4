"""Money that goes back: an advance, what was paid too much, what a credit note freed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction

from omnistock.domain.billing.inputs import AllocationInput, PaymentInput, RefundInput
from omnistock.domain.billing.models import Payment
from omnistock.domain.billing.operations import (
    allocate_payment,
    record_payment,
    refund_payment,
    reverse_payment,
    reverse_refund,
    unallocate_payment,
)
from omnistock.domain.billing.operations.allocating import PaymentReversed
from omnistock.domain.billing.operations.paying import PaymentRefunded
from omnistock.domain.billing.operations.refunding import RefundReversed
from omnistock.domain.billing.queries import customer_balance, payment, statement
from omnistock.domain.fulfilment.operations import credit_invoice
from omnistock.domain.fulfilment.reversals import preview_reversal
from omnistock.kernel.errors import Invalid, NotFound, PermissionMissing
from tests.domain.market import TODAY, Market, Trader, make_market
from tests.domain.test_billing_settlement import balance, invoiced, stocked
from tests.personas import FARID, MEENA, OTTO

pytestmark = pytest.mark.django_db


def paid(trader: Trader, customer_id: UUID, amount: str = "500", **values: object) -> Payment:
    given = PaymentInput(customer_id=customer_id, amount=Decimal(amount), **{"method": "upi", **values})
    return record_payment(actor=trader.actor, payment=given)


def back(amount: str, **values: object) -> RefundInput:
    return RefundInput(amount=Decimal(amount), **{"method": "bank", **values})


class TestRefunding:
    def test_a_part_goes_back_and_the_rest_stays_an_advance(self, market: Market) -> None:
        with market.open() as asha:
            customer = asha.customer()
            came = paid(asha, customer)
            made = refund_payment(actor=asha.actor, payment_id=came.pk, refund=back("120.50", reference="UTR 9"))
            assert made.number == "RF-00001"
            seen = payment(actor=asha.actor, payment_id=came.pk)
            assert (seen.refunded, seen.unallocated) == (Decimal("120.50"), Decimal("379.50"))
            assert [each.number for each in seen.refunds] == ["RF-00001"]
            owed = customer_balance(actor=asha.actor, customer_id=customer)
            assert (owed.advances, owed.balance) == (Decimal("379.50"), Decimal("-379.50"))
            told = statement(actor=asha.actor, customer_id=customer, first=TODAY, last=TODAY)
            assert [(row.kind, row.balance) for row in told.rows] == [
                ("payment", Decimal("-500.00")),
                ("refund", Decimal("-379.50")),
            ]
            refund_payment(actor=asha.actor, payment_id=came.pk, refund=back("379.50"))
            assert customer_balance(actor=asha.actor, customer_id=customer).balance == 0

    def test_what_pays_an_invoice_does_not_go_back_until_it_is_free(self, market: Market) -> None:
        with market.open() as asha:
            invoice = invoiced(asha, stocked(asha))
            came = paid(asha, invoice.customer_id, "120")
            with pytest.raises(Invalid, match=r"2\.00 of PAY-00001 pays no invoice") as refused:
                refund_payment(actor=asha.actor, payment_id=came.pk, refund=back("3"))
            assert [fault.pointer for fault in refused.value.faults] == ["amount"]
            credit_invoice(actor=asha.actor, invoice_id=invoice.id, reason="Came back", goods_to="stock")
            refund_payment(actor=asha.actor, payment_id=came.pk, refund=back("120"))
            assert balance(invoice) == 0
            assert customer_balance(actor=asha.actor, customer_id=invoice.customer_id).balance == 0

    def test_it_says_everything_at_once(self, market: Market) -> None:
        with market.open() as asha:
            came = paid(asha, asha.customer())
            wrong = back("0", method="gold", refunded_on=TODAY - dt.timedelta(days=1), reference="x" * 101)
            with pytest.raises(Invalid) as refused:
                refund_payment(actor=asha.actor, payment_id=came.pk, refund=wrong)
            assert {fault.pointer for fault in refused.value.faults} == {
                *("amount", "method", "refunded_on", "reference"),
            }

    def test_what_went_back_pays_nothing(self, market: Market) -> None:
        with market.open() as asha:
            invoice = invoiced(asha, stocked(asha))
            came = paid(asha, invoice.customer_id, "118")
            unallocate_payment(actor=asha.actor, payment_id=came.pk)
            refund_payment(actor=asha.actor, payment_id=came.pk, refund=back("100"))
            part = AllocationInput(invoice_id=invoice.id, amount=Decimal("18.01"))
            with pytest.raises(Invalid, match=r"18\.00 of the payment is free"):
                allocate_payment(actor=asha.actor, payment_id=came.pk, allocations=[part])
            allocate_payment(actor=asha.actor, payment_id=came.pk)
            assert balance(invoice) == 100

    def test_the_database_holds_it(self, market: Market) -> None:
        with market.open() as asha:
            came = paid(asha, asha.customer())
            for wrong in ({"refunded": 501}, {"refunded": 400, "allocated": 101}, {"refunded": -1}):
                with pytest.raises(IntegrityError), transaction.atomic():
                    Payment.objects.filter(pk=came.pk).update(**wrong)

    def test_who_may(self, market: Market) -> None:
        with market.open() as asha:
            came = paid(asha, asha.customer())
        with market.open(MEENA) as meena, pytest.raises(PermissionMissing):
            refund_payment(actor=meena.actor, payment_id=came.pk, refund=back("1"))
        with make_market(owner=OTTO).open(OTTO) as otto, pytest.raises(NotFound):
            refund_payment(actor=otto.actor, payment_id=came.pk, refund=back("1"))
        with market.open(FARID) as farid:
            assert refund_payment(actor=farid.actor, payment_id=came.pk, refund=back("1")).pk


class TestTakingBack:
    def test_the_payment_has_it_again_and_only_then_is_reversed(self, market: Market) -> None:
        with market.open() as asha:
            customer = asha.customer()
            came = paid(asha, customer)
            made = refund_payment(actor=asha.actor, payment_id=came.pk, refund=back("200"))
            way = preview_reversal(actor=asha.actor, kind="payment", id=came.pk)
            assert [(each.kind, each.id) for each in way.standing] == [("refund", made.pk)]
            with pytest.raises(PaymentRefunded):
                reverse_payment(actor=asha.actor, payment_id=came.pk, reason="Bounced")
            reverse_refund(actor=asha.actor, refund_id=made.pk, reason="The bank sent it back")
            with pytest.raises(RefundReversed):
                reverse_refund(actor=asha.actor, refund_id=made.pk, reason="Again")
            assert customer_balance(actor=asha.actor, customer_id=customer).advances == 500
            reverse_payment(actor=asha.actor, payment_id=came.pk, reason="Bounced")
            with pytest.raises(PaymentReversed):
                refund_payment(actor=asha.actor, payment_id=came.pk, refund=back("1"))
            told = statement(actor=asha.actor, customer_id=customer, first=TODAY, last=TODAY)
            assert [row.kind for row in told.rows] == ["payment", "refund", "refund_reversal", "payment_reversal"]
            assert told.closing == 0
