"""Many hands at once on one registration and one customer: no gap, no deadlock, nothing paid twice."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from uuid import UUID

from django.db import connections
from django.db.models import Sum

from omnistock.domain.billing.inputs import PaymentInput, RefundInput
from omnistock.domain.billing.models import Invoice, Payment, PaymentAllocation, Refund
from omnistock.domain.billing.operations import (
    allocate_payment,
    record_payment,
    refund_payment,
    reverse_payment,
    unallocate_payment,
)
from omnistock.domain.fulfilment.operations import cancel_invoice, credit_invoice, dispatch_order
from omnistock.kernel.errors import Conflict, Invalid
from tests.domain.market import Market, came, make_market, sold

HANDS = 8
ORDERS = 3


def test_dispatches_payments_and_credits_at_once(live_db: None) -> None:
    market = make_market()
    with market.open() as asha:
        product, customer = asha.product("para", tax_rate=Decimal("18"), hsn_code="3004"), asha.customer()
        asha.receive(came(product, "1000"))
        orders = [
            asha.sell(sold(product, "10", unit_price=Decimal("10")), customer_id=customer).id
            for _ in range(HANDS * ORDERS)
        ]

    def work(hand: int) -> None:
        try:
            for turn in range(ORDERS):
                _one_round(market, orders[hand * ORDERS + turn], customer, is_credited=(hand + turn) % 2 == 0)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as pool:
        list(pool.map(work, range(HANDS)))  # a deadlock would come out as an OperationalError here

    with market.open():
        numbers = sorted(Invoice.objects.values_list("number", flat=True))
        assert numbers == [f"INV/26-27/{count:06d}" for count in range(1, HANDS * ORDERS + 1)]
        for invoice in Invoice.objects.all():
            allocated = PaymentAllocation.objects.filter(invoice=invoice).aggregate(sum=Sum("amount"))["sum"]
            assert invoice.paid == (allocated or 0)
        for payment in Payment.objects.all():
            allocated = PaymentAllocation.objects.filter(payment=payment).aggregate(sum=Sum("amount"))["sum"]
            assert payment.allocated == (allocated or 0)


def _one_round(market: Market, order: UUID, customer: UUID, *, is_credited: bool) -> None:
    with market.open() as asha:
        invoice = dispatch_order(actor=asha.actor, sales_order_id=order).invoice
    with market.open() as asha:
        money = PaymentInput(customer_id=customer, amount=Decimal("60"), method="upi")
        payment = record_payment(actor=asha.actor, payment=money)
    acts = [
        lambda actor: unallocate_payment(actor=actor, payment_id=payment.id),
        lambda actor: allocate_payment(actor=actor, payment_id=payment.id),
        (lambda actor: credit_invoice(actor=actor, invoice_id=invoice.id, reason="Back", goods_to="stock"))
        if is_credited
        else (lambda actor: cancel_invoice(actor=actor, invoice_id=invoice.id, reason="Never left")),
    ]
    for act in acts:
        try:
            with market.open() as asha:
                act(asha.actor)
        except Conflict:
            continue  # another hand was there first: the invoice is paid, the payment was moved


def test_no_more_goes_back_than_came(live_db: None) -> None:
    """Eight ask for 30 of 100, and one takes the payment itself back: whoever comes first, the sums agree."""
    market = make_market()
    with market.open() as asha:
        money = PaymentInput(customer_id=asha.customer(), amount=Decimal(100), method="upi")
        payment_id = record_payment(actor=asha.actor, payment=money).pk

    def work(hand: int) -> str:
        try:
            with market.open() as asha:
                if hand == HANDS // 2:
                    reverse_payment(actor=asha.actor, payment_id=payment_id, reason="Bounced")
                    return "reversed"
                refund_payment(
                    actor=asha.actor, payment_id=payment_id, refund=RefundInput(amount=Decimal(30), method="bank")
                )
                return "refunded"
        except (Conflict, Invalid):
            return "refused"
        finally:
            connections.close_all()

    with ThreadPoolExecutor(HANDS) as pool:
        told = list(pool.map(work, range(HANDS)))

    with market.open():
        payment, back = Payment.objects.get(pk=payment_id), Refund.objects.filter(payment_id=payment_id)
        went = back.aggregate(sum=Sum("amount"))["sum"] or Decimal(0)
        assert payment.refunded == went == 30 * told.count("refunded")
        assert (payment.reversed_at is None) == ("reversed" not in told)
        assert told.count("refunded") == (0 if payment.reversed_at else 3)
