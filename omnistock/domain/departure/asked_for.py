"""An account is deleted because its person asked by mail or by the form for anybody (promise P14): by the link that was sent
to the address, or by the operator once the address is proved.

Whoever reads a mailbox holds the link. So where an account has a second factor the link alone deletes nothing: its person
does it in the app, or, where the factor is lost, the operator after looking who asks.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.departure.accounts import Standing, StillOwner, delete_account
from omnistock.domain.identity.factors import has_second_factor
from omnistock.domain.rights.models import RightsRequest
from omnistock.domain.rights.operations.filing import PROOF_LASTS
from omnistock.kernel.errors import Conflict, NotFound
from omnistock.tenancy.actors import hash_secret
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.models import Person

WHY_LONGEST: Final = 200


class ProofMissing(Conflict):
    """Nobody has shown that the address is theirs."""

    code = "proof_missing"


class OwnerAlone(Conflict):
    """A workspace would be left without an owner; which is not said."""

    code = "last_owner"


class FactorNeeded(Conflict):
    """The account is kept by more than a mailbox."""

    code = "second_factor_needed"


@dataclass(frozen=True, slots=True)
class AccountAskedFor:
    """An open, proved request for erasure, and whose account it is about."""

    reference: str
    person: Person
    has_factor: bool


def account_of_link(*, token: str, now: dt.datetime) -> AccountAskedFor:
    """What the link of a proved address may delete. Raises `NotFound` for any other link: of another kind of request, of
    one that is closed or 90 days old, of an address without an account."""
    request = RightsRequest.objects.filter(proof_hash=hash_secret(token), kind="erasure").first()
    if request is None or request.received_at + PROOF_LASTS < now:
        raise _nothing()
    return _asked_for(request)


def delete_by_link(*, token: str, typed_email: str, now: dt.datetime, address: str | None) -> Standing:
    """Delete the account, as whoever holds the link. Opens boundaries of its own. Raises as `account_of_link` and
    `delete_account` do, and `FactorNeeded`."""
    found = account_of_link(token=token, now=now)
    if found.has_factor:
        raise FactorNeeded(_("This account has a second factor: sign in, and delete it under Your data."))
    return delete_account(
        person_id=found.person.pk, typed_email=typed_email, now=now, address=address, facts={"came_by": "link"}
    )


def delete_for_request(*, reference: str, now: dt.datetime) -> Standing:
    """Delete the account that a proved request asks for, as the operator. Opens boundaries of its own. Raises `NotFound`,
    `ProofMissing`, and what `delete_account` raises."""
    request = RightsRequest.objects.filter(reference=reference.strip().upper(), kind="erasure").first()
    if request is None:
        raise _nothing()
    person = _asked_for(request).person
    facts = {"came_by": "operator"}
    return delete_account(person_id=person.pk, typed_email=person.email, now=now, address=None, facts=facts)


def delete_by_staff(
    *, request_id: UUID, typed_email: str, why: str, staff: str, now: dt.datetime, address: str | None
) -> None:
    """The same by somebody of the operator's staff, who typed the address and says how they know who asks; both they and
    that stand in the security log. Staff are not told in which workspaces somebody works: raises `OwnerAlone` in place of
    `StillOwner`, else as `delete_for_request`, and `Invalid`."""
    request = RightsRequest.objects.filter(pk=request_id, kind="erasure").first()
    if request is None:
        raise _nothing()
    person = _asked_for(request).person
    check = Checker()
    known = check.text("why", why, longest=WHY_LONGEST, required=True)
    if typed_email.strip().casefold() != person.email.casefold():
        check.add("typed_email", _("Write the address of the account that the request is about."), "email_differs")
    check.stop()
    facts = {"came_by": "operator", "staff": staff, "why": known}
    try:
        delete_account(person_id=person.pk, typed_email=person.email, now=now, address=address, facts=facts)
    except StillOwner:
        message = _(
            "A workspace would be left without an owner, so the account stays. Its person sees which, and what to do, "
            "by the link of the proof or under Your data."
        )
        raise OwnerAlone(message) from None


def _asked_for(request: RightsRequest) -> AccountAskedFor:
    if request.resolved_at is not None:
        raise _nothing()
    if request.proof == "none":
        raise ProofMissing(_("The address is not proved yet."))
    whose = {"pk": request.person_reference} if request.person_reference else {"email__iexact": request.email}
    person = Person.objects.filter(is_active=True, **whose).first()
    if person is None:
        raise _nothing()
    return AccountAskedFor(request.reference, person, has_second_factor(person_id=person.pk))


def _nothing() -> NotFound:
    return NotFound(_("There is no open request that asks for an account to be deleted."))
