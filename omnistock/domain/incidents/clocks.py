"""The clocks of one incident: what is due, what is late, what is done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from omnistock.domain.incidents.kinds import CLOCKS, OUTER_BOUND, TOLD_BY_NOTICE, Clock
from omnistock.domain.incidents.models import Incident, IncidentEntry

NEAR: Final = dt.timedelta(hours=2)
State = Literal["asleep", "waiting", "near", "overdue", "done", "late", "not_needed"]


@dataclass(frozen=True, slots=True)
class ClockRow:
    """`asleep`: it does not run, since nobody has judged the incident or what it needs is not there. `late`: it is done,
    and was not in time."""

    name: str
    label: str | Promise
    source: str | Promise
    state: State
    due_at: dt.datetime | None
    is_at_once: bool
    done_at: dt.datetime | None
    how: str
    is_by_hand: bool

    @property
    def is_running(self) -> bool:
        return self.state in ("waiting", "near", "overdue")

    @property
    def warning(self) -> str:
        """In words; empty where nothing presses."""
        if self.due_at is None or self.state not in ("near", "overdue"):
            return ""
        when = f"{self.due_at:%d %b %Y %H:%M} UTC"
        if self.state == "overdue":
            return _("{whom}: should have been told by {when}").format(whom=self.label, when=when)
        if self.is_at_once:
            return _("{whom}: to be told without delay").format(whom=self.label)
        return _("{whom}: to be told by {when}").format(whom=self.label, when=when)


def clocks_of(
    incident: Incident, entries: Iterable[IncidentEntry], *, workspaces: int, untold: dict[str, int], now: dt.datetime
) -> list[ClockRow]:
    """All of them, in their order. `workspaces` are affected; `untold` is, by clock, how many of them its notice has not
    reached. An authority was told when it first was; the workspaces, when the last of them was."""
    stops: dict[str, IncidentEntry] = {}
    for entry in sorted(entries, key=lambda each: (each.happened_at, each.pk)):
        if entry.clock and (entry.clock in TOLD_BY_NOTICE or entry.clock not in stops):
            stops[entry.clock] = entry
    return [_row(clock, incident, stops.get(clock.name), workspaces, untold, now) for clock in CLOCKS.values()]


def _row(
    clock: Clock,
    incident: Incident,
    stop: IncidentEntry | None,
    workspaces: int,
    untold: dict[str, int],
    now: dt.datetime,
) -> ClockRow:
    start: dt.datetime | None = getattr(incident, clock.starts)
    due = None if start is None else start + (clock.within or OUTER_BOUND)
    if stop is not None and stop.kind == "told" and untold.get(clock.name):
        stop = None  # a workspace was found since
    is_needed = {"": True, "personal": incident.is_personal, "workspaces": workspaces > 0}[clock.needs]
    return ClockRow(
        name=clock.name,
        label=clock.label,
        source=clock.source,
        state=_state(incident, is_needed, stop, due, clock.within is None, now),
        due_at=due,
        is_at_once=clock.within is None,
        done_at=stop.happened_at if stop else None,
        how=stop.text if stop else "",
        is_by_hand=clock.name not in TOLD_BY_NOTICE,
    )


def _state(
    incident: Incident,
    is_needed: bool,
    stop: IncidentEntry | None,
    due: dt.datetime | None,
    is_at_once: bool,
    now: dt.datetime,
) -> State:
    if stop is not None:
        if stop.kind == "not_needed":
            return "not_needed"
        return "late" if due is not None and stop.happened_at > due else "done"
    if due is None or not is_needed or incident.state in ("closed", "dismissed"):
        return "asleep"
    if now > due:
        return "overdue"
    return "near" if is_at_once or due - now <= NEAR else "waiting"
