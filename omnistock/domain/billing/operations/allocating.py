"""Which invoices a payment pays. What it pays of none is the customer's advance.

Lock order: orders, dispatches, invoices by id, then payments by id; a credit note on what was paid keeps it too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.billing.access import invoice_rows, payment_rows
from omnistock.domain.billing.inputs import AllocationInput
from omnistock.domain.billing.models import Invoice, Payment, PaymentAllocation
from omnistock.domain.billing.policies import POLICIES
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.errors import Conflict, NotFound
from omnistock.tenancy.access import find, find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.cautions import money_said
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation

ZERO: Final = Decimal(0)
MOST_ALLOCATIONS: Final = 500


class PaymentReversed(Conflict):
    """The payment was reversed: there is no money behind it."""

    code = "payment_reversed"


class AllocationMoved(Conflict):
    """Somebody else allocated the same payment at the same moment."""

    code = "conflict"


@operation(POLICIES)
def allocate_payment(
    *,
    actor: Actor,
    payment_id: UUID,
    allocations: Sequence[AllocationInput] | None = None,
    expected_version: int | None = None,
) -> Payment:
    """Let what is left of a payment pay `allocations`, or (None) the customer's oldest invoices.

    Raises `NotFound`, `VersionConflict`, `PaymentReversed`, and `Invalid` with a fault at `allocations/N/…`.
    """
    seen = find(payment_rows(actor=actor), payment_id, kind="payment")
    invoices = lock_open_invoices(actor=actor, customer_id=seen.customer_id, allocations=allocations)
    payment = lock_payment(actor=actor, payment_id=payment_id, expected_version=expected_version)
    check = Checker()
    parts = choose(actor=actor, check=check, invoices=invoices, allocations=allocations, available=payment.unallocated)
    check.stop()
    before = payment.allocated
    add_allocations(actor=actor, payment=payment, parts=parts)
    payment.allocated += total_of(parts)
    save_change(payment, actor=actor, fields=["allocated"])
    _record(actor, "billing.allocate_payment", payment, before, parts)
    return payment


@operation(POLICIES)
def unallocate_payment(
    *, actor: Actor, payment_id: UUID, invoice_id: UUID | None = None, expected_version: int | None = None
) -> Payment:
    """Take a payment off one invoice, or (None) off all: it becomes an advance again.

    Raises `NotFound` (also where the payment does not pay that invoice), `VersionConflict`, `PaymentReversed`.
    """
    find(payment_rows(actor=actor), payment_id, kind="payment")
    wanted = PaymentAllocation.objects.filter(payment_id=payment_id)
    if invoice_id is not None:
        wanted = wanted.filter(invoice_id=invoice_id)
        if not wanted.exists():
            raise NotFound(_("This payment does not pay the invoice {id}.").format(id=invoice_id))
    invoices = _lock_invoices(list(wanted.values_list("invoice_id", flat=True)))
    payment = lock_payment(actor=actor, payment_id=payment_id, expected_version=expected_version)
    before = payment.allocated
    taken = take_off(actor=actor, rows=list(wanted), invoices=invoices)
    payment.allocated -= total_of(taken)
    save_change(payment, actor=actor, fields=["allocated"])
    _record(actor, "billing.unallocate_payment", payment, before, taken)
    return payment


def lock_open_invoices(
    *, actor: Actor, customer_id: UUID, allocations: Sequence[AllocationInput] | None
) -> dict[UUID, Invoice]:
    """The customer's invoices that something is owed on, or those of them that `allocations` name, locked by id."""
    rows = invoice_rows(actor=actor).filter(customer_id=customer_id, status="issued")
    rows = rows.filter(total__gt=F("paid") + F("credited"))
    if allocations is not None:
        rows = rows.filter(pk__in=[allocation.invoice_id for allocation in allocations])
    return {invoice.id: invoice for invoice in rows.select_for_update(of=("self",)).order_by("id")}


def choose(
    *,
    actor: Actor,
    check: Checker,
    invoices: Mapping[UUID, Invoice],
    allocations: Sequence[AllocationInput] | None,
    available: Decimal,
) -> list[tuple[Invoice, Decimal]]:
    """Which of the locked invoices gets how much of `available`; what is wrong with `allocations` goes to `check`."""
    if allocations is None:
        return _oldest_first(invoices.values(), available)
    if len(allocations) > MOST_ALLOCATIONS:
        message = _("At most {most} invoices can be paid at once.").format(most=MOST_ALLOCATIONS)
        check.add("allocations", message, "too_many")
        return []
    parts = []
    for at, allocation in enumerate(allocations):
        part = _named(allocation, actor=actor, check=check.under(f"allocations/{at}"), invoices=invoices)
        parts += [part] if part else []
    if len({invoice.id for invoice, _amount in parts}) < len(parts):
        check.add("allocations", _("An invoice stands twice; give one amount for each."), "duplicate")
    asked = total_of(parts)
    if asked > available:
        message = _("The allocations come to {asked}, and {available} of the payment is free.")
        words = {"asked": money_said(asked, actor=actor), "available": money_said(available, actor=actor)}
        said = message.format(**words)
        check.add("allocations", said, "too_large", asked=asked, available=available)
    return parts


