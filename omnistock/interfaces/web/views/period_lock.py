"""The period lock: through which day the books are closed, what closing them further would mean, who did it when."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from omnistock.domain.audit.queries import events_of
from omnistock.domain.ledger.operations import set_lock_date
from omnistock.domain.ledger.queries import books, lock_preview
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.history import told
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.words import day_words


@tenant_view("settings:write")
@require_http_methods(["GET", "POST"])
def period_lock(request: TenantRequest) -> HttpResponse:
    """`?through=` shows what closing through that day would mean; posting does it."""

    def write(posted: Posted) -> str:
        through = posted.day("locked_through")
        posted.stop()
        set_lock_date(actor=request.actor, locked_through=through, reason=posted.text("reason"))
        closed = _("The books are closed through {day}.")
        messages.success(request, closed.format(day=day_words(through)) if through else _("The books are open."))
        return reverse("period-lock")

    def show(form: FormState, status: int) -> HttpResponse:
        return _page(request, form, status)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    asked = _asked(request)
    locked = books(actor=request.actor).locked_through
    shown = asked or locked
    return show(FormState(values={"locked_through": shown.isoformat() if shown else ""}), 200)


def _asked(request: TenantRequest) -> dt.date | None:
    """A past day that the address asks about."""
    try:
        found = dt.date.fromisoformat(request.GET.get("through", ""))
    except ValueError:
        return None
    return found if dt.date(1900, 1, 1) <= found < request.actor.today else None


def _page(request: TenantRequest, form: FormState, status: int) -> HttpResponse:
    found, asked = books(actor=request.actor), _asked(request)
    data = {
        "form": form,
        "books": found,
        "asked": asked,
        "preview": lock_preview(actor=request.actor, through=asked) if asked else None,
        "latest": (request.actor.today - dt.timedelta(days=1)).isoformat(),
        "month_end": request.actor.today.replace(day=1) - dt.timedelta(days=1),
        "events": told(events_of(subject_ids=[found.id])) if found.id else [],
    }
    return render(request, "pages/reports/period_lock.html", data, status=status)


urlpatterns: list[URLPattern] = [path("app/period-lock", period_lock, name="period-lock")]
