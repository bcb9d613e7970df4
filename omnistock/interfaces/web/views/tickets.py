"""Tickets to the operator's staff, and what of a page was shared with them, as the workspace sees them."""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omnistock.domain.files.storing import FileTooLarge
from omnistock.domain.support import operations, queries
from omnistock.domain.support.models import TICKET_STATUSES, AccessGrant
from omnistock.domain.support.operations import Attachment
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import choice_of, id_of, text_of
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.support_words import TICKET, grant_chip, scope_words
from omnistock.kernel.errors import Invalid

TICKETS: Final = (
    Column("subject", gettext_lazy("Subject")),
    Column("number", gettext_lazy("Number")),
    Column("status", gettext_lazy("Status")),
    Column("by", gettext_lazy("Opened by")),
    Column("changed", gettext_lazy("Last change")),
)
SHARES: Final = (
    Column("title", gettext_lazy("What")),
    Column("ticket", gettext_lazy("Ticket")),
    Column("by", gettext_lazy("Shared by")),
    Column("at", gettext_lazy("Shared at")),
    Column("status", gettext_lazy("Status")),
)
BACK_TO_SUPPORT: Final = (gettext_lazy("Support"), "tickets")


@tenant_view("support:read")
@require_safe
def ticket_list(request: TenantRequest) -> HttpResponse:
    status = choice_of(request, "status", TICKET_STATUSES)
    page = queries.tickets(actor=request.actor, status=status, cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=[(row, TICKET[row.status]) for row in page.items],
        columns=TICKETS,
        query=request.GET,
        next_cursor=page.next_cursor or "",
        filter_names=("status",),
    )
    context = {"listing": listing, "states": TICKET.items(), "may_write": request.actor.may("support:write")}
    return render(request, "pages/support/tickets.html", context)


@tenant_view("support:read")
@require_safe
def ticket_export(request: TenantRequest) -> HttpResponseBase:
    asked = {"status": choice_of(request, "status", TICKET_STATUSES)}
    return csv_answer(actor=request.actor, name="tickets", asked=asked)


@tenant_view("support:write")
@require_http_methods(["GET", "POST"])
def ticket_new(request: TenantRequest) -> HttpResponse:
    def write(posted: Posted) -> str:
        made = operations.open_ticket(
            actor=request.actor,
            subject=posted.text("subject"),
            text=posted.text("text"),
            attachments=_attachments(request),
        )
        return reverse("ticket", args=[made.pk])

    def show(form: FormState, status: int) -> HttpResponse:
        return render(request, "pages/support/ticket_new.html", {"form": form, "crumbs": _crumbs()}, status=status)

    return answer_form(request, write=write, show=show) if request.method == "POST" else show(FormState(), 200)


@tenant_view("support:read")
@require_http_methods(["GET", "POST"])
def ticket_page(request: TenantRequest, ticket_id: UUID) -> HttpResponse:
    """The ticket with all that was said, shared and granted; a post writes on."""
    view = queries.ticket(actor=request.actor, ticket_id=ticket_id)

    def write(posted: Posted) -> str:
        files = _attachments(request)
        operations.write_message(actor=request.actor, ticket_id=ticket_id, text=posted.text("text"), attachments=files)
        return reverse("ticket", args=[ticket_id])

    def show(form: FormState, status: int) -> HttpResponse:
        actor = request.actor
        context = {
            "ticket": view.ticket,
            "state": TICKET[view.ticket.status],
            "said": view.messages,
            "shares": view.shares,
            "grants": [_shown(grant, actor.now) for grant in view.grants],
            "form": form,
            "may_write": actor.may("support:write"),
            "may_grant": actor.may("access:grant") and actor.membership_id is not None,
            "crumbs": _crumbs(),
        }
        return render(request, "pages/support/ticket.html", context, status=status)

    return answer_form(request, write=write, show=show) if request.method == "POST" else show(FormState(), 200)


@tenant_view("support:write")
@require_POST
def ticket_closure(request: TenantRequest, ticket_id: UUID) -> HttpResponse:
    operations.close_ticket(actor=request.actor, ticket_id=ticket_id)
    messages.success(request, _("The ticket is closed; writing on opens it again."))
    return SeeOther(reverse("ticket", args=[ticket_id]))


@tenant_view("support:read")
@require_safe
def ticket_file(request: TenantRequest, ticket_id: UUID, ticket_attachment_id: UUID) -> HttpResponse:
    file = queries.attachment(actor=request.actor, ticket_id=ticket_id, ticket_attachment_id=ticket_attachment_id)
    return kept_file(file.name, bytes(file.content))


