"""Locations: the bins of a warehouse."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.db.models import Value
from django.db.models.functions import Upper
from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record, save_changed
from omnistock.domain.warehouses.bin_pattern import expand
from omnistock.domain.warehouses.models import INSIDE_KINDS, Location, Warehouse
from omnistock.domain.warehouses.occupancy import require_empty
from omnistock.domain.warehouses.policies import POLICIES
from omnistock.domain.warehouses.queries import NEEDED_KINDS, location_rows, warehouse_rows
from omnistock.kernel.errors import Conflict, IdReused
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.access import find, find_for_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.changes import FieldCheck, checked_fields
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation
from omnistock.tenancy.upserts import Put, put_by_external_id

# The in-transit place is the product's own: one a warehouse, made with it.
CHOOSABLE_KINDS: Final = tuple(kind for kind in INSIDE_KINDS if kind != "transit")

_FIELDS: Final[Mapping[str, FieldCheck]] = {
    "code": lambda check, value: check.text("code", value, longest=40, required=True),
    "name": lambda check, value: check.text("name", value, longest=120),
    "zone": lambda check, value: check.text("zone", value, longest=40),
    "kind": lambda check, value: check.choice("kind", value, CHOOSABLE_KINDS),
    "external_id": lambda check, value: check.identifier("external_id", value),
}


class LocationNeeded(Conflict):
    """The warehouse cannot do without this location."""

    code = "location_needed"


@operation(POLICIES)
def create_location(
    *,
    actor: Actor,
    warehouse_id: UUID | str,
    code: str,
    name: str = "",
    kind: str = "storage",
    zone: str = "",
    external_id: str | None = None,
    id: UUID | None = None,
) -> Location:
    """A bin in a warehouse of the actor's. Raises `NotFound` for the warehouse, `Invalid` with every fault."""
    warehouse = find(warehouse_rows(actor=actor), warehouse_id, kind="warehouse")
    location = Location(id=id or uuid7(), organization_id=actor.organization_id, warehouse=warehouse)
    sent = {"code": code, "name": name, "kind": kind, "zone": zone, "external_id": external_id}
    values = _checked(sent, location=location)
    for field, value in values.items():
        setattr(location, field, value)
    location.save(force_insert=True)
    record(
        actor=actor,
        operation="warehouses.create_location",
        subject_kind="location",
        subject_id=location.pk,
        subject_name=f"{warehouse.code} / {location.code}",
        after={"warehouse_id": warehouse.pk, **{field: value for field, value in values.items() if value}},
    )
    return location


@operation(POLICIES)
def create_locations(
    *, actor: Actor, warehouse_id: UUID | str, pattern: str, kind: str = "storage", zone: str = ""
) -> list[Location]:
    """The bins that `pattern` stands for (`A-01..A-40`, see `bin_pattern.py`), all or none, with one event.

    Raises `NotFound` for the warehouse, `Invalid` with every fault."""
    warehouse = find(warehouse_rows(actor=actor), warehouse_id, kind="warehouse")
    check = Checker()
    wanted_kind = check.choice("kind", kind, CHOOSABLE_KINDS)
    wanted_zone = check.text("zone", zone, longest=40)
    codes = check.keep("pattern", lambda: expand(pattern)) or []
    check.text("pattern", max(codes, key=len, default=""), longest=40)
    folded = Location.objects.filter(warehouse=warehouse).annotate(key=Upper("code"))
    taken = folded.filter(key__in=[Upper(Value(code)) for code in codes]).order_by("code")
    if there := list(taken.values_list("code", flat=True)):
        message = _("There already: {codes}. Leave them out.")
        check.add("pattern", message.format(codes=", ".join(there[:8]) + ("…" if len(there) > 8 else "")), "taken")
    check.stop()
    made = [
        Location(
            id=uuid7(),
            organization_id=actor.organization_id,
            warehouse=warehouse,
            code=code,
            kind=wanted_kind,
            zone=wanted_zone,
            created_at=actor.now,
            updated_at=actor.now,
        )
        for code in codes
    ]
    Location.objects.bulk_create(made)
    record(
        actor=actor,
        operation="warehouses.create_locations",
        subject_kind="warehouse",
        subject_id=warehouse.pk,
        subject_name=warehouse.code,
        after={"codes": codes, "kind": wanted_kind, "zone": wanted_zone},
    )
    return made


