"""Who acts: one frozen value that every operation and query is handed. No `request` below the interfaces."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from omnistock.kernel.errors import PermissionMissing
from omnistock.tenancy.said import day_said

Door = Literal["web", "api", "job", "cli", "scan"]


@dataclass(frozen=True, slots=True)
class OrganizationProfile:
    """What the domain needs to know of the organization, read once at the edge."""

    id: UUID
    name: str
    country: str  # ISO 3166-1 alpha-2
    currency: str  # ISO 4217
    time_zone: str
    round_off: bool  # totals are rounded to the whole currency unit by a separate line
    minimum_shelf_life_days: int
    life_limits: tuple[int, int, int]  # days left at which a batch is watched, near, urgent
    keeps: str  # medicines, food, serials, general
    is_practice: bool = False
    adjustment_approval_over: Decimal | None = None  # above this value a second person approves
    frozen_at: dt.datetime | None = None  # read only since: it is being deleted
    purge_at: dt.datetime | None = None  # when it is deleted, unless an owner undoes that

    @property
    def is_indian(self) -> bool:
        return self.country == "IN"

    def day_of(self, moment: dt.datetime) -> dt.date:
        """The calendar day of a moment where the organization is: expiry, document dates and financial years use it."""
        return self.local(moment).date()

    def local(self, moment: dt.datetime) -> dt.datetime:
        """The same moment as the clocks of the organization show it."""
        return moment.astimezone(ZoneInfo(self.time_zone))


class WorkspaceFrozen(PermissionMissing):
    """The workspace is on its way out: everybody reads, nobody writes."""

    code = "workspace_frozen"


@dataclass(frozen=True, slots=True)
class Actor:
    """Frozen for the length of one request, job or command. `now` is aware and is the only clock the domain reads."""

    organization: OrganizationProfile
    permissions: frozenset[str]
    door: Door
    request_id: UUID
    now: dt.datetime
    name: str
    person_id: UUID | None = None
    membership_id: UUID | None = None
    api_key_id: UUID | None = None
    role: str = ""
    warehouse_ids: frozenset[UUID] | None = None  # None: every warehouse
    sees_costs: bool = True
    sees_only_own_customers: bool = False
    language: str | None = None  # of the person, for what is written for them while they are away
    address: str | None = None  # the IP address that the request came from
    lacks_factor: bool = False  # the organization asks for a second factor, and this member has none: nothing opens
    asleep: frozenset[str] = frozenset()  # permissions that the workspace's freezing took

    @property
    def organization_id(self) -> UUID:
        return self.organization.id

    @property
    def today(self) -> dt.date:
        return self.organization.day_of(self.now)

    @property
    def who(self) -> UUID:
        """The id that a replay is bound to: the key, else the person, else the organization's own jobs."""
        return self.api_key_id or self.person_id or self.organization.id

    def may(self, permission: str, *, though_frozen: bool = False) -> bool:
        """`though_frozen`: for what goes on in a workspace that is being deleted, since it takes access away."""
        return permission in self.permissions or (though_frozen and permission in self.asleep)

    def require(self, permission: str, *, though_frozen: bool = False) -> None:
        """Raises `PermissionMissing` (403) naming the permission."""
        if not self.may(permission, though_frozen=though_frozen):
            if permission in self.asleep:
                message = _(
                    "This workspace is being deleted and can only be read. Its owner can undo that until {day}, {time} UTC."
                )
                at = self.organization.purge_at
                raise WorkspaceFrozen(message.format(day=day_said(at), time=f"{at:%H:%M}" if at else ""))
            message = _("This needs the permission {permission}, which {name} does not have.")
            raise PermissionMissing(message.format(permission=permission, name=self.name))

    @property
    def sees_all(self) -> bool:
        """Whether nothing of the workspace lies beyond this actor: every warehouse, every customer, and costs."""
        return self.warehouse_ids is None and self.sees_costs and not self.sees_only_own_customers

    def may_use_warehouse(self, warehouse_id: UUID) -> bool:
        return self.warehouse_ids is None or warehouse_id in self.warehouse_ids

    def at(self, moment: dt.datetime) -> Actor:
        """The same actor at another moment (demo stories and tests)."""
        return replace(self, now=moment)
