"""Reading places. Each function takes the same number of statements whatever there is to read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from omnistock.domain.warehouses.models import Location, Registration, Warehouse
from omnistock.kernel.errors import NotFound
from omnistock.tenancy.access import find, find_by_external_id
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import Page, changed_page

# The places that documents send goods to by themselves: the oldest of their kind that is in use. A warehouse keeps one.
NEEDED_KINDS = ("receiving", "quarantine", "dispatch", "transit")


@dataclass(frozen=True, slots=True)
class WarehouseFacts:
    """What documents need to know of a warehouse. A location is None only where its last one was archived."""

    id: UUID
    code: str
    name: str
    registration_id: UUID | None
    state_code: str
    default_location_id: UUID | None
    receiving_location_id: UUID | None
    quarantine_location_id: UUID | None
    dispatch_location_id: UUID | None
    transit_location_id: UUID | None
    is_archived: bool


@dataclass(frozen=True, slots=True)
class LocationFacts:
    """A location; `warehouse_id` is None for the outside places."""

    id: UUID
    code: str
    kind: str
    warehouse_id: UUID | None
    is_archived: bool


def warehouse_facts(*, actor: Actor, id: UUID | str) -> WarehouseFacts:
    """One warehouse that the actor may use, in one statement. Raises `NotFound`."""
    return _facts(find(_with_system_places(warehouse_rows(actor=actor)), id, kind="warehouse"))


def warehouses_facts(*, actor: Actor, ids: Collection[UUID]) -> dict[UUID, WarehouseFacts]:
    """Those of `ids` that the actor may use, in one statement. What is not there is left out."""
    rows = _with_system_places(warehouse_rows(actor=actor)).filter(pk__in=ids)
    return {row.pk: _facts(row) for row in rows}


def location_facts(*, actor: Actor, ids: Collection[UUID]) -> dict[UUID, LocationFacts]:
    """Those of `ids` that lie in the actor's warehouses, in one statement. What is not there is left out."""
    rows = location_rows(actor=actor).filter(pk__in=ids)
    return {
        row.pk: LocationFacts(row.pk, row.code, row.kind, row.warehouse_id, row.archived_at is not None) for row in rows
    }


def warehouse_rows(*, actor: Actor) -> QuerySet[Warehouse]:
    """The warehouses that the actor may use, archived ones too."""
    rows = Warehouse.objects.all()
    return rows if actor.warehouse_ids is None else rows.filter(pk__in=actor.warehouse_ids)


def location_rows(*, actor: Actor) -> QuerySet[Location]:
    """The locations inside the actor's warehouses, archived ones too."""
    rows = Location.objects.filter(warehouse__isnull=False)
    return rows if actor.warehouse_ids is None else rows.filter(warehouse_id__in=actor.warehouse_ids)


def registration_rows() -> QuerySet[Registration]:
    """The organization's tax registrations, archived ones too."""
    return Registration.objects.all()


@dataclass(frozen=True, slots=True)
class WarehouseRow:
    """A line of the list of warehouses."""

    id: UUID
    code: str
    name: str
    city: str
    state_code: str
    registration_id: UUID | None
    registration_name: str
    gstin: str
    is_archived: bool
    updated_at: dt.datetime


def warehouses(*, actor: Actor, archived: bool = False) -> list[WarehouseRow]:
    """The actor's warehouses by name, those in use or the archived ones. There are few, so there are no pages."""
    rows = warehouse_rows(actor=actor).filter(archived_at__isnull=not archived).select_related("registration")
    return [_row(row) for row in rows.order_by(Upper("name"))]


@dataclass(frozen=True, slots=True)
class WarehousePage:
    """One warehouse with its locations, as its page shows it."""

    warehouse: Warehouse
    registration: Registration | None
    locations: tuple[Location, ...]

    def location(self, location_id: UUID) -> Location:
        """One of its locations. Raises `NotFound`."""
        for location in self.locations:
            if location.pk == location_id:
                return location
        raise NotFound(_("There is no location with the id {id} in this warehouse.").format(id=location_id))

    def is_spare(self, location: Location) -> bool:
        """Whether the warehouse could do without it: not its default, nor the last that documents need of its kind."""
        if location.pk == self.warehouse.default_location_id:
            return False
        others = [each for each in self.locations if each.kind == location.kind and each.archived_at is None]
        return location.kind not in NEEDED_KINDS or others != [location]


def warehouse_page(*, actor: Actor, id: UUID | str) -> WarehousePage:
    """A warehouse and all its locations (the archived ones last), in two statements. Raises `NotFound`."""
    found = find(warehouse_rows(actor=actor).select_related("registration"), id, kind="warehouse")
    return WarehousePage(warehouse=found, registration=found.registration, locations=tuple(_in_order(found.pk)))


