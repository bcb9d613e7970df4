"""Who is affected, found by a query and kept as a list of ids. What was found is added to; who is not affected after all is
taken off with a reason, as long as they were not told."""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from omnistock.domain.identity.queries import workspaces_of
from omnistock.domain.incidents.models import Incident, IncidentPerson, IncidentWorkspace
from omnistock.domain.incidents.operations.registering import NOTE_LONGEST, add_entry, open_incident
from omnistock.domain.incidents.words import counted
from omnistock.kernel.errors import Conflict, NotFound
from omnistock.tenancy.boundary import person_boundary, tenant_boundary
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.directory import organization_ids
from omnistock.tenancy.models import Membership, Person

# By what affected workspaces and people are looked up; `subject` of the query says which one.
WAYS: Final = ("address", "email", "api_key", "workspace", "everybody")
_REACH: Final = "SELECT organization_id, person_id FROM security_reach(%s, %s, %s, %s, %s)"

Pairs = set[tuple[UUID | None, UUID | None]]


class AlreadyTold(Conflict):
    """What somebody was told cannot be taken off the list."""

    code = "already_told"


@dataclass(frozen=True, slots=True)
class Query:
    """`way` is one of `WAYS`: what came from an IP address, of the account of an email, by an API key's id (all three as the
    security log has it, between `since` and `until`), a workspace by its id, or every workspace. `with_members`: all
    members of the workspaces that were found are affected people."""

    way: str
    subject: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    with_members: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """How many were new on the list."""

    workspaces: int
    people: int


def find_affected(*, incident_id: UUID, query: Query, by: str, now: dt.datetime) -> Found:
    """Look up and keep. Raises `Invalid`, `NotJudged`, `IncidentOver`."""
    check = Checker()
    way = check.choice("way", query.way, WAYS)
    subject = _subject(check, way, query.subject.strip())
    check.stop()
    pairs = _looked_up(way, subject, query.since or now - dt.timedelta(days=365), query.until or now)
    places = {place for place, _person in pairs if place is not None}
    if query.with_members:
        pairs |= {(place, person) for place in places for person in _members(place)}
    how = f"{way} {subject or ''}".strip() + (" with all members" if query.with_members else "")
    with transaction.atomic():
        incident = open_incident(incident_id)
        found = _keep(incident, places, _without_double(pairs), how, now)
        more = counted(found.workspaces, "workspace", "workspaces")
        text = f"{how}: {more} and {counted(found.people, 'person', 'people')} more"
        add_entry(incident, "affected", by=by, now=now, text=text)
    return found


def take_off(*, incident_id: UUID, organization_id: UUID, text: str, by: str, now: dt.datetime) -> None:
    """A workspace is not affected after all, nor are people in it: `text` is why. Raises `Invalid`, `NotFound`,
    `AlreadyTold`."""
    check = Checker()
    said = check.text("text", text, longest=NOTE_LONGEST, required=True, lines=True)
    check.stop()
    with transaction.atomic():
        incident = open_incident(incident_id)
        place = IncidentWorkspace.objects.filter(incident=incident, organization_reference=organization_id).first()
        if place is None:
            raise NotFound(_("There is no such workspace on the list."))
        if place.admins_told_at or place.people_told_at:
            raise AlreadyTold(_("This workspace was told already; write another notice instead."))
        place.delete()
        IncidentPerson.objects.filter(incident=incident, organization_reference=organization_id).delete()
        add_entry(incident, "left_out", by=by, now=now, text=f"{organization_id}: {said}")


def _subject(check: Checker, way: str, typed: str) -> UUID | str | None:
    """What is looked for, as the query takes it; None where there is nothing to say."""
    if way == "everybody" or not way:
        return None
    if way == "address":
        try:
            return str(ipaddress.ip_address(typed))
        except ValueError:
            check.add("subject", _("Write an IP address, such as 192.0.2.7."))
            return None
    if way == "email":
        person = Person.objects.filter(email=typed.lower()).first()
        if person is None:
            check.add("subject", _("There is no account with this email."), "unknown")
        return person.pk if person else None
    try:
        return UUID(typed)
    except ValueError:
        check.add("subject", _("Write the id, as the address of its page or the list of the console has it."))
        return None


def _looked_up(way: str, subject: UUID | str | None, since: dt.datetime, until: dt.datetime) -> Pairs:
    if way == "everybody":
        return {(each, None) for each in organization_ids()}
    if way == "workspace":
        return {(each, None) for each in organization_ids() if each == subject}
    values = [subject if way == name else None for name in ("address", "email", "api_key")]
    with connection.cursor() as cursor:
        cursor.execute(_REACH, [since, until, *values])
        pairs: Pairs = set(cursor.fetchall())
    if way == "email":
        assert isinstance(subject, UUID)
        pairs |= {(place, subject) for place in _workspaces(subject)} | {(None, subject)}
    # An event of an account is of no workspace: its person is reached in those that they work in.
    lone = {person for place, person in pairs if place is None and person is not None}
    return pairs | {(place, person) for person in lone for place in _workspaces(person)}


def _workspaces(person_id: UUID) -> list[UUID]:
    with person_boundary(person_id):
        return [each.id for each in workspaces_of(person_id=person_id)]


def _members(organization_id: UUID) -> list[UUID]:
    with tenant_boundary(organization_id):
        return list(Membership.objects.filter(ended_at=None).values_list("person_id", flat=True))


def _without_double(pairs: Pairs) -> set[tuple[UUID | None, UUID]]:
    """People with the workspaces that they are reached in; without one only where there is none."""
    people = {(place, person) for place, person in pairs if person is not None}
    reached = {person for place, person in people if place is not None}
    return {(place, person) for place, person in people if place is not None or person not in reached}


def _keep(
    incident: Incident, places: Iterable[UUID], people: Iterable[tuple[UUID | None, UUID]], how: str, now: dt.datetime
) -> Found:
    before = _counted(incident)
    IncidentWorkspace.objects.bulk_create(
        (
            IncidentWorkspace(incident=incident, organization_reference=each, how=how[:200], added_at=now)
            for each in sorted(places)
        ),
        ignore_conflicts=True,
    )
    IncidentPerson.objects.bulk_create(
        (
            IncidentPerson(incident=incident, person_reference=person, organization_reference=place, added_at=now)
            for place, person in people
        ),
        ignore_conflicts=True,
    )
    after = _counted(incident)
    fresh = IncidentPerson.objects.filter(incident=incident, added_at=now).values("organization_reference")
    IncidentWorkspace.objects.filter(incident=incident, organization_reference__in=fresh).update(people_told_at=None)
    return Found(after[0] - before[0], after[1] - before[1])


def _counted(incident: Incident) -> tuple[int, int]:
    people = IncidentPerson.objects.filter(incident=incident).values("person_reference").distinct()
    return IncidentWorkspace.objects.filter(incident=incident).count(), people.count()
