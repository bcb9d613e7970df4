"""Which addresses get no mail: those that bounced, and those whose owner said that our mail is unwanted.

The list belongs to no organization and keeps digests only. A bounce can be lifted by the person or by who runs the
workspace that mailed them; that somebody does not want our mail, only by themselves.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.notifications.models import StoppedAddress, WorkspaceMail
from omnistock.kernel.errors import Conflict, PermissionMissing
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.limits import digest
from omnistock.tenancy.models import Person
from omnistock.tenancy.operation import operation

POLICIES: Final = MappingProxyType({"resume_mail": "settings:write"})


class UnwantedMail(Conflict):
    """Who gets our mail said that it is unwanted: nobody else may decide otherwise."""

    code = "mail_unwanted"


def digest_of(address: str) -> str:
    """An address as the list keeps it."""
    return digest(address.strip().lower())


def stop(*, address: str, reason: str, now: dt.datetime) -> None:
    """Send nothing to an address any more. A complaint outweighs a bounce."""
    row, made = StoppedAddress.objects.get_or_create(
        digest=digest_of(address), defaults={"reason": reason, "stopped_at": now}
    )
    if not made and reason == "complained" != row.reason:
        StoppedAddress.objects.filter(digest=row.digest).update(reason=reason, stopped_at=now)


def stopped(*, address: str) -> StoppedAddress | None:
    """Why and since when an address gets no mail, or None."""
    return StoppedAddress.objects.filter(digest=digest_of(address)).first()


def stopped_among(*, addresses: Collection[str]) -> dict[str, str]:
    """Of these addresses, those that are stopped, each with its reason. One statement."""
    digests = {digest_of(address): address for address in addresses}
    rows = StoppedAddress.objects.filter(digest__in=list(digests)).values_list("digest", "reason")
    return {digests[found]: reason for found, reason in rows}


@operation(POLICIES)
def resume_mail(*, actor: Actor, mail_id: UUID) -> None:
    """Let the address of one of this workspace's mails have mail again. Raises `NotFound`, and `UnwantedMail` where its
    owner complained."""
    mail = find(WorkspaceMail.objects.all(), mail_id, kind="mail")
    row = stopped(address=mail.recipient)
    if row is None:
        return
    if row.reason == "complained":
        message = _(
            "{address} marked our mail as unwanted. Only its owner can ask for mail again, on their notices page."
        )
        raise UnwantedMail(message.format(address=mail.recipient))
    _lift(actor, mail.recipient, subject_kind="workspace_mail", subject_id=mail.id)


def resume_own_mail(*, actor: Actor) -> None:
    """Let the acting member's own address have mail again, whatever stopped it."""
    if actor.person_id is None:
        raise PermissionMissing(_("Only a member can ask for mail."))
    person = Person.objects.get(pk=actor.person_id)
    if stopped(address=person.email):
        _lift(actor, person.email, subject_kind="membership", subject_id=actor.membership_id or actor.person_id)


def forget_stop(*, address: str) -> bool:
    """Let an address have mail again, on the operator's word; answers whether it was stopped."""
    return StoppedAddress.objects.filter(digest=digest_of(address)).delete()[0] > 0


def _lift(actor: Actor, address: str, *, subject_kind: str, subject_id: UUID) -> None:
    StoppedAddress.objects.filter(digest=digest_of(address)).delete()
    record(
        actor=actor,
        operation="notifications.resume_mail",
        subject_kind=subject_kind,
        subject_id=subject_id,
        subject_name=address,
        before={"mail": "stopped"},
        after={"mail": "sent again"},
    )
