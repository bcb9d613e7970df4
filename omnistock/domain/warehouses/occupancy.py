"""May a place be put away? Rooms to the right know what lies where, and this room must not import them: each of them
adds a function here when Django starts (`apps.ready`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.warehouses.models import Location
from omnistock.kernel.errors import Conflict, Fault
from omnistock.tenancy.actor import Actor

OccupancyCheck = Callable[[Actor, Collection[UUID]], Collection[UUID]]
"""Of these locations, those that cannot be put away because something lies or is promised there."""

OCCUPANCY_CHECKS: Final[list[OccupancyCheck]] = []


class PlaceInUse(Conflict):
    """Stock lies in a place, so it can be neither archived nor turned into another kind."""

    code = "place_in_use"


def require_empty(*, actor: Actor, locations: Sequence[Location], pointer: str = "") -> None:
    """Raises `PlaceInUse` with one fault for each of `locations` in which something lies."""
    if not OCCUPANCY_CHECKS:
        raise RuntimeError("no room has told what lies where: the ledger adds its check in apps.ready")
    ids = [location.pk for location in locations]
    occupied = {found for check in OCCUPANCY_CHECKS for found in check(actor, ids)}
    faults = [
        Fault(
            pointer,
            _("Stock lies in {code}; move it or write it off first.").format(code=location.code),
            "place_in_use",
            {"location_id": location.pk, "location_code": location.code},
        )
        for location in locations
        if location.pk in occupied
    ]
    if faults:
        raise PlaceInUse(faults[0].message, faults=faults)
