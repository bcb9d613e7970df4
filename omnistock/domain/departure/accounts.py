"""A person's account is deleted, and the workspaces that they work in stay.

What is theirs alone goes at once: there is no time in which it could be undone. Their row stays as an empty place
without name and address, since documents point to who made them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import connection, transaction
from django.utils.translation import gettext as _
from psycopg import sql

from omnistock.domain.audit.operations import erase_values, record
from omnistock.domain.drafts.models import FormDraft
from omnistock.domain.identity.leaving import follow_leaving
from omnistock.domain.identity.operations.members import hold_members, is_lone_owner
from omnistock.domain.identity.sessions import sessions_of
from omnistock.domain.notifications.kinds import NOTICE_KINDS
from omnistock.domain.notifications.models import Mail, Notice, NoticeChoice, WorkspaceMail
from omnistock.domain.practice.operations import delete_practice
from omnistock.domain.rights.operations import note_account_deleted
from omnistock.domain.saved_views.models import SavedView
from omnistock.domain.security.operations import record as record_security
from omnistock.domain.security.operations import record_of_account
from omnistock.domain.support.models import AccessGrant
from omnistock.kernel.errors import Conflict, Invalid
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.actors import actor_for_person, staff_name, system_actor
from omnistock.tenancy.boundary import person_boundary, tenant_boundary
from omnistock.tenancy.models import Invitation, Membership, MembershipWarehouse, Person

# What stays of somebody whose account is gone: table and column that name them by id. The name under which they did
# something stands beside the id in those of a workspace.
KEPT_IN_WORKSPACES: Final = MappingProxyType(
    {
        "trail": (("audit_event", "person_id"),),
        "agreements": (("agreement", "person_id"),),
        "tickets": (("ticket_message", "author_reference"),),
    }
)
KEPT_OF_ACCOUNTS: Final = MappingProxyType(
    {
        "security": (("security_event", "person_id"), ("security_event", "about_id")),
        "consents": (("consent_event", "person_reference"),),
        "requests": (("rights_request", "person_reference"),),
    }
)
EMPTY_LANGUAGE: Final = "en"
BY_THEMSELVES: Final = MappingProxyType({"came_by": "app"})
_MINE: Final = """
SELECT o.id, o.name, m.role, m.ended_at IS NULL, o.purge_at, o.is_practice
FROM membership m JOIN organization o ON o.id = m.organization_id WHERE m.person_id = %s ORDER BY o.name, o.id
"""


class StillOwner(Conflict):
    """A workspace would be left without an owner."""

    code = "last_owner"


class StillStaff(Conflict):
    """Who answers tickets for the operator is let go by the operator first."""

    code = "still_staff"


@dataclass(frozen=True, slots=True)
class Place:
    """A workspace that somebody belongs to or belonged to. `kept` counts what stays of them there, by the names of
    `KEPT_IN_WORKSPACES`; `is_lone_owner`: it would be left without an owner; `purge_at`: it is being deleted;
    `goes_along`: it is there to practise in, and goes with its only owner."""

    organization_id: UUID
    name: str
    role: str
    is_member: bool
    is_lone_owner: bool
    purge_at: dt.datetime | None
    is_practice: bool
    kept: dict[str, int]

    @property
    def goes_along(self) -> bool:
        return self.is_practice and self.is_lone_owner and self.purge_at is None


@dataclass(frozen=True, slots=True)
class Standing:
    """What the deletion of an account meets: before it as it would be, after it as it is."""

    places: Sequence[Place]
    kept: dict[str, int]
    is_staff: bool

    @property
    def owned_alone(self) -> list[Place]:
        return [place for place in self.places if place.is_lone_owner and not place.goes_along]


def standing_of(*, person_id: UUID) -> Standing:
    """What stays of somebody when their account goes, and what stands in the way. Opens boundaries of its own: call it
    outside of any."""
    with person_boundary(person_id), connection.cursor() as cursor:
        cursor.execute(_MINE, [person_id])
        mine = cursor.fetchall()
        kept = _counts(KEPT_OF_ACCOUNTS, person_id)
    places = []
    for organization_id, name, role, is_member, purge_at, is_practice in mine:
        with tenant_boundary(organization_id):
            alone = is_lone_owner(Membership.objects.get(person_id=person_id)) if is_member else False
            counts = _counts(KEPT_IN_WORKSPACES, person_id)
        places.append(Place(organization_id, name, role, is_member, alone, purge_at, is_practice, counts))
    return Standing(places, kept, is_staff=staff_name(person_id=person_id) is not None)


def delete_account(
    *,
    person_id: UUID,
    typed_email: str,
    now: dt.datetime,
    address: str | None,
    facts: Mapping[str, str] = BY_THEMSELVES,
) -> Standing:
    """Delete the account of who typed its address; answers what stays. Opens boundaries of its own. `facts` are
    of the security log: by which way it came (app, link, operator).

    Raises `Invalid` for another address, `StillOwner` and `StillStaff` before anything is done. Each workspace is left
    in its own transaction and the account goes last, so what was broken off is finished by doing it once more.
    """
    person = Person.objects.get(pk=person_id)
    standing = standing_of(person_id=person_id)
    if standing.is_staff:
        raise StillStaff(_("You answer tickets for the operator: whoever runs this installation ends that first."))
    _require_no_lone_owner(standing.owned_alone)
    if typed_email.strip().casefold() != person.email.casefold():
        message = _("Write the address of your account as it is: {email}.")
        raise Invalid.at("typed_email", message.format(email=person.email), "email_differs")
    for place in standing.places:
        with tenant_boundary(place.organization_id):
            if place.goes_along:
                _drop(person, place, now=now)
            else:
                _leave(person, place, now=now, address=address)
    with transaction.atomic():
        record_of_account(kind="account_deleted", now=now, address=address, person_id=person.pk, facts=facts)
        note_account_deleted(person_id=person.pk, email=person.email, now=now)
        _empty(person)
    return standing


def empty_name(person_id: UUID) -> str:
    """By what somebody is shown whose account is gone: the end of their id tells two of them apart."""
    return f"Deleted account {person_id.hex[-6:]}"


def _require_no_lone_owner(places: Sequence[Place]) -> None:
    if not places:
        return
    leaving = _("{name} (it is being deleted: wait for that, or undo it)")
    names = ", ".join(leaving.format(name=each.name) if each.purge_at else each.name for each in places)
    message = _(
        "You are the only owner of: {names}. Make somebody else an owner under People, or delete the workspace under "
        "Set-up › Workspace; then delete your account."
    )
    raise StillOwner(message.format(names=names))


def _drop(person: Person, place: Place, *, now: dt.datetime) -> None:
    owner = actor_for_person(organization_id=place.organization_id, person_id=person.pk, door="web", now=now)
    assert owner is not None, "the only owner is a member"
    delete_practice(actor=owner)


def _leave(person: Person, place: Place, *, now: dt.datetime, address: str | None) -> None:
    """End the membership and erase what the workspace's trail says of it. Looks once more, under the members' lock,
    whether the workspace keeps an owner."""
    hold_members()
    actor = replace(
        system_actor(organization_id=place.organization_id, door="web", now=now),
        person_id=person.pk,
        name=empty_name(person.pk),
        address=address,
    )
    membership = Membership.objects.get(person=person)
    if membership.ended_at is None and is_lone_owner(membership):
        _require_no_lone_owner([place])
    for model in (NoticeChoice, Notice, FormDraft, MembershipWarehouse):
        model.objects.filter(membership=membership).delete()
    SavedView.objects.filter(membership=membership, is_shared=False).delete()
    WorkspaceMail.objects.filter(recipient__iexact=person.email, kind__in=NOTICE_KINDS).delete()
    # The trail keeps whose word it was.
    AccessGrant.objects.filter(granted_by=membership).update(granted_by_name=actor.name)
    _forget_invitations(actor, person)
    erase_values(actor=actor, subject_id=membership.pk)
    if membership.ended_at is None:
        Membership.objects.filter(pk=membership.pk).update(ended_at=now, updated_at=now, version=membership.version + 1)
        membership.ended_at = now
        record_security(actor=actor, kind="member_removed", about_id=person.pk, role=membership.role)
        follow_leaving(actor, membership)
    # After the erasure, so that this stays: that it was done and when.
    record(
        actor=actor,
        operation="departure.delete_account",
        subject_kind="member",
        subject_id=membership.pk,
        after={"ended_at": membership.ended_at},
    )


def _forget_invitations(actor: Actor, person: Person) -> None:
    """The address in those that let them in; one that is open is withdrawn, since without an address it would let
    anybody in."""
    theirs = Invitation.objects.filter(email__iexact=person.email)
    theirs.filter(accepted_at=None, withdrawn_at=None).update(withdrawn_at=actor.now)
    for invitation_id in list(theirs.values_list("id", flat=True)):
        erase_values(actor=actor, subject_id=invitation_id)
    theirs.update(email="")


def _empty(person: Person) -> None:
    """Take out of the installation's own tables what is theirs, and leave their row without name and address."""
    for session in sessions_of(person=person):
        session.end()
    Authenticator.objects.filter(user=person).delete()
    EmailAddress.objects.filter(user=person).delete()
    Mail.objects.filter(recipient__iexact=person.email).delete()
    person.name, person.email = empty_name(person.pk), f"{person.pk.hex}@deleted.invalid"
    person.is_active, person.last_login = False, None
    person.theme, person.language, person.single_keys = "system", EMPTY_LANGUAGE, True
    person.set_unusable_password()
    person.save()


def _counts(kept: Any, person_id: UUID) -> dict[str, int]:
    """Rows by the names of `kept` that name this person, where there are any. One statement a table."""
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        for name, columns in kept.items():
            for table, column in columns:
                query = sql.SQL("SELECT count(*) FROM {} WHERE {} = %s")
                cursor.execute(query.format(sql.Identifier(table), sql.Identifier(column)), [person_id])
                found[name] = found.get(name, 0) + int(cursor.fetchone()[0])
    return {name: count for name, count in found.items() if count}
