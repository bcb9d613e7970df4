"""Transfers: their list, the page of one, and each step of its way: sent, arrived, given up, taken back."""

from __future__ import annotations

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
from django.views.decorators.http import require_POST, require_safe

from omnistock.domain.audit.queries import events_of
from omnistock.domain.stocktaking.access import reversing_ends
from omnistock.domain.stocktaking.challans import challan_pdf
from omnistock.domain.stocktaking.inputs import ArrivalLineInput
from omnistock.domain.stocktaking.models import TRANSFER_STATUSES
from omnistock.domain.stocktaking.operations import (
    arrive_transfer,
    cancel_transfer,
    dispatch_transfer,
    write_off_missing,
)
from omnistock.domain.stocktaking.operations.transfer_changes import WRITE_OFF_REASONS
from omnistock.domain.stocktaking.queries import TransferFilter, TransferView, transfer, transfers
from omnistock.domain.warehouses.queries import warehouses
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import choice_of, id_of
from omnistock.interfaces.web.attached import attached
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.entry import lines_of
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.history import told
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.movement_words import reason_words
from omnistock.interfaces.web.pdf_answer import pdf_answer
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.reading import Reader
from omnistock.interfaces.web.status import status_of
from omnistock.kernel.errors import Conflict, Invalid

COLUMNS: Final = (
    Column("number", gettext_lazy("Transfer")),
    Column("created", gettext_lazy("Made")),
    Column("from", gettext_lazy("From")),
    Column("to", gettext_lazy("To")),
    Column("status", gettext_lazy("Status")),
    Column("sent", gettext_lazy("Sent")),
    Column("arrived", gettext_lazy("Arrived")),
)
_STEPS: Final = {"cancel": cancel_transfer}
_SHOWS: Final = ("missing", "arriving")


@tenant_view("stock:read")
def transfer_list(request: TenantRequest) -> HttpResponse:
    """Transfers from and to the actor's warehouses, the newest first."""
    actor = request.actor
    wanted = _wanted(request)
    page = transfers(actor=actor, wanted=wanted, cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=page.items,
        columns=COLUMNS,
        query=request.GET,
        sort="",
        next_cursor=page.next_cursor or "",
        filter_names=("status", "warehouse", "show"),
    )
    context = {
        "listing": listing,
        "may_write": actor.may("stock:write"),
        "may_build": actor.may("warehouses:write"),
        "statuses": [(each, status_of(each).word) for each in TRANSFER_STATUSES],
        "status": wanted.status,
        "show": choice_of(request, "show", _SHOWS),
        "warehouses": warehouses(actor=actor),
        "warehouse": str(wanted.warehouse_id or ""),
    }
    return render(request, "pages/transfers/list.html", context)


def _wanted(request: TenantRequest) -> TransferFilter:
    shown = choice_of(request, "show", _SHOWS)
    return TransferFilter(
        warehouse_id=id_of(request, "warehouse"),
        status=choice_of(request, "status", TRANSFER_STATUSES),
        is_missing=shown == "missing",
        is_arriving=shown == "arriving",
    )


@tenant_view("stock:read")
def transfer_export(request: TenantRequest) -> HttpResponseBase:
    """The list as it is filtered, line by line, as CSV."""
    wanted = replace(_wanted(request), with_lines=True)
    return csv_answer(actor=request.actor, name="transfer_lines", asked={"wanted": wanted})


@require_safe
@tenant_view("stock:read")
def transfer_challan(request: TenantRequest, transfer_id: UUID) -> HttpResponse:
    """The delivery challan in three copies, as PDF."""
    return pdf_answer(request, challan_pdf(actor=request.actor, transfer_id=transfer_id), name="delivery-challan")


@tenant_view("stock:read")
def transfer_page(request: TenantRequest, transfer_id: UUID) -> HttpResponse:
    return _show(request, transfer_id, FormState(), 200)


@require_POST
@tenant_view("stock:write")
def transfer_step(request: TenantRequest, transfer_id: UUID, step: str) -> HttpResponse:
    """The goods leave, or arrive as they were counted, or the transfer is given up or taken back."""
    actor, reader = request.actor, Reader(request.POST)
    version = reader.version()
    try:
        with transaction.atomic():
            if step == "arrive":
                lines = _counted(request, reader)
                arrive_transfer(actor=actor, transfer_id=transfer_id, lines=lines, expected_version=version)
            elif step == "dispatch":
                papers = {name: reader.text(name) for name in ("invoice_note", "carrier", "vehicle_number")}
                dispatch_transfer(
                    actor=actor,
                    transfer_id=transfer_id,
                    to_quarantine=reader.is_on("to_quarantine"),
                    expected_version=version,
                    **papers,
                )
            else:
                _STEPS[step](actor=actor, transfer_id=transfer_id, expected_version=version)
    except (Invalid, Conflict) as error:
        form = FormState.refused(request.POST, error)
        offers = error.code == "batch_not_usable"
        return _show(request, transfer_id, form, error.status, offers_quarantine=offers)
    return SeeOther(reverse("transfer", args=[transfer_id]))


