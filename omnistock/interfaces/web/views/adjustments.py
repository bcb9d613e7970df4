"""Adjustments: their list, the page of one, the form of a new one, and how one is taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from omnistock.domain.audit.queries import events_of
from omnistock.domain.ledger.queries.naming import batch_named, batches_named
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput
from omnistock.domain.stocktaking.models import ADJUSTMENT_REASONS, ADJUSTMENT_STATUSES
from omnistock.domain.stocktaking.operations import (
    approve_adjustment,
    post_adjustment,
    reject_adjustment,
)
from omnistock.domain.stocktaking.operations.adjustment_approvals import ApprovesOwn
from omnistock.domain.stocktaking.queries import AdjustmentFilter, AdjustmentView, adjustment, adjustments
from omnistock.domain.warehouses.queries import warehouses
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import choice_of, id_of, parse_id
from omnistock.interfaces.web.attached import attached
from omnistock.interfaces.web.batch_words import tell_merged
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.entry import EntryColumn, EntryLine, lines_again, typed_lines
from omnistock.interfaces.web.form_draft import forget_form, kept_form
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.history import told
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.movement_words import reason_words
from omnistock.interfaces.web.reading import Reader
from omnistock.interfaces.web.receipt_entry import place_typed, places_by_code
from omnistock.kernel.days import parse_expiry
from omnistock.kernel.errors import Conflict, DomainError, IdReused, Invalid
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor

COLUMNS: Final = (
    Column("number", gettext_lazy("Adjustment")),
    Column("effective", gettext_lazy("When")),
    Column("reason", gettext_lazy("Reason")),
    Column("warehouse", gettext_lazy("Warehouse")),
    Column("status", gettext_lazy("Status")),
    Column("notes", gettext_lazy("Notes")),
)
_PAGE: Final = "adjustment-new"
ENTRY_COLUMNS: Final = (
    EntryColumn("batch_number", gettext_lazy("Batch"), kind="batch", is_needed=True),
    EntryColumn("expires_on", gettext_lazy("Expiry"), kind="expiry", is_offered=True),
    EntryColumn("quantity", gettext_lazy("More (+) or less (−)"), kind="figure", is_needed=True),
    EntryColumn("unit", gettext_lazy("Unit"), kind="unit"),
    EntryColumn("location", gettext_lazy("Bin"), source="location"),
)
_CELLS: Final = {"location_id": "location", "batch_id": "batch_number", "expiry_precision": "expires_on"}
_STATES: Final = {"standing": False, "reversed": True}


@tenant_view("stock:read")
def adjustment_list(request: TenantRequest) -> HttpResponse:
    """Adjustments, the newest first."""
    actor = request.actor
    wanted = _wanted(request)
    page = adjustments(actor=actor, wanted=wanted, cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=[(row, reason_words(row.reason), _status(row)) for row in page.items],
        columns=COLUMNS,
        query=request.GET,
        sort="",
        next_cursor=page.next_cursor or "",
        filter_names=("reason", "warehouse", "state"),
    )
    context = {
        "listing": listing,
        "may_write": actor.may("stock:write"),
        "reasons": [(each, reason_words(each)) for each in ADJUSTMENT_REASONS],
        "reason": wanted.reason,
        "state": request.GET.get("state", ""),
        "warehouses": warehouses(actor=actor),
        "warehouse": str(wanted.warehouse_id or ""),
    }
    return render(request, "pages/adjustments/list.html", context)


def _wanted(request: TenantRequest) -> AdjustmentFilter:
    state = request.GET.get("state", "")
    return AdjustmentFilter(
        warehouse_id=id_of(request, "warehouse"),
        reason=choice_of(request, "reason", ADJUSTMENT_REASONS),
        is_reversed=_STATES.get(state),
        status="posted" if state in _STATES else choice_of(request, "state", ADJUSTMENT_STATUSES),
    )


def _status(row: AdjustmentView) -> str:
    return "reversed" if row.reversed_at else row.status


@tenant_view("stock:read")
def adjustment_export(request: TenantRequest) -> HttpResponseBase:
    """The list as it is filtered, line by line, as CSV."""
    wanted = replace(_wanted(request), with_lines=True)
    return csv_answer(actor=request.actor, name="adjustment_lines", asked={"wanted": wanted})


@require_POST
@tenant_view("stock:approve")
def adjustment_decision(request: TenantRequest, adjustment_id: UUID) -> HttpResponse:
    """Approved, which posts it, or (`do=reject`) turned down with the reason that was typed."""
    reader = Reader(request.POST)
    given: dict[str, Any] = {
        "actor": request.actor,
        "adjustment_id": adjustment_id,
        "expected_version": reader.version(),
    }
    try:
        with transaction.atomic():
            if request.POST.get("do") == "reject":
                done = reject_adjustment(reason=reader.text("reason"), **given)
                words = _("{number} is rejected; nothing was posted.")
            else:
                done = approve_adjustment(**given)
                words = _("{number} is approved and posted.")
    except (Invalid, Conflict, ApprovesOwn) as error:
        return _show(request, adjustment_id, FormState.refused(request.POST, error), error.status)
    messages.success(request, words.format(number=done.number))
    return SeeOther(reverse("adjustment", args=[adjustment_id]))


@tenant_view("stock:read")
def adjustment_page(request: TenantRequest, adjustment_id: UUID) -> HttpResponse:
    return _show(request, adjustment_id, FormState(), 200)


def _show(request: TenantRequest, adjustment_id: UUID, form: FormState, status: int) -> HttpResponse:
    actor = request.actor
    found = adjustment(actor=actor, adjustment_id=adjustment_id)
    context = {
        "adjustment": found,
        "status": _status(found),
        "attached": attached("adjustment", found.id, actor=actor),
        "may_decide": actor.may("stock:approve") and found.status == "awaiting_approval",
        "is_own": found.author_id is not None and found.author_id == actor.person_id,
        "reason": reason_words(found.reason),
        "form": form,
        "crumbs": [(_("Adjustments"), reverse("adjustments"))],
        "lines": [
            (line, href_of("product", line.product_id), href_of("batch", line.batch_id) if line.batch_number else "")
            for line in found.lines
        ],
        "events": told(events_of(subject_ids=[found.id])),
        "may_reverse": actor.may("stock:write") and found.reversed_at is None and found.status == "posted",
    }
    return render(request, "pages/adjustments/page.html", context, status=status)


@tenant_view("stock:write")
def adjustment_new(request: TenantRequest) -> HttpResponse:
    """The form, and its adjustment, posted as it is made."""
    if request.method != "POST":
        return _form(request, FormState(values={"id": str(uuid7())}), lines=[], status=200)
    actor, reader = request.actor, Reader(request.POST)
    adjustment_id = parse_id(request.POST.get("id")) or uuid7()
    try:
        with transaction.atomic():
            warehouse_id, lines = _typed(request, reader)
            done = post_adjustment(
                actor=actor,
                id=adjustment_id,
                warehouse_id=warehouse_id,
                reason=reader.text("reason"),
                notes=reader.text("notes"),
                lines=lines,
            )
            forget_form(request, _PAGE)
    except IdReused:  # the same form sent twice
        return SeeOther(reverse("adjustment", args=[adjustment_id]))
    except (Invalid, Conflict) as error:
        form = FormState.refused(request.POST, _at_cells(error))
        return _form(request, form, lines=lines_again(request.POST, columns=ENTRY_COLUMNS), status=error.status)
    is_waiting = done.status == "awaiting_approval"
    words = _("{number} waits for approval; nothing is posted yet") if is_waiting else _("{number} is posted")
    messages.success(request, words.format(number=done.number))
    named = batches_named(actor=actor, named=[(line.product_id, line.batch_number) for line in lines])
    tell_merged(request, named.values())
    return SeeOther(reverse("adjustment", args=[done.pk]))


def _form(request: TenantRequest, form: FormState, *, lines: Sequence[EntryLine], status: int) -> HttpResponse:
    places = warehouses(actor=request.actor)
    kept = kept_form(request, _PAGE)
    if kept.draft:
        form, lines = kept.again(ENTRY_COLUMNS)
    context = {
        "form": form,
        "kept": kept,
        "columns": ENTRY_COLUMNS,
        "lines": lines,
        "reasons": [(each, reason_words(each)) for each in ADJUSTMENT_REASONS],
        "warehouses": [(place.id, place.name) for place in places],
        "warehouse_id": form.value("warehouse_id") or (str(places[0].id) if places else ""),
        "crumbs": [(_("Adjustments"), reverse("adjustments"))],
    }
    return render(request, "pages/adjustments/new.html", context, status=status)


def _typed(request: TenantRequest, reader: Reader) -> tuple[UUID, list[AdjustmentLineInput]]:
    """The form's warehouse and lines. Raises `Invalid` with everything that could not be read."""
    actor, warehouse_id = request.actor, reader.id("warehouse_id")
    if warehouse_id is None:
        reader.checker.add("warehouse_id", _("Choose the warehouse."), "missing")
    places = places_by_code(warehouse_id, actor=actor)
    cells = [reader.line(f"lines/{at}", typed) for at, typed in enumerate(typed_lines(request.POST))]
    lines = [line for each in cells if (line := _line(each, places=places, actor=actor)) is not None]
    reader.stop()
    assert warehouse_id is not None
    return warehouse_id, lines


