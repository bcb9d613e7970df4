"""Credit notes (CGST Act s.34, Rule 53(1A)): what they take back of an issued invoice, at the invoice's own rates.

Goods and money go together in `fulfilment.credit_invoice`; here is the money. A part of a line takes its share of what
is left of the line, head by head, so that the parts come back to the paisa; the note that takes the last of an invoice
brings its round-off along.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.billing.access import day_of_issue
from omnistock.domain.billing.inputs import CreditLineInput
from omnistock.domain.billing.models import CreditNote, CreditNoteLine, Invoice, InvoiceLine
from omnistock.domain.billing.operations.allocating import save_settled
from omnistock.domain.billing.operations.overpaying import free_overpayment
from omnistock.domain.billing.operations.periods import require_open_tax_period
from omnistock.domain.catalog.units import ProductFacts, product_facts, to_base
from omnistock.domain.numbering.operations import series_year, take_number
from omnistock.domain.search.operations import index_many
from omnistock.kernel.currencies import Currency, currency_of
from omnistock.kernel.errors import Conflict, Invalid
from omnistock.kernel.india import credit_note_deadline
from omnistock.kernel.money import round_amount, share
from omnistock.kernel.numbers import EXACT, plain
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.said import day_said

ZERO: Final = Decimal(0)
_PRICE_STEP: Final = Decimal("0.0001")


class CreditNoteTooLate(Conflict):
    """The day until which a credit note may take tax back is over."""

    code = "credit_note_too_late"


@dataclass(frozen=True, slots=True)
class Taken:
    """How much of an invoice's line a note takes back, in base units, free ones included."""

    line: InvoiceLine
    quantity: Decimal

    @property
    def left(self) -> Decimal:
        """What could be taken before this note."""
        return self.line.quantity_base - self.line.credited_quantity_base


def chosen_lines(
    *, actor: Actor, lines: Sequence[InvoiceLine], wanted: Sequence[CreditLineInput] | None, check: Checker
) -> list[Taken]:
    """The lines that `wanted` names, or (None) all that is left of the invoice; what is wrong goes to `check`."""
    if wanted is None:
        left = [Taken(line, line.quantity_base - line.credited_quantity_base) for line in lines]
        return [taken for taken in left if taken.quantity > 0]
    by_id = {line.id: line for line in lines}
    facts = product_facts(actor=actor, ids={line.product_id for line in lines})
    if not wanted:
        check.add("lines", _("Name at least one line, or none for the whole invoice."), "empty")
    if len({each.invoice_line_id for each in wanted}) < len(wanted):
        check.add("lines", _("A line stands twice; give one quantity for each."), "duplicate")
    found = [
        _chosen(each, by_id=by_id, facts=facts, check=check.under(f"lines/{at}")) for at, each in enumerate(wanted)
    ]
    return [taken for taken in found if taken is not None]


def _chosen(
    wanted: CreditLineInput, *, by_id: Mapping[UUID, InvoiceLine], facts: Mapping[UUID, ProductFacts], check: Checker
) -> Taken | None:
    line = by_id.get(wanted.invoice_line_id)
    if line is None:
        message = _("The invoice has no line with the id {id}.").format(id=wanted.invoice_line_id)
        check.add("invoice_line_id", message, "not_found")
        check.quantity("quantity", wanted.quantity)
        return None
    product, pointer = facts[line.product_id], f"{check.prefix}/quantity"
    found = to_base(product, wanted.unit, wanted.quantity, pointer=pointer, faults=check.faults)
    if found is None:
        return None
    taken, quantity = Taken(line, found.quantity_base), found.quantity_base
    if quantity > taken.left:
        message = _("{left} of {product} can still be credited, less than {asked}.")
        said = message.format(left=plain(taken.left), product=line.description, asked=plain(quantity))
        check.add("quantity", said, "too_large", left=taken.left)
    return taken


