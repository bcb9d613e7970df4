"""The hash chain over audit events. No write waits for it: the worker seals what was written, every few seconds.

A link's hash is SHA-256 of the hash before it and the event in canonical form, so an event that was changed, dropped or
put in between breaks every link after it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from omnistock.domain.audit.models import AuditEvent, AuditLink
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor

# Ids begin with the moment they were made. No transaction lasts so long that its events come later than this.
_LATEST_COMMIT: Final = dt.timedelta(minutes=15)
_AT_ONCE: Final = 2_000
UNSEALED_MOST: Final = dt.timedelta(minutes=5)
_GENESIS: Final = bytes(32)


def seal(*, actor: Actor) -> int:
    """Append the events that stand in no link yet, in the order of their ids; answers how many. Two at once: the
    database lets one of them have the next number, the other fails and is run again."""
    last = AuditLink.objects.order_by("-seq").first()
    events = AuditEvent.objects.order_by("id")
    if last is not None:
        events = events.filter(id__gte=_earlier_id(last.event_id))
        sealed = AuditLink.objects.filter(event_id__gte=_earlier_id(last.event_id)).values("event_id")
        events = events.exclude(id__in=sealed)
    seq, previous = (last.seq, bytes(last.hash)) if last else (0, _GENESIS)
    links = []
    for event in events[:_AT_ONCE]:
        seq, previous = seq + 1, link_hash(previous, event)
        links.append(
            AuditLink(id=uuid7(), organization_id=actor.organization_id, seq=seq, event_id=event.pk, hash=previous)
        )
    AuditLink.objects.bulk_create(links)
    return len(links)


def link_hash(previous: bytes, event: AuditEvent) -> bytes:
    """The hash of the link that holds `event` after the link with the hash `previous`."""
    fields = {field.attname: getattr(event, field.attname) for field in event._meta.concrete_fields}
    text = json.dumps(fields, sort_keys=True, separators=(",", ":"), default=_plain, ensure_ascii=False)
    return hashlib.sha256(previous + text.encode()).digest()


def broken_links(*, actor: Actor) -> Iterable[str]:
    """What is wrong with the chain, in words: links that do not follow, sealed events that are gone, events that should
    have been sealed and were not."""
    previous, expected = _GENESIS, 0
    events = {event.pk: event for event in AuditEvent.objects.all().iterator()}
    for link in AuditLink.objects.order_by("seq").iterator():
        expected += 1
        event = events.pop(link.event_id, None)
        if event is None:
            yield f"link {link.seq}: its event {link.event_id} is gone"
        elif link.seq != expected or bytes(link.hash) != link_hash(previous, event):
            yield f"link {link.seq}: it does not follow from the one before"
        previous, expected = bytes(link.hash), link.seq
    made_by = actor.now - UNSEALED_MOST
    if late := [event.pk for event in events.values() if made_at(event.pk) < made_by]:
        yield f"{len(late)} events older than 5 minutes are in no link, the first is {min(late)}"


def made_at(id: UUID) -> dt.datetime:
    """The moment at which a UUIDv7 was made, whatever moment the event tells of."""
    return dt.datetime.fromtimestamp((id.int >> 80) / 1000, tz=dt.UTC)


def _earlier_id(id: UUID) -> UUID:
    """The least id that could have been made before the latest commit of what was made with `id`."""
    milliseconds = max((id.int >> 80) - int(_LATEST_COMMIT.total_seconds() * 1000), 0)
    return UUID(int=milliseconds << 80)


def _plain(value: Any) -> str:
    return value.astimezone(dt.UTC).isoformat() if isinstance(value, dt.datetime) else str(value)
