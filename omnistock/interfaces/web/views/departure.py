"""The workspace's way out: asked for, followed and undone in the app; confirmed and followed by the link, which at the
end fetches the certificate."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omnistock.domain.departure.models import DepartureCertificate
from omnistock.domain.departure.operations import confirm_departure, request_departure, undo_departure
from omnistock.domain.departure.queries import (
    DepartureView,
    LinkUnknown,
    certificate_facts,
    certificate_of_link,
    departure_of_link,
    note_fetched,
    open_departure,
    parse_token,
)
from omnistock.domain.privacy.certificates import certificate_letter
from omnistock.domain.privacy.retention import BACKUPS, DEPARTURES, days_of
from omnistock.interfaces.web import shown_once
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.pdf_answer import pdf_answer
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.reauthentication import reauthenticated
from omnistock.kernel.errors import DomainError
from omnistock.kernel.paper.rendering import PaperKind
from omnistock.kernel.paper.rendering import render as print_paper
from omnistock.tenancy.actors import system_actor
from omnistock.tenancy.boundary import tenant_boundary

_LINK = "departure"


@tenant_view("organization:delete")
@require_http_methods(["GET", "POST"])
@reauthenticated(methods=("POST",), form=True)
def departure_page(request: TenantRequest) -> HttpResponse:
    """How far it is; asking for it, or confirming what came by mail."""
    here = reverse("departure")
    found = open_departure(actor=request.actor)

    def write(posted: Posted) -> str:
        chosen = _chosen(posted)
        if found is not None:
            confirm_departure(actor=request.actor, **chosen)
        else:
            asked = request_departure(actor=request.actor, reason=posted.text("reason"), **chosen)
            shown_once.keep(request, _LINK, asked.token)
        return here

    def show(form: FormState, status: int) -> HttpResponse:
        token = shown_once.take(request, _LINK)
        data = {"form": form, "found": found, "steps": _steps(found), "link": _link(token) if token else ""}
        return render(request, "pages/departure/page.html", data, status=status)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    return show(FormState(values={"wants_archive": "on"}), 200)


@tenant_view("organization:delete")
@require_POST
def departure_undoing(request: TenantRequest) -> HttpResponse:
    undo_departure(actor=request.actor)
    messages.success(request, _("The workspace stays. Everything is as it was."))
    return SeeOther(reverse("departure"))


@require_http_methods(["GET", "POST"])
def departure_link(request: HttpRequest, token: str) -> HttpResponse:
    """For who holds the link, signed in or not: confirm what came by mail, see how far it is, fetch the certificate."""
    try:
        organization_id, _secret = parse_token(token)
        certificate = certificate_of_link(token=token, now=timezone.now())
        if certificate is not None:
            return _certificate_page(request, token, certificate)
        with tenant_boundary(organization_id):
            found = departure_of_link(token=token)
            actor = system_actor(organization_id=organization_id, door="web", now=timezone.now())

            def write(posted: Posted) -> str:
                confirm_departure(actor=actor, **_chosen(posted))
                return reverse("departure-link", args=[token])

            def show(form: FormState, status: int) -> HttpResponse:
                data = {"form": form, "found": found, "steps": _steps(found), "name": actor.organization.name}
                return render(request, "public/departure.html", data, status=status)

            if request.method == "POST":
                return answer_form(request, write=write, show=show)
            return show(FormState(values={"wants_archive": "on"}), 200)
    except DomainError as error:
        return render(request, "public/departure.html", {"error": error}, status=error.status)


@require_safe
def departure_certificate(request: HttpRequest, token: str) -> HttpResponse:
    """The certificate as PDF. The link closes a day after it was first fetched."""
    now = timezone.now()
    try:
        certificate = certificate_of_link(token=token, now=now)
        if certificate is None:
            raise LinkUnknown(_("The certificate is made when the workspace is deleted."))
    except DomainError as error:
        return render(request, "public/departure.html", {"error": error}, status=error.status)
    note_fetched(certificate=certificate, now=now)
    made = print_paper(PaperKind.LETTER, certificate_letter(certificate))
    return pdf_answer(request, made, name=f"deletion-{certificate.purged_at:%Y-%m-%d}")


def _certificate_page(request: HttpRequest, token: str, certificate: DepartureCertificate) -> HttpResponse:
    data = {
        "certificate": certificate,
        "facts": certificate_facts(certificate, backup_days=days_of(BACKUPS)),
        "kept_days": days_of(DEPARTURES),
        "name": certificate.organization_name,
        "token": token,
    }
    return render(request, "public/departure.html", data)


def _chosen(posted: Posted) -> dict[str, Any]:
    return {
        "typed_name": posted.text("typed_name"),
        "wants_archive": posted.is_on("wants_archive"),
        "is_soon": posted.is_on("is_soon"),
    }


def _link(token: str) -> str:
    return f"{settings.BASE_URL}{reverse('departure-link', args=[token])}"


def _steps(found: DepartureView | None) -> list[tuple[str, Any, bool]]:
    """What happens when, and whether it has."""
    if found is None or found.departure.confirmed_at is None:
        return []
    departure = found.departure
    rank = ("requested", "frozen", "warned").index(departure.status)
    return [
        (_("Asked for"), departure.came_at, True),
        (_("Read only for everybody"), departure.freeze_at, rank >= 1),
        (_("Last warning, 48 hours before"), departure.warn_at, rank >= 2),
        (_("Deleted; can be undone until then"), departure.purge_at, False),
    ]


urlpatterns: list[URLPattern] = [
    path("app/settings/departure", departure_page, name="departure"),
    path("app/settings/departure/undoing", departure_undoing, name="departure-undoing"),
    path("departures/<str:token>", departure_link, name="departure-link"),
    path("departures/<str:token>/certificate.pdf", departure_certificate, name="departure-certificate"),
]
