"""The places that stand for the world outside: a movement comes from one of them or goes to one."""

from __future__ import annotations

from omnistock.domain.warehouses.models import OUTSIDE_KINDS, Location
from omnistock.tenancy.actor import Actor


def ensure_outside_places(*, actor: Actor) -> None:
    """Make those of the outside places that are not there yet. Part of making a workspace, whose event tells it."""
    rows = [
        Location(organization_id=actor.organization_id, code=kind.upper(), name=kind.capitalize(), kind=kind)
        for kind in OUTSIDE_KINDS
    ]
    Location.objects.bulk_create(rows, ignore_conflicts=True)
