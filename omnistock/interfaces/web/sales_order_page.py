"""What an order's page shows, made of what the domain knows: steps, lines with their batches, sentences, sums."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.billing.views import InvoiceView
from omnistock.domain.fulfilment.queries import DispatchLineView, DispatchView
from omnistock.domain.ledger.types import Allocated, Skipped
from omnistock.domain.parties.queries import PartyView
from omnistock.domain.sales.views import SalesOrderLineView, SalesOrderView
from omnistock.interfaces.web.attached import attachment_words
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.sales_order_entry import source_words
from omnistock.interfaces.web.words import day_words
from omnistock.kernel.numbers import plain
from omnistock.tenancy.actor import Actor

ZERO: Final = Decimal(0)
OPEN_STATUSES: Final = frozenset({"confirmed", "reserved", "picked", "partly_dispatched"})


class NextStep(StrEnum):
    """The one thing that the page offers first."""

    CONFIRM = "confirm"
    RESERVE = "reserve"
    PICK = "pick"
    DISPATCH = "dispatch"
    NONE = ""


class Summed(Protocol):
    """An order, or what one would come to."""

    @property
    def taxable(self) -> Decimal: ...
    @property
    def tax_lines(self) -> Sequence[Mapping[str, Any]]: ...
    @property
    def discount_amount(self) -> Decimal: ...
    @property
    def round_off(self) -> Decimal: ...


@dataclass(frozen=True, slots=True)
class BatchPart:
    """Some of a line from one batch: where it is now, or with which dispatch it left."""

    batch_id: UUID | None
    number: str
    expires_on: dt.date | None
    expiry_precision: str
    quantity: Decimal
    unit: str  # "" where it is the line's own
    place: str
    href: str = ""
    place_href: str = ""


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line with its batches under it; `notes` are why batches were passed over, `short` is on backorder."""

    line: SalesOrderLineView
    source: str
    parts: Sequence[BatchPart]
    notes: Sequence[str]
    short: Decimal
    product_href: str


def next_step(order: SalesOrderView, *, actor: Actor) -> NextStep:
    """What this person would do next with the order; nothing where it is somebody else's turn."""
    if order.status == "draft":
        return NextStep.CONFIRM if actor.may("sales:write") else NextStep.NONE
    if order.status not in OPEN_STATUSES:
        return NextStep.NONE
    is_reserved = any(line.reserved_base for line in order.lines)
    if is_reserved and actor.may("dispatch:write"):
        return NextStep.PICK if any(unpicked_base(line) for line in order.lines) else NextStep.DISPATCH
    if not is_reserved and actor.may("sales:write"):
        return NextStep.RESERVE
    return NextStep.NONE


def waiting_invoice(invoices: Sequence[InvoiceView] | None, *, actor: Actor) -> InvoiceView | None:
    """Of an order whose goods have left, the invoice that this person would issue next, else the one to be paid."""
    billed = invoices or ()
    if actor.may("billing:write") and (draft := next((each for each in billed if each.status == "draft"), None)):
        return draft
    owed = (each for each in billed if each.status == "issued" and each.balance_due)
    return next(owed, None) if actor.may("payments:write") else None


def unpicked_base(line: SalesOrderLineView) -> Decimal:
    """What is reserved of a line and not yet at the dispatch place; `picked_base` counts what has left too."""
    return line.reserved_base - (line.picked_base - line.dispatched_base)


def line_rows(
    order: SalesOrderView, *, dispatches: Sequence[DispatchView], customer: PartyView | None
) -> list[LineRow]:
    """Each line with what has left, what is picked and what is reserved of it, in this order."""
    units = {line.id: "" if line.unit_code == line.base_unit_code else line.base_unit_code for line in order.lines}
    gone: dict[UUID, list[BatchPart]] = defaultdict(list)
    for dispatch in dispatches:
        if dispatch.reversed_at is None:
            for each in dispatch.lines:
                gone[each.sales_order_line_id].append(_gone(each, dispatch, unit=units[each.sales_order_line_id]))
    return [
        LineRow(
            line=line,
            source=source_words(line.price_source, line.price_value),
            parts=[
                *gone[line.id],
                *_reserved_parts(line.allocated, warehouse=order.warehouse_name, unit=units[line.id]),
            ],
            notes=[*_given_up_words(order, line), *(skip_words(each, customer=customer) for each in line.skipped)],
            short=line.short_base if order.status in OPEN_STATUSES else ZERO,
            product_href=href_of("product", line.product_id),
        )
        for line in order.lines
    ]


