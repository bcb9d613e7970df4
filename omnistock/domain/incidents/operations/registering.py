"""An incident is registered by hand, or a draft of a rule is taken up; its record is kept; it is brought to its end.

What staff do here belongs to no workspace: the console and the command line let them in, and `by` names who it was. Each
act is an entry of the incident that nobody can change.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from omnistock.domain.incidents.kinds import CLOCKS, NATURES, TOLD_BY_NOTICE
from omnistock.domain.incidents.models import Incident, IncidentEntry
from omnistock.domain.incidents.queries import incident_row
from omnistock.kernel.errors import Conflict, NotFound
from omnistock.tenancy.checks import Checker

TITLE_LONGEST: Final = 160
PLACE_LONGEST: Final = 200
TEXT_LONGEST: Final = 8_000
NOTE_LONGEST: Final = 4_000
TEXTS: Final = ("scope", "consequences", "mitigation", "advice", "findings", "remedy")
# No vowels, no look-alikes: it is read out on the telephone.
_LETTERS: Final = "23456789BCDFGHJKMNPQRSTVWXZ"


class IncidentOver(Conflict):
    """It was closed or dismissed."""

    code = "incident_over"


class IncidentChanged(Conflict):
    """Somebody else changed it since the page was shown."""

    code = "incident_changed"


class NotJudged(Conflict):
    """It is a draft: take it up or dismiss it first."""

    code = "incident_not_judged"


class ClocksRunning(Conflict):
    """Somebody is still to be told."""

    code = "clocks_running"


def register(
    *, values: Mapping[str, Any], is_drill: bool, by: str, now: dt.datetime, is_practice: bool = False
) -> Incident:
    """Write an incident down: `title`, `nature`, `noticed_at`, `aware_at` (now where it is left out), `is_personal`, and
    the texts as far as they are known. Raises `Invalid`."""
    incident = Incident(reference=new_reference(), state="open", is_drill=is_drill, registered_by=by)
    incident.is_practice = is_practice
    check = Checker()
    _judge(check, incident, values, now)
    _write(check, incident, values)
    check.stop()
    with transaction.atomic():
        incident.save(force_insert=True)
        add_entry(incident, "registered", by=by, now=now, text=incident.title, happened_at=incident.noticed_at)
    return incident


def take_up(*, incident_id: UUID, values: Mapping[str, Any], by: str, now: dt.datetime) -> Incident:
    """What a rule drafted is an incident: from `aware_at` on the clocks run. Raises `Invalid`, `IncidentOver`."""
    with transaction.atomic():
        incident = locked(incident_id)
        if incident.state != "draft":
            raise IncidentOver(_("{reference} was taken up already.").format(reference=incident.reference))
        check = Checker()
        _judge(check, incident, values, now)
        _write(check, incident, values)
        check.stop()
        incident.state, incident.registered_by = "open", by
        _save(incident)
        add_entry(incident, "registered", by=by, now=now, text=incident.title)
    return incident


def change_record(
    *, incident_id: UUID, values: Mapping[str, Any], by: str, now: dt.datetime, expected_version: int | None = None
) -> Incident:
    """Write what is known by now; what is left out of `values` stays. Raises `Invalid`, `NotJudged`, `IncidentOver`,
    `IncidentChanged`."""
    with transaction.atomic():
        incident = open_incident(incident_id)
        if expected_version not in (None, incident.version):
            raise IncidentChanged(_("Somebody else changed this incident meanwhile. Look at it again."))
        before = {name: getattr(incident, name) for name in ("title", "nature", "is_personal", "place", *TEXTS)}
        check = Checker()
        _write(check, incident, before | dict(values))
        check.stop()
        changed = [name for name, value in before.items() if getattr(incident, name) != value]
        if changed:
            _save(incident)
            add_entry(incident, "changed", by=by, now=now, text=", ".join(changed))
    return incident


def add_note(
    *, incident_id: UUID, text: str, by: str, now: dt.datetime, happened_at: dt.datetime | None = None
) -> None:
    """A line of the timeline: what happened when, as it is known now. Raises `Invalid`, `IncidentOver`."""
    with transaction.atomic():
        incident = waiting_incident(incident_id)
        check = Checker()
        said = check.text("text", text, longest=NOTE_LONGEST, required=True, lines=True)
        moment = _past(check, "happened_at", happened_at, now)
        check.stop()
        add_entry(incident, "note", by=by, now=now, text=said, happened_at=moment)


def tell_by_hand(
    *, incident_id: UUID, clock: str, text: str, by: str, now: dt.datetime, happened_at: dt.datetime | None = None
) -> None:
    """An authority was told, by whatever way its own form asks for: `text` is how, with its number. Raises `Invalid`,
    `NotJudged`, `IncidentOver`."""
    by_hand = [name for name in CLOCKS if name not in TOLD_BY_NOTICE]
    _stop_clock("told", incident_id, clock, by_hand, text, by, now, happened_at)


def leave_out(*, incident_id: UUID, clock: str, text: str, by: str, now: dt.datetime) -> None:
    """Nobody has to be told there: `text` is why. Raises `Invalid`, `NotJudged`, `IncidentOver`."""
    _stop_clock("not_needed", incident_id, clock, list(CLOCKS), text, by, now, None)


def close_incident(*, incident_id: UUID, text: str, by: str, now: dt.datetime) -> Incident:
    """It is over: `text` says how it ended. Raises `ClocksRunning` while somebody is to be told, `Invalid`, `NotJudged`."""
    check = Checker()
    said = check.text("text", text, longest=NOTE_LONGEST, required=True, lines=True)
    check.stop()
    with transaction.atomic():
        incident = open_incident(incident_id)
        running = [
            str(clock.label) for clock in incident_row(incident_id=incident_id, now=now).clocks if clock.is_running
        ]
        if running:
            message = _("Still to be told, or to be left out with a reason: {whom}.")
            raise ClocksRunning(message.format(whom=", ".join(running)))
        _end(incident, "closed", said, by, now)
    return incident


def dismiss_incident(*, incident_id: UUID, text: str, by: str, now: dt.datetime) -> Incident:
    """What a rule drafted is none: `text` is why. The same cause opens a new draft when it comes again. Raises `Invalid`,
    `IncidentOver`."""
    check = Checker()
    said = check.text("text", text, longest=NOTE_LONGEST, required=True, lines=True)
    check.stop()
    with transaction.atomic():
        incident = locked(incident_id)
        if incident.state != "draft":
            raise IncidentOver(_("{reference} is no draft: close it instead.").format(reference=incident.reference))
        _end(incident, "dismissed", said, by, now)
    return incident


def delete_incidents_before(*, moment: dt.datetime) -> int:
    """Forget what ended before `moment`, with all that hangs on it; answers how many."""
    rows = Incident.objects.filter(ended_at__lt=moment)
    count = rows.count()
    rows.delete()
    return count


def add_entry(
    incident: Incident,
    kind: str,
    *,
    by: str,
    now: dt.datetime,
    text: str = "",
    clock: str = "",
    happened_at: dt.datetime | None = None,
) -> None:
    IncidentEntry.objects.create(
        incident=incident,
        at=now,
        happened_at=min(happened_at or now, now),
        kind=kind,
        clock=clock,
        by=by[:120],
        text=text,
    )


def locked(incident_id: UUID) -> Incident:
    """Raises `NotFound`."""
    incident = Incident.objects.select_for_update().filter(pk=incident_id).first()
    if incident is None:
        raise NotFound(_("There is no such incident."))
    return incident


def waiting_incident(incident_id: UUID) -> Incident:
    """A draft or an open one, locked. Raises `NotFound`, `IncidentOver`."""
    incident = locked(incident_id)
    if incident.ended_at is not None:
        raise IncidentOver(_("{reference} is over.").format(reference=incident.reference))
    return incident


def open_incident(incident_id: UUID) -> Incident:
    """One that was judged to be one, locked. Raises `NotFound`, `IncidentOver`, `NotJudged`."""
    incident = waiting_incident(incident_id)
    if incident.state == "draft":
        raise NotJudged(
            _("{reference} is a draft: take it up first, or dismiss it.").format(reference=incident.reference)
        )
    return incident


def new_reference() -> str:
    return "I-" + "".join(secrets.choice(_LETTERS) for _each in range(8))


def _judge(check: Checker, incident: Incident, values: Mapping[str, Any], now: dt.datetime) -> None:
    """The two moments that the clocks count from."""
    noticed = values.get("noticed_at") or incident.noticed_at
    if noticed is None:
        check.add("noticed_at", _("Write when it was noticed: the six hours of CERT-In count from there."), "missing")
    incident.noticed_at = _past(check, "noticed_at", noticed, now)
    incident.aware_at = _past(check, "aware_at", values.get("aware_at"), now)
    if noticed is not None and incident.aware_at < incident.noticed_at:
        check.add("aware_at", _("Nobody is aware of it before it is noticed."), "too_early")


def _write(check: Checker, incident: Incident, values: Mapping[str, Any]) -> None:
    incident.title = check.text("title", values.get("title") or incident.title, longest=TITLE_LONGEST, required=True)
    incident.nature = check.choice("nature", values.get("nature") or incident.nature, NATURES)
    incident.is_personal = bool(values.get("is_personal", True))
    incident.place = check.text("place", values.get("place"), longest=PLACE_LONGEST)
    for name in TEXTS:
        setattr(incident, name, check.text(name, values.get(name), longest=TEXT_LONGEST, lines=True))


def _past(check: Checker, name: str, moment: dt.datetime | None, now: dt.datetime) -> dt.datetime:
    if moment is not None and moment > now:
        check.add(name, _("This lies in the future."), "future")
    return moment or now


def _stop_clock(
    kind: str,
    incident_id: UUID,
    clock: str,
    clocks: list[str],
    text: str,
    by: str,
    now: dt.datetime,
    happened_at: dt.datetime | None,
) -> None:
    check = Checker()
    name = check.choice("clock", clock, clocks)
    said = check.text("text", text, longest=NOTE_LONGEST, required=True, lines=True)
    moment = _past(check, "happened_at", happened_at, now)
    check.stop()
    with transaction.atomic():
        incident = open_incident(incident_id)
        add_entry(incident, kind, by=by, now=now, text=said, clock=name, happened_at=moment)


def _save(incident: Incident) -> None:
    incident.version += 1
    incident.save(force_update=True)


def _end(incident: Incident, state: str, text: str, by: str, now: dt.datetime) -> None:
    incident.state, incident.ended_at = state, now
    _save(incident)
    add_entry(incident, state, by=by, now=now, text=text)
