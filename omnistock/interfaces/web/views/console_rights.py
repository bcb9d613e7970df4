"""The queue of privacy requests in the operator's console: read by the console's role, answered by the domain's writes."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from omnistock.domain.departure.asked_for import delete_by_staff
from omnistock.domain.privacy.operator import officer
from omnistock.domain.rights import operations, queries
from omnistock.domain.rights.operations.answering import BY_ITSELF, CLOSING_OUTCOMES
from omnistock.domain.support import console
from omnistock.interfaces.web import shown_once
from omnistock.interfaces.web.console_door import ConsoleRequest, console_view
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.posted import Posted, answer_form, moment_in_utc
from omnistock.interfaces.web.rights_words import KINDS, MESSAGES, OUTCOMES, PROOFS, SHORT, chips
from omnistock.interfaces.web.views.rights_public import asked_for
from omnistock.kernel.errors import Invalid
from omnistock.tenancy.limits import address_of

_MAIL: Final = "prepared_mail"
_LANGUAGES: Final = frozenset(code for code, _name in settings.LANGUAGES)


@console_view
@require_safe
def console_rights(request: ConsoleRequest) -> HttpResponse:
    closed = request.GET.get("closed") == "yes"
    rows = queries.queue(now=timezone.now(), closed=closed, using=console.ALIAS)
    context = {"rows": [(row, SHORT[row.kind], chips(row)) for row in rows], "closed": closed}
    return render(request, "console/rights.html", context)


@console_view
@require_http_methods(["GET", "POST"])
def console_right_new(request: ConsoleRequest) -> HttpResponse:
    """Write down a request that came by mail."""

    def write(posted: Posted) -> str:
        made = operations.record_request(
            asked=asked_for(posted),
            came_at=moment_in_utc(posted, "came_at"),
            language=language if (language := posted.text("language")) in _LANGUAGES else settings.LANGUAGE_CODE,
            staff_id=request.staff.id,
            address=address_of(request.META),
            now=timezone.now(),
        )
        return reverse("console-right", args=[made.pk])

    def show(form: FormState, status: int) -> HttpResponse:
        crumbs = [(_("Console"), reverse("console")), (_("Privacy requests"), reverse("console-rights"))]
        context = {"form": form, "kinds": KINDS.items(), "languages": settings.LANGUAGES, "crumbs": crumbs}
        return render(request, "console/right_new.html", context, status=status)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    return show(FormState(values={"language": settings.LANGUAGE_CODE}), 200)


@console_view
@require_http_methods(["GET", "POST"])
def console_right(request: ConsoleRequest, rights_request_id: UUID) -> HttpResponse:
    """One request; a post acknowledges, answers, asks for proof, hands on or closes, and shows the text for the mailbox."""

    def write(posted: Posted) -> str:
        if posted.text("do") == "delete-account":
            _delete_account(request, posted, rights_request_id)
            return request.path
        answer = _done(request, posted, rights_request_id)
        shown_once.keep(request, _MAIL, f"{answer.to}\n{answer.subject}\n\n{answer.text}")
        return request.path

    def show(form: FormState, status: int) -> HttpResponse:
        row = queries.queue_row(request_id=rights_request_id, now=timezone.now(), using=console.ALIAS)
        said = queries.messages_of(request_id=rights_request_id, using=console.ALIAS)
        context = {
            "row": row,
            "kind": SHORT[row.kind],
            "states": chips(row),
            "outcome": OUTCOMES.get(row.outcome),
            "proof": PROOFS[row.proof],
            "said": [(_("The request") if each.kind == "received" else MESSAGES[each.kind], each) for each in said],
            "outcomes": [(each, OUTCOMES[each]) for each in CLOSING_OUTCOMES],
            "accounts": console.accounts(text=row.workspace_name) if row.workspace_name else [],
            "may_delete": row.kind == "erasure"
            and row.proof != "none"
            and row.resolved_at is None
            and not any(each.author_name == BY_ITSELF for each in said),
            "mail": shown_once.take(request, _MAIL),
            "form": form,
            "crumbs": [(_("Console"), reverse("console")), (_("Privacy requests"), reverse("console-rights"))],
        }
        return render(request, "console/right.html", context, status=status)

    return answer_form(request, write=write, show=show) if request.method == "POST" else show(FormState(), 200)


def _delete_account(request: ConsoleRequest, posted: Posted, request_id: UUID) -> None:
    delete_by_staff(
        request_id=request_id,
        typed_email=posted.text("typed_email"),
        why=posted.text("why"),
        staff=request.staff.name,
        now=timezone.now(),
        address=address_of(request.META),
    )
    messages.success(request, _("The account is deleted. Now write the closing letter."))


def _done(request: ConsoleRequest, posted: Posted, request_id: UUID) -> operations.Answer:
    who, now = officer(), timezone.now()
    by = request.staff.name
    match posted.text("do"):
        case "acknowledge":
            return operations.acknowledge(request_id=request_id, by=by, officer=who, now=now)
        case "proof":
            base = settings.BASE_URL + reverse("rights-proof", args=["x"]).removesuffix("x")
            return operations.ask_for_proof(request_id=request_id, base_address=base, officer=who)
        case "reply":
            return operations.reply(request_id=request_id, text=posted.text("text"), by=by, officer=who, now=now)
        case "close":
            return operations.close_request(
                request_id=request_id,
                outcome=posted.text("outcome"),
                text=posted.text("text"),
                by=by,
                officer=who,
                now=now,
            )
        case "hand-on":
            organization_id = posted.id("organization_id")
            posted.stop()
            if organization_id is None:
                raise Invalid.at("organization_id", _("Choose the workspace."), "missing")
            return operations.hand_on(
                request_id=request_id, organization_id=organization_id, by=by, officer=who, now=now
            )
    raise Invalid.at("do", _("Choose what to do."), "unknown_choice")


urlpatterns: list[URLPattern] = [
    path("console/privacy", console_rights, name="console-rights"),
    path("console/privacy/new", console_right_new, name="console-right-new"),
    path("console/privacy/<uuid:rights_request_id>", console_right, name="console-right"),
]
