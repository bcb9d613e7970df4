"""Somebody is no member any more, or has another role. Rooms to the right keep what holds as long as they are one, or may do
what they did, and this room must not import them: each of them adds a function here when Django starts (`apps.ready`)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from omnistock.tenancy.actor import Actor
from omnistock.tenancy.models import Membership

LeavingFollower = Callable[[Actor, Membership], None]
"""Called in the transaction that ends the membership (`ended_at`) or changes its role, under the members' lock
(`operations.members.hold_members`)."""

LEAVING_FOLLOWERS: Final[list[LeavingFollower]] = []


def follow_leaving(actor: Actor, membership: Membership) -> None:
    """Let every room end what this member alone stood for and stands for no more."""
    for follower in LEAVING_FOLLOWERS:
        follower(actor, membership)
