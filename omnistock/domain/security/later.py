"""What the security log keeps of requests that wrote nothing, written beside them: a request leaves an event in memory, a
thread writes them each second, so that who hammers on costs no statement a blow, and a good key's request no round trip.
Where no thread runs (a command, a test) they are written at once. Of each subject's refusals of a kind so many are kept a
minute: a flood must not become a flood of rows.
"""

from __future__ import annotations

import ipaddress
import logging
import threading
from collections import deque
from functools import lru_cache
from itertools import groupby
from typing import Final
from uuid import UUID

from django.db import Error, transaction

from omnistock.domain.security.models import SecurityEvent
from omnistock.domain.security.operations import of_actor
from omnistock.kernel.addresses import KEPT
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.each_second import EachSecond
from omnistock.tenancy.models import Organization

log = logging.getLogger("omnistock.security")

KEPT_AT_MOST: Final = 5_000
A_MINUTE_AT_MOST: Final = 20
SUBJECTS_AT_MOST: Final = 10_000
NEW_PLACE: Final = "api_key_new_place"


class Later:
    """What waits to be written, and what of each subject came in this minute."""

    def __init__(self) -> None:
        self.waiting: deque[SecurityEvent] = deque(maxlen=KEPT_AT_MOST)
        self.thread = EachSecond("security-log", self.write)
        self._counts: dict[tuple[object, ...], int] = {}
        self._minute = 0
        self._places: set[tuple[UUID, str]] = set()
        self._lock = threading.Lock()

    def add(self, event: SecurityEvent) -> None:
        """Keep a refusal, outside of any boundary, unless its subject had its share of this minute."""
        if self._has_room(event):
            self._keep(event)

    def see_place(self, actor: Actor) -> None:
        """Keep that a key was used from a network that it was not used from before, outside of any boundary."""
        if actor.api_key_id is None or actor.address is None:
            return
        place = (actor.api_key_id, network_of(actor.address))
        with self._lock:
            if place in self._places:
                return
            if len(self._places) >= SUBJECTS_AT_MOST:
                self._places.clear()
            self._places.add(place)
        self._keep(of_actor(actor=actor, kind=NEW_PLACE, network=place[1]))

    def write(self) -> None:
        """Write what waits now, each workspace's in its own boundary."""
        events = [self.waiting.popleft() for _ in range(len(self.waiting))]
        for organization_id, its in groupby(sorted(events, key=_place), key=lambda event: event.organization_reference):
            try:
                _write(organization_id, list(its))
            except Error as error:
                log.warning("events of the security log were not written: %s", type(error).__name__)

    def forget(self) -> None:
        """Begin anew."""
        with self._lock:
            self._counts.clear()
            self._places.clear()
        self.waiting.clear()

    def _keep(self, event: SecurityEvent) -> None:
        self.waiting.append(event)
        if not self.thread.is_running:
            self.write()

    def _has_room(self, event: SecurityEvent) -> bool:
        minute = int(event.at.timestamp()) // 60
        subject = (event.kind, event.person_id or event.api_key_id or event.address)
        with self._lock:
            if minute != self._minute or len(self._counts) > SUBJECTS_AT_MOST:
                self._minute = minute
                self._counts.clear()
            self._counts[subject] = self._counts.get(subject, 0) + 1
            return self._counts[subject] <= A_MINUTE_AT_MOST


@lru_cache(maxsize=KEPT)
def network_of(address: str) -> str:
    """The network that an address is taken to be of: what a household or an office gets."""
    found = ipaddress.ip_address(address)
    return str(ipaddress.ip_network(f"{address}/{24 if found.version == 4 else 48}", strict=False))


def _place(event: SecurityEvent) -> str:
    return str(event.organization_reference or "")


def _write(organization_id: UUID | None, events: list[SecurityEvent]) -> None:
    with transaction.atomic() if organization_id is None else tenant_boundary(organization_id):
        if organization_id is not None and not Organization.objects.exists():
            for event in events:  # a guessed key names whatever organization it likes
                event.organization_reference = None
        SecurityEvent.objects.bulk_create(event for event in events if not _is_known_place(event))


def _is_known_place(event: SecurityEvent) -> bool:
    """Whether the key was seen there before, by another process or before this one began: the log itself remembers."""
    if event.kind != NEW_PLACE:
        return False
    before = SecurityEvent.objects.filter(organization_reference=event.organization_reference, kind=NEW_PLACE)
    return before.filter(api_key_id=event.api_key_id, facts__network=event.facts["network"]).exists()


LATER: Final = Later()
