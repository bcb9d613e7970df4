"""Webhooks: other systems told of what is done here, with how each telling went."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omnistock.domain.webhooks import operations, queries
from omnistock.domain.webhooks.models import Webhook
from omnistock.interfaces.web import shown_once
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.key_words import words_of_type
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.reauthentication import reauthenticated

_SECRET = "webhook_secret"
COLUMNS: Final = (
    Column("event", gettext_lazy("Event")),
    Column("when", gettext_lazy("When")),
    Column("status", gettext_lazy("Status")),
    Column("answer", gettext_lazy("Answer")),
    Column("attempts", gettext_lazy("Attempts"), is_figure=True),
    Column("again", gettext_lazy("Again")),
)


@tenant_view("settings:write", though_frozen=True)
@require_safe
def webhook_list(request: TenantRequest) -> HttpResponse:
    hooks = queries.webhooks(actor=request.actor).items
    data = {"hooks": [(each, _state(each)) for each in hooks], "may_write": request.actor.may("settings:write")}
    return render(request, "pages/webhooks/list.html", data)


@tenant_view("settings:write")
@require_http_methods(["GET", "POST"])
@reauthenticated(form=True)
def webhook_new(request: TenantRequest) -> HttpResponse:
    def write(posted: Posted) -> str:
        made = operations.create_webhook(actor=request.actor, **_values(posted))
        shown_once.keep(request, _SECRET, made.secret)
        return reverse("webhook", args=[made.webhook.id])

    def show(form: FormState, status: int) -> HttpResponse:
        return _form(request, form, status, ticked=request.POST.getlist("event_types"), hook=None)

    return answer_form(request, write=write, show=show) if request.method == "POST" else show(FormState(), 200)


@tenant_view("settings:write")
@require_http_methods(["GET", "POST"])
@reauthenticated(form=True)
def webhook_edit(request: TenantRequest, webhook_id: UUID) -> HttpResponse:
    hook = queries.webhook(actor=request.actor, webhook_id=webhook_id)

    def write(posted: Posted) -> str:
        operations.change_webhook(
            actor=request.actor, webhook_id=webhook_id, changes=_values(posted), expected_version=posted.version()
        )
        messages.success(request, _("The webhook is changed."))
        return reverse("webhook", args=[webhook_id])

    def show(form: FormState, status: int) -> HttpResponse:
        return _form(request, form, status, ticked=request.POST.getlist("event_types"), hook=hook)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    form = FormState(values={"url": hook.url, "description": hook.description, "version": hook.version})
    return _form(request, form, 200, ticked=hook.event_types, hook=hook)


@tenant_view("settings:write", though_frozen=True)
@require_safe
def webhook_page(request: TenantRequest, webhook_id: UUID) -> HttpResponse:
    """The webhook, and what it was told, the newest first."""
    hook = queries.webhook(actor=request.actor, webhook_id=webhook_id)
    page = queries.deliveries(actor=request.actor, webhook_id=webhook_id, cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=page.items,
        columns=COLUMNS,
        query=request.GET,
        sort="",
        next_cursor=page.next_cursor or "",
        filter_names=(),
    )
    context = {
        "hook": hook,
        "state": _state(hook),
        "listing": listing,
        "secret": shown_once.take(request, _SECRET),
        "may_write": request.actor.may("settings:write"),
        "crumbs": [(_("Webhooks"), reverse("webhooks"))],
    }
    return render(request, "pages/webhooks/page.html", context)


@tenant_view("settings:write")
@require_safe
def delivery_export(request: TenantRequest, webhook_id: UUID) -> HttpResponseBase:
    """What this webhook was told, as CSV."""
    hook = queries.webhook(actor=request.actor, webhook_id=webhook_id)
    return csv_answer(actor=request.actor, name="webhook_deliveries", asked={"webhook_id": hook.id})


@tenant_view("settings:write")
@require_POST
def webhook_switch(request: TenantRequest, webhook_id: UUID) -> HttpResponse:
    """Off, or on again."""
    posted = Posted(request.POST)
    is_active = posted.text("active") == "yes"
    operations.change_webhook(
        actor=request.actor,
        webhook_id=webhook_id,
        changes={"is_active": is_active},
        expected_version=posted.version(),
    )
    return SeeOther(reverse("webhook", args=[webhook_id]))


@tenant_view("settings:write")
@require_POST
@reauthenticated
def webhook_secret(request: TenantRequest, webhook_id: UUID) -> HttpResponse:
    version = Posted(request.POST).version()
    made = operations.rotate_secret(actor=request.actor, webhook_id=webhook_id, expected_version=version)
    shown_once.keep(request, _SECRET, made.secret)
    return SeeOther(reverse("webhook", args=[webhook_id]))


@tenant_view("settings:write", though_frozen=True)
@require_POST
def webhook_deletion(request: TenantRequest, webhook_id: UUID) -> HttpResponse:
    version = Posted(request.POST).version()
    operations.delete_webhook(actor=request.actor, webhook_id=webhook_id, expected_version=version)
    messages.success(request, _("The webhook is told of nothing any more."))
    return SeeOther(reverse("webhooks"))


@tenant_view("settings:write")
@require_POST
def webhook_retrial(request: TenantRequest, webhook_id: UUID, webhook_delivery_id: UUID) -> HttpResponse:
    operations.retry_delivery(actor=request.actor, webhook_id=webhook_id, delivery_id=webhook_delivery_id)
    messages.success(request, _("It is sent once more."))
    return SeeOther(reverse("webhook", args=[webhook_id]))


def _values(posted: Posted) -> dict[str, Any]:
    chosen = posted.texts("event_types")
    return {
        "url": posted.text("url"),
        "description": posted.text("description"),
        "event_types": ["*"] if "*" in chosen else chosen,
    }


def _form(
    request: TenantRequest, form: FormState, status: int, *, ticked: list[str], hook: Webhook | None
) -> HttpResponse:
    offered = ["*", *(f"{room}.*" for room in operations.rooms())]
    offered += [name for name in ticked if name not in offered]
    types = [(name, words_of_type(name), name in ticked) for name in offered]
    context = {"form": form, "types": types, "hook": hook, "crumbs": [(_("Webhooks"), reverse("webhooks"))]}
    return render(request, "pages/webhooks/form.html", context, status=status)


def _state(hook: Webhook) -> str:
    if hook.disabled_at is not None:
        return "switched_off"
    return "failed" if hook.failing_since is not None else "active"


_ONE: Final = "app/webhooks/<uuid:webhook_id>"
urlpatterns: list[URLPattern] = [
    path("app/webhooks", webhook_list, name="webhooks"),
    path("app/webhooks/new", webhook_new, name="webhook-new"),
    path(_ONE, webhook_page, name="webhook"),
    path(f"{_ONE}/deliveries/export", delivery_export, name="delivery-export"),
    path(f"{_ONE}/edit", webhook_edit, name="webhook-edit"),
    path(f"{_ONE}/switch", webhook_switch, name="webhook-switch"),
    path(f"{_ONE}/secret", webhook_secret, name="webhook-secret"),
    path(f"{_ONE}/deletion", webhook_deletion, name="webhook-deletion"),
    path(f"{_ONE}/deliveries/<uuid:webhook_delivery_id>/retrial", webhook_retrial, name="webhook-retrial"),
]