def _line(cells: Reader, *, places: Mapping[str, UUID], actor: Actor) -> AdjustmentLineInput | None:
    product_id = cells.id("product_id")
    quantity = cells.number("quantity", allow_negative=True) or Decimal(0)
    expiry, number = cells.text("expires_on"), cells.text("batch_number")
    read = cells.checker.keep("expires_on", lambda: parse_expiry(expiry)) if expiry else None
    expires_on, precision = read or (None, "day")
    location_id = place_typed(cells, places=places)
    if product_id is None:
        return None
    # What is more may be a batch that is not on file yet; then what is printed on the pack names it.
    is_printed = quantity > 0 and expires_on is not None
    batch_id = _batch_id(product_id, number, actor=actor) if number and not is_printed else None
    if number and batch_id is None and quantity < 0:
        message = _("This product has no batch “{number}”.")
        cells.checker.add("batch_number", message.format(number=number[:40]), "not_found")
    return AdjustmentLineInput(
        product_id=product_id,
        quantity=quantity,
        unit=cells.text("unit") or None,
        location_id=location_id,
        batch_id=batch_id,
        batch_number=number,
        expires_on=expires_on,
        expiry_precision="month" if precision == "month" else "day",
    )


def _batch_id(product_id: UUID, number: str, *, actor: Actor) -> UUID | None:
    batch = batch_named(actor=actor, product_id=product_id, number=number)
    return batch.id if batch else None


def _at_cells(error: DomainError) -> DomainError:
    """The refusal with its faults at the form's own cells."""

    def cell(pointer: str) -> str:
        line, slash, name = pointer.rpartition("/")
        return f"{line}{slash}{_CELLS.get(name, name)}"

    error.faults = tuple(replace(fault, pointer=cell(fault.pointer)) for fault in error.faults)
    return error


urlpatterns: list[URLPattern] = [
    path("app/adjustments", adjustment_list, name="adjustments"),
    path("app/adjustments/new", adjustment_new, name="adjustment-new"),
    path("app/adjustments.csv", adjustment_export, name="adjustment-export"),
    path("app/adjustments/<uuid:adjustment_id>", adjustment_page, name="adjustment"),
    path("app/adjustments/<uuid:adjustment_id>/decision", adjustment_decision, name="adjustment-decision"),
]