def kept_file(name: str, content: bytes) -> HttpResponse:
    """A file as somebody sent it: to be kept and never opened by the browser, whatever it says that it is."""
    answer = HttpResponse(content, content_type="application/octet-stream")
    safe = re.sub(r"[^A-Za-z0-9._ -]+", "_", name)[:100] or "file"
    answer["Content-Disposition"] = f'attachment; filename="{safe}"'
    return answer


@tenant_view("support:read")
@require_safe
def share_list(request: TenantRequest) -> HttpResponse:
    page = queries.shares(actor=request.actor, cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=page.items,
        columns=SHARES,
        query=request.GET,
        next_cursor=page.next_cursor or "",
        filter_names=(),
    )
    context = {"listing": listing, "may_write": request.actor.may("support:write"), "crumbs": _crumbs()}
    return render(request, "pages/support/shares.html", context)


@tenant_view("support:read")
@require_safe
def share_export(request: TenantRequest) -> HttpResponseBase:
    return csv_answer(actor=request.actor, name="shares", asked={})


@tenant_view("support:write")
@require_http_methods(["GET", "POST"])
def share_new(request: TenantRequest) -> HttpResponse:
    """What would be sent stands in a box; what stands in the box when it is sent is what is sent."""
    if request.method == "POST":
        return answer_share(request)
    where = text_of(request, "page") or urlsplit(request.headers.get("referer", "")).path
    content = "\n".join(
        [
            _("An error page was shown to me."),
            _("Page: {page}").format(page=where[:300] or "–"),
            _("Time: {time} UTC").format(time=f"{request.actor.now:%Y-%m-%d %H:%M:%S}"),
        ]
    )
    return shared_form(request, FormState(values={"title": _("An error page"), "content": content}), 200)


def answer_share(request: TenantRequest) -> HttpResponse:
    """Send what stood in the box, or show it again."""

    def write(posted: Posted) -> str:
        ticket_id = posted.id("ticket_id")
        posted.stop()
        share = operations.share_report(
            actor=request.actor, title=posted.text("title"), content=posted.text("content"), ticket_id=ticket_id
        )
        messages.success(request, _("Shared. Under Support you see it, and take it back."))
        return reverse("ticket", args=[share.ticket_id])

    def show(form: FormState, status: int) -> HttpResponse:
        return shared_form(request, form, status)

    return answer_form(request, write=write, show=show)


def shared_form(request: TenantRequest, form: FormState, status: int) -> HttpResponse:
    rows = queries.tickets(actor=request.actor, status="").items
    options = [(str(row.pk), f"{row.number} {row.subject}") for row in rows if row.status != "closed"]
    context = {
        "form": form,
        "tickets": options,
        "ticket_id": id_of(request, "ticket"),
        "action": reverse("share-new"),
        "crumbs": _crumbs(),
    }
    return render(request, "pages/support/share_new.html", context, status=status)


@tenant_view("support:write")
@require_POST
def share_withdrawal(request: TenantRequest, share_id: UUID) -> HttpResponse:
    operations.withdraw_share(actor=request.actor, share_id=share_id)
    messages.success(request, _("It is taken back: nobody of ours can read it any more."))
    return SeeOther(reverse("shares"))


def _shown(grant: AccessGrant, now: Any) -> dict[str, Any]:
    return {"grant": grant, "state": grant_chip(grant, now), "scopes": scope_words(grant.scopes)}


def _attachments(request: TenantRequest) -> list[Attachment]:
    try:
        return [Attachment(str(each.name), b"".join(each.chunks())) for each in request.FILES.getlist("attachments")]
    except FileTooLarge as error:
        raise Invalid.at("attachments", error.message, error.code) from None


def _crumbs() -> list[tuple[Any, str]]:
    return [(BACK_TO_SUPPORT[0], reverse(BACK_TO_SUPPORT[1]))]


_ONE: Final = "app/tickets/<uuid:ticket_id>"
urlpatterns: list[URLPattern] = [
    path("app/tickets", ticket_list, name="tickets"),
    path("app/tickets/export", ticket_export, name="ticket-export"),
    path("app/tickets/new", ticket_new, name="ticket-new"),
    path(_ONE, ticket_page, name="ticket"),
    path(f"{_ONE}/closure", ticket_closure, name="ticket-closure"),
    path(f"{_ONE}/files/<uuid:ticket_attachment_id>", ticket_file, name="ticket-file"),
    path("app/shares", share_list, name="shares"),
    path("app/shares/export", share_export, name="share-export"),
    path("app/shares/new", share_new, name="share-new"),
    path("app/shares/<uuid:share_id>/withdrawal", share_withdrawal, name="share-withdrawal"),
]
