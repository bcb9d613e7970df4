"""The rows of billing that an actor may see: of their warehouses, and of their own customers where that is set."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from django.db.models import QuerySet

from omnistock.domain.billing.models import CreditNote, Invoice, Payment, Refund, TaxDocument
from omnistock.tenancy.actor import Actor

D = TypeVar("D", bound=TaxDocument)


def invoice_rows(*, actor: Actor) -> QuerySet[Invoice]:
    """Invoices, drafts and cancelled ones too."""
    return _visible(Invoice.objects.all(), actor)


def credit_note_rows(*, actor: Actor) -> QuerySet[CreditNote]:
    return _visible(CreditNote.objects.all(), actor)


def payment_rows(*, actor: Actor) -> QuerySet[Payment]:
    """Payments, reversed ones too. A payment belongs to a customer, not to a warehouse."""
    rows = Payment.objects.all()
    if actor.sees_only_own_customers:
        rows = rows.filter(customer__owner_membership_id=actor.membership_id)
    return rows


def refund_rows(*, actor: Actor) -> QuerySet[Refund]:
    """Refunds, reversed ones too: of the payments that the actor may see."""
    rows = Refund.objects.all()
    if actor.sees_only_own_customers:
        rows = rows.filter(customer__owner_membership_id=actor.membership_id)
    return rows


def day_of_issue(document: TaxDocument) -> dt.date:
    """The day of a document that was issued: the database holds that it has one."""
    assert document.issued_on is not None
    return document.issued_on


def _visible(rows: QuerySet[D], actor: Actor) -> QuerySet[D]:
    if actor.warehouse_ids is not None:
        rows = rows.filter(warehouse_id__in=actor.warehouse_ids)
    if actor.sees_only_own_customers:
        rows = rows.filter(customer__owner_membership_id=actor.membership_id)
    return rows
