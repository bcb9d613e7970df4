"""What the operator's staff do with a request. Each answer is a message that stays; whoever answers is named by `by`.

No mail is sent: the published policy names no such kind. The answer shows in the app and behind the proved link, and
`Answer` is the prepared text for the staffed mailbox.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from omnistock.domain.rights import words
from omnistock.domain.rights.calendar import RESOLVE_IN_DAYS, day_in_india
from omnistock.domain.rights.models import OUTCOMES, PrincipalRequest, RightsMessage, RightsRequest
from omnistock.domain.rights.operations.filing import TEXT_LONGEST
from omnistock.domain.rights.operations.principals import receive_principal_request
from omnistock.domain.rights.words import Officer
from omnistock.kernel.errors import Conflict, NotFound
from omnistock.tenancy.actors import hash_secret, new_secret, system_actor
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.checks import Checker

BY_ITSELF: Final = "OmniStock"
"""Who says in a request what the product did of itself: that the account is deleted."""
CLOSING_OUTCOMES: Final = tuple(outcome for outcome in OUTCOMES if outcome != "routed")


class OfficerMissing(Conflict):
    """The operator has not configured whom an answer names."""

    code = "officer_missing"


class RequestClosed(Conflict):
    """It was answered for the last time already."""

    code = "request_closed"


@dataclass(frozen=True, slots=True)
class Answer:
    """A prepared text for the staffed mailbox."""

    to: str
    subject: str
    text: str


def acknowledge(*, request_id: UUID, by: str, officer: Officer, now: dt.datetime) -> Answer:
    """Say that it has arrived. Once; said again it changes nothing."""
    with transaction.atomic():
        request = _open(request_id, officer)
        text = _in(request.language, lambda: words.acknowledgement(request))
        if request.acknowledged_at is None:
            request.acknowledged_at = now
            request.save(update_fields=["acknowledged_at"])
            return _say(request, "acknowledgement", text, by=by, officer=officer, now=now)
    return _prepared(request, text, officer)


def reply(*, request_id: UUID, text: str, by: str, officer: Officer, now: dt.datetime) -> Answer:
    """Say something without ending it; what is answered is acknowledged too."""
    check = Checker()
    said = check.text("text", text, longest=TEXT_LONGEST, required=True, lines=True)
    check.stop()
    with transaction.atomic():
        request = _open(request_id, officer)
        request.acknowledged_at = request.acknowledged_at or now
        request.save(update_fields=["acknowledged_at"])
        return _say(request, "reply", said, by=by, officer=officer, now=now)


def close_request(*, request_id: UUID, outcome: str, text: str, by: str, officer: Officer, now: dt.datetime) -> Answer:
    """The closing letter: what was done or why not, the contact, and the way to the Board. Ends the request."""
    check = Checker()
    chosen = check.choice("outcome", outcome, CLOSING_OUTCOMES)
    said = check.text("text", text, longest=TEXT_LONGEST, required=True, lines=True)
    check.stop()
    with transaction.atomic():
        request = _open(request_id, officer)
        return _end(request, chosen, said, by=by, officer=officer, now=now)


def hand_on(*, request_id: UUID, organization_id: UUID, by: str, officer: Officer, now: dt.datetime) -> Answer:
    """Give a request to the workspace that keeps the data: it answers as the fiduciary. Ends it here.

    Raises `NotFound` where there is no such workspace.
    """
    with tenant_boundary(organization_id):
        request = _open(request_id, officer)
        actor = system_actor(organization_id=organization_id, door="job", now=now)
        receive_principal_request(
            actor=actor,
            row=PrincipalRequest(
                reference=request.reference,
                kind=request.kind,
                name=request.name,
                email=request.email,
                text=request.text,
                received_at=request.received_at,
                answer_by=day_in_india(now) + dt.timedelta(days=RESOLVE_IN_DAYS),
            ),
        )
        request.organization_reference = organization_id
        request.save(update_fields=["organization_reference"])
        text = _in(request.language, lambda: words.handed_on(actor.organization.name))
        return _end(request, "routed", text, by=by, officer=officer, now=now)


def ask_for_proof(*, request_id: UUID, base_address: str, officer: Officer) -> Answer:
    """The text with a new link for the address of the request. `base_address` ends where the link's secret begins; an
    earlier link leads nowhere any more. Raises `RequestClosed` where the address is proved."""
    with transaction.atomic():
        request = _open(request_id, officer)
        if request.proof != "none":
            raise RequestClosed(_("The address is proved already."))
        token = new_secret()
        request.proof_hash = hash_secret(token)
        request.save(update_fields=["proof_hash"])
    return _prepared(request, _in(request.language, lambda: words.proof_asked(base_address + token)), officer)


def note_account_deleted(*, person_id: UUID, email: str, now: dt.datetime) -> None:
    """Say it in the open requests that asked for it, so that the closing letter can be written."""
    asked = RightsRequest.objects.filter(resolved_at=None, kind="erasure")
    for request in asked.filter(Q(person_reference=person_id) | Q(person_reference=None, email__iexact=email)):
        text = _in(request.language, lambda: words.account_deleted(now))
        RightsMessage.objects.create(request=request, at=now, kind="reply", author_name=BY_ITSELF, text=text)


def _open(request_id: UUID, officer: Officer) -> RightsRequest:
    """The request, locked. Raises `NotFound`, `RequestClosed`, `OfficerMissing`."""
    if not officer.email:
        raise OfficerMissing(_("Set GRIEVANCE_EMAIL first: every answer carries the officer's contact."))
    request = RightsRequest.objects.select_for_update().filter(pk=request_id).first()
    if request is None:
        raise NotFound(_("There is no such request."))
    if request.resolved_at is not None:
        raise RequestClosed(_("{reference} was closed already.").format(reference=request.reference))
    return request


def _end(request: RightsRequest, outcome: str, text: str, *, by: str, officer: Officer, now: dt.datetime) -> Answer:
    request.acknowledged_at = request.acknowledged_at or now
    request.resolved_at, request.outcome = now, outcome
    request.save(update_fields=["acknowledged_at", "resolved_at", "outcome"])
    whole = f"{text}\n\n{_in(request.language, words.board)}"
    return _say(request, "closing", whole, by=by, officer=officer, now=now)


def _say(request: RightsRequest, kind: str, text: str, *, by: str, officer: Officer, now: dt.datetime) -> Answer:
    """Keep the message with the contact under it, and prepare it for the mailbox."""
    whole = f"{text}\n\n{_in(request.language, lambda: words.contact(officer))}"
    RightsMessage.objects.create(request=request, at=now, kind=kind, author_name=by[:120], text=whole)
    return _prepared(request, whole, officer, has_contact=True)


def _prepared(request: RightsRequest, text: str, officer: Officer, *, has_contact: bool = False) -> Answer:
    whole = text if has_contact else f"{text}\n\n{_in(request.language, lambda: words.contact(officer))}"
    subject = _in(request.language, lambda: _("Your request {reference}").format(reference=request.reference))
    return Answer(to=request.email, subject=subject, text=whole)


def _in(language: str, say: object) -> str:
    with translation.override(language):
        return str(say())  # type: ignore[operator]
