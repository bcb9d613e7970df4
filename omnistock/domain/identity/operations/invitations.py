"""Invitations: a link that makes whoever opens it, signed in, a member. It is copied and handed on; no mail is sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models.functions import Now
from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.identity.operations.members import (
    check_sight,
    checked_warehouses,
    hold_members,
    require_rank,
    set_warehouses,
)
from omnistock.domain.identity.policies import INVITATION_LIFETIME, POLICIES
from omnistock.domain.identity.queries import made_by_who_still_may
from omnistock.domain.plans.limits import require_within_plan
from omnistock.domain.security.operations import record as record_security
from omnistock.kernel.errors import Conflict, NotFound, PermissionMissing
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.access import find_for_change
from omnistock.tenancy.actor import Actor, Door
from omnistock.tenancy.actors import actor_for_person, hash_secret, new_secret
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.models import Invitation, Membership
from omnistock.tenancy.operation import operation
from omnistock.tenancy.roles import ROLES, ROLES_WITHOUT_COSTS

_SEPARATOR: Final = "_"


@dataclass(frozen=True, slots=True)
class NewInvitation:
    """What was made, with the one sight of its token: only the digest of the secret in it is kept."""

    invitation: Invitation
    token: str


class InvitationNotUsable(Conflict):
    """Expired, withdrawn, used, or meant for another address; the sentence says which."""

    code = "invitation_not_usable"


class AlreadyMember(Conflict):
    """The person belongs to the workspace already."""

    code = "already_member"


@operation(POLICIES)
def invite(
    *,
    actor: Actor,
    role: str,
    email: str = "",
    sees_costs: bool | None = None,
    sees_only_own_customers: bool = False,
    warehouse_ids: Collection[UUID] | None = None,
) -> NewInvitation:
    """Make an invitation that lasts seven days. With `email` only the person who signs in with it can accept.

    `sees_costs` None leaves it to the role; `warehouse_ids` None means every warehouse. Raises `Invalid` with every
    fault, `PermissionMissing` where an owner's role is given by somebody who is none. It is good for as long as its
    maker could make it.
    """
    if actor.person_id is None:
        raise PermissionMissing(_("Only a person can invite somebody: sign in for it."))
    check = Checker()
    chosen = check.choice("role", role, tuple(ROLES))
    address = check.email("email", email).lower()
    warehouses = checked_warehouses(check, warehouse_ids)
    sight = {
        "sees_costs": chosen not in ROLES_WITHOUT_COSTS if sees_costs is None else sees_costs,
        "sees_only_own_customers": sees_only_own_customers,
    }
    check_sight(check, actor, {**sight, "warehouse_ids": warehouses})
    check.stop()
    require_rank(actor, chosen)
    require_within_plan(organization_id=actor.organization_id, measure="people", used=_people)
    secret = new_secret()
    invitation = Invitation.objects.create(
        organization_id=actor.organization_id,
        email=address,
        role=chosen,
        **sight,
        warehouse_ids=None if warehouses is None else [str(each) for each in warehouses],
        secret_hash=hash_secret(secret),
        invited_by_id=actor.person_id,
        expires_at=actor.now + INVITATION_LIFETIME,
        created_at=actor.now,
    )
    _tell(actor, invitation, "invite", after={"role": chosen, "email": address, "expires_at": invitation.expires_at})
    return NewInvitation(invitation, _SEPARATOR.join((actor.organization_id.hex, secret)))


@operation(POLICIES, though_frozen=True)
def withdraw_invitation(*, actor: Actor, invitation_id: UUID | str) -> Invitation:
    """Make the link useless. Raises `NotFound` for one that is used or withdrawn already."""
    rows = Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True)
    invitation = find_for_change(rows, invitation_id, kind="open invitation")
    invitation.withdrawn_at = actor.now
    invitation.save(update_fields=["withdrawn_at"])
    _tell(actor, invitation, "withdraw_invitation", after={"withdrawn_at": actor.now})
    return invitation


def _people() -> int:
    """Members, and those who are asked and may still come."""
    asked = Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=Now())
    return _members() + made_by_who_still_may(asked).count()


def _members() -> int:
    return Membership.objects.filter(ended_at__isnull=True).count()


def parse_invitation(token: str) -> tuple[UUID, str]:
    """The organization of a token, and its secret. Raises `NotFound`: a bad link looks like one that never was."""
    organization, _separator, secret = token.partition(_SEPARATOR)
    try:
        if not secret:
            raise ValueError
        return UUID(organization), secret
    except ValueError:
        raise NotFound(_("There is no such invitation; ask for a new link.")) from None


def accept_invitation(
    *, person_id: UUID, email: str, secret: str, now: dt.datetime, door: Door = "web", address: str | None = None
) -> Membership:
    """Make the person a member as the invitation says; somebody who was one comes back with it.

    The person is no member yet, so there is no actor: the caller has opened the boundary of the token's organization
    (`parse_invitation`), and the secret is what is checked. `email` is the person's verified address. Raises
    `NotFound`, `InvitationNotUsable`, `AlreadyMember`, and `PlanLimitReached` where others came first or the plan has
    become a smaller one since.
    """
    open_invitation(secret=secret, email=email, now=now)
    if hold_members().frozen_at is not None:
        raise InvitationNotUsable(_("This workspace is being deleted already."))
    invitation = open_invitation(secret=secret, email=email, now=now, lock=True)
    membership = Membership.objects.select_for_update().filter(person_id=person_id).first()
    if membership is not None and membership.ended_at is None:
        raise AlreadyMember(_("You are a member of this workspace already."))
    require_within_plan(organization_id=invitation.organization_id, measure="people", used=_members)
    if membership is None:
        membership = Membership(id=uuid7(), organization_id=invitation.organization_id, person_id=person_id, version=0)
    membership.role = invitation.role
    membership.sees_costs = invitation.sees_costs
    membership.sees_only_own_customers = invitation.sees_only_own_customers
    membership.is_limited_to_warehouses = invitation.warehouse_ids is not None
    membership.ended_at = None
    membership.version += 1
    membership.updated_at = now
    membership.save()
    set_warehouses(membership, [UUID(each) for each in invitation.warehouse_ids or ()])
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    actor = actor_for_person(
        organization_id=invitation.organization_id, person_id=person_id, door=door, now=now, address=address
    )
    assert actor is not None, "the membership was made a moment ago"
    _tell(actor, invitation, "accept_invitation", after={"membership_id": membership.pk, "role": membership.role})
    record_security(actor=actor, kind="member_joined", role=membership.role)
    return membership


def open_invitation(*, secret: str, email: str | None, now: dt.datetime, lock: bool = False) -> Invitation:
    """The invitation of a secret, within the boundary of its organization, for the person with this verified address;
    None: for somebody who has no account yet.

    Raises `NotFound` for an unknown secret, `InvitationNotUsable` saying why not.
    """
    rows = Invitation.objects.select_for_update() if lock else Invitation.objects.all()
    invitation = rows.filter(secret_hash=hash_secret(secret)).first()
    if invitation is None:
        raise NotFound(_("There is no such invitation; ask for a new link."))
    if invitation.accepted_at is not None:
        raise InvitationNotUsable(_("This invitation was used already; each link works once."))
    if invitation.withdrawn_at is not None or not _is_backed(invitation):
        raise InvitationNotUsable(_("This invitation was withdrawn; ask for a new one."))
    if invitation.expires_at <= now:
        raise InvitationNotUsable(_("This invitation was good for seven days and is over; ask for a new one."))
    if email is not None and invitation.email and invitation.email != email.lower():
        message = _("This invitation is for {email}; sign in with that address to accept it.")
        raise InvitationNotUsable(message.format(email=invitation.email))
    return invitation


def _is_backed(invitation: Invitation) -> bool:
    return made_by_who_still_may(Invitation.objects.filter(pk=invitation.pk)).exists()


def _tell(actor: Actor, invitation: Invitation, name: str, *, after: dict[str, object]) -> None:
    record(
        actor=actor,
        operation=f"identity.{name}",
        subject_kind="invitation",
        subject_id=invitation.pk,
        subject_name=invitation.email or invitation.role,
        after=after,
    )
