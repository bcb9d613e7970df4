"""Batches: their list, and the page that answers every question about one: where it lies, for whom, what became of it."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from omnistock.domain.audit.queries import events_of
from omnistock.domain.ledger.operations import hold_batch, quarantine_batches, release_batch
from omnistock.domain.ledger.queries import batch_of, batches, movements
from omnistock.domain.ledger.queries.batches import merged_batch_ids
from omnistock.domain.recalls.queries import RecallFilter, recalls, trace
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import choice_of, id_of, parse_id, text_of
from omnistock.interfaces.web.attached import attached
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.document_links import document_hrefs
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.history import told
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.mass_balance import shown
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.kernel.errors import Conflict

COLUMNS: Final = (
    Column("number", gettext_lazy("Batch"), is_sortable=True),
    Column("product", gettext_lazy("Product")),
    Column("expires", gettext_lazy("Life"), is_sortable=True),
    Column("status", gettext_lazy("Status")),
    Column("on_hand", gettext_lazy("On hand"), is_figure=True),
    Column("reserved", gettext_lazy("Reserved"), is_figure=True),
    Column("cost", gettext_lazy("Unit cost"), is_figure=True, is_shown=False),
)
_SORTS: Final = ("expires", "number", "-number")
_STATUSES: Final = ("usable", "on_hold", "recalled")
_MOVEMENTS: Final = 20


@tenant_view("stock:read")
def batch_list(request: TenantRequest) -> HttpResponse:
    """Batches, what expires first on top."""
    actor, asked = request.actor, _asked(request)
    sort, status = asked["order"], asked["status"] or ""
    page = batches(actor=actor, cursor=request.GET.get("cursor"), **asked)
    listing = Listing(
        rows=page.items,
        columns=COLUMNS if actor.sees_costs else COLUMNS[:-1],
        query=request.GET,
        sort=sort,
        next_cursor=page.next_cursor or "",
        filter_names=("q", "status", "product", "expires"),
    )
    return render(
        request,
        "pages/batches/list.html",
        {"listing": listing, "status": status, "may_write": actor.may("stock:write")},
    )


def _asked(request: TenantRequest) -> dict[str, Any]:
    expires_from, expires_before = _expiry(request.GET.get("expires", ""), request.actor.today)
    return {
        "expires_from": expires_from,
        "expires_before": expires_before,
        "number": text_of(request),
        "product_id": id_of(request, "product"),
        "status": choice_of(request, "status", _STATUSES) or None,
        "order": choice_of(request, "sort", _SORTS, default="expires"),
    }


@tenant_view("stock:read")
def batch_export(request: TenantRequest) -> HttpResponseBase:
    """The list as it is filtered and sorted, as CSV."""
    return csv_answer(actor=request.actor, name="batches", asked=_asked(request))


@tenant_view("stock:read")
def batch_view(request: TenantRequest, batch_id: UUID) -> HttpResponse:
    return _show(request, batch_id, FormState(), 200)


@require_POST
@tenant_view("stock:write")
def batch_status(request: TenantRequest, batch_id: UUID) -> HttpResponse:
    """Hold or release, with the reason that was typed beside the button."""
    change = release_batch if request.POST.get("do") == "release" else hold_batch

    def write(posted: Posted) -> str:
        change(actor=request.actor, batch_id=batch_id, reason=posted.text("reason"))
        return reverse("batch", args=[batch_id])

    return answer_form(request, write=write, show=lambda form, status: _show(request, batch_id, form, status))


@require_POST
@tenant_view("stock:write")
def batch_quarantine(request: TenantRequest) -> HttpResponse:
    """What of the chosen batches lies among other goods goes to quarantine; `do=expired` chooses all that have expired."""
    chosen = [batch_id for text in request.POST.getlist("batch_ids")[:500] if (batch_id := parse_id(text))]
    is_all = request.POST.get("do") == "expired"
    try:
        with transaction.atomic():
            moved = quarantine_batches(actor=request.actor, batch_ids=None if is_all else chosen)
    except Conflict as error:
        messages.warning(request, error.message)
        return SeeOther(reverse("batches") + "?expires=expired")
    count = len({each.batch_id for each in moved})
    text = ngettext("{count} batch is booked into quarantine.", "{count} batches are booked into quarantine.", count)
    messages.success(request, text.format(count=count))
    return SeeOther(reverse("today") if is_all else reverse("batch", args=[moved[0].batch_id]))


def _expiry(text: str, today: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """The days that `expired`, or a month as `2027-03`, stands for: from the first, before the second."""
    if text == "expired":
        return None, today
    try:
        month = dt.date.fromisoformat(f"{text}-01")
        return month, (month + dt.timedelta(days=31)).replace(day=1)
    except (ValueError, OverflowError):
        return None, None


def _show(request: TenantRequest, batch_id: UUID, form: FormState, status: int) -> HttpResponse:
    actor = request.actor
    batch = batch_of(actor=actor, batch_id=batch_id)
    if batch.id != batch_id:  # it was merged: its goods are there now
        return redirect("batch", batch.id)
    traced = trace(actor=actor, batch_ids=[batch.id])
    numbers = {each.document_id: each.document_number for each in traced.sources}
    hrefs = document_hrefs({(each.document_kind, each.document_id) for each in batch.layers}, actor=actor)
    context = {
        "batch": batch,
        "trace": traced,
        "sum": shown(traced.balances[batch.id]),
        "form": form,
        "crumbs": [(_("Batches"), reverse("batches"))],
        "product_href": href_of("product", batch.product_id),
        "movements": movements(actor=actor, batch_id=batch_id, limit=_MOVEMENTS).items,
        "receipts": [
            (each, numbers.get(each.document_id, ""), hrefs.get(each.document_id, "")) for each in batch.layers
        ],
        "recalls": recalls(actor=actor, wanted=RecallFilter(batch_id=batch.id)).items,
        "attached": attached("batch", batch.id, actor=actor),
        "events": told(events_of(subject_ids=[batch.id, *merged_batch_ids(actor=actor, batch_id=batch.id)])),
        "may_write": actor.may("stock:write"),
        "may_recall": actor.may("recalls:write") and batch.status != "recalled" and batch.number,
        "count_in": traced.places[0].warehouse_id if traced.places and actor.may("counts:approve") else None,
        "sees_sales": actor.may("sales:read"),
    }
    return render(request, "pages/batches/page.html", context, status=status)


urlpatterns: list[URLPattern] = [
    path("app/batches", batch_list, name="batches"),
    path("app/batches/export", batch_export, name="batch-export"),
    path("app/batches/quarantine", batch_quarantine, name="batch-quarantine"),
    path("app/batches/<uuid:batch_id>", batch_view, name="batch"),
    path("app/batches/<uuid:batch_id>/status", batch_status, name="batch-status"),
]
