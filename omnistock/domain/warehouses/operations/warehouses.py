"""Warehouses: made with the places that every one of them needs, changed, put away and taken up again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record, save_changed
from omnistock.domain.warehouses.address import ADDRESS_FIELDS, check_pin_code, checked_country
from omnistock.domain.warehouses.models import ALLOCATABLE_KINDS, Location, Registration, Warehouse
from omnistock.domain.warehouses.occupancy import require_empty, require_idle
from omnistock.domain.warehouses.policies import POLICIES
from omnistock.domain.warehouses.queries import warehouse_rows
from omnistock.kernel.errors import Conflict
from omnistock.kernel.ids import uuid7
from omnistock.kernel.india import state_of
from omnistock.tenancy.access import find_for_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.changes import FieldCheck, checked_fields
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation
from omnistock.tenancy.upserts import Put, changing, put_by_external_id

# Code, name and kind of the places that a new warehouse has; goods lie in MAIN until somebody makes bins.
FIRST_LOCATIONS: Final = (
    ("RCV", "Receiving", "receiving"),
    ("MAIN", "Main storage", "storage"),
    ("QTN", "Quarantine", "quarantine"),
    ("DSP", "Dispatch", "dispatch"),
    ("TRANSIT", "In transit to here", "transit"),
)
_DEFAULT_CODE: Final = "MAIN"

_FIELDS: Final[Mapping[str, FieldCheck]] = {
    "code": lambda check, value: check.text("code", value, longest=20, required=True),
    "name": lambda check, value: check.text("name", value, longest=120, required=True),
    "registration_id": lambda check, value: value,
    "default_location_id": lambda check, value: value,
    "country": checked_country,
    "phone": lambda check, value: check.phone("phone", value),
    "external_id": lambda check, value: check.identifier("external_id", value),
    **ADDRESS_FIELDS,
}


class LastWarehouse(Conflict):
    """A workspace keeps at least one warehouse."""

    code = "last_warehouse"


class RegistrationIsArchived(Conflict):
    """What a warehouse belongs to was put away; nothing could be invoiced from there."""

    code = "registration_archived"


@operation(POLICIES)
def create_warehouse(
    *,
    actor: Actor,
    code: str,
    name: str,
    registration_id: UUID | None = None,
    address_lines: Sequence[str] = (),
    city: str = "",
    state_code: str = "",
    postal_code: str = "",
    country: str = "",
    phone: str = "",
    external_id: str | None = None,
    id: UUID | None = None,
) -> Warehouse:
    """A warehouse with its first locations; goods go to `MAIN` by default. The State is the registration's where none
    is given. Raises `Invalid` with every fault.
    """
    sent = {
        "code": code,
        "name": name,
        "registration_id": registration_id,
        "address_lines": address_lines,
        "city": city,
        "state_code": state_code,
        "postal_code": postal_code,
        "country": country or actor.organization.country,
        "phone": phone,
        "external_id": external_id,
    }
    warehouse = Warehouse(id=id or uuid7(), organization_id=actor.organization_id)
    values = _checked(sent, warehouse=warehouse)
    for field, value in values.items():
        setattr(warehouse, field, value)
    warehouse.save(force_insert=True)
    warehouse.default_location_id = _make_first_locations(warehouse)
    warehouse.save(update_fields=["default_location_id"])
    record(
        actor=actor,
        operation="warehouses.create_warehouse",
        subject_kind="warehouse",
        subject_id=warehouse.pk,
        subject_name=warehouse.name,
        after={field: value for field, value in values.items() if value},
    )
    return warehouse


@operation(POLICIES)
def change_warehouse(
    *, actor: Actor, warehouse_id: UUID | str, changes: Mapping[str, Any], expected_version: int | None = None
) -> Warehouse:
    """Set what `changes` names: code, name, registration_id, default_location_id, the address, phone, external_id.

    Raises `NotFound`, `VersionConflict`, `Invalid` with every fault.
    """
    warehouse = find_for_change(
        warehouse_rows(actor=actor), warehouse_id, kind="warehouse", expected_version=expected_version
    )
    values = _checked(changes, warehouse=warehouse)
    save_changed(
        actor=actor,
        row=warehouse,
        values=values,
        operation="warehouses.change_warehouse",
        subject_kind="warehouse",
    )
    return warehouse


@operation(POLICIES)
def put_warehouse(
    *, actor: Actor, external_id: str, values: Mapping[str, Any], expected_version: int | None = None
) -> Put:
    """The warehouse with this external id, changed by what is sent, or made of it where there is none. Raises what these two
    raise."""
    return put_by_external_id(
        warehouse_rows(actor=actor),
        actor=actor,
        external_id=external_id,
        values=values,
        needs=("code", "name"),
        create=create_warehouse,
        change=changing(change_warehouse, "warehouse_id", expected_version=expected_version),
    )


@operation(POLICIES)
def archive_warehouse(*, actor: Actor, warehouse_id: UUID | str, expected_version: int | None = None) -> Warehouse:
    """Put a warehouse away: it is offered nowhere any more, its history stays.

    Raises `PlaceInUse` while stock lies in it or travels to it, `WorkIsOpen` while documents wait for something to happen
    there, `LastWarehouse` for the only one. All rows are locked: else two who put the last two away would each find the other.
    """
    list(Warehouse.objects.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    warehouse = find_for_change(
        warehouse_rows(actor=actor), warehouse_id, kind="warehouse", expected_version=expected_version
    )
    others = Warehouse.objects.filter(archived_at__isnull=True).exclude(pk=warehouse.pk)
    if not others.exists():
        raise LastWarehouse(_("{name} is the only warehouse; make another one first.").format(name=warehouse.name))
    require_empty(actor=actor, locations=list(Location.objects.filter(warehouse_id=warehouse.pk).order_by("code")))
    require_idle(warehouse)
    if warehouse.archived_at is None:
        _set_archived(actor, warehouse, "archive_warehouse", at=actor.now)
    return warehouse


@operation(POLICIES)
def restore_warehouse(*, actor: Actor, warehouse_id: UUID | str, expected_version: int | None = None) -> Warehouse:
    """Take an archived warehouse up again. Raises `RegistrationIsArchived` where its registration was put away meanwhile; its
    row is locked, so that it is not put away at this very moment."""
    warehouse = find_for_change(
        warehouse_rows(actor=actor), warehouse_id, kind="warehouse", expected_version=expected_version
    )
    rows, chosen = Registration.objects.select_for_update(no_key=True), warehouse.registration_id
    belongs_to = rows.get(pk=chosen) if chosen else None
    if belongs_to is not None and belongs_to.archived_at is not None:
        message = _(
            "{name} belongs to {registration}, which is archived; restore it first, or give {name} another one."
        )
        number = belongs_to.gstin or belongs_to.tax_number or belongs_to.legal_name
        raise RegistrationIsArchived(message.format(name=warehouse.name, registration=number))
    _set_archived(actor, warehouse, "restore_warehouse", at=None)
    return warehouse


def _set_archived(actor: Actor, warehouse: Warehouse, name: str, *, at: Any) -> None:
    save_changed(
        actor=actor,
        row=warehouse,
        values={"archived_at": at},
        operation=f"warehouses.{name}",
        subject_kind="warehouse",
    )


def _make_first_locations(warehouse: Warehouse) -> UUID:
    """The locations of a new warehouse; answers the default one's id."""
    rows = [
        Location(organization_id=warehouse.organization_id, warehouse=warehouse, code=code, name=name, kind=kind)
        for code, name, kind in FIRST_LOCATIONS
    ]
    Location.objects.bulk_create(rows)
    return next(row.pk for row in rows if row.code == _DEFAULT_CODE)


