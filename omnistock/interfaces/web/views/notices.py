"""What a member was told of in the app, and what they ask to be told of: nothing that they did not ask for."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from omnistock.domain.notifications import queries, stopping
from omnistock.domain.notifications.kinds import APP, ASKED_KINDS, MAIL, NOTICE_KINDS, page_of
from omnistock.domain.notifications.notices import choices_of, choose_notices, sentence_of
from omnistock.domain.notifications.reading import mark_read
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.kernel.errors import Invalid

_PAGE: Final = "pages/notices/list.html"


@tenant_view()
@require_http_methods(["GET", "POST"])
def notices(request: TenantRequest) -> HttpResponse:
    """The newest first; a POST marks all as read."""
    if request.method == "POST":
        mark_read(actor=request.actor)
        return SeeOther(reverse("notices"))
    page = queries.notices(actor=request.actor, cursor=request.GET.get("cursor"))
    rows = [(row, sentence_of(row.kind, row.facts)) for row in page.items]
    return render(request, _PAGE, {"rows": rows, "next_cursor": page.next_cursor or ""})


@tenant_view()
@require_POST
def notice_reading(request: TenantRequest, notice_id: UUID) -> HttpResponse:
    """Marks a notice as read and leads to what it is about."""
    notice = queries.notice_of(actor=request.actor, notice_id=notice_id)
    if notice is None or notice.kind not in NOTICE_KINDS:
        raise Http404
    mark_read(actor=request.actor, notice_id=notice_id)
    return SeeOther(page_of(notice.kind, notice.about_id, notice.facts))


@tenant_view()
@require_http_methods(["GET", "POST"])
def notice_choices(request: TenantRequest) -> HttpResponse:
    actor = request.actor
    problem, status = "", 200
    if request.method == "POST":
        try:
            with transaction.atomic():
                choose_notices(actor=actor, mail=request.POST.getlist(MAIL), app=request.POST.getlist(APP))
        except Invalid as error:
            problem, status = error.message, error.status
        else:
            messages.success(request, _("Your choice is saved."))
            return SeeOther(reverse("notice-choices"))
    chosen = choices_of(actor=actor)
    offered = [
        (kind, (kind.name, APP) in chosen, (kind.name, MAIL) in chosen)
        for kind in ASKED_KINDS
        if actor.may(kind.permission)
    ]
    stop = stopping.stopped(address=request.user.email)  # type: ignore[union-attr]
    context = {"offered": offered, "problem": problem, "stop": stop}
    return render(request, "pages/notices/choices.html", context, status=status)


@tenant_view()
@require_POST
def own_mail_resumption(request: TenantRequest) -> HttpResponse:
    """Mail to one's own address again, after it bounced or was marked as unwanted."""
    stopping.resume_own_mail(actor=request.actor)
    messages.success(request, _("Mail is sent to you again."))
    return SeeOther(reverse("notice-choices"))


urlpatterns: list[URLPattern] = [
    path("app/notices", notices, name="notices"),
    path("app/notices/choices", notice_choices, name="notice-choices"),
    path("app/notices/own-mail-resumption", own_mail_resumption, name="own-mail-resumption"),
    path("app/notices/<uuid:notice_id>/reading", notice_reading, name="notice-reading"),
]
