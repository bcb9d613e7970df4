"""Money from customers: recorded with what it pays, and reversed where it did not come after all."""

from __future__ import annotations

from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.billing.access import payment_rows
from omnistock.domain.billing.inputs import PaymentInput
from omnistock.domain.billing.models import PAYMENT_METHODS, Payment, PaymentAllocation
from omnistock.domain.billing.operations.allocating import (
    PaymentReversed,
    add_allocations,
    choose,
    lock_invoices_of,
    lock_open_invoices,
    take_off,
    total_of,
)
from omnistock.domain.billing.policies import POLICIES
from omnistock.domain.numbering.operations import take_number
from omnistock.domain.parties.models import Customer
from omnistock.domain.sales.access import customer_rows
from omnistock.domain.search.operations import index_many
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.errors import Conflict, Invalid
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.access import find, find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.duplicates import check_free
from omnistock.tenancy.operation import operation

LONGEST_REFERENCE: Final = 100
LONGEST_NOTES: Final = 500
LONGEST_REASON: Final = 300


class PaymentRefunded(Conflict):
    """Some of the payment went back to the customer, so it cannot be said not to have come."""

    code = "payment_refunded"


@operation(POLICIES)
def record_payment(
    *, actor: Actor, payment: PaymentInput, id: UUID | None = None, external_id: str | None = None
) -> Payment:
    """Record money that came from a customer and let it pay invoices; what is left of it is an advance.

    Raises `Invalid` with every fault at once, at the names of `PaymentInput`.
    """
    check = Checker()
    customer = customer_rows(actor=actor).filter(pk=payment.customer_id).first()
    check.known("customer_id", payment.customer_id, {customer.id} if customer else set(), kind="customer")
    recorded = _checked(actor=actor, check=check, payment=payment)
    if customer is None or not recorded.amount:
        check_free(Payment, id=id, external_id=external_id, checker=check)
        raise Invalid.of(check.faults)
    invoices = lock_open_invoices(actor=actor, customer_id=payment.customer_id, allocations=payment.allocations)
    parts = choose(
        actor=actor, check=check, invoices=invoices, allocations=payment.allocations, available=recorded.amount
    )
    # After the locks: a payment that was sent twice at once is seen by its id, before its invoices are found paid.
    recorded.external_id = check_free(Payment, id=id, external_id=external_id, checker=check)
    check.stop()
    recorded.id = id or uuid7()
    recorded.number = take_number(actor=actor, kind="payment")
    recorded.allocated = total_of(parts)
    recorded.save(force_insert=True)
    add_allocations(actor=actor, payment=recorded, parts=parts)
    _note_recorded(actor=actor, payment=recorded, customer=customer, pays={i.number: str(a) for i, a in parts})
    return recorded


def _checked(*, actor: Actor, check: Checker, payment: PaymentInput) -> Payment:
    """An unsaved payment of what is right in `payment`."""
    amount = check.amount("amount", payment.amount, currency=currency_of(actor.organization.currency))
    if payment.amount is None or amount == 0:
        check.add("amount", _("How much? A payment is more than 0."), "too_small")
    return Payment(
        organization_id=actor.organization_id,
        customer_id=payment.customer_id,
        amount=amount or Decimal(0),
        method=check.choice("method", payment.method, PAYMENT_METHODS),
        reference=check.text("reference", payment.reference, longest=LONGEST_REFERENCE),
        notes=check.text("notes", payment.notes, longest=LONGEST_NOTES, lines=True),
        paid_on=check.document_day("paid_on", payment.paid_on, today=actor.today) or actor.today,
        created_at=actor.now,
        updated_at=actor.now,
    )


def _note_recorded(*, actor: Actor, payment: Payment, customer: Customer, pays: dict[str, str]) -> None:
    texts = {payment.id: [payment.number, payment.reference, customer.name]}
    index_many(actor=actor, kind="payment", texts=texts, are_new=True)
    record(
        actor=actor,
        operation="billing.record_payment",
        subject_kind="payment",
        subject_id=payment.id,
        subject_name=payment.number,
        after={"customer_id": customer.id, "amount": payment.amount, "method": payment.method, "invoices": pays},
    )


def payment_hindrance(payment: Payment) -> str:
    """What stands in the way of reversing a payment; "" where nothing does."""
    if not payment.refunded:
        return ""
    return _("Some of {number} was given back to the customer: reverse its refunds first.").format(
        number=payment.number
    )


@operation(POLICIES)
def reverse_payment(*, actor: Actor, payment_id: UUID, reason: str, expected_version: int | None = None) -> Payment:
    """Take a payment back (a cheque that bounced, a typing error): its invoices are owed again, its number stays.

    Raises `Invalid` without a reason, `NotFound`, `VersionConflict`, `PaymentReversed`, `PaymentRefunded`.
    """
    check = Checker()
    said = check.text("reason", reason, longest=LONGEST_REASON, required=True)
    check.stop()
    find(payment_rows(actor=actor), payment_id, kind="payment")
    invoices = lock_invoices_of(payment_id=payment_id)
    rows = payment_rows(actor=actor)
    payment = find_for_change(rows, payment_id, kind="payment", expected_version=expected_version)
    if payment.reversed_at is not None:
        raise PaymentReversed(_("The payment {number} was reversed before.").format(number=payment.number))
    if hindrance := payment_hindrance(payment):
        raise PaymentRefunded(hindrance)
    allocations = list(PaymentAllocation.objects.filter(payment_id=payment.id))
    taken = take_off(actor=actor, rows=allocations, invoices=invoices)
    payment.allocated -= total_of(taken)
    payment.reversed_at, payment.reversed_reason = actor.now, said
    save_change(payment, actor=actor, fields=["allocated", "reversed_at", "reversed_reason"])
    record(
        actor=actor,
        operation="billing.reverse_payment",
        subject_kind="payment",
        subject_id=payment.id,
        subject_name=payment.number,
        before={"invoices": {invoice.number: str(amount) for invoice, amount in taken}},
        after={"reversed_reason": said},
    )
    return payment
