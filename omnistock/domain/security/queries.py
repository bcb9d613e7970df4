"""Reading the security log. Names are looked up where they are still known: the log holds none."""

from __future__ import annotations

import datetime as dt
import ipaddress
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from omnistock.domain.security.kinds import FACTS, KINDS
from omnistock.domain.security.models import SecurityEvent
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.models import ApiKey, Membership, Person
from omnistock.tenancy.paging import DEFAULT_LIMIT, Page, page

# What only staff of the operator do.
_OF_STAFF: Final = frozenset({"support_asked", "support_access"})


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event as lists, files and the API show it. `who` did it, `about` is whom it was done to, both by name."""

    id: UUID
    at: dt.datetime
    kind: str
    label: str | Promise
    outcome: str
    person_id: UUID | None
    about_id: UUID | None
    api_key_id: UUID | None
    who: str
    about: str
    door: str
    address: str | None
    facts: Mapping[str, str]
    organization_id: UUID | None

    @property
    def details(self) -> str:
        """The facts in one line, what was before in front of what is, by the names under which they are kept: for files."""
        return self._told({})

    @property
    def details_in_words(self) -> str:
        """The same for a page."""
        return self._told(FACTS)

    def _told(self, labels: Mapping[str, str | Promise]) -> str:
        pairs = sorted(self.facts.items(), key=lambda pair: pair[0] != "before")
        return "; ".join(f"{labels.get(name, name.replace('_', ' '))}: {value}" for name, value in pairs)


def security_log(
    *,
    actor: Actor,
    text: str = "",
    kind: str | None = None,
    outcome: str | None = None,
    person_id: UUID | None = None,
    since: dt.datetime | None = None,
    until: dt.datetime | None = None,
    oldest_first: bool = False,
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[EventRow]:
    """What happened in the workspace, and to the accounts of its members since they are members. Four statements.

    `text` is a name of a member or an IP address. `since` is included, `until` is not. Raises `PermissionMissing` without
    security:read, `Invalid` for a cursor of another list.
    """
    actor.require("security:read")
    members = Membership.objects.filter(ended_at=None).values("person_id")
    rows = SecurityEvent.objects.filter(
        Q(organization_reference=actor.organization_id) | Q(is_shared=True, person_id__in=members)
    )
    exact: dict[str, Any] = {"kind": kind, "outcome": outcome, "at__gte": since, "at__lt": until}
    rows = rows.filter(**{name: value for name, value in exact.items() if value is not None})
    if person_id is not None:
        rows = rows.filter(Q(person_id=person_id) | Q(about_id=person_id))
    if text:
        rows = rows.filter(_of(text))
    order = ("at", "id") if oldest_first else ("-at", "-id")
    found = page(rows, order=order, cursor=cursor, limit=limit)
    return Page(_rows(found.items), found.next_cursor)


def own_activity(*, person_id: UUID, cursor: str | None = None, limit: int = DEFAULT_LIMIT) -> Page[EventRow]:
    """What a person did and what was done to their account, the newest first. To be called within `person_boundary` of the
    same person. Two statements."""
    found = page(_own(person_id), order=("-at", "-id"), cursor=cursor, limit=limit)
    return Page(_rows(found.items, with_keys=False), found.next_cursor)


def own_events(*, person_id: UUID, kind: str, limit: int = DEFAULT_LIMIT) -> list[SecurityEvent]:
    """The person's newest events of one kind, within `person_boundary`. One statement."""
    return list(SecurityEvent.objects.filter(person_id=person_id, kind=kind).order_by("-at", "-id")[:limit])


def _own(person_id: UUID) -> QuerySet[SecurityEvent]:
    return SecurityEvent.objects.filter(Q(person_id=person_id) | Q(about_id=person_id))


def _of(text: str) -> Q:
    try:
        return Q(address=str(ipaddress.ip_address(text.strip())))
    except ValueError:
        named = Membership.objects.filter(person__name__icontains=text.strip()).values("person_id")
        return Q(person_id__in=named) | Q(about_id__in=named)


def _rows(events: Iterable[SecurityEvent], *, with_keys: bool = True) -> list[EventRow]:
    found = list(events)
    people = {each for event in found for each in (event.person_id, event.about_id) if each is not None}
    names: dict[UUID, str] = dict(Person.objects.filter(pk__in=people).values_list("pk", "name"))
    keys: dict[UUID, str] = {}
    if with_keys:
        ids = {event.api_key_id for event in found if event.api_key_id is not None}
        keys = dict(ApiKey.objects.filter(pk__in=ids).values_list("pk", "name"))
    return [_row(event, names, keys) for event in found]


def _row(event: SecurityEvent, names: Mapping[UUID, str], keys: Mapping[UUID, str]) -> EventRow:
    known = KINDS.get(event.kind)
    return EventRow(
        id=event.pk,
        at=event.at,
        kind=event.kind,
        label=known.label if known else event.kind.replace("_", " "),
        outcome=event.outcome,
        person_id=event.person_id,
        about_id=event.about_id,
        api_key_id=event.api_key_id,
        who=_who(event, names, keys),
        about=names.get(event.about_id) or _gone() if event.about_id else "",
        door=event.door,
        address=event.address,
        facts=event.facts,
        organization_id=event.organization_reference,
    )


def _who(event: SecurityEvent, names: Mapping[UUID, str], keys: Mapping[UUID, str]) -> str:
    if event.person_id is not None:
        # Staff of the operator are no members whose name could be read here: what only they do names them itself.
        staff = event.facts.get("staff", "") if event.kind in _OF_STAFF else ""
        return names.get(event.person_id) or staff or _gone()
    if event.api_key_id is not None:
        return keys.get(event.api_key_id) or _gone()
    return _("nobody we know") if event.door in ("web", "api") else "OmniStock"


def _gone() -> str:
    return _("somebody who has left")
