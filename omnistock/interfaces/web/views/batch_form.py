"""What was typed wrong from the pack: the dates of a batch, and its number."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from omnistock.domain.ledger.operations import correct_batch, rename_batch
from omnistock.domain.ledger.queries import batch_of
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.kernel.days import parse_expiry


@tenant_view("stock:write")
@require_safe
def batch_edit(request: TenantRequest, batch_id: UUID) -> HttpResponse:
    return _show(request, batch_id, FormState(), 200)


@require_POST
@tenant_view("stock:write")
def batch_dates(request: TenantRequest, batch_id: UUID) -> HttpResponse:
    """The dates as they stand on the pack; documents keep what they printed."""

    def write(posted: Posted) -> str:
        changes: dict[str, Any] = {"expires_on": None, "manufactured_on": posted.day("manufactured_on")}
        if text := posted.text("expires_on"):
            found = posted.checker.keep("expires_on", lambda: parse_expiry(text))
            if found is not None:
                changes |= {"expires_on": found[0], "expiry_precision": found[1].value}
        posted.stop()
        correct_batch(actor=request.actor, batch_id=batch_id, changes=changes, expected_version=posted.version())
        return reverse("batch", args=[batch_id])

    return answer_form(request, write=write, show=lambda form, status: _show(request, batch_id, form, status))


@require_POST
@tenant_view("stock:write")
def batch_rename(request: TenantRequest, batch_id: UUID) -> HttpResponse:
    """The number as it stands on the pack. On file already: the two batches become one."""
    keep: dict[str, Literal["this", "other"]] = {"this": "this", "other": "other"}

    def write(posted: Posted) -> str:
        renamed = rename_batch(
            actor=request.actor,
            batch_id=batch_id,
            number=posted.text("number"),
            keep_dates_of=keep.get(posted.text("keep_dates_of")),
            expected_version=posted.version(),
        )
        if renamed.pk != batch_id:
            messages.success(request, _("The goods are of batch {number} now.").format(number=renamed.number))
        return reverse("batch", args=[renamed.pk])

    return answer_form(request, write=write, show=lambda form, status: _show(request, batch_id, form, status))


def _show(request: TenantRequest, batch_id: UUID, form: FormState, status: int) -> HttpResponse:
    batch = batch_of(actor=request.actor, batch_id=batch_id)
    if batch.id != batch_id:
        return redirect("batch-edit", batch.id)
    context = {
        "batch": batch,
        "form": form,
        "expires_on": batch.expires_on.isoformat()[: 7 if batch.expiry_precision == "month" else 10]
        if batch.expires_on
        else "",
        "manufactured_on": batch.manufactured_on.isoformat() if batch.manufactured_on else "",
        "asks_dates": bool(form.errors("keep_dates_of")),
        "crumbs": [(_("Batches"), reverse("batches")), (batch.number, reverse("batch", args=[batch_id]))],
    }
    return render(request, "pages/batches/edit.html", context, status=status)


urlpatterns: list[URLPattern] = [
    path("app/batches/<uuid:batch_id>/edit", batch_edit, name="batch-edit"),
    path("app/batches/<uuid:batch_id>/dates", batch_dates, name="batch-dates"),
    path("app/batches/<uuid:batch_id>/number", batch_rename, name="batch-rename"),
]
