"""May a place be put away? Rooms to the right know what lies where and what is still to happen there, and this room must
not import them: each of them adds a function here when Django starts (`apps.ready`)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.warehouses.models import Location, Warehouse
from omnistock.kernel.errors import Conflict, Fault
from omnistock.tenancy.actor import Actor

OccupancyCheck = Callable[[Actor, Collection[UUID]], Collection[UUID]]
"""Of these locations, those that cannot be put away because something lies or is promised there."""

OCCUPANCY_CHECKS: Final[list[OccupancyCheck]] = []

OpenWork = Callable[[UUID], Sequence[str]]
"""The numbers of documents that wait for something to happen in this warehouse, a handful at most."""

OPEN_WORK: Final[list[OpenWork]] = []


class PlaceInUse(Conflict):
    """Stock lies in a place, so it can be neither archived nor turned into another kind."""

    code = "place_in_use"


class WorkIsOpen(Conflict):
    """Documents wait for something to happen in a warehouse: goods to come, to leave or to be counted."""

    code = "work_is_open"


def require_idle(warehouse: Warehouse) -> None:
    """Raises `WorkIsOpen` with the documents that could not go on once `warehouse` is put away."""
    numbers = [number for find in OPEN_WORK for number in find(warehouse.pk)]
    if numbers:
        named = ", ".join(numbers[:8]) + ("…" if len(numbers) > 8 else "")
        message = _("{name} is still waited for by {numbers}; finish or cancel them first.")
        raise WorkIsOpen(message.format(name=warehouse.name, numbers=named))


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
