"""Reading people and workspaces. Each function takes the same number of statements whatever there is to read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Upper

from omnistock.domain.warehouses.queries import warehouse_rows
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.models import ApiKey, Invitation, Membership, MembershipWarehouse, Organization, Person
from omnistock.tenancy.roles import ROLES

# Row-level security lets a person see their own memberships, and through them the names of the workspaces.
_WORKSPACES: Final = """
SELECT o.id, o.name, m.role, o.is_practice
FROM membership m JOIN organization o ON o.id = m.organization_id
WHERE m.person_id = %s AND m.ended_at IS NULL
ORDER BY o.is_practice, upper(o.name), o.id
"""
_MAY_INVITE: Final = tuple(role for role, permissions in ROLES.items() if "people:write" in permissions)


@dataclass(frozen=True, slots=True)
class WorkspaceRow:
    """A workspace that a person belongs to."""

    id: UUID
    name: str
    role: str
    is_practice: bool


def is_anybody_here() -> bool:
    """Whether this installation has an account at all."""
    return Person.objects.exists()


def person_id_of(*, email: str) -> UUID | None:
    """Who signs in with this address, for the operator's commands."""
    return Person.objects.filter(email=email.lower()).values_list("pk", flat=True).first()


def workspaces_of(*, person_id: UUID) -> list[WorkspaceRow]:
    """The person's workspaces by name, practice ones last. To be called within `person_boundary` of the same person."""
    with connection.cursor() as cursor:
        cursor.execute(_WORKSPACES, [person_id])
        return [WorkspaceRow(*row) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member as the list and the member's page show them. `warehouses` None: every warehouse; `beyond` counts those
    that whoever looks does not see themselves."""

    id: UUID
    person_id: UUID
    name: str
    email: str
    role: str
    sees_costs: bool
    sees_only_own_customers: bool
    warehouses: tuple[tuple[UUID, str], ...] | None
    beyond: int
    ended_at: dt.datetime | None
    version: int


def members(*, actor: Actor, ended: bool = False) -> list[MemberRow]:
    """The members by name, those of today or those who left. Three statements."""
    rows = Membership.objects.filter(ended_at__isnull=not ended).select_related("person")
    return _members(list(rows.order_by(Upper("person__name"), "id")), actor)


def member(*, actor: Actor, membership_id: UUID | str) -> MemberRow:
    """One member, also one who left. Raises `NotFound`."""
    found = find(Membership.objects.select_related("person"), membership_id, kind="member")
    return _members([found], actor)[0]


def open_invitations(*, actor: Actor) -> list[Invitation]:
    """Invitations that can still be accepted, the newest first, with who invited."""
    rows = Invitation.objects.filter(accepted_at__isnull=True, withdrawn_at__isnull=True, expires_at__gt=actor.now)
    return list(made_by_who_still_may(rows).select_related("invited_by").order_by("-id"))


def made_by_who_still_may(rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """Those of `rows` whose maker could make them today: with whoever leaves, or loses the role for it, their links go,
    so that nobody keeps one to come back by."""
    makers = Membership.objects.filter(person_id=OuterRef("invited_by_id"), ended_at__isnull=True)
    owners = makers.filter(role="owner")
    return rows.filter(Exists(owners) | ~Q(role="owner") & Exists(makers.filter(role__in=_MAY_INVITE)))


def api_keys() -> list[ApiKey]:
    """Every key, the newest first, those in use before the revoked, with who made them."""
    rows = ApiKey.objects.select_related("created_by").order_by("-id")
    return sorted(rows, key=lambda row: row.revoked_at is not None)


def keys_made_by(*, person_id: UUID) -> int:
    """How many keys this person made that still open the workspace."""
    return ApiKey.objects.filter(created_by_id=person_id, revoked_at__isnull=True).count()


def workspace() -> Organization:
    """The organization of the boundary, with all its settings."""
    return Organization.objects.get()


def _members(rows: Sequence[Membership], actor: Actor) -> list[MemberRow]:
    limits: dict[UUID, list[UUID]] = {row.pk: [] for row in rows}
    links = MembershipWarehouse.objects.filter(membership_id__in=limits)
    for membership_id, warehouse_id in links.values_list("membership_id", "warehouse_id"):
        limits[membership_id].append(warehouse_id)
    names = dict(warehouse_rows(actor=actor).order_by("name").values_list("id", "name"))
    return [_member(row, limits[row.pk], names) for row in rows]


def _member(row: Membership, limit: Sequence[UUID], names: dict[UUID, str]) -> MemberRow:
    seen = tuple((each, name) for each, name in names.items() if each in limit)
    return MemberRow(
        id=row.pk,
        person_id=row.person_id,
        name=row.person.name,
        email=row.person.email,
        role=row.role,
        sees_costs=row.sees_costs,
        sees_only_own_customers=row.sees_only_own_customers,
        warehouses=seen if row.is_limited_to_warehouses else None,
        beyond=len(limit) - len(seen),
        ended_at=row.ended_at,
        version=row.version,
    )
