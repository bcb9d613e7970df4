"""The queue of privacy requests in the operator's console: read by the console's role, answered by the domain's writes."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from omnistock.domain.privacy.operator import officer
from omnistock.domain.rights import operations, queries
from omnistock.domain.rights.operations.answering import CLOSING_OUTCOMES
from omnistock.domain.support import console
from omnistock.interfaces.web import shown_once
from omnistock.interfaces.web.console_door import ConsoleRequest, console_view
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.rights_words import MESSAGES, OUTCOMES, PROOFS, SHORT, chips
from omnistock.kernel.errors import Invalid

_MAIL: Final = "prepared_mail"


@console_view
@require_safe
def console_rights(request: ConsoleRequest) -> HttpResponse:
    closed = request.GET.get("closed") == "yes"
    rows = queries.queue(now=timezone.now(), closed=closed, using=console.ALIAS)
    context = {"rows": [(row, SHORT[row.kind], chips(row)) for row in rows], "closed": closed}
    return render(request, "console/rights.html", context)


@console_view
@require_http_methods(["GET", "POST"])
def console_right(request: ConsoleRequest, rights_request_id: UUID) -> HttpResponse:
    """One request; a post acknowledges, answers, asks for proof, hands on or closes, and shows the text for the mailbox."""

    def write(posted: Posted) -> str:
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
            "said": [(MESSAGES[each.kind], each) for each in said],
            "outcomes": [(each, OUTCOMES[each]) for each in CLOSING_OUTCOMES],
            "accounts": console.accounts(text=row.workspace_name) if row.workspace_name else [],
            "mail": shown_once.take(request, _MAIL),
            "form": form,
            "crumbs": [(_("Console"), reverse("console")), (_("Privacy requests"), reverse("console-rights"))],
        }
        return render(request, "console/right.html", context, status=status)

    return answer_form(request, write=write, show=show) if request.method == "POST" else show(FormState(), 200)


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
    path("console/privacy/<uuid:rights_request_id>", console_right, name="console-right"),
]
