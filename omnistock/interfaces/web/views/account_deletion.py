"""Deleting one's own account. It says before what goes, what stays and what stands in the way, and afterwards what stayed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from omnistock.domain.departure.accounts import Place, Standing, delete_account, standing_of
from omnistock.domain.departure.asked_for import ProofMissing, account_of_link, delete_by_link
from omnistock.domain.privacy.retention import BACKUPS, MAILS, REQUEST_LOG, RIGHTS, SECURITY_LOG, days_of
from omnistock.interfaces.web import shown_once
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.reauthentication import reauthenticated
from omnistock.interfaces.web.views.rights_public import shown
from omnistock.kernel.errors import NotFound
from omnistock.tenancy.limits import address_of
from omnistock.tenancy.models import Person

_STAYED: Final = "account_deleted"


@login_required
@require_http_methods(["GET", "POST"])
@reauthenticated(methods=("POST",), form=True)
def account_deletion(request: Any) -> HttpResponse:
    def write(posted: Posted) -> str:
        standing = delete_account(
            person_id=request.user.pk,
            typed_email=posted.text("typed_email"),
            now=timezone.now(),
            address=address_of(request.META),
        )
        logout(request)
        shown_once.keep(request, _STAYED, json.dumps(list(_what_stays(standing))))
        return reverse("account-deleted")

    def show(form: FormState, status: int) -> HttpResponse:
        return _page(request, form, status, person=request.user)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    return show(FormState(), 200)


@require_http_methods(["GET", "POST"])
def asked_for_deletion(request: HttpRequest, token: str) -> HttpResponse:
    """The same for who asked by mail, by the link that was sent to the address and proved it."""
    now = timezone.now()
    try:
        found = account_of_link(token=token, now=now)
    except (NotFound, ProofMissing):
        raise Http404 from None

    def write(posted: Posted) -> str:
        typed = posted.text("typed_email")
        standing = delete_by_link(token=token, typed_email=typed, now=now, address=address_of(request.META))
        if request.user.pk == found.person.pk:
            logout(request)
        shown_once.keep(request, _STAYED, json.dumps(list(_what_stays(standing))))
        return reverse("account-deleted")

    def show(form: FormState, status: int) -> HttpResponse:
        return _page(request, form, status, person=found.person, needs_factor=found.has_factor)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    return show(FormState(), 200)


def _page(request: Any, form: FormState, status: int, *, person: Person, needs_factor: bool = False) -> HttpResponse:
    standing = standing_of(person_id=person.pk)
    return shown(
        request,
        "rights/account_deletion.html",
        _("Delete your account"),
        status=status,
        form=form,
        email=person.email,
        standing=standing,
        stays=list(_what_stays(standing)),
        needs_factor=needs_factor,
        may_go=not standing.owned_alone and not standing.is_staff and not needs_factor,
    )


@require_safe
def account_deleted(request: HttpRequest) -> HttpResponse:
    """What stayed, once; later what stays of any account."""
    found = shown_once.take(request, _STAYED)
    stays = json.loads(found) if found else list(_everywhere())
    return shown(request, "rights/account_deleted.html", _("Your account is deleted"), stays=stays)


def _what_stays(standing: Standing) -> Iterator[tuple[str, str]]:
    """What stays and why, each with a title."""
    for place in standing.places:
        if not place.goes_along:
            yield from _in_workspace(place)
    if count := standing.kept.get("requests"):
        said = ngettext(
            "{count} request, until {days} days after its answer: to prove that it was answered in time.",
            "{count} requests, each until {days} days after its answer: to prove that it was answered in time.",
            count,
        )
        yield _("Your requests about your data"), said.format(count=count, days=days_of(RIGHTS))
    if standing.kept.get("consents"):
        yield (
            _("What you agreed to"),
            _(
                "The words and the time, by the account's id alone: who relies on consent must prove it (section 6(10))."
            ),
        )
    yield from _everywhere()


def _in_workspace(place: Place) -> Iterator[tuple[str, str]]:
    if count := place.kept.get("trail"):
        said = ngettext(
            "{count} entry of the audit log, the stock ledger and documents say what you did, under your name: the "
            "workspace must show who did what, and decides how long it keeps that.",
            "{count} entries of the audit log, the stock ledger and documents say what you did, under your name: the "
            "workspace must show who did what, and decides how long it keeps that.",
            count,
        )
        yield place.name, said.format(count=count)
    if place.kept.get("agreements"):
        yield (
            place.name,
            _("The data processing agreement that you accepted in its name, with your name: it proves a contract."),
        )
    if place.kept.get("tickets"):
        yield place.name, _("What you wrote to support in its tickets, with your name: they are the workspace's.")


def _everywhere() -> Iterator[tuple[str, str]]:
    security = _("Sign-ins and what else bears on security, by the account's id and IP address, for {days} days.")
    yield _("Security log"), security.format(days=days_of(SECURITY_LOG))
    requests = _("IP address, time, route and status, without a name, for {days} days.")
    yield _("Request log"), requests.format(days=days_of(REQUEST_LOG))
    backups = _("Backups of the whole database still hold the account for {days} days; then it is gone there too.")
    yield _("Backups"), backups.format(days=days_of(BACKUPS))
    mails = _("A workspace's list of mails to its customers may hold your address for up to {days} days.")
    yield _("Outbox"), mails.format(days=days_of(MAILS))
    yield (
        _("An empty place"),
        _(
            "The account's id, without name and address, so that documents still point somewhere; and API keys that you made."
        ),
    )


urlpatterns: list[URLPattern] = [
    path("app/my-data/deletion", account_deletion, name="account-deletion"),
    path("privacy/proof/<str:token>/account", asked_for_deletion, name="rights-account"),
    path("accounts-deleted", account_deleted, name="account-deleted"),
]
