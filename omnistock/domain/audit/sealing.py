"""The hash chain over audit events. No write waits for it: the worker seals what was written, every few seconds.

A link's hash is SHA-256 of the hash before it, the facts of the event in canonical form, and the salted digest of its
values, so an event that was changed, dropped or put in between breaks every link after it, and values can be erased.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef

from omnistock.domain.audit.models import AuditErasure, AuditEvent, AuditLink
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.models import Organization

# Ids begin with the moment they were made. No transaction lasts so long that its events come later than this.
_LATEST_COMMIT: Final = dt.timedelta(minutes=15)
_AT_ONCE: Final = 2_000
UNSEALED_MOST: Final = dt.timedelta(minutes=5)
_GENESIS: Final = bytes(32)
_FORM: Final = 2
# What a link says of its event: the facts, which stay, and the values, which may be erased.
_VALUES: Final = ("actor_name", "address", "after", "before", "subject_name")
_FACTS: Final = (
    "api_key_id", "at", "door", "id", "operation", "organization_id", "person_id", "request_id", "subject_id",
    "subject_kind", "ticket_id",
)  # fmt: skip
_FORM_1: Final = tuple(set(_FACTS) - {"ticket_id"} | set(_VALUES) - {"address"})


def seal(*, actor: Actor) -> int:
    """Append the events that stand in no link yet, in the order of their ids; answers how many. One at a time: where
    somebody else holds the workspace (an archive is brought in, another worker seals) it is left to the next time. To
    begin and then wait would be a deadlock, since who brings an archive in seals at its end."""
    held = Organization.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=actor.organization_id)
    if not held.values_list("pk"):
        return 0
    last = AuditLink.objects.order_by("-seq").first()
    events = AuditEvent.objects.order_by("id")
    if last is not None:
        events = events.filter(id__gte=_earlier_id(last.event_id))
        sealed = AuditLink.objects.filter(event_id__gte=_earlier_id(last.event_id)).values("event_id")
        events = events.exclude(id__in=sealed)
    return _append(actor, last, events[:_AT_ONCE])


def seal_all(*, actor: Actor) -> int:
    """The same for every event that stands in no link, however old: what was brought in from an archive."""
    count = 0
    while True:
        sealed = AuditLink.objects.filter(event_id=OuterRef("pk"))
        events = AuditEvent.objects.filter(~Exists(sealed)).order_by("id")[:_AT_ONCE]
        done = _append(actor, AuditLink.objects.order_by("-seq").first(), events)
        count += done
        if done < _AT_ONCE:
            return count


def _append(actor: Actor, last: AuditLink | None, events: Iterable[AuditEvent]) -> int:
    seq, previous = (last.seq, bytes(last.hash)) if last else (0, _GENESIS)
    links = []
    for event in events:
        digest = values_digest(event)
        seq, previous = seq + 1, link_hash(previous, event, digest)
        links.append(
            AuditLink(
                id=uuid7(),
                organization_id=actor.organization_id,
                seq=seq,
                event_id=event.pk,
                hash=previous,
                form=_FORM,
                values_digest=digest,
            )
        )
    AuditLink.objects.bulk_create(links)
    return len(links)


def link_hash(previous: bytes, event: AuditEvent, digest: bytes | None = None) -> bytes:
    """The hash of the link that holds `event` after the link with the hash `previous`; of form 1 without `digest`."""
    if digest is None:
        return hashlib.sha256(previous + _canonical(event, _FORM_1)).digest()
    return hashlib.sha256(previous + _canonical(event, _FACTS) + digest).digest()


def values_digest(event: AuditEvent) -> bytes:
    """The salted digest of what can be erased. Without the salt nobody can try out what the values were."""
    return hashlib.sha256(str(event.salt).encode() + _canonical(event, _VALUES)).digest()


def broken_links(*, actor: Actor) -> Iterable[str]:
    """What is wrong with the chain, in words: links that do not follow, sealed events that are gone or changed, values
    that are gone without an erasure, events that should have been sealed and were not."""
    events = {event.pk: event for event in AuditEvent.objects.all().iterator()}
    erased = set(AuditErasure.objects.values_list("subject_id", flat=True))
    yield from _followed(AuditLink.objects.order_by("seq").iterator(), events, erased)
    made_by = actor.now - UNSEALED_MOST
    if late := [event.pk for event in events.values() if made_at(event.pk) < made_by]:
        yield f"{len(late)} events older than 5 minutes are in no link, the first is {min(late)}"


def broken_chain(
    links: Iterable[Mapping[str, Any]],
    *,
    organization_id: UUID,
    as_organization_id: UUID,
    besides: Collection[UUID],
    at: dt.datetime,
) -> Iterable[str]:
    """The same of a chain that came in an archive made `at` a moment (`links` are its rows, in order), over the events
    as they stand here under another organization's id, `besides` those that were here before."""
    events = {event.pk: event for event in AuditEvent.objects.exclude(pk__in=besides).iterator()}
    for event in events.values():
        event.organization_id = organization_id
        if event.subject_id == as_organization_id:
            event.subject_id = organization_id
    erased = set(AuditErasure.objects.values_list("subject_id", flat=True))
    yield from _followed((_link_of(row) for row in links), events, erased)
    if late := [event.pk for event in events.values() if made_at(event.pk) < at - _LATEST_COMMIT]:
        yield f"{len(late)} events are in no link, the first is {min(late)}"