def _given_up_words(order: SalesOrderView, line: SalesOrderLineView) -> list[str]:
    if order.status != "closed" or not line.cancelled_base:
        return []
    text = _("{quantity} {unit} given up when the order was closed")
    return [text.format(quantity=plain(line.cancelled_base), unit=line.base_unit_code)]


def _gone(line: DispatchLineView, dispatch: DispatchView, *, unit: str) -> BatchPart:
    return BatchPart(
        batch_id=line.batch_id,
        number=line.batch_number,
        expires_on=line.expires_on,
        expiry_precision=line.expiry_precision,
        quantity=line.quantity_base,
        unit=unit,
        place=_("left with {number}").format(number=dispatch.number),
        href=href_of("batch", line.batch_id) if line.batch_id and line.batch_number else "",
        place_href=href_of("dispatch", dispatch.id),
    )


def _reserved_parts(allocated: Iterable[Allocated], *, warehouse: str, unit: str) -> list[BatchPart]:
    """One row a batch and place: layers are the ledger's own business."""
    sums: dict[tuple[UUID, UUID], Decimal] = defaultdict(Decimal)
    first: dict[tuple[UUID, UUID], Allocated] = {}
    for part in allocated:
        key = part.batch_id, part.location_id
        sums[key] += part.quantity
        first.setdefault(key, part)
    return [
        BatchPart(
            batch_id=part.batch_id,
            number=part.batch_number,
            expires_on=part.expires_on,
            expiry_precision=part.expiry_precision,
            quantity=sums[key],
            unit=unit,
            place=f"{warehouse} / {part.location_code}",
            href=href_of("batch", part.batch_id) if part.batch_number else "",
        )
        for key, part in first.items()
    ]


def skip_words(skipped: Skipped, *, customer: PartyView | None) -> str:
    """Why a batch that would have left earlier was passed over."""
    details = skipped.details
    words = {
        "batch": skipped.batch_number,
        "left": details.get("days_left", ""),
        "needed": details.get("days_needed", ""),
        "place": details.get("location_code", ""),
        "day": _day(details.get("expires_on")),
        "why": details.get("why", ""),
    }
    return (_skip_sentence(skipped.reason, is_customers=_has_rule(customer))).format(**words)


def _has_rule(customer: PartyView | None) -> bool:
    return customer is not None and customer.minimum_shelf_life_days is not None


def _skip_sentence(reason: str, *, is_customers: bool) -> str:
    if reason == "shelf_life":
        if is_customers:
            return _("{batch} skipped: {left} days left, this customer needs {needed}")
        return _("{batch} skipped: {left} days left, {needed} are needed")
    sentences = {
        "expired": _("{batch} skipped: expired on {day}"),
        "on_hold": _("{batch} skipped: on hold"),
        "recalled": _("{batch} skipped: recalled"),
        "by_hand": _("{batch} skipped by hand: {why}"),
        "reserved": _("{batch} skipped: reserved for other orders"),
        "place": _("{batch} skipped: at {place}, which is not sold from"),
    }
    return sentences.get(reason, _("{batch} skipped"))


def _day(text: str | None) -> str:
    return day_words(dt.date.fromisoformat(text)) if text else ""


def steps_of(
    order: SalesOrderView, *, dispatches: Sequence[DispatchView], invoices: Sequence[InvoiceView] | None
) -> list[dict[str, Any]]:
    """The track under the head. `invoices` None: they are not this person's to see, and payment is left out."""
    wanted = [line for line in order.lines if line.quantity_base > line.cancelled_base]
    asked = {line.id: line.quantity_base - line.cancelled_base for line in wanted}
    standing = [each for each in dispatches if each.reversed_at is None]
    gone = _state(wanted, lambda line: line.dispatched_base, asked)
    is_confirmed = order.confirmed_at is not None
    steps = [
        _step(_("Confirmed"), "done" if is_confirmed else "waiting", order.confirmed_at),
        _step(
            _("Reserved"),
            _state(wanted, lambda line: line.reserved_base + line.dispatched_base, asked),
            order.confirmed_at,
        ),
        _step(_("Picked"), _state(wanted, lambda line: line.picked_base, asked), order.picked_at),
        _step(_("Dispatched"), gone, max((each.dispatched_at for each in standing), default=None)),
        _step(_("Invoiced"), _limited(gone, [each.invoice_status == "issued" for each in standing]), None),
    ]
    if invoices is not None:
        issued = [each for each in invoices if each.status == "issued"]
        if issued and steps[-1]["state"] != "waiting":
            steps[-1]["on"] = max((each.issued_on for each in issued if each.issued_on), default=None)
        steps.append(_step(_("Paid"), _limited(gone, [not each.balance_due for each in issued]), None))
    return steps


