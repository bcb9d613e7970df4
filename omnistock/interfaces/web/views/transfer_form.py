"""A new transfer, or a draft again: what shall go from one warehouse to another. One press sends it; batches are those
that expire first, or chosen by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from omnistock.domain.catalog.units import product_facts
from omnistock.domain.ledger.queries import batches
from omnistock.domain.ledger.queries.naming import batch_named
from omnistock.domain.stocktaking.inputs import TransferLineInput
from omnistock.domain.stocktaking.operations import (
    change_transfer,
    create_transfer,
    dispatch_transfer,
    proposed_batches,
)
from omnistock.domain.stocktaking.queries import TransferFilter, transfer, transfers
from omnistock.domain.warehouses.queries import warehouses
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import parse_id
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.entry import EntryColumn, EntryLine, at_rows, lines_again, typed_lines
from omnistock.interfaces.web.form_draft import forget_form, kept_form
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.reading import Reader
from omnistock.kernel.errors import Conflict, DomainError, IdReused, Invalid
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor

_PAGE: Final = "transfer-new"
ENTRY_COLUMNS: Final = (
    EntryColumn("batch_number", gettext_lazy("Batch"), kind="batch", is_offered=True),
    EntryColumn("quantity", gettext_lazy("Quantity"), kind="figure", is_needed=True),
    EntryColumn("unit", gettext_lazy("Unit"), kind="unit"),
)
_PAPERS: Final = ("invoice_note", "carrier", "vehicle_number")


@dataclass(frozen=True, slots=True)
class _Typed:
    ends: dict[str, Any]
    lines: list[TransferLineInput]
    notes: str
    to_quarantine: bool
    papers: dict[str, Any]


@tenant_view("stock:write")
def transfer_new(request: TenantRequest) -> HttpResponse:
    """The form. `do=dispatch` sends it as it is made, `do=propose` fills the batches in, else it is kept as a draft."""
    actor = request.actor
    if request.method != "POST":
        return _form(request, FormState(values={"id": str(uuid7())} | _last_ends(actor)), lines=[], status=200)
    transfer_id = parse_id(request.POST.get("id")) or uuid7()
    try:
        with transaction.atomic():
            typed = _typed(request)
            if request.POST.get("do") == "propose":
                return _proposed(request, typed)
            create_transfer(
                actor=actor,
                id=transfer_id,
                lines=typed.lines,
                notes=typed.notes,
                to_quarantine=typed.to_quarantine,
                **typed.ends,
            )
            if request.POST.get("do") == "dispatch":
                dispatch_transfer(actor=actor, transfer_id=transfer_id, **typed.papers)
            forget_form(request, _PAGE)
    except IdReused:  # the same form sent twice
        return SeeOther(reverse("transfer", args=[transfer_id]))
    except (Invalid, Conflict) as error:
        return _refused(request, error)
    return SeeOther(reverse("transfer", args=[transfer_id]))


@tenant_view("stock:write")
def transfer_edit(request: TenantRequest, transfer_id: UUID) -> HttpResponse:
    """A draft's lines again, with the batches that it would take."""
    actor = request.actor
    found = transfer(actor=actor, transfer_id=transfer_id)
    if request.method != "POST":
        lines = [
            TransferLineInput(
                product_id=line.product_id, quantity=line.quantity, unit=line.unit_code, batch_id=line.batch_id
            )
            for line in found.lines
        ]
        values = {
            "from_warehouse_id": str(found.from_warehouse_id),
            "to_warehouse_id": str(found.to_warehouse_id),
            "notes": found.notes,
            "version": found.version,
        }
        shown = _split(lines, warehouse_id=found.from_warehouse_id, actor=actor)
        return _form(request, FormState(values=values), lines=shown, status=200, draft=found)
    try:
        with transaction.atomic():
            typed = _typed(request, ends=False)
            change_transfer(
                actor=actor,
                transfer_id=transfer_id,
                lines=typed.lines,
                notes=typed.notes,
                expected_version=Reader(request.POST).version(),
            )
            if request.POST.get("do") == "dispatch":
                dispatch_transfer(
                    actor=actor, transfer_id=transfer_id, to_quarantine=typed.to_quarantine, **typed.papers
                )
    except (Invalid, Conflict) as error:
        return _refused(request, error, draft=found)
    return SeeOther(reverse("transfer", args=[transfer_id]))


def _last_ends(actor: Actor) -> dict[str, str]:
    """From where to where the last transfer went: most go the same way. Nothing where one of the two is not open."""
    found = transfers(actor=actor, wanted=TransferFilter(), limit=1).items
    if not found:
        return {}
    ends = {"from_warehouse_id": str(found[0].from_warehouse_id), "to_warehouse_id": str(found[0].to_warehouse_id)}
    return ends if set(ends.values()) <= {str(place.id) for place in warehouses(actor=actor)} else {}


