"""Labels of products, batches and bins: what a person asks for, as stickers in the order asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.catalog.models import Barcode, Product
from omnistock.domain.ledger.queries.printed import printed_batches
from omnistock.domain.purchasing.queries import receipt
from omnistock.domain.warehouses.queries import location_rows, warehouse_page
from omnistock.kernel.errors import Fault, Invalid
from omnistock.kernel.gs1 import check_digit_matches, to_gtin14
from omnistock.kernel.paper.stickers import MOST, SIZES, Sticker, gs1_code, render_stickers
from omnistock.tenancy.actor import Actor

KINDS: Final = ("product", "batch", "location")
_GTIN_LENGTHS: Final = frozenset({8, 12, 13, 14})


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelInput:
    """`quantity` labels of one product, batch or location."""

    kind: str
    id: UUID
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class LabelRow:
    """What can be printed, as the form shows it: `quantity` is what is proposed."""

    kind: str
    id: UUID
    title: str
    detail: str
    quantity: int


def labels_pdf(*, actor: Actor, labels: Sequence[LabelInput], size: str, is_sheet: bool = False) -> bytes:
    """The labels as PDF: a roll of `size` (38x25, 50x25, 100x50), or A4 sheets of labels that large.

    Raises `Invalid` with every fault: an unknown size, kind or id, a quantity that is none, more than 2,000 in all.
    """
    actor.require("catalog:read")
    faults = _faults(labels, size)
    found = _stickers(actor, labels)
    for at, label in enumerate(labels):
        if label.kind in KINDS and (label.kind, label.id) not in found:
            message = _("There is no %(kind)s with the id %(id)s in this workspace.")
            faults.append(Fault(f"labels/{at}/id", message % {"kind": label.kind, "id": label.id}, "not_found"))
    if faults:
        raise Invalid.of(faults)
    stickers = [found[label.kind, label.id] for label in labels for _each in range(label.quantity)]
    return render_stickers(stickers, size=size, is_sheet=is_sheet, on=actor.today)


def _faults(labels: Sequence[LabelInput], size: str) -> list[Fault]:
    faults = []
    if size not in SIZES:
        faults.append(Fault("size", _("Choose one of %(sizes)s.") % {"sizes": ", ".join(SIZES)}, "unknown_choice"))
    if not labels:
        faults.append(Fault("labels", _("Say how many labels of at least one line."), "missing"))
    for at, label in enumerate(labels):
        if label.kind not in KINDS:
            message = _("Labels are of a product, a batch or a location.")
            faults.append(Fault(f"labels/{at}/kind", message, "unknown_choice"))
        if not 1 <= label.quantity <= MOST:
            message = _("Print 1 to %(most)s labels.") % {"most": MOST}
            faults.append(Fault(f"labels/{at}/quantity", message, "out_of_range"))
    if sum(label.quantity for label in labels) > MOST:
        faults.append(
            Fault("labels", _("That is more than %(most)s labels; print in parts.") % {"most": MOST}, "too_many")
        )
    return faults


def _stickers(actor: Actor, labels: Sequence[LabelInput]) -> dict[tuple[str, UUID], Sticker]:
    """A sticker for everything that is there, in a statement or two a kind."""
    ids = {kind: {label.id for label in labels if label.kind == kind} for kind in KINDS}
    found: dict[tuple[str, UUID], Sticker] = {}
    if ids["product"]:
        gtins = _gtins(ids["product"])
        for row in Product.objects.filter(pk__in=ids["product"]):
            found["product", row.pk] = _product(row.name, row.sku, gtins.get(row.pk, ""))
    if ids["batch"]:
        actor.require("stock:read")
        batches = printed_batches(actor=actor, batch_ids=ids["batch"])
        gtins = _gtins({batch.product_id for batch in batches})
        for batch in batches:
            gtin = gtins.get(batch.product_id, "")
            is_month = batch.expiry_precision == "month"
            code = gtin and gs1_code(
                gtin=gtin, batch_number=batch.number, expires_on=batch.expires_on, is_month=is_month
            )
            words = (
                ""
                if batch.expires_on is None
                else f"{batch.expires_on:%m/%y}"
                if is_month
                else f"{batch.expires_on:%d-%m-%y}"
            )
            lines = tuple(text for text in (batch.number, words and f"EXP {words}") if text)
            found["batch", batch.id] = Sticker(
                batch.product_name, code or batch.number or batch.sku, bool(code), lines or (batch.sku,)
            )
    if ids["location"]:
        for place in location_rows(actor=actor).filter(pk__in=ids["location"]):
            said = tuple(text for text in (place.code, place.zone or place.name) if text)
            found["location", place.pk] = Sticker(place.code, place.code, False, said)
    return found


def _product(name: str, sku: str, gtin: str) -> Sticker:
    return Sticker(name, gs1_code(gtin=gtin) if gtin else sku, bool(gtin), (sku, gtin) if gtin else (sku,))


def _gtins(product_ids: set[UUID]) -> dict[UUID, str]:
    """The GTIN of each product's base unit, where it has one."""
    found: dict[UUID, str] = {}
    rows = Barcode.objects.filter(product_id__in=product_ids, product_unit__isnull=True).order_by("id")
    for product_id, code in rows.values_list("product_id", "code"):
        if code.isascii() and code.isdecimal() and len(code) in _GTIN_LENGTHS and check_digit_matches(code):
            found.setdefault(product_id, to_gtin14(code))
    return found


def label_rows(
    *,
    actor: Actor,
    product_id: UUID | None = None,
    batch_id: UUID | None = None,
    location_id: UUID | None = None,
    receipt_id: UUID | None = None,
    warehouse_id: UUID | None = None,
) -> list[LabelRow]:
    """What there is to print for the thing that somebody stands before; of a receipt one row a batch. Raises
    `NotFound`."""
    rows: list[LabelRow] = []
    if receipt_id is not None:
        for line in receipt(actor=actor, receipt_id=receipt_id).lines:
            kind, id = ("batch", line.batch_id) if line.batch_id and line.batch_number else ("product", line.product_id)
            number = line.filed_under or line.batch_number
            rows.append(LabelRow(kind, id, line.product_name, number, min(int(line.quantity) or 1, MOST)))
    if warehouse_id is not None:
        for place in warehouse_page(actor=actor, id=warehouse_id).locations:
            if place.archived_at is None and place.kind != "transit":
                rows.append(LabelRow("location", place.pk, place.code, place.zone, 1))
    if location_id is not None:
        rows += [
            LabelRow("location", place.pk, place.code, place.zone, 1)
            for place in location_rows(actor=actor).filter(pk=location_id)
        ]
    if product_id is not None:
        rows += [LabelRow("product", row.pk, row.name, row.sku, 1) for row in Product.objects.filter(pk=product_id)]
    if batch_id is not None:
        actor.require("stock:read")
        rows += [
            LabelRow("batch", each.id, each.product_name, each.number, 1)
            for each in printed_batches(actor=actor, batch_ids={batch_id})
        ]
    return rows
