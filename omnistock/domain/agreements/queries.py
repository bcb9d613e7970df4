"""What a workspace agreed to."""

from __future__ import annotations

from omnistock.domain.agreements.models import Agreement
from omnistock.tenancy.actor import Actor


def agreements(*, actor: Actor) -> list[Agreement]:
    """All of them, newest first: a handful in the life of a workspace."""
    actor.require("settings:write")
    return list(Agreement.objects.order_by("-made_at", "-id"))


def accepted_dpa(*, actor: Actor) -> Agreement | None:
    """The newest acceptance of the agreement, of whichever version."""
    actor.require("settings:write")
    return Agreement.objects.filter(kind="dpa").order_by("-made_at", "-id").first()