def note_of(
    *,
    actor: Actor,
    invoice: Invoice,
    taken: Sequence[Taken],
    earlier: Sequence[CreditNoteLine],
    is_last: bool,
    **fields: Any,
) -> tuple[CreditNote, list[CreditNoteLine]]:
    """An unsaved note that takes `taken` back, and its lines. `earlier` are the lines of the notes before it; `is_last`
    says that nothing is left of the invoice after it."""
    note = CreditNote(
        organization_id=actor.organization_id,
        invoice=invoice,
        created_at=actor.now,
        updated_at=actor.now,
        **{name: getattr(invoice, name) for name in _COPIED},
        **fields,
    )
    currency = currency_of(actor.organization.currency)
    heads = _heads_left(taken, earlier)
    lines = [
        _note_line(each, position=at, note=note, heads=heads[each.line.id], currency=currency)
        for at, each in enumerate(taken, start=1)
    ]
    note.taxable = sum((line.taxable for line in lines), ZERO)
    note.total = sum((line.amount for line in lines), ZERO)
    note.tax = note.total - note.taxable
    note.tax_lines = _tax_rows(lines)
    if is_last:
        left = invoice.total - invoice.credited
        note.round_off, note.total = left - note.total, left
    return note, lines


_COPIED: Final = (
    "registration_id", "warehouse_id", "customer_id", "place_of_supply", "zero_rated", "reverse_charge", "seller",
    "buyer", "ship_to", "prices_include_tax",
)  # fmt: skip


def _heads_left(taken: Sequence[Taken], earlier: Sequence[CreditNoteLine]) -> dict[UUID, dict[str, Decimal]]:
    """Of each line, what no note has taken yet, by head of tax."""
    left = {each.line.id: {head: Decimal(amount) for head, amount in each.line.tax_heads.items()} for each in taken}
    for line in earlier:
        for head, amount in line.tax_heads.items():
            if line.invoice_line_id in left:
                left[line.invoice_line_id][head] -= Decimal(amount)
    return left


def _note_line(
    taken: Taken, *, position: int, note: CreditNote, heads: Mapping[str, Decimal], currency: Currency
) -> CreditNoteLine:
    line, whole = taken.line, taken.quantity == taken.line.quantity_base

    def part(value: Decimal) -> Decimal:
        return round_amount(
            share(value=value, quantity=taken.quantity, total=taken.left, currency=currency), currency=currency
        )

    taxable = part(line.taxable - line.credited_taxable)
    amounts = {head: part(amount) for head, amount in heads.items()}
    amount = taxable + sum(amounts.values(), ZERO)
    # A part is counted in base units, at what one of them came to: the packs it was sold in may be broken.
    value = amount if note.prices_include_tax else taxable
    base_price = EXACT.divide(value, taken.quantity).quantize(_PRICE_STEP, context=EXACT)
    printed = {
        "unit_code": line.unit_code if whole else line.product.unit.code,
        "uqc_code": line.uqc_code if whole else line.product.unit.uqc_code,
        "quantity": line.quantity if whole else taken.quantity,
        "free_quantity": line.free_quantity if whole else ZERO,
        "unit_price": line.unit_price if whole else base_price,
        "discount_percent": line.discount_percent if whole else ZERO,
        "discount_amount": line.discount_amount if whole else ZERO,
        "document_discount_amount": line.document_discount_amount if whole else ZERO,
        "mrp": line.mrp if whole else None,
    }
    return CreditNoteLine(
        organization_id=note.organization_id,
        credit_note=note,
        invoice_line=line,
        position=position,
        quantity_base=taken.quantity,
        taxable=taxable,
        tax_heads={head: str(amount) for head, amount in amounts.items()},
        amount=amount,
        **{name: getattr(line, name) for name in _COPIED_OF_LINE},
        **printed,
    )


_COPIED_OF_LINE: Final = (
    "product_id", "batch_id", "description", "hsn_code", "batch_number", "expires_on", "expiry_precision",
    "tax_category", "tax_rate",
)  # fmt: skip


