"""What an API key opens is read in the round trip in which its request asks first, not in one of its own.

Until the answer comes, the request goes by what this process read the last time. Nothing is committed, and nothing answered, before
the database has said the same again; where it says something else, the request is done once more from its beginning.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from omnistock.tenancy.actor import Actor
from omnistock.tenancy.actors import actor_found, api_key_lookup, hash_secret
from omnistock.tenancy.boundary import Mistaken
from omnistock.tenancy.statements import is_answered, send

MOST: Final = 1000
# By organization and hash: what the statement of `api_key_lookup` answered.
_known: Final[dict[tuple[UUID, bytes], list[tuple[Any, ...]]]] = {}


class KeyReading:
    """One reading of a key, for one attempt at a request: `lookup` goes with the boundary, and so does `confirm`."""

    def __init__(self, *, organization_id: UUID, secret: str) -> None:
        self.lookup = api_key_lookup(organization_id=organization_id, secret=secret)
        self._name = (organization_id, hash_secret(secret))
        self._believed = _known.get(self._name)

    @property
    def confirm(self) -> Callable[[], None] | None:
        """For `tenant_boundary`; None where there is nothing to believe, and the lookup is to be sent at once."""
        return None if self._believed is None else self._be_sure

    def actor(self, *, now: dt.datetime, address: str | None) -> Actor:
        """Raises `NotSignedIn`."""
        rows = self.lookup.rows if self._believed is None else self._believed
        actor = actor_found(rows, now=now, address=address)
        if self._believed is None:
            if len(_known) >= MOST:
                _known.clear()
            _known[self._name] = rows
        return actor

    def _be_sure(self) -> None:
        if not is_answered(self.lookup):  # nothing was asked yet
            send()
        if self.lookup.rows != self._believed:
            _known.pop(self._name, None)
            raise Mistaken