def _typed(request: TenantRequest, *, ends: bool = True) -> _Typed:
    """What was typed. Raises `Invalid` with everything that could not be read."""
    actor, reader = request.actor, Reader(request.POST)
    chosen: dict[str, UUID] = {}
    for name in ("from_warehouse_id", "to_warehouse_id") if ends else ():
        warehouse_id = reader.id(name)
        if warehouse_id is None:
            reader.checker.add(name, _("Choose the warehouse."), "missing")
        else:
            chosen[name] = warehouse_id
    lines = []
    for at, typed in enumerate(typed_lines(request.POST)):
        cells = reader.line(f"lines/{at}", typed)
        product_id, quantity = cells.id("product_id"), cells.number("quantity") or Decimal(0)
        if product_id is not None:
            batch_id = _batch_id(cells, product_id, actor=actor)
            lines.append(
                TransferLineInput(
                    product_id=product_id, quantity=quantity, unit=cells.text("unit") or None, batch_id=batch_id
                )
            )
    reader.stop()
    return _Typed(
        ends=chosen,
        lines=lines,
        notes=reader.text("notes"),
        to_quarantine=reader.is_on("to_quarantine"),
        papers={name: reader.text(name) for name in _PAPERS},
    )


def _batch_id(cells: Reader, product_id: UUID, *, actor: Actor) -> UUID | None:
    number = cells.text("batch_number")
    if not number:
        return None
    if batch := batch_named(actor=actor, product_id=product_id, number=number):
        return batch.id
    message = _("This product has no batch “{number}”; leave it empty for what expires first.")
    cells.checker.add("batch_number", message.format(number=number[:40]), "not_found")
    return None


def _proposed(request: TenantRequest, typed: _Typed) -> HttpResponse:
    """The form again, each line split into the batches that it would take."""
    lines = _split(typed.lines, warehouse_id=typed.ends["from_warehouse_id"], actor=request.actor)
    return _form(request, FormState(values=request.POST), lines=lines, status=200)


def _split(lines: Sequence[TransferLineInput], *, warehouse_id: UUID, actor: Actor) -> list[EntryLine]:
    parts = proposed_batches(actor=actor, warehouse_id=warehouse_id, lines=lines)
    products = product_facts(actor=actor, ids={line.product_id for line in lines})
    numbers = _numbers({part.batch_id for each in parts for part in each if part.batch_id}, lines, actor=actor)
    shown = []
    for line, each in zip(lines, parts, strict=True):
        product = products[line.product_id]
        sums: dict[tuple[UUID | None, bool], Decimal] = {}
        for part in each:
            key = (part.batch_id, part.layer_id is None)
            sums[key] = sums.get(key, Decimal(0)) + part.quantity
        if not sums or product.tracking == "none":
            sums = {(None, False): line.quantity}
        unit = line.unit or product.unit_code if product.tracking == "none" else product.unit_code
        for (batch_id, is_short), quantity in sums.items():
            shown.append(
                EntryLine(
                    product_id=str(line.product_id),
                    name=product.name,
                    sku=product.sku,
                    units=tuple(product.units),
                    note=_("this much is not there") if is_short else "",
                    values={
                        "batch_number": numbers.get(batch_id, ""),
                        "quantity": f"{quantity.normalize():f}",
                        "unit": unit,
                    },
                    unasked=("batch", "expiry") if product.tracking == "none" else (),
                )
            )
    return shown


def _numbers(batch_ids: set[UUID], lines: Sequence[TransferLineInput], *, actor: Actor) -> dict[UUID | None, str]:
    found: dict[UUID | None, str] = {}
    for product_id in {line.product_id for line in lines}:
        for batch in batches(actor=actor, product_id=product_id, order="number", limit=500).items:
            if batch.id in batch_ids:
                found[batch.id] = batch.number
    return found


def _refused(request: TenantRequest, error: DomainError, *, draft: Any = None) -> HttpResponse:
    lines = lines_again(request.POST, columns=ENTRY_COLUMNS)
    error.faults = tuple(
        replace(fault, pointer=fault.pointer.replace("/batch_id", "/batch_number")) for fault in error.faults
    )
    form = FormState.refused(request.POST, at_rows(error, range(len(lines))))
    offers = error.code == "batch_not_usable"
    return _form(request, form, lines=lines, status=error.status, draft=draft, offers_quarantine=offers)


def _form(
    request: TenantRequest,
    form: FormState,
    *,
    lines: Sequence[EntryLine],
    status: int,
    draft: Any = None,
    offers_quarantine: bool = False,
) -> HttpResponse:
    actor = request.actor
    kept = None if draft else kept_form(request, _PAGE)
    if kept and kept.draft:
        form, lines = kept.again(ENTRY_COLUMNS)
    rows = warehouses(actor=actor)
    context = {
        "form": form,
        "kept": kept,
        "columns": ENTRY_COLUMNS,
        "lines": lines,
        "draft": draft,
        "here": reverse("transfer-edit", args=[draft.id]) if draft else reverse("transfer-new"),
        "offers_quarantine": offers_quarantine,
        "warehouses": [(place.id, place.name) for place in rows],
        "registrations": {str(place.id): place.gstin for place in rows},
        "several_registrations": len({place.gstin for place in rows if place.gstin}) > 1,
        "crumbs": [(_("Transfers"), reverse("transfers"))],
    }
    return render(request, "pages/transfers/new.html", context, status=status)


urlpatterns: list[URLPattern] = [
    path("app/transfers/new", transfer_new, name="transfer-new"),
    path("app/transfers/<uuid:transfer_id>/edit", transfer_edit, name="transfer-edit"),
]