def heads() -> tuple[int, bytes] | None:
    """Number and hash of the newest link: what an anchor outside the database holds."""
    last = AuditLink.objects.order_by("-seq").first()
    return (last.seq, bytes(last.hash)) if last else None


def _followed(links: Iterable[AuditLink], events: dict[UUID, AuditEvent], erased: set[UUID]) -> Iterable[str]:
    """Takes the events that stand in a link out of `events`."""
    previous, expected = _GENESIS, 0
    for link in links:
        expected += 1
        event = events.pop(link.event_id, None)
        if event is None:
            yield f"link {link.seq}: its event {link.event_id} is gone"
        elif link.seq != expected or bytes(link.hash) != link_hash(previous, event, _digest_of(link)):
            yield f"link {link.seq}: it does not follow from the one before"
        elif link.form >= _FORM and event.salt is None:
            if event.subject_id not in erased:
                yield f"link {link.seq}: the values of its event are gone, and nobody asked for that"
        elif link.form >= _FORM and _digest_of(link) != values_digest(event):
            yield f"link {link.seq}: the values of its event were changed"
        previous, expected = bytes(link.hash), link.seq


def _digest_of(link: AuditLink) -> bytes | None:
    return None if link.values_digest is None else bytes(link.values_digest)


def _link_of(row: Mapping[str, Any]) -> AuditLink:
    digest = row["values_digest"]
    return AuditLink(
        seq=int(row["seq"]),
        event_id=UUID(row["event_id"]),
        hash=base64.b64decode(row["hash"]),
        form=int(row["form"]),
        values_digest=None if digest is None else base64.b64decode(digest),
    )


def _canonical(event: AuditEvent, names: Iterable[str]) -> bytes:
    fields = {name: getattr(event, name) for name in names}
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), default=_plain, ensure_ascii=False).encode()


def made_at(id: UUID) -> dt.datetime:
    """The moment at which a UUIDv7 was made, whatever moment the event tells of."""
    return dt.datetime.fromtimestamp((id.int >> 80) / 1000, tz=dt.UTC)


def _earlier_id(id: UUID) -> UUID:
    """The least id that could have been made before the latest commit of what was made with `id`."""
    milliseconds = max((id.int >> 80) - int(_LATEST_COMMIT.total_seconds() * 1000), 0)
    return UUID(int=milliseconds << 80)


def _plain(value: Any) -> str:
    return value.astimezone(dt.UTC).isoformat() if isinstance(value, dt.datetime) else str(value)
