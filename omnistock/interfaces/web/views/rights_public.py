"""Requests about one's own data, from anybody: the form, the state, and the link that proves an address.

What comes back is the same for every address, whether it has an account or not.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from omnistock.domain.departure.asked_for import ProofMissing, account_of_link
from omnistock.domain.privacy.operator import officer, operator
from omnistock.domain.rights import queries
from omnistock.domain.rights.letters import letter
from omnistock.domain.rights.operations import NewRequest, file_request, prove_address
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.pdf_answer import pdf_answer
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.rights_words import KINDS, MESSAGES, OUTCOMES, SHORT
from omnistock.kernel.errors import NotFound


def asked_for(posted: Posted) -> NewRequest:
    """A request as its form sends it."""
    names = ("kind", "name", "email", "text", "workspace_name", "nominee_name", "nominee_email", "nominee_relation")
    return NewRequest(**{name: posted.text(name) for name in names})


def shown(request: HttpRequest, template: str, here: str, *, status: int = 200, **values: Any) -> HttpResponse:
    common = {"here": here, "crumbs": [(_("Home"), "/"), (_("Privacy"), reverse("privacy"))], "operator": operator()}
    return render(request, template, {**common, **values}, status=status)


@require_http_methods(["GET", "POST"])
def request_new(request: Any) -> HttpResponse:
    def write(posted: Posted) -> str:
        language = request.user.language if request.user.is_authenticated else (get_language() or "en")
        filed = file_request(asked=asked_for(posted), language=language[:8], now=timezone.now())
        return reverse("rights-request", args=[filed.follow_token])

    def show(form: FormState, status: int) -> HttpResponse:
        return shown(request, "rights/form.html", _("Your data"), status=status, form=form, kinds=KINDS.items())

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    return show(FormState(values={"kind": request.GET.get("kind", "")}), 200)


@require_safe
def request_followed(request: HttpRequest, token: str) -> HttpResponse:
    """The state, and nothing that was said: who filed it need not be who it names."""
    try:
        row = queries.followed(token=token, now=timezone.now())
    except NotFound:
        raise Http404 from None
    return shown(
        request, "rights/state.html", row.reference, row=row, kind=SHORT[row.kind], outcome=OUTCOMES.get(row.outcome)
    )


@require_http_methods(["GET", "POST"])
def proof(request: HttpRequest, token: str) -> HttpResponse:
    """The link that was sent to the address. A press proves it, so that no mail program that looks at links does."""
    try:
        if request.method == "POST":
            prove_address(token=token, now=timezone.now())
            return SeeOther(reverse("rights-proof", args=[token]))
        row = queries.by_proof(token=token, now=timezone.now())
    except NotFound:
        raise Http404 from None
    said = said_in(row) if row.proof != "none" else []
    has_letter = any(each["kind"] == "closing" for each in said)
    return shown(
        request,
        "rights/proved.html",
        row.reference,
        row=row,
        kind=SHORT[row.kind],
        outcome=OUTCOMES.get(row.outcome),
        messages_said=said,
        letter_href=reverse("rights-letter", args=[token]) if has_letter else "",
        deletion_href=reverse("rights-account", args=[token]) if _may_delete(token) else "",
    )


def _may_delete(token: str) -> bool:
    """Whether there is an account that this link deletes."""
    try:
        return account_of_link(token=token, now=timezone.now()) is not None
    except (NotFound, ProofMissing):
        return False


@require_safe
def proved_letter(request: HttpRequest, token: str) -> HttpResponse:
    """The closing letter, for who proved the address."""
    try:
        row = queries.by_proof(token=token, now=timezone.now())
        if row.proof == "none":
            raise NotFound(_("There is no letter yet."))
        return letter_answer(request, row)
    except NotFound:
        raise Http404 from None


def letter_answer(request: HttpRequest, row: queries.QueueRow) -> HttpResponse:
    """The closing letter as a PDF. Raises `NotFound` where nothing was closed."""
    closing = [each for each in queries.messages_of(request_id=row.id) if each.kind == "closing"]
    if not closing:
        raise NotFound(_("There is no letter yet."))
    return pdf_answer(request, letter(request=row, message=closing[-1], officer=officer()), name=row.reference)


def said_in(row: queries.QueueRow) -> list[dict[str, Any]]:
    return [
        {"kind": each.kind, "word": MESSAGES[each.kind], "by": each.author_name, "at": each.at, "text": each.text}
        for each in queries.messages_of(request_id=row.id)
    ]


urlpatterns: list[URLPattern] = [
    path("privacy/requests", request_new, name="rights-request-new"),
    path("privacy/requests/<str:token>", request_followed, name="rights-request"),
    path("privacy/proof/<str:token>", proof, name="rights-proof"),
    path("privacy/proof/<str:token>/letter.pdf", proved_letter, name="rights-letter"),
]