def _checked(sent: Mapping[str, Any], *, warehouse: Warehouse) -> dict[str, Any]:
    check = Checker()
    values = checked_fields(check, _FIELDS, sent)
    _check_unique(check, values, warehouse=warehouse)
    if "default_location_id" in values:
        _check_default(check, values["default_location_id"], warehouse=warehouse)
    _check_place(check, values, warehouse=warehouse)
    check.stop()
    return values


def _check_unique(check: Checker, values: Mapping[str, Any], *, warehouse: Warehouse) -> None:
    others = Warehouse.objects.exclude(pk=warehouse.pk)
    for field in ("code", "name"):
        if values.get(field) and others.filter(**{f"{field}__iexact": values[field]}).exists():
            message = _("There is a warehouse “{text}” already; choose another {field}.")
            check.add(field, message.format(text=values[field], field=_(field)), "taken")
    external_id = values.get("external_id")
    if external_id and others.filter(external_id=external_id).exists():
        check.add("external_id", _("Another warehouse has the external id “{id}”.").format(id=external_id), "taken")


def _check_default(check: Checker, location_id: UUID | None, *, warehouse: Warehouse) -> None:
    places = Location.objects.filter(warehouse_id=warehouse.pk, kind__in=ALLOCATABLE_KINDS, archived_at__isnull=True)
    if location_id is None or not places.filter(pk=location_id).exists():
        message = _("The default location must be a storage or picking location of this warehouse that is in use.")
        check.add("default_location_id", message, "default_location")


def _check_place(check: Checker, values: dict[str, Any], *, warehouse: Warehouse) -> None:
    """State, PIN code and registration must agree: one supplies from the State one is registered in (CGST Act s.22)."""
    registration = _registration(check, values, warehouse=warehouse)
    state_code = values.get("state_code", warehouse.state_code)
    country = values.get("country", warehouse.country)
    if country == "IN":
        check_pin_code(check, values.get("postal_code", ""))
    if registration is None or not registration.state_code:
        return
    if not state_code:
        values["state_code"] = registration.state_code
    elif state_code != registration.state_code:
        message = _("The registration {number} is of {theirs}, but this warehouse lies in {ours}.")
        number, theirs = registration.gstin or registration.tax_number, state_of(registration.state_code).name
        check.add(
            "registration_id",
            message.format(number=number, theirs=theirs, ours=state_of(state_code).name),
            "state_differs",
        )


def _registration(check: Checker, values: Mapping[str, Any], *, warehouse: Warehouse) -> Registration | None:
    """The registration that the warehouse will belong to; a fault where a newly chosen one is not there or archived."""
    chosen = values.get("registration_id", warehouse.registration_id)
    if chosen is None:
        return None
    found = Registration.objects.filter(pk=chosen).first()
    is_new = chosen != warehouse.registration_id
    if found is None or (is_new and found.archived_at is not None):
        check.known("registration_id", chosen, (), kind=_("registration in use"))
        return None
    return found
