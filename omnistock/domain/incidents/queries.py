"""Reading incidents. `using` is the connection: the operator's console reads by its own role."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from omnistock.domain.incidents.clocks import ClockRow, clocks_of
from omnistock.domain.incidents.kinds import TOLD_BY_NOTICE
from omnistock.domain.incidents.models import (
    Incident,
    IncidentEntry,
    IncidentMessage,
    IncidentPerson,
    IncidentWorkspace,
)
from omnistock.kernel.errors import NotFound

SHOWN: Final = 200
WAITING: Final = ("draft", "open")


@dataclass(frozen=True, slots=True)
class IncidentRow:
    """An incident with its clocks as of now."""

    incident: Incident
    clocks: Sequence[ClockRow]
    workspaces: int
    people: int

    @property
    def warnings(self) -> list[str]:
        return [clock.warning for clock in self.clocks if clock.warning]

    @property
    def is_overdue(self) -> bool:
        return any(clock.state == "overdue" for clock in self.clocks)

    @property
    def was_late(self) -> bool:
        return any(clock.state in ("late", "overdue") for clock in self.clocks)

    @property
    def next_due_at(self) -> dt.datetime | None:
        return min((clock.due_at for clock in self.clocks if clock.is_running and clock.due_at), default=None)


def incidents(*, now: dt.datetime, waiting: bool = True, using: str = "default") -> list[IncidentRow]:
    """Those that wait, what was noticed first at the top; or those that are over, the newest first. Four statements."""
    rows = Incident.objects.using(using).filter(state__in=WAITING) if waiting else _over(using)
    return _rows(list(rows.order_by("noticed_at" if waiting else "-ended_at", "id")[:SHOWN]), now, using)


def incident_row(*, incident_id: UUID, now: dt.datetime, using: str = "default") -> IncidentRow:
    """One. Raises `NotFound`."""
    return _one(Incident.objects.using(using).filter(pk=incident_id).first(), now, using)


def by_reference(*, reference: str, now: dt.datetime) -> IncidentRow:
    """The same by what stands on its papers. Raises `NotFound`."""
    return _one(Incident.objects.filter(reference=reference.strip().upper()).first(), now, "default")


def entries_of(*, incident_id: UUID, using: str = "default") -> list[IncidentEntry]:
    """What happened and was done, the oldest first. One statement."""
    rows = IncidentEntry.objects.using(using).filter(incident_id=incident_id)
    return list(rows.order_by("happened_at", "at", "id"))


def workspaces_of(*, incident_id: UUID, using: str = "default") -> list[IncidentWorkspace]:
    """The affected workspaces, by id. One statement."""
    rows = IncidentWorkspace.objects.using(using).filter(incident_id=incident_id)
    return list(rows.order_by("added_at", "id"))


def workspaces_by_incident(*, incident_ids: Sequence[UUID], using: str = "default") -> dict[UUID, list[UUID]]:
    """The affected workspaces of each of these incidents, by id. One statement."""
    found: dict[UUID, list[UUID]] = {}
    rows = IncidentWorkspace.objects.using(using).filter(incident_id__in=incident_ids).order_by("added_at", "id")
    for incident_id, organization_id in rows.values_list("incident_id", "organization_reference"):
        found.setdefault(incident_id, []).append(organization_id)
    return found


def people_of(*, incident_id: UUID, using: str = "default") -> list[IncidentPerson]:
    """The affected people, by id. One statement."""
    return list(IncidentPerson.objects.using(using).filter(incident_id=incident_id).order_by("added_at", "id"))


def messages_of(*, incident_id: UUID, using: str = "default") -> list[IncidentMessage]:
    """The notices, written and sent, the oldest first. One statement."""
    rows = IncidentMessage.objects.using(using).filter(incident_id=incident_id)
    return list(rows.order_by("written_at", "id"))


def last_drill(*, now: dt.datetime) -> IncidentRow | None:
    """The newest drill that was walked to its end, or None: a practice one was walked by nobody."""
    found = Incident.objects.filter(is_drill=True, is_practice=False, state="closed").order_by("-ended_at").first()
    return None if found is None else _one(found, now, "default")


def has_practice() -> bool:
    """Whether the practice data has told its stories of incidents."""
    return Incident.objects.filter(is_practice=True).exists()


def _over(using: str) -> QuerySet[Incident]:
    return Incident.objects.using(using).exclude(state__in=WAITING)


def _one(found: Incident | None, now: dt.datetime, using: str) -> IncidentRow:
    if found is None:
        raise NotFound(_("There is no such incident."))
    return _rows([found], now, using)[0]


def _rows(found: list[Incident], now: dt.datetime, using: str) -> list[IncidentRow]:
    ids = [each.pk for each in found]
    entries: dict[UUID, list[IncidentEntry]] = {}
    for entry in IncidentEntry.objects.using(using).filter(incident_id__in=ids).exclude(clock=""):
        entries.setdefault(entry.incident_id, []).append(entry)
    places = IncidentWorkspace.objects.using(using).filter(incident_id__in=ids).values("incident_id")
    untold = {name: Count("id", filter=Q(**{column: None})) for name, column in TOLD_BY_NOTICE.items()}
    counted: dict[UUID, Any] = {row["incident_id"]: row for row in places.annotate(all=Count("id"), **untold)}
    who = IncidentPerson.objects.using(using).filter(incident_id__in=ids).values("incident_id")
    people = {row["incident_id"]: row["all"] for row in who.annotate(all=Count("person_reference", distinct=True))}
    rows = []
    for each in found:
        of_each = counted.get(each.pk, {})
        left = {} if each.is_drill else {name: of_each.get(name, 0) for name in TOLD_BY_NOTICE}
        clocks = clocks_of(each, entries.get(each.pk, ()), workspaces=of_each.get("all", 0), untold=left, now=now)
        rows.append(IncidentRow(each, clocks, of_each.get("all", 0), people.get(each.pk, 0)))
    return rows
