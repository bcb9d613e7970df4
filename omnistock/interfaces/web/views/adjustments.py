"""Adjustments: their list, the page of one, and how one is taken back."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from omnistock.domain.audit.queries import events_of
from omnistock.domain.stocktaking.models import ADJUSTMENT_REASONS
from omnistock.domain.stocktaking.operations import reverse_adjustment
from omnistock.domain.stocktaking.queries import AdjustmentFilter, adjustment, adjustments
from omnistock.domain.warehouses.queries import warehouses
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import choice_of, id_of
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.history import told
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.movement_words import reason_words
from omnistock.interfaces.web.reading import Reader
from omnistock.kernel.errors import Conflict, Invalid

COLUMNS: Final = (
    Column("number", gettext_lazy("Adjustment")),
    Column("effective", gettext_lazy("When")),
    Column("reason", gettext_lazy("Reason")),
    Column("warehouse", gettext_lazy("Warehouse")),
    Column("status", gettext_lazy("Status")),
    Column("notes", gettext_lazy("Notes")),
)
_STATES: Final = {"standing": False, "reversed": True}


@tenant_view("stock:read")
def adjustment_list(request: TenantRequest) -> HttpResponse:
    """Adjustments, the newest first."""
    actor = request.actor
    wanted = AdjustmentFilter(
        warehouse_id=id_of(request, "warehouse"),
        reason=choice_of(request, "reason", ADJUSTMENT_REASONS),
        is_reversed=_STATES.get(request.GET.get("state", "")),
    )
    page = adjustments(actor=actor, wanted=wanted, cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=[(row, reason_words(row.reason)) for row in page.items],
        columns=COLUMNS,
        query=request.GET,
        sort="",
        next_cursor=page.next_cursor or "",
        filter_names=("reason", "warehouse", "state"),
    )
    context = {
        "listing": listing,
        "new_href": href_of("adjustment-new") if actor.may("stock:write") else "",
        "reasons": [(each, reason_words(each)) for each in ADJUSTMENT_REASONS],
        "reason": wanted.reason,
        "state": request.GET.get("state", ""),
        "warehouses": warehouses(actor=actor),
        "warehouse": str(wanted.warehouse_id or ""),
    }
    return render(request, "pages/adjustments/list.html", context)


@tenant_view("stock:read")
def adjustment_page(request: TenantRequest, adjustment_id: UUID) -> HttpResponse:
    return _show(request, adjustment_id, FormState(), 200)


@require_POST
@tenant_view("stock:write")
def adjustment_reversal(request: TenantRequest, adjustment_id: UUID) -> HttpResponse:
    """Takes the whole adjustment back, with the reason that was typed beside the button."""
    reader = Reader(request.POST)
    try:
        with transaction.atomic():
            done = reverse_adjustment(
                actor=request.actor,
                adjustment_id=adjustment_id,
                reason=reader.text("reason"),
                expected_version=reader.version(),
            )
    except (Invalid, Conflict) as error:
        return _show(request, adjustment_id, FormState.refused(request.POST, error), error.status)
    messages.success(request, _("{number} is taken back").format(number=done.number))
    return SeeOther(reverse("adjustment", args=[adjustment_id]))


def _show(request: TenantRequest, adjustment_id: UUID, form: FormState, status: int) -> HttpResponse:
    actor = request.actor
    found = adjustment(actor=actor, adjustment_id=adjustment_id)
    context = {
        "adjustment": found,
        "status": "reversed" if found.reversed_at else "posted",
        "reason": reason_words(found.reason),
        "form": form,
        "crumbs": [(_("Adjustments"), reverse("adjustments"))],
        "lines": [
            (line, href_of("product", line.product_id), href_of("batch", line.batch_id) if line.batch_number else "")
            for line in found.lines
        ],
        "events": told(events_of(subject_ids=[found.id])),
        "may_reverse": actor.may("stock:write") and found.reversed_at is None,
    }
    return render(request, "pages/adjustments/page.html", context, status=status)


urlpatterns: list[URLPattern] = [
    path("app/adjustments", adjustment_list, name="adjustments"),
    path("app/adjustments/<uuid:adjustment_id>", adjustment_page, name="adjustment"),
    path("app/adjustments/<uuid:adjustment_id>/reversal", adjustment_reversal, name="adjustment-reversal"),
]