def registration(*, id: UUID | str) -> Registration:
    """One tax registration. Raises `NotFound`."""
    return find(registration_rows(), id, kind="registration")


def registrations(*, archived: bool = False) -> list[Registration]:
    """The tax registrations by their GSTIN or number."""
    rows = registration_rows().filter(archived_at__isnull=not archived)
    return list(rows.order_by("gstin", "tax_number", "id"))


def warehouse_records(*, actor: Actor, archived: bool | None = False, **asked: Any) -> Page[Warehouse]:
    """The actor's warehouses in the order of their change. `archived` None: both; `asked`: as of `changed_page`."""
    actor.require("warehouses:read")
    return changed_page(_archived(warehouse_rows(actor=actor), archived), actor=actor, **asked)


def warehouse_record(*, actor: Actor, warehouse_id: UUID) -> Warehouse:
    """Raises `NotFound`."""
    actor.require("warehouses:read")
    return find(warehouse_rows(actor=actor), warehouse_id, kind="warehouse")


def warehouse_by_external_id(*, actor: Actor, external_id: str) -> Warehouse:
    """The same by the integrator's own id. Raises `NotFound`."""
    actor.require("warehouses:read")
    return find_by_external_id(warehouse_rows(actor=actor), external_id, kind="warehouse")


def location_records(
    *,
    actor: Actor,
    warehouse_id: UUID | None = None,
    kind: str | None = None,
    archived: bool | None = False,
    **asked: Any,
) -> Page[Location]:
    """The locations of the actor's warehouses in the order of their change, as `warehouse_records`."""
    actor.require("warehouses:read")
    rows = _archived(location_rows(actor=actor), archived)
    if warehouse_id is not None:
        rows = rows.filter(warehouse_id=warehouse_id)
    if kind is not None:
        rows = rows.filter(kind=kind)
    return changed_page(rows, actor=actor, **asked)


def location_record(*, actor: Actor, location_id: UUID) -> Location:
    """Raises `NotFound`."""
    actor.require("warehouses:read")
    return find(location_rows(actor=actor), location_id, kind="location")


def location_by_external_id(*, actor: Actor, external_id: str) -> Location:
    """The same by the integrator's own id. Raises `NotFound`."""
    actor.require("warehouses:read")
    return find_by_external_id(location_rows(actor=actor), external_id, kind="location")


def registration_records(*, actor: Actor, archived: bool | None = False, **asked: Any) -> Page[Registration]:
    """The tax registrations in the order of their change, as `warehouse_records`."""
    actor.require("warehouses:read")
    return changed_page(_archived(registration_rows(), archived), actor=actor, **asked)


def registration_record(*, actor: Actor, registration_id: UUID) -> Registration:
    """Raises `NotFound`."""
    actor.require("warehouses:read")
    return find(registration_rows(), registration_id, kind="registration")


def _archived(rows: QuerySet[Any], archived: bool | None) -> QuerySet[Any]:
    return rows if archived is None else rows.filter(archived_at__isnull=not archived)


def _in_order(warehouse_id: UUID) -> Iterable[Location]:
    rows = Location.objects.filter(warehouse_id=warehouse_id)
    return sorted(rows, key=lambda row: (row.archived_at is not None, row.code))


def _with_system_places(rows: QuerySet[Warehouse]) -> QuerySet[Warehouse]:
    places = Location.objects.filter(warehouse_id=OuterRef("pk"), archived_at__isnull=True).order_by("id")
    return rows.annotate(
        **{f"{kind}_location_id": Subquery(places.filter(kind=kind).values("id")[:1]) for kind in NEEDED_KINDS}
    )


def _facts(row: Warehouse) -> WarehouseFacts:
    places = {f"{kind}_location_id": getattr(row, f"{kind}_location_id") for kind in NEEDED_KINDS}
    return WarehouseFacts(
        id=row.pk,
        code=row.code,
        name=row.name,
        registration_id=row.registration_id,
        state_code=row.state_code,
        default_location_id=row.default_location_id,
        is_archived=row.archived_at is not None,
        **places,
    )


def _row(row: Warehouse) -> WarehouseRow:
    registration = row.registration
    return WarehouseRow(
        id=row.pk,
        code=row.code,
        name=row.name,
        city=row.city,
        state_code=row.state_code,
        registration_id=row.registration_id,
        registration_name=(registration.trade_name or registration.legal_name) if registration else "",
        gstin=registration.gstin if registration else "",
        is_archived=row.archived_at is not None,
        updated_at=row.updated_at,
    )
