"""Looking over the security log by the rules, and reminding. The worker does both; done twice, they do the same once."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction
from django.utils import translation

from omnistock.domain.incidents.models import Incident, IncidentPerson, IncidentWorkspace
from omnistock.domain.incidents.operations.registering import TITLE_LONGEST, add_entry, new_reference
from omnistock.domain.incidents.queries import WAITING, incidents
from omnistock.domain.incidents.rules import RULES, Rule
from omnistock.domain.incidents.words import counted
from omnistock.kernel.ids import uuid7

PRODUCT: Final = "OmniStock"
_SIGNALS: Final = "SELECT * FROM security_signals(%s, %s, %s, %s, %s, %s)"


@dataclass(frozen=True, slots=True)
class Signal:
    """What a rule saw of one subject."""

    subject: str
    events: int
    first_at: dt.datetime
    last_at: dt.datetime
    organizations: list[UUID]
    people: list[UUID]


def watch(*, now: dt.datetime) -> list[Incident]:
    """Open a draft for each cause that a rule sees and none waits for yet; answers the new ones.

    What was seen until an incident of the same cause ended is part of that one.
    """
    opened = []
    for rule in RULES.values():
        for signal in _signals(rule, now):
            cause = f"{rule.name}:{signal.subject}"
            with transaction.atomic():
                if not _is_known(cause, signal.last_at):
                    opened += _draft(rule, cause, signal, now)
    return opened


def told_due(*, now: dt.datetime) -> list[str]:
    """A sentence for each incident in which somebody is to be told soon or should have been, and each draft that waits,
    for whoever runs the installation. No title: it may name an address, and these go into a log."""
    said = []
    for row in incidents(now=now):
        name = f"{'DRILL ' if row.incident.is_drill else ''}{row.incident.reference}"
        if row.incident.state == "draft":
            said.append(f"{name}: a draft waits to be judged since {row.incident.noticed_at:%d %b %H:%M} UTC")
        else:
            said += [f"{name}: {warning}" for warning in row.warnings]
    return said


def _signals(rule: Rule, now: dt.datetime) -> list[Signal]:
    values: list[Any] = [list(rule.kinds), rule.outcome, rule.by, now - rule.window, rule.at_least, rule.is_repeated]
    with connection.cursor() as cursor:
        cursor.execute(_SIGNALS, values)
        return [Signal(*row) for row in cursor.fetchall()]


def _is_known(cause: str, last_at: dt.datetime) -> bool:
    before = Incident.objects.filter(cause=cause)
    return before.filter(state__in=WAITING).exists() or before.filter(ended_at__gte=last_at).exists()


def _draft(rule: Rule, cause: str, signal: Signal, now: dt.datetime) -> list[Incident]:
    with translation.override("en"):
        title = str(rule.title).format(subject=signal.subject)[:TITLE_LONGEST]
    made = Incident(
        id=uuid7(),
        reference=new_reference(),
        state="draft",
        nature=rule.nature,
        title=title,
        rule=rule.name,
        cause=cause[:120],
        facts=_facts(rule, signal),
        noticed_at=now,
    )
    # Two workers may see the same: the database lets one of them in.
    if (
        not Incident.objects.bulk_create([made], ignore_conflicts=True)
        or not Incident.objects.filter(pk=made.pk).exists()
    ):
        return []
    with translation.override("en"):
        text = f"{rule.label}: {counted(signal.events, 'event', 'events')}"
    add_entry(made, "detected", by=PRODUCT, now=now, text=text, happened_at=signal.last_at)
    IncidentWorkspace.objects.bulk_create(
        IncidentWorkspace(incident=made, organization_reference=each, how=f"rule {rule.name}", added_at=now)
        for each in signal.organizations
    )
    where = signal.organizations[0] if len(signal.organizations) == 1 else None
    IncidentPerson.objects.bulk_create(
        IncidentPerson(incident=made, person_reference=each, organization_reference=where, added_at=now)
        for each in signal.people
    )
    return [made]


def _facts(rule: Rule, signal: Signal) -> dict[str, Any]:
    return {
        "subject": signal.subject,
        "by": rule.by,
        "events": signal.events,
        "first_at": signal.first_at.isoformat(),
        "last_at": signal.last_at.isoformat(),
    }
