"""Where a practice story is played: a workspace, its people, and the days on which they act.

Every row is made by the domain's public operations, in the order of their days: the ledger then holds what a firm that
had worked for months would hold, and nothing that the product could not have written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID
from zoneinfo import ZoneInfo

from omnistock.domain.identity.operations import accept_invitation, invite
from omnistock.domain.identity.operations.invitations import parse_invitation
from omnistock.domain.warehouses.models import Warehouse
from omnistock.domain.warehouses.queries import warehouse_rows
from omnistock.interfaces.cli.demo.people import ASHA, STAFF, DemoPerson
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.actors import actor_for_person

OPENED_DAYS_AGO = 120
_NOON = dt.time(12)


@dataclass
class Stage:
    """One workspace, inside its boundary. `now` is the moment of loading; `people` are ids by address."""

    organization_id: UUID
    people: Mapping[str, UUID]
    now: dt.datetime
    _actors: dict[str, Actor] = field(default_factory=dict)
    _plan: list[tuple[int, Callable[[], object]]] = field(default_factory=list)

    @property
    def is_of_one(self) -> bool:
        """Whether one person plays everybody, in a copy of their own."""
        return len(set(self.people.values())) == 1

    def on(self, days_ago: int, act: Callable[[], object]) -> None:
        """Note what happens on a day. Stories are told one by one, and `play` lets them happen together: documents of
        tax are numbered in the order of their dates (CGST Rules, rule 46(b))."""
        self._plan.append((days_ago, act))

    def play(self) -> None:
        """Let everything happen, the oldest day first, and in the order noted within a day."""
        for _days_ago, act in sorted(self._plan, key=lambda entry: -entry[0]):
            act()

    def acting(self, person: DemoPerson, *, days_ago: int = 0) -> Actor:
        """The person at noon of a day, where the workspace is; today, now."""
        actor = self._actors.get(person.email) or self._found(person)
        if days_ago == 0:
            return actor
        day = self.day(-days_ago)
        return actor.at(dt.datetime.combine(day, _NOON, ZoneInfo(actor.organization.time_zone)))

    def day(self, days: int) -> dt.date:
        """The day so many days from today; before today where negative."""
        return self.acting(ASHA).today + dt.timedelta(days=days)

    def warehouse(self, code: str = "MAIN") -> Warehouse:
        """The warehouse with this code."""
        return warehouse_rows(actor=self.acting(ASHA)).get(code=code)

    def bring_staff(self) -> None:
        """Everybody but the owner joins by an invitation, on the day on which the workspace was opened."""
        owner = self.acting(ASHA, days_ago=OPENED_DAYS_AGO)
        for person in STAFF:
            token = invite(actor=owner, role=person.role, email=person.email).token
            _organization_id, secret = parse_invitation(token)
            accept_invitation(
                person_id=self.people[person.email], email=person.email, secret=secret, now=owner.now, door="cli"
            )

    def _found(self, person: DemoPerson) -> Actor:
        actor = actor_for_person(
            organization_id=self.organization_id, person_id=self.people[person.email], door="cli", now=self.now
        )
        assert actor is not None, f"{person.name} is no member of the practice workspace"
        self._actors[person.email] = actor
        return actor
