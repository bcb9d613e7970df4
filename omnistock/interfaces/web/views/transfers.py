"""Transfers: their list, the page of one, and each step of its way: sent, arrived, given up, taken back."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from omnistock.domain.audit.queries import events_of
from omnistock.domain.stocktaking.inputs import ArrivalLineInput
from omnistock.domain.stocktaking.models import TRANSFER_STATUSES
from omnistock.domain.stocktaking.operations import (
    arrive_transfer,
    cancel_transfer,
    dispatch_transfer,
)
from omnistock.domain.stocktaking.queries import TransferFilter, TransferView, transfer, transfers
from omnistock.domain.warehouses.queries import warehouses
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import choice_of, id_of
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.entry import lines_of
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.history import told
from omnistock.interfaces.web.listing import Column, Listing
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
_STEPS: Final = {"dispatch": dispatch_transfer, "cancel": cancel_transfer}


@tenant_view("stock:read")
def transfer_list(request: TenantRequest) -> HttpResponse:
    """Transfers from and to the actor's warehouses, the newest first."""
    actor = request.actor
    wanted = TransferFilter(
        warehouse_id=id_of(request, "warehouse"), status=choice_of(request, "status", TRANSFER_STATUSES)
    )
    page = transfers(actor=actor, wanted=wanted, cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=page.items,
        columns=COLUMNS,
        query=request.GET,
        sort="",
        next_cursor=page.next_cursor or "",
        filter_names=("status", "warehouse"),
    )
    context = {
        "listing": listing,
        "may_write": actor.may("stock:write"),
        "statuses": [(each, status_of(each).word) for each in TRANSFER_STATUSES],
        "status": wanted.status,
        "warehouses": warehouses(actor=actor),
        "warehouse": str(wanted.warehouse_id or ""),
    }
    return render(request, "pages/transfers/list.html", context)


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
            else:
                _STEPS[step](actor=actor, transfer_id=transfer_id, expected_version=version)
    except (Invalid, Conflict) as error:
        return _show(request, transfer_id, FormState.refused(request.POST, error), error.status)
    return SeeOther(reverse("transfer", args=[transfer_id]))


def _counted(request: TenantRequest, reader: Reader) -> list[ArrivalLineInput]:
    """What was counted at the door. Raises `Invalid` with everything that could not be read."""
    counted = []
    for at, typed in enumerate(lines_of(request.POST, prefix="lines")):
        cells = reader.line(f"lines/{at}", typed)
        line_id, quantity = cells.id("line_id"), cells.number("quantity")
        if line_id is not None:
            counted.append(
                ArrivalLineInput(line_id=line_id, quantity=quantity or Decimal(0), reason=cells.text("reason"))
            )
    reader.stop()
    return counted


def _show(request: TenantRequest, transfer_id: UUID, form: FormState, status: int) -> HttpResponse:
    actor = request.actor
    found = transfer(actor=actor, transfer_id=transfer_id)
    writes = actor.may("stock:write")
    context = {
        "transfer": found,
        "form": form,
        "crumbs": [(_("Transfers"), reverse("transfers"))],
        "steps": _steps(found),
        "expected": _expected(found, form),
        "events": told(events_of(subject_ids=[found.id])),
        "may_dispatch": writes and found.status == "draft" and actor.may_use_warehouse(found.from_warehouse_id),
        "may_arrive": writes
        and found.status in ("in_transit", "arrived")
        and actor.may_use_warehouse(found.to_warehouse_id),
        "may_cancel": writes and found.status == "draft",
        "may_reverse": writes and found.status in ("in_transit", "arrived"),
    }
    return render(request, "pages/transfers/page.html", context, status=status)


def _steps(found: TransferView) -> list[dict[str, Any]]:
    times = ((_("Made"), found.created_at), (_("Sent"), found.dispatched_at), (_("Arrived"), found.arrived_at))
    return [{"label": label, "state": "done" if at else "waiting", "at": at} for label, at in times]


def _expected(found: TransferView, form: FormState) -> list[dict[str, Any]]:
    """The lines of which something is still on its way, as the form of an arrival asks about them."""
    waiting = [
        (line, line.quantity_base - (line.arrived_quantity_base or Decimal(0)))
        for line in found.lines
        if line.quantity_base != line.arrived_quantity_base
    ]
    return [
        {
            "line": line,
            "outstanding": outstanding,
            "prefix": f"lines-{at}",
            "quantity": form.value(f"lines-{at}-quantity") or f"{outstanding.normalize():f}",
        }
        for at, (line, outstanding) in enumerate(waiting)
    ]


urlpatterns: list[URLPattern] = [
    path("app/transfers", transfer_list, name="transfers"),
    path("app/transfers/<uuid:transfer_id>", transfer_page, name="transfer"),
    *(
        path(f"app/transfers/<uuid:transfer_id>/{step}", transfer_step, {"step": step}, name=f"transfer-{step}")
        for step in ("arrive", *_STEPS)
    ),
]
