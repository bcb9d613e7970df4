"""Refunds: an advance, or what was paid too much, goes back to the customer.

A refund is of one payment, so that it is known what came and what of it stayed. A credit note on a paid invoice frees the
payment (`overpaying`), which is then refunded like any other. Lock order: the payment, then the number.
"""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.billing.access import payment_rows, refund_rows
from omnistock.domain.billing.inputs import RefundInput
from omnistock.domain.billing.models import PAYMENT_METHODS, Payment, Refund
from omnistock.domain.billing.operations.allocating import lock_payment
from omnistock.domain.billing.operations.paying import LONGEST_NOTES, LONGEST_REASON, LONGEST_REFERENCE
from omnistock.domain.billing.policies import POLICIES
from omnistock.domain.numbering.operations import take_number
from omnistock.domain.search.operations import index_many
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.errors import Conflict
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.access import find, find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.cautions import money_said
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.duplicates import check_free
from omnistock.tenancy.operation import operation


class RefundReversed(Conflict):
    """The refund was reversed before."""

    code = "refund_reversed"


@operation(POLICIES)
def refund_payment(
    *,
    actor: Actor,
    payment_id: UUID,
    refund: RefundInput,
    id: UUID | None = None,
    external_id: str | None = None,
) -> Refund:
    """Give back of a payment what pays no invoice, or a part of that.

    Raises `NotFound`, `PaymentReversed`, `IdReused`, and `Invalid` with every fault at once, at the names of `RefundInput`.
    """
    payment = lock_payment(actor=actor, payment_id=payment_id)
    check = Checker()
    made = _checked(actor=actor, check=check, payment=payment, refund=refund)
    made.external_id = check_free(Refund, id=id, external_id=external_id, checker=check)
    check.stop()
    made.id = id or uuid7()
    payment.refunded += made.amount
    save_change(payment, actor=actor, fields=["refunded"])
    made.number = take_number(actor=actor, kind="refund")
    made.save(force_insert=True)
    texts = {made.id: [made.number, made.reference, payment.number, payment.customer.name]}
    index_many(actor=actor, kind="refund", texts=texts, are_new=True)
    record(
        actor=actor,
        operation="billing.refund_payment",
        subject_kind="refund",
        subject_id=made.id,
        subject_name=made.number,
        after={"payment": payment.number, "amount": made.amount, "method": made.method},
    )
    return made


def _checked(*, actor: Actor, check: Checker, payment: Payment, refund: RefundInput) -> Refund:
    """An unsaved refund of what is right in `refund`."""
    amount = check.amount("amount", refund.amount, currency=currency_of(actor.organization.currency))
    if refund.amount is None or amount == 0:
        check.add("amount", _("How much? A refund is more than 0."), "too_small")
    elif amount is not None and amount > payment.unallocated:
        message = _("{left} of {number} pays no invoice, less than {amount}. Take the payment off an invoice first.")
        left, asked = money_said(payment.unallocated, actor=actor), money_said(amount, actor=actor)
        said = message.format(left=left, number=payment.number, amount=asked)
        check.add("amount", said, "too_large", unallocated=payment.unallocated)
    refunded_on = check.day("refunded_on", refund.refunded_on, earliest=payment.paid_on, latest=actor.today)
    return Refund(
        organization_id=actor.organization_id,
        payment_id=payment.id,
        customer_id=payment.customer_id,
        amount=amount or Decimal(0),
        method=check.choice("method", refund.method, PAYMENT_METHODS),
        reference=check.text("reference", refund.reference, longest=LONGEST_REFERENCE),
        notes=check.text("notes", refund.notes, longest=LONGEST_NOTES, lines=True),
        refunded_on=refunded_on or actor.today,
        created_at=actor.now,
        updated_at=actor.now,
    )


@operation(POLICIES)
def reverse_refund(*, actor: Actor, refund_id: UUID, reason: str, expected_version: int | None = None) -> Refund:
    """Take a refund back (a transfer that failed, a typing error): the payment has it as an advance again.

    Raises `Invalid` without a reason, `NotFound`, `VersionConflict`, `RefundReversed`.
    """
    check = Checker()
    said = check.text("reason", reason, longest=LONGEST_REASON, required=True)
    check.stop()
    seen = find(refund_rows(actor=actor), refund_id, kind="refund")
    payment = find_for_change(payment_rows(actor=actor), seen.payment_id, kind="payment")
    rows = refund_rows(actor=actor)
    refund = find_for_change(rows, refund_id, kind="refund", expected_version=expected_version)
    if refund.reversed_at is not None:
        raise RefundReversed(_("The refund {number} was reversed before.").format(number=refund.number))
    payment.refunded -= refund.amount
    save_change(payment, actor=actor, fields=["refunded"])
    refund.reversed_at, refund.reversed_reason = actor.now, said
    save_change(refund, actor=actor, fields=["reversed_at", "reversed_reason"])
    record(
        actor=actor,
        operation="billing.reverse_refund",
        subject_kind="refund",
        subject_id=refund.id,
        subject_name=refund.number,
        before={"payment": payment.number, "amount": refund.amount},
        after={"reversed_reason": said},
    )
    return refund
