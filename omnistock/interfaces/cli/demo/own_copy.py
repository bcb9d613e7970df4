"""A story played for one person who practises alone: whoever acts in it, it is they. `omnistock demo` has its own cast."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import UUID

from omnistock.domain.identity.queries import person_id_of
from omnistock.interfaces.cli.demo.people import ASHA, STAFF
from omnistock.interfaces.cli.demo.stage import Stage


def player(play: Callable[[Stage], None]) -> Callable[[UUID, UUID, dt.datetime], None]:
    """`play` as the worker calls it."""

    def play_for(organization_id: UUID, owner_id: UUID, now: dt.datetime) -> None:
        people = {person.email: owner_id for person in (ASHA, *STAFF)}
        if owner_id == person_id_of(email=ASHA.email):  # the practice data's own: told again with all its people
            people |= {each.email: found for each in STAFF if (found := person_id_of(email=each.email))}
        play(Stage(organization_id=organization_id, people=people, now=now))

    return play_for
