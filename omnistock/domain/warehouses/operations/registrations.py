"""Tax registrations: in India a GSTIN, which says its State; elsewhere a tax number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record, save_changed
from omnistock.domain.warehouses.address import ADDRESS_FIELDS, check_pin_code
from omnistock.domain.warehouses.models import Registration, Warehouse
from omnistock.domain.warehouses.policies import POLICIES
from omnistock.domain.warehouses.queries import registration_rows
from omnistock.kernel.errors import Conflict
from omnistock.kernel.ids import uuid7
from omnistock.kernel.india import Gstin, parse_gstin
from omnistock.tenancy.access import find_for_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.changes import FieldCheck, checked_fields
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation
from omnistock.tenancy.said import day_said

SCHEMES: Final = ("regular", "composition")

_FIELDS: Final[Mapping[str, FieldCheck]] = {
    "gstin": lambda check, value: check.gstin("gstin", value),
    "tax_number": lambda check, value: check.text("tax_number", value, longest=40),
    "legal_name": lambda check, value: check.text("legal_name", value, longest=160, required=True),
    "trade_name": lambda check, value: check.text("trade_name", value, longest=160),
    "scheme": lambda check, value: check.choice("scheme", value, SCHEMES),
    "valid_from": lambda check, value: check.day("valid_from", value),
    "valid_to": lambda check, value: check.day("valid_to", value),
    "external_id": lambda check, value: check.identifier("external_id", value),
    **ADDRESS_FIELDS,
}


class RegistrationInUse(Conflict):
    """Warehouses still belong to the registration."""

    code = "registration_in_use"


@operation(POLICIES)
def create_registration(
    *,
    actor: Actor,
    legal_name: str,
    gstin: str = "",
    tax_number: str = "",
    trade_name: str = "",
    scheme: str = "regular",
    address_lines: Sequence[str] = (),
    city: str = "",
    state_code: str = "",
    postal_code: str = "",
    valid_from: dt.date | None = None,
    valid_to: dt.date | None = None,
    external_id: str | None = None,
    id: UUID | None = None,
) -> Registration:
    """A tax registration. In India the State is the GSTIN's, whatever else was sent must agree.

    All registrations are of one legal entity, so their GSTINs hold one PAN. Raises `Invalid` with every fault.
    """
    sent = {
        "gstin": gstin,
        "tax_number": tax_number,
        "legal_name": legal_name,
        "trade_name": trade_name,
        "scheme": scheme,
        "address_lines": address_lines,
        "city": city,
        "state_code": state_code,
        "postal_code": postal_code,
        "valid_from": valid_from,
        "valid_to": valid_to,
        "external_id": external_id,
    }
    registration = Registration(id=id or uuid7(), organization_id=actor.organization_id)
    values = _checked(actor, sent, registration=registration)
    for field, value in values.items():
        setattr(registration, field, value)
    registration.save(force_insert=True)
    record(
        actor=actor,
        operation="warehouses.create_registration",
        subject_kind="registration",
        subject_id=registration.pk,
        subject_name=_shown(registration),
        after={field: value for field, value in values.items() if value},
    )
    return registration


@operation(POLICIES)
def change_registration(
    *, actor: Actor, registration_id: UUID | str, changes: Mapping[str, Any], expected_version: int | None = None
) -> Registration:
    """Set what `changes` names. Documents that are issued keep the text that they were issued with.

    Raises `NotFound`, `VersionConflict`, `Invalid` with every fault.
    """
    registration = find_for_change(
        registration_rows(), registration_id, kind="registration", expected_version=expected_version
    )
    values = _checked(actor, changes, registration=registration)
    _save(actor, registration, values, "change_registration")
    return registration


@operation(POLICIES)
def archive_registration(
    *, actor: Actor, registration_id: UUID | str, expected_version: int | None = None
) -> Registration:
    """Put a registration away. Raises `RegistrationInUse` while a warehouse in use belongs to it."""
    registration = find_for_change(
        registration_rows(), registration_id, kind="registration", expected_version=expected_version
    )
    names = _warehouses_of(registration).order_by("name").values_list("name", flat=True)
    if names:
        message = _("{names} belongs to this registration; give it another one first.")
        raise RegistrationInUse(message.format(names=", ".join(names[:5])))
    if registration.archived_at is None:
        _save(actor, registration, {"archived_at": actor.now}, "archive_registration")
    return registration


@operation(POLICIES)
def restore_registration(
    *, actor: Actor, registration_id: UUID | str, expected_version: int | None = None
) -> Registration:
    """Take an archived registration up again."""
    registration = find_for_change(
        registration_rows(), registration_id, kind="registration", expected_version=expected_version
    )
    _save(actor, registration, {"archived_at": None}, "restore_registration")
    return registration


@operation(POLICIES)
def set_tax_lock(
    *, actor: Actor, registration_id: UUID | str, through: dt.date | None, expected_version: int | None = None
) -> Registration:
    """No tax document of the registration may be dated on `through` or before: the last day of the last filed period.
    None opens all periods again. A day to come is refused."""
    registration = find_for_change(
        registration_rows(), registration_id, kind="registration", expected_version=expected_version
    )
    check = Checker()
    check.day("tax_locked_through", through, latest=actor.today)
    check.stop()
    _save(actor, registration, {"tax_locked_through": through}, "set_tax_lock")
    return registration


def _save(actor: Actor, registration: Registration, values: Mapping[str, Any], name: str) -> None:
    save_changed(
        actor=actor,
        row=registration,
        values=values,
        operation=f"warehouses.{name}",
        subject_kind="registration",
        subject_name=_shown(registration),
    )


def _checked(actor: Actor, sent: Mapping[str, Any], *, registration: Registration) -> dict[str, Any]:
    check = Checker()
    values = checked_fields(check, _FIELDS, sent)
    if "gstin" in values:
        _settle_gstin(check, actor, values, sent, registration=registration)
    if actor.organization.is_indian:
        check_pin_code(check, values.get("postal_code", ""))
    _check_days(check, values, registration=registration)
    external_id = values.get("external_id")
    if external_id and Registration.objects.exclude(pk=registration.pk).filter(external_id=external_id).exists():
        check.add("external_id", _("Another registration has the external id “{id}”.").format(id=external_id), "taken")
    check.stop()
    return values


def _settle_gstin(
    check: Checker, actor: Actor, values: dict[str, Any], sent: Mapping[str, Any], *, registration: Registration
) -> None:
    """Turn the parsed GSTIN into what is kept: its number, and the State that it says."""
    found: Gstin | None = values.pop("gstin")
    if found is None:
        if actor.organization.is_indian and not (sent["gstin"] or "").strip():
            check.add("gstin", _("A registration in India needs its GSTIN."), "missing")
        values["gstin"] = ""
        return
    values["gstin"] = found.number
    if values.get("state_code") and values["state_code"] != found.state.code:
        message = _("The GSTIN is of {state}; leave the State out, or write the GSTIN of the other one.")
        check.add("state_code", message.format(state=found.state.name), "state_differs")
    values["state_code"] = found.state.code
    _check_others(check, found, registration=registration)


def _check_others(check: Checker, found: Gstin, *, registration: Registration) -> None:
    others = Registration.objects.exclude(pk=registration.pk).exclude(gstin="").values_list("gstin", flat=True)
    for number in others:
        other = parse_gstin(number)
        if number == found.number:
            check.add("gstin", _("The GSTIN {number} is on file already.").format(number=number), "taken")
        elif found.pan and other.pan and found.pan != other.pan:
            message = _(
                "The PAN in this GSTIN is {pan}, but {number} holds {other}; another firm is another workspace."
            )
            check.add("gstin", message.format(pan=found.pan, number=number, other=other.pan), "pan_differs")
            return
    elsewhere = _warehouses_of(registration).exclude(state_code__in=("", found.state.code)).order_by("name").first()
    if elsewhere is not None:
        message = _("{warehouse} belongs to this registration and lies in another State than {state}.")
        check.add("gstin", message.format(warehouse=elsewhere.name, state=found.state.name), "state_differs")


def _check_days(check: Checker, values: Mapping[str, Any], *, registration: Registration) -> None:
    first = values.get("valid_from", registration.valid_from)
    last = values.get("valid_to", registration.valid_to)
    if first and last and last < first:
        check.add(
            "valid_to",
            _("The last day, {last}, is before the first, {first}.").format(last=day_said(last), first=day_said(first)),
        )


def _warehouses_of(registration: Registration) -> Any:
    return Warehouse.objects.filter(registration_id=registration.pk, archived_at__isnull=True)


def _shown(registration: Registration) -> str:
    return registration.gstin or registration.tax_number or registration.legal_name