def _tax_rows(lines: Sequence[CreditNoteLine]) -> list[dict[str, str]]:
    """The foot, one row a rate and head, as the invoice's `tax_lines`."""
    sums: dict[tuple[Decimal, str], list[Decimal]] = {}
    for line in lines:
        for head, amount in line.tax_heads.items():
            row = sums.setdefault((line.tax_rate or ZERO, head), [ZERO, ZERO])
            row[0] += line.taxable
            row[1] += Decimal(amount)
    halved = ("cgst", "sgst", "utgst")
    return [
        {
            "head": head,
            "rate": plain(rate / 2 if head in halved else rate),
            "taxable": str(taxable),
            "amount": str(amount),
        }
        for (rate, head), (taxable, amount) in sorted(sums.items())
    ]


def settle_note(
    *, actor: Actor, note: CreditNote, lines: Sequence[CreditNoteLine], taken: Sequence[Taken], on: dt.date
) -> None:
    """Put a note, dated `on`, against its locked invoice; what was paid beyond becomes an advance. `save_note` comes
    later: goods may come back in between, and their locks stand before the number's.

    Raises `CreditNoteTooLate`, `TaxPeriodLocked` and `Invalid`.
    """
    invoice = note.invoice
    _require_in_time(invoice=invoice, on=on)
    require_open_tax_period(actor=actor, registration_id=invoice.registration_id, on=on)
    invoice.credited += note.total
    for each, line in zip(taken, lines, strict=True):
        each.line.credited_quantity_base += each.quantity
        each.line.credited_taxable += line.taxable
    free_overpayment(actor=actor, invoice=invoice)
    save_settled(actor=actor, invoices=[invoice])
    InvoiceLine.objects.bulk_update([each.line for each in taken], ["credited_quantity_base", "credited_taxable"])


def save_note(*, actor: Actor, note: CreditNote, lines: Sequence[CreditNoteLine], on: dt.date) -> None:
    """Number a settled note, dated `on`, and save it. Raises `DateBeforeLast`, `SeriesFull`."""
    note.status, note.issued_on, note.issued_at = "issued", on, actor.now
    note.financial_year = series_year(actor=actor, on=on)
    note.number = take_number(actor=actor, kind="credit_note", registration_id=note.registration_id, on=on)
    note.save(force_insert=True)
    CreditNoteLine.objects.bulk_create(lines)
    texts = {note.id: [note.number, note.buyer.get("name", "")]}
    index_many(actor=actor, kind="credit_note", texts=texts, are_new=True)
    record(
        actor=actor,
        operation="billing.issue_credit_note",
        subject_kind="credit_note",
        subject_id=note.id,
        subject_name=note.number,
        after={"invoice": note.invoice.number, "total": note.total, "reason": note.reason, "goods_to": note.goods_to},
    )


def _require_in_time(*, invoice: Invoice, on: dt.date) -> None:
    """A note that takes tax back is declared by 30 November after the year of the supply (s.34(2))."""
    issued_on = day_of_issue(invoice)
    if on < issued_on:
        message = _("A credit note is not dated before its invoice, which is of {day}.").format(day=day_said(issued_on))
        raise Invalid.at("issued_on", message, "date_implausible")
    deadline = note_deadline(invoice)
    if deadline is not None and on > deadline:
        message = _(
            "Tax on {number} could be taken back until {deadline} (CGST Act s.34). It is too late for a credit note."
        )
        raise CreditNoteTooLate(message.format(number=invoice.number, deadline=day_said(deadline)))


def note_deadline(invoice: Invoice) -> dt.date | None:
    """The last day for a credit note on an issued invoice; None where it carries no GST."""
    if invoice.issued_on is None or not invoice.tax or not invoice.place_of_supply:
        return None
    return credit_note_deadline(invoice.issued_on)