def _state(lines: Sequence[SalesOrderLineView], done: Any, asked: Mapping[UUID, Decimal]) -> str:
    if lines and all(done(line) >= asked[line.id] for line in lines):
        return "done"
    return "partly" if any(done(line) for line in lines) else "waiting"


def _limited(gone: str, facts: Sequence[bool]) -> str:
    """What follows a dispatch is whole only where everything has left."""
    if not any(facts):
        return "waiting"
    return "done" if gone == "done" and all(facts) else "partly"


def _step(label: str, state: str, at: dt.datetime | None) -> dict[str, Any]:
    return {"label": label, "state": state, "at": at if state != "waiting" else None}


def tax_totals(summed: Summed) -> list[tuple[str, Decimal]]:
    """The rows over the total: what is taxed, each head at its rate, and the rounding."""
    rows: list[tuple[str, Decimal]] = []
    if summed.discount_amount:
        rows.append((_("Discount, taken off"), -summed.discount_amount))
    rows.append((_("Taxable") if summed.tax_lines else _("Goods"), summed.taxable))
    names = {"cgst": "CGST", "sgst": "SGST", "utgst": "UTGST", "igst": "IGST", "tax": _("Tax")}
    for row in summed.tax_lines:
        rows.append((f"{names[row['head']]} {plain(Decimal(row['rate']))} %", Decimal(row["amount"])))
    if summed.round_off:
        rows.append((_("Round-off"), summed.round_off))
    return rows


def given_up_totals(order: SalesOrderView) -> list[tuple[str, Decimal]]:
    """What was ordered, and what of it will not leave any more."""
    return [(_("Ordered"), order.total), (_("Given up"), -order.given_up)] if order.given_up else []


def linked_documents(
    dispatches: Sequence[DispatchView], invoices: Sequence[InvoiceView] | None
) -> list[dict[str, Any]]:
    """Dispatches, and the invoices that this person may see."""
    found = [
        {
            "number": each.number,
            "kind": _("Dispatch"),
            "href": href_of("dispatch", each.id),
            "status": "reversed" if each.reversed_at else "dispatched",
        }
        for each in dispatches
    ]
    found += [
        {
            "number": each.number or _("Draft"),
            "kind": _("Invoice"),
            "href": href_of("invoice", each.id),
            "status": each.state,
        }
        for each in invoices or ()
    ]
    return found


def history_of(events: Iterable[Any]) -> list[dict[str, Any]]:
    """The audit's events in the words of a person."""
    return [{"text": _event_words(each), "by": each.actor_name, "at": each.at, "door": each.door} for each in events]


def _event_words(event: Any) -> str:
    name = event.operation.rpartition(".")[2]
    after = event.after or {}
    words = {
        "create_sales_order": _("Confirmed and reserved") if after.get("status", "draft") != "draft" else _("Drafted"),
        "change_sales_order": _("Changed"),
        "confirm_sales_order": _("Confirmed and reserved"),
        "allocate_sales_order": _("Reserved again"),
        "release_sales_order": _("Reservation given up"),
        "choose_batches": _("Batches chosen by hand"),
        "pull_order": _("Taken out by a recall"),
        "pick_sales_order": _("Picked"),
        "cancel_sales_order": _("Cancelled"),
        "close_sales_order": _("Closed short"),
        "dispatch_order": _("Dispatched {number}").format(number=event.subject_name),
        "reverse_dispatch": _("{number} taken back").format(number=event.subject_name),
    }
    reason = after.get("reason") or after.get("reversed_reason")
    said = attachment_words(event) or words.get(name, name.replace("_", " "))
    return f"{said}: {reason}" if reason else said
