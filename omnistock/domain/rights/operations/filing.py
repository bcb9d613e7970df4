"""A request comes in: from anybody, signed in or not. It names no workspace's rows, so there is no actor.

Whether an address has an account is never said: what comes back is the same for every address. Two links lead to a
request. Who filed it gets one that shows its state and nothing else; the one that shows what was answered is sent to the
address alone, and opening it is the proof that the address is theirs.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from omnistock.domain.rights.calendar import clocks
from omnistock.domain.rights.models import KINDS, RightsMessage, RightsRequest
from omnistock.kernel.errors import NotFound
from omnistock.tenancy.actors import hash_secret, new_secret
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.models import Person

TEXT_LONGEST: Final = 4000
NAME_LONGEST: Final = 120
WORKSPACE_LONGEST: Final = 160
PROOF_LASTS: Final = dt.timedelta(days=90)
# No vowels, no look-alikes: it is read out on the telephone.
_LETTERS: Final = "23456789BCDFGHJKMNPQRSTVWXZ"
_NEEDS_TEXT: Final = frozenset({"correction", "grievance"})


@dataclass(frozen=True, slots=True)
class NewRequest:
    """What the form asks. `workspace_name`: the business in whose records the person is, where it is not their own
    account. The nominee's fields are for a nomination alone (DPDP Act 2023, section 14)."""

    kind: str
    name: str = ""
    email: str = ""
    text: str = ""
    workspace_name: str = ""
    nominee_name: str = ""
    nominee_email: str = ""
    nominee_relation: str = ""


@dataclass(frozen=True, slots=True)
class Filed:
    """What was filed, with the one sight of the link's secret that shows its state."""

    request: RightsRequest
    follow_token: str


def file_request(
    *,
    asked: NewRequest,
    language: str,
    now: dt.datetime,
    person_id: UUID | None = None,
    came_at: dt.datetime | None = None,
    is_by_mail: bool = False,
) -> Filed:
    """Take a request. With `person_id` it is proved: the account's own name and address are used. `is_by_mail`: it came
    by mail at `came_at`, and its clocks started then. Raises `Invalid`."""
    check = Checker()
    received_at = _received_at(check, came_at, now) if is_by_mail else now
    values = _checked(check, asked, Person.objects.get(pk=person_id) if person_id else None)
    acknowledge_by, resolve_by = clocks(received_at)
    token = new_secret()
    with transaction.atomic():
        request = RightsRequest.objects.create(
            **values,
            reference=_reference(),
            language=language,
            person_reference=person_id,
            proof="in_app" if person_id else "none",
            proved_at=now if person_id else None,
            follow_hash=hash_secret(token),
            received_at=received_at,
            acknowledge_by=acknowledge_by,
            resolve_by=resolve_by,
        )
        RightsMessage.objects.create(
            request=request, at=received_at, kind="received", author_name=request.name, text=request.text or "–"
        )
    return Filed(request, token)


def prove_address(*, token: str, now: dt.datetime) -> RightsRequest:
    """Whoever opens the link that was sent to the address has the address. Raises `NotFound` for any other link, and for
    that of a request of 90 days ago. Opened again it says the same."""
    request = RightsRequest.objects.filter(proof_hash=hash_secret(token)).first()
    if request is None or request.received_at + PROOF_LASTS < now:
        raise NotFound(_("This link leads nowhere any more. Write to the grievance officer."))
    if request.proof == "none":
        RightsRequest.objects.filter(pk=request.pk, proof="none").update(proof="link", proved_at=now)
        request.refresh_from_db()
    return request


def _received_at(check: Checker, came_at: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    if came_at is None:
        check.add("came_at", _("Say when the mail came: the time limit counts from there."), "missing")
    elif came_at > now:
        check.add("came_at", _("A mail cannot have come in the future."), "future")
    return came_at or now


def _checked(check: Checker, asked: NewRequest, person: Person | None) -> dict[str, object]:
    values: dict[str, object] = {
        "kind": check.choice("kind", asked.kind, KINDS),
        "text": check.text("text", asked.text, longest=TEXT_LONGEST, required=asked.kind in _NEEDS_TEXT, lines=True),
        "workspace_name": check.text("workspace_name", asked.workspace_name, longest=WORKSPACE_LONGEST),
        "nominee": _nominee(asked, check),
    }
    if person is not None:
        values |= {"name": person.name, "email": person.email}
    else:
        values["name"] = check.text("name", asked.name, longest=NAME_LONGEST, required=True)
        values["email"] = check.email("email", asked.email).lower()
        if not asked.email.strip():
            check.add("email", _("This is missing."), "missing")
    check.stop()
    return values


def _nominee(asked: NewRequest, check: Checker) -> dict[str, str] | None:
    if asked.kind != "nomination":
        return None
    return {
        "name": check.text("nominee_name", asked.nominee_name, longest=NAME_LONGEST, required=True),
        "email": check.email("nominee_email", asked.nominee_email),
        "relation": check.text("nominee_relation", asked.nominee_relation, longest=NAME_LONGEST),
    }


def _reference() -> str:
    return "R-" + "".join(secrets.choice(_LETTERS) for _each in range(8))