@require_POST
@tenant_view("stock:approve")
def transfer_write_off(request: TenantRequest, transfer_id: UUID) -> HttpResponse:
    """What never arrived is given up, with the class that the law asks for."""

    def write(posted: Posted) -> str:
        done = write_off_missing(
            actor=request.actor,
            transfer_id=transfer_id,
            reason=posted.text("reason"),
            notes=posted.text("write_off_notes"),
            expected_version=posted.version(),
        )
        messages.success(request, _("What is missing of {number} is written off.").format(number=done.number))
        return reverse("transfer", args=[transfer_id])

    return answer_form(request, write=write, show=lambda form, status: _show(request, transfer_id, form, status))


def _counted(request: TenantRequest, reader: Reader) -> list[ArrivalLineInput]:
    """What was counted at the door. Raises `Invalid` with everything that could not be read."""
    counted = []
    for at, typed in enumerate(lines_of(request.POST, prefix="lines")):
        cells = reader.line(f"lines/{at}", typed)
        line_id, batch_id, quantity = cells.id("line_id"), cells.id("batch_id"), cells.number("quantity")
        if line_id is not None:
            counted.append(
                ArrivalLineInput(
                    line_id=line_id,
                    quantity=quantity or Decimal(0),
                    reason=cells.text("reason"),
                    batch_id=batch_id,
                )
            )
    reader.stop()
    return counted


def _show(
    request: TenantRequest, transfer_id: UUID, form: FormState, status: int, *, offers_quarantine: bool = False
) -> HttpResponse:
    actor = request.actor
    found = transfer(actor=actor, transfer_id=transfer_id)
    writes = actor.may("stock:write")
    context = {
        "transfer": found,
        "form": form,
        "crumbs": [(_("Transfers"), reverse("transfers"))],
        "steps": _steps(found),
        "expected": _expected(found, form),
        "missing": [line for line in found.lines if line.missing_base] if found.status == "arrived" else [],
        "offers_quarantine": offers_quarantine,
        "write_off_reasons": [(each, reason_words(each)) for each in WRITE_OFF_REASONS],
        "may_write_off": actor.may("stock:approve") and actor.may_use_warehouse(found.to_warehouse_id),
        "attached": attached("transfer", found.id, actor=actor),
        "events": told(events_of(subject_ids=[found.id])),
        "may_dispatch": writes and found.status == "draft" and actor.may_use_warehouse(found.from_warehouse_id),
        "may_arrive": writes
        and found.status in ("in_transit", "arrived")
        and actor.may_use_warehouse(found.to_warehouse_id),
        "may_cancel": writes and found.status == "draft",
        "may_reverse": writes
        and found.status in ("in_transit", "arrived")
        and all(map(actor.may_use_warehouse, reversing_ends(found))),
    }
    return render(request, "pages/transfers/page.html", context, status=status)


def _steps(found: TransferView) -> list[dict[str, Any]]:
    times = ((_("Made"), found.created_at), (_("Sent"), found.dispatched_at), (_("Arrived"), found.arrived_at))
    return [{"label": label, "state": "done" if at else "waiting", "at": at} for label, at in times]


def _expected(found: TransferView, form: FormState) -> list[dict[str, Any]]:
    """The batches of which something is still on its way, as the form of an arrival asks about them."""
    waiting = [(line, batch) for line in found.lines for batch in line.sent if batch.in_transit > 0]
    return [
        {
            "line": line,
            "batch": batch,
            "prefix": f"lines-{at}",
            "quantity": form.value(f"lines-{at}-quantity") or f"{batch.in_transit.normalize():f}",
        }
        for at, (line, batch) in enumerate(waiting)
    ]


urlpatterns: list[URLPattern] = [
    path("app/transfers", transfer_list, name="transfers"),
    path("app/transfers.csv", transfer_export, name="transfer-export"),
    path("app/transfers/<uuid:transfer_id>", transfer_page, name="transfer"),
    path("app/transfers/<uuid:transfer_id>/challan.pdf", transfer_challan, name="transfer-challan"),
    path("app/transfers/<uuid:transfer_id>/write-off", transfer_write_off, name="transfer-write-off"),
    *(
        path(f"app/transfers/<uuid:transfer_id>/{step}", transfer_step, {"step": step}, name=f"transfer-{step}")
        for step in ("arrive", "dispatch", *_STEPS)
    ),
]
