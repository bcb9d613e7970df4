"""Issuing: the moment from which an invoice is a claim, numbered and frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.billing.access import invoice_rows
from omnistock.domain.billing.assembly import assemble, stops
from omnistock.domain.billing.models import Invoice, InvoiceLine
from omnistock.domain.billing.operations.drafting import Draft, index_invoice
from omnistock.domain.billing.operations.periods import require_open_tax_period
from omnistock.domain.billing.parties import read_parties
from omnistock.domain.billing.policies import POLICIES
from omnistock.domain.catalog.units import product_facts
from omnistock.domain.numbering.operations import series_year, take_number
from omnistock.domain.sales.models import SalesOrder
from omnistock.kernel.errors import Conflict, Fault, Invalid
from omnistock.tenancy.access import find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation
from omnistock.tenancy.said import day_said

_CHANGEABLE: Final = ("notes", "due_on")
LONGEST_NOTES: Final = 500


class InvoiceNotDraft(Conflict):
    """Only a draft can be changed or issued."""

    code = "invoice_not_draft"


def number_draft(*, actor: Actor, draft: Draft, on: dt.date) -> None:
    """Make an assembled draft an issued invoice dated `on`, its number being the last lock taken. Nothing is saved.

    Raises `Invalid` with every stop at once, `TaxPeriodLocked`, `DateBeforeLast` and `SeriesFull`.
    """
    invoice = draft.invoice
    faults = [
        *stops(actor=actor, invoice=invoice, lines=draft.lines, parties=draft.parties),
        *_due_too_early(invoice, on),
    ]
    if faults:
        raise Invalid.of(faults)
    require_open_tax_period(actor=actor, registration_id=invoice.registration_id, on=on)
    invoice.status, invoice.issued_on, invoice.issued_at = "issued", on, actor.now
    invoice.financial_year = series_year(actor=actor, on=on)
    if invoice.due_on is None:
        invoice.due_on = on + dt.timedelta(days=draft.parties.customer.credit_days or 0)
    kind = "bill_of_supply" if invoice.kind == "bill_of_supply" else "invoice"
    invoice.number = take_number(actor=actor, kind=kind, registration_id=invoice.registration_id, on=on)


def _due_too_early(invoice: Invoice, on: dt.date) -> list[Fault]:
    if invoice.due_on is None or invoice.due_on >= on:
        return []
    message = _("An invoice of {day} is not due before that day: {due}.").format(
        day=day_said(on), due=day_said(invoice.due_on)
    )
    return [Fault("due_on", message, "date_implausible")]


@operation(POLICIES)
def issue_invoice(
    *, actor: Actor, invoice_id: UUID, issued_on: dt.date | None = None, expected_version: int | None = None
) -> Invoice:
    """Issue a draft, dated `issued_on` (default: today). Parties and products are read again, so what was mended there
    counts: an HSN code, a tax rate, a State, a GSTIN.

    Raises `NotFound`, `InvoiceNotDraft`, and what `number_draft` raises.
    """
    check = Checker()
    check.document_day("issued_on", issued_on, today=actor.today)
    check.stop()
    invoice = _find_draft(actor=actor, invoice_id=invoice_id, expected_version=expected_version)
    draft = _read_again(actor=actor, invoice=invoice)
    number_draft(actor=actor, draft=draft, on=issued_on or actor.today)
    invoice.version, invoice.updated_at = invoice.version + 1, actor.now
    invoice.save()
    fields = ["hsn_code", "tax_rate", "taxable", "tax_heads", "amount", "document_discount_amount"]
    InvoiceLine.objects.bulk_update(draft.lines, fields)
    index_invoice(actor=actor, invoice=invoice)
    record(
        actor=actor,
        operation="billing.issue_invoice",
        subject_kind="invoice",
        subject_id=invoice.id,
        subject_name=invoice.number,
        before={"status": "draft"},
        after={"status": "issued", "number": invoice.number, "total": invoice.total, "issued_on": invoice.issued_on},
    )
    return invoice


@operation(POLICIES)
def change_invoice(
    *, actor: Actor, invoice_id: UUID, changes: Mapping[str, Any], expected_version: int | None = None
) -> Invoice:
    """Change a draft's `notes` or `due_on`; None clears. What was sold stands in its dispatch and is not changed here.

    Raises `NotFound`, `VersionConflict`, `InvoiceNotDraft`, `Invalid`.
    """
    check = Checker()
    for name in changes.keys() - set(_CHANGEABLE):
        check.add(
            name, _("A draft invoice lets change: {names}.").format(names=", ".join(_CHANGEABLE)), "unknown_field"
        )
    notes = check.text("notes", changes.get("notes"), longest=LONGEST_NOTES, lines=True)
    due_on = check.day("due_on", changes.get("due_on"))
    check.stop()
    invoice = _find_draft(actor=actor, invoice_id=invoice_id, expected_version=expected_version)
    wanted = {name: value for name, value in (("notes", notes), ("due_on", due_on)) if name in changes}
    before = {name: getattr(invoice, name) for name in wanted}
    for name, value in wanted.items():
        setattr(invoice, name, value)
    save_change(invoice, actor=actor, fields=list(wanted))
    record(
        actor=actor,
        operation="billing.change_invoice",
        subject_kind="invoice",
        subject_id=invoice.id,
        before=before,
        after=wanted,
    )
    return invoice


def _find_draft(*, actor: Actor, invoice_id: UUID, expected_version: int | None) -> Invoice:
    rows = invoice_rows(actor=actor)
    invoice = find_for_change(rows, invoice_id, kind="invoice", expected_version=expected_version)
    if invoice.status != "draft":
        message = _("The invoice {number} is {status}: only a draft can be changed or issued.")
        raise InvoiceNotDraft(message.format(number=invoice.number, status=invoice.status))
    return invoice


def _read_again(*, actor: Actor, invoice: Invoice) -> Draft:
    """The draft with the parties and products as they are now, and its amounts computed anew."""
    order = SalesOrder.objects.get(pk=invoice.sales_order_id) if invoice.sales_order_id else None
    parties = read_parties(
        warehouse_id=invoice.warehouse_id,
        customer_id=invoice.customer_id,
        billing_address_id=order.billing_address_id if order else None,
        shipping_address_id=order.shipping_address_id if order else None,
    )
    lines = list(InvoiceLine.objects.filter(invoice_id=invoice.id).order_by("position"))
    facts = product_facts(actor=actor, ids=[line.product_id for line in lines])
    for line in lines:
        product = facts[line.product_id]
        line.hsn_code = line.hsn_code or product.hsn_code
        line.tax_rate = product.tax_rate if line.tax_rate is None else line.tax_rate
    assemble(actor=actor, invoice=invoice, lines=lines, parties=parties)
    return Draft(invoice=invoice, lines=lines, parties=parties)
