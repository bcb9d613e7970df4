"""The workspace's days begin at another hour. Rooms to the right keep sums by day and month, and this room must not import
them: each of them adds a function here when Django starts (`apps.ready`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from omnistock.tenancy.actor import Actor

ZoneFollower = Callable[[Actor], None]
"""Called in the transaction that changed the zone; `actor.organization` has the one of before."""

ZONE_FOLLOWERS: Final[list[ZoneFollower]] = []


def follow_zone(actor: Actor) -> None:
    """Let every room that keeps something by day begin anew."""
    for follower in ZONE_FOLLOWERS:
        follower(actor)