@operation(POLICIES)
def change_location(
    *, actor: Actor, location_id: UUID | str, changes: Mapping[str, Any], expected_version: int | None = None
) -> Location:
    """Set what `changes` names: code, name, zone, kind, external_id. Another kind only while nothing lies there, because the
    kind decides what stock may be promised.

    Raises `NotFound`, `VersionConflict`, `Invalid`, `PlaceInUse`, `LocationNeeded`.
    """
    location = find_for_change(
        location_rows(actor=actor), location_id, kind="location", expected_version=expected_version
    )
    values = _checked(changes, location=location)
    if values.get("kind", location.kind) != location.kind:
        _require_spare(location)
        require_empty(actor=actor, locations=[location], pointer="kind")
    _save(actor, location, values, "change_location")
    return location


@operation(POLICIES)
def put_location(
    *, actor: Actor, external_id: str, values: Mapping[str, Any], expected_version: int | None = None
) -> Put:
    """The location with this external id, changed by what is sent as `change_location` does, or made of it where there is
    none. Raises `IdReused` where it lies in another warehouse than is sent, and what these two raise."""

    def change(found: UUID, *, actor: Actor, changes: Mapping[str, Any]) -> None:
        said = dict(changes)
        warehouse_id = said.pop("warehouse_id", None)
        location = find(location_rows(actor=actor).select_related("warehouse"), found, kind="location")
        if warehouse_id is not None and warehouse_id != location.warehouse_id and location.warehouse is not None:
            message = _("{code} lies in {warehouse} under this external id; a location stays in its warehouse.")
            raise IdReused(message.format(code=location.code, warehouse=location.warehouse.name))
        change_location(actor=actor, location_id=found, changes=said, expected_version=expected_version)

    return put_by_external_id(
        location_rows(actor=actor),
        actor=actor,
        external_id=external_id,
        values=values,
        needs=("warehouse_id", "code"),
        create=create_location,
        change=change,
    )


@operation(POLICIES)
def archive_location(*, actor: Actor, location_id: UUID | str, expected_version: int | None = None) -> Location:
    """Put a location away.

    Raises `PlaceInUse` while stock lies there, `LocationNeeded` for the default location and for the last receiving,
    quarantine or dispatch place of its warehouse.
    """
    location = find_for_change(
        location_rows(actor=actor), location_id, kind="location", expected_version=expected_version
    )
    if location.archived_at is None:
        _require_spare(location)
        require_empty(actor=actor, locations=[location])
        _save(actor, location, {"archived_at": actor.now}, "archive_location")
    return location


@operation(POLICIES)
def restore_location(*, actor: Actor, location_id: UUID | str, expected_version: int | None = None) -> Location:
    """Take an archived location up again."""
    location = find_for_change(
        location_rows(actor=actor), location_id, kind="location", expected_version=expected_version
    )
    _save(actor, location, {"archived_at": None}, "restore_location")
    return location


def _save(actor: Actor, location: Location, values: Mapping[str, Any], name: str) -> None:
    save_changed(
        actor=actor,
        row=location,
        values=values,
        operation=f"warehouses.{name}",
        subject_kind="location",
        subject_name=location.code,
    )


def _require_spare(location: Location) -> None:
    """The warehouse's row is locked: else two who archive its last two quarantine places would each find the other."""
    assert location.warehouse_id is not None, "location_rows has only those inside a warehouse"
    warehouse = Warehouse.objects.select_for_update(no_key=True).get(pk=location.warehouse_id)
    if warehouse.default_location_id == location.pk:
        message = _("{code} is the default location of {warehouse}; choose another default first.")
        raise LocationNeeded(message.format(code=location.code, warehouse=warehouse.name))
    others = Location.objects.filter(warehouse_id=warehouse.pk, kind=location.kind, archived_at__isnull=True)
    if location.kind in NEEDED_KINDS and not others.exclude(pk=location.pk).exists():
        message = _("{code} is the last place of its kind in {warehouse}; make another one first.")
        raise LocationNeeded(message.format(code=location.code, warehouse=warehouse.name))


def _checked(sent: Mapping[str, Any], *, location: Location) -> dict[str, Any]:
    check = Checker()
    if location.kind == "transit" and "kind" in sent:
        check.add("kind", _("The in-transit place of a warehouse keeps its kind."), "kind_fixed")
        sent = {name: value for name, value in sent.items() if name != "kind"}
    values = checked_fields(check, _FIELDS, sent)
    code, external_id = values.get("code"), values.get("external_id")
    others = Location.objects.exclude(pk=location.pk)
    if code and others.filter(warehouse=location.warehouse, code__iexact=code).exists():
        check.add("code", _("There is a location “{code}” in this warehouse already.").format(code=code), "taken")
    if external_id and others.filter(external_id=external_id).exists():
        check.add("external_id", _("Another location has the external id “{id}”.").format(id=external_id), "taken")
    check.stop()
    return values