def _oldest_first(invoices: Iterable[Invoice], available: Decimal) -> list[tuple[Invoice, Decimal]]:
    parts = []
    for invoice in sorted(invoices, key=lambda invoice: (invoice.due_on, invoice.issued_on, invoice.number)):
        amount = min(invoice.balance_due, available)
        available -= amount
        if amount:
            parts.append((invoice, amount))
    return parts


def _named(
    allocation: AllocationInput, *, actor: Actor, check: Checker, invoices: Mapping[UUID, Invoice]
) -> tuple[Invoice, Decimal] | None:
    amount = check.amount("amount", allocation.amount, currency=currency_of(actor.organization.currency))
    invoice = invoices.get(allocation.invoice_id)
    if invoice is None:
        message = _("The customer owes nothing on an invoice with the id {id}.")
        check.add("invoice_id", message.format(id=allocation.invoice_id), "not_found")
        return None
    if amount is None:
        return None
    if amount == 0:
        check.add("amount", _("An allocation is more than 0."), "too_small")
    elif amount > invoice.balance_due:
        message = _("{number} has a balance of {balance}, less than {amount}.")
        balance = money_said(invoice.balance_due, actor=actor)
        said = message.format(number=invoice.number, balance=balance, amount=money_said(amount, actor=actor))
        check.add("amount", said, "too_large", balance_due=invoice.balance_due)
    return invoice, amount


def total_of(parts: Iterable[tuple[Invoice, Decimal]]) -> Decimal:
    """What the parts come to."""
    return sum((amount for _invoice, amount in parts), ZERO)


def add_allocations(*, actor: Actor, payment: Payment, parts: Sequence[tuple[Invoice, Decimal]]) -> None:
    """Write `parts`: the allocations, and what the invoices have paid. The payment itself is the caller's."""
    there = {row.invoice_id: row for row in PaymentAllocation.objects.filter(payment_id=payment.id)}
    fresh, grown = [], []
    for invoice, amount in parts:
        row = there.get(invoice.id)
        if row is None:
            fresh.append(
                PaymentAllocation(
                    organization_id=actor.organization_id, payment_id=payment.id, invoice_id=invoice.id, amount=amount
                )
            )
        else:
            row.amount += amount
            grown.append(row)
        invoice.paid += amount
    PaymentAllocation.objects.bulk_create(fresh)
    PaymentAllocation.objects.bulk_update(grown, ["amount"])
    save_settled(actor=actor, invoices=[invoice for invoice, _amount in parts])


def take_off(
    *, actor: Actor, rows: Sequence[PaymentAllocation], invoices: Mapping[UUID, Invoice]
) -> list[tuple[Invoice, Decimal]]:
    """Delete the allocations `rows` of a locked payment to locked invoices. The payment itself is the caller's.

    Raises `AllocationMoved` where a row came after the invoices were locked.
    """
    if any(row.invoice_id not in invoices for row in rows):
        raise AllocationMoved(_("This payment was allocated by somebody else just now. Look again and repeat."))
    taken = [(invoices[row.invoice_id], row.amount) for row in rows]
    for invoice, amount in taken:
        invoice.paid -= amount
    PaymentAllocation.objects.filter(pk__in=[row.pk for row in rows]).delete()
    save_settled(actor=actor, invoices=[invoice for invoice, _amount in taken])
    return taken


def save_settled(*, actor: Actor, invoices: Sequence[Invoice]) -> None:
    """Write what locked invoices have paid and credited, with their next versions, in one statement."""
    for invoice in invoices:
        invoice.version, invoice.updated_at = invoice.version + 1, actor.now
    Invoice.objects.bulk_update(invoices, ["paid", "credited", "version", "updated_at"])


def lock_invoices_of(*, payment_id: UUID) -> dict[UUID, Invoice]:
    """The invoices that a payment pays, locked by id."""
    rows = PaymentAllocation.objects.filter(payment_id=payment_id)
    return _lock_invoices(list(rows.values_list("invoice_id", flat=True)))


def _lock_invoices(ids: Sequence[UUID]) -> dict[UUID, Invoice]:
    rows = Invoice.objects.filter(pk__in=ids).select_for_update(of=("self",)).order_by("id")
    return {invoice.id: invoice for invoice in rows}


def lock_payment(*, actor: Actor, payment_id: UUID, expected_version: int | None = None) -> Payment:
    """A payment that stands, locked. Raises `NotFound`, `VersionConflict`, `PaymentReversed`."""
    rows = payment_rows(actor=actor)
    payment = find_for_change(rows, payment_id, kind="payment", expected_version=expected_version)
    if payment.reversed_at is not None:
        raise PaymentReversed(_("The payment {number} was reversed.").format(number=payment.number))
    return payment


def _record(
    actor: Actor, name: str, payment: Payment, before: Decimal, parts: Sequence[tuple[Invoice, Decimal]]
) -> None:
    record(
        actor=actor,
        operation=name,
        subject_kind="payment",
        subject_id=payment.id,
        subject_name=payment.number,
        before={"allocated": before},
        after={"allocated": payment.allocated, "invoices": {i.number: str(amount) for i, amount in parts}},
    )
