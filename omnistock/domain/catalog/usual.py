"""What a workspace keeps says how its next product is most likely tracked, by hand and from a file."""

from __future__ import annotations

from typing import Final

from omnistock.tenancy.actor import Actor

_TRACKED: Final = {"medicines": ("batch", True), "food": ("batch", True), "serials": ("serial", False)}


def usual_tracking(actor: Actor) -> tuple[str, bool]:
    """The tracking of a product of which nothing else is said, and whether it expires."""
    return _TRACKED.get(actor.organization.keeps, ("none", False))
