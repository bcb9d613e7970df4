"""A workspace: made whole in one transaction, and its settings."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any, Final
from uuid import UUID
from zoneinfo import available_timezones

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from omnistock.domain.audit.operations import record, save_changed
from omnistock.domain.catalog.units import make_default_units
from omnistock.domain.identity.factors import has_second_factor
from omnistock.domain.identity.policies import KEEPS, LIFE_LIMITS, POLICIES
from omnistock.domain.identity.zones import follow_zone
from omnistock.domain.security.operations import record as record_security
from omnistock.domain.warehouses.operations import create_registration, create_warehouse, ensure_outside_places
from omnistock.kernel.countries import COUNTRIES
from omnistock.kernel.currencies import CURRENCIES
from omnistock.kernel.ids import uuid7
from omnistock.kernel.india import check_upi_address
from omnistock.kernel.numbers import excerpt, parse_number
from omnistock.kernel.paper.labels import LANGUAGES
from omnistock.tenancy.access import find_for_change
from omnistock.tenancy.actor import Actor, Door
from omnistock.tenancy.actors import actor_for_person
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.changes import FieldCheck, checked_fields
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.models import Membership, Organization
from omnistock.tenancy.operation import operation

SCHEMES: Final = ("regular", "composition")
SHELF_LIFE_DAYS_MOST: Final = 3650
BANK_LONGEST: Final = 400
TERMS_LONGEST: Final = 2000
_TOLD: Final = ("name", "country", "currency", "time_zone", "keeps")


@dataclass(frozen=True, slots=True)
class NewWorkspace:
    """What the first page asks. `currency` and `time_zone` are the country's where none is given. With a GSTIN the
    workspace gets its registration, under the business's name, and the first warehouse belongs to it."""

    name: str
    country: str = "IN"
    currency: str = ""
    time_zone: str = ""
    keeps: str = "general"
    gstin: str = ""
    scheme: str = "regular"
    is_practice: bool = False


def create_workspace(*, person_id: UUID, workspace: NewWorkspace, now: dt.datetime, door: Door = "web") -> UUID:
    """Make an organization with this person as its owner, with units, outside places and the warehouse "Main".

    Answers its id. It is the one write that comes before there is a tenant, so it opens the boundary of the new id
    itself: call it outside of any. Raises `Invalid` with every fault.
    """
    organization = judged_workspace(workspace)
    with tenant_boundary(organization.pk):
        organization.save(force_insert=True)
        Membership.objects.create(organization_id=organization.pk, person_id=person_id, role="owner")
        owner = actor_for_person(organization_id=organization.pk, person_id=person_id, door=door, now=now)
        assert owner is not None, "the membership was made a moment ago"
        furnish(owner, workspace)
        record(
            actor=owner,
            operation="identity.create_workspace",
            subject_kind="organization",
            subject_id=organization.pk,
            subject_name=organization.name,
            after={field: getattr(organization, field) for field in _TOLD},
        )
    return organization.pk


def furnish(owner: Actor, workspace: NewWorkspace) -> None:
    """What every workspace begins with: units, outside places, its registration, the warehouse "Main"."""
    make_default_units(owner)
    ensure_outside_places(actor=owner)
    registration_id = _registration_id(owner, workspace)
    create_warehouse(actor=owner, code="MAIN", name=_("Main"), registration_id=registration_id)


def judged_workspace(workspace: NewWorkspace) -> Organization:
    """The organization as it would be made; not saved. Raises `Invalid` with every fault."""
    check = Checker()
    country = COUNTRIES.get(workspace.country.strip().upper())
    if country is None:
        check.add("country", _("Choose the country from the list."), "unknown_choice")
    values = {
        "name": check.text("name", workspace.name, longest=160, required=True),
        "currency": _checked_currency(check, workspace.currency or (country.currency if country else "INR")),
        "time_zone": _checked_time_zone(check, workspace.time_zone or (country.time_zone if country else "UTC")),
        "keeps": check.choice("keeps", workspace.keeps, KEEPS),
    }
    check.choice("scheme", workspace.scheme, SCHEMES)
    if workspace.gstin.strip() and (country is None or country.code != "IN"):
        check.add("gstin", _("A GSTIN is for a business in India; choose India, or leave it empty."), "gstin_country")
    else:
        check.gstin("gstin", workspace.gstin)
    check.stop()
    assert country is not None
    watch, near, urgent = LIFE_LIMITS[workspace.keeps]
    limits = {"life_watch_days": watch, "life_near_days": near, "life_urgent_days": urgent}
    return Organization(id=uuid7(), country=country.code, is_practice=workspace.is_practice, **values, **limits)


def _registration_id(owner: Actor, workspace: NewWorkspace) -> UUID | None:
    if not workspace.gstin.strip():
        return None
    made = create_registration(
        actor=owner, legal_name=owner.organization.name, gstin=workspace.gstin, scheme=workspace.scheme
    )
    return made.pk


@cache
def time_zones() -> frozenset[str]:
    """The zones of the IANA database that this machine has."""
    return frozenset(available_timezones())


def _checked_currency(check: Checker, code: str) -> str:
    return check.choice("currency", code.strip().upper(), CURRENCIES)


def _checked_time_zone(check: Checker, name: str | None) -> str:
    found = (name or "").strip()
    if found not in time_zones():
        message = _("“{text}” is not a time zone; one is written as Asia/Kolkata.")
        check.add("time_zone", message.format(text=excerpt(found)), "time_zone")
        return ""
    return found


_SETTINGS: Final[Mapping[str, FieldCheck]] = {
    "name": lambda check, value: check.text("name", value, longest=160, required=True),
    "time_zone": _checked_time_zone,
    "keeps": lambda check, value: check.choice("keeps", value, KEEPS),
    "round_off": lambda check, value: bool(value),
    "minimum_shelf_life_days": lambda check, value: _days(check, "minimum_shelf_life_days", value),
    "life_watch_days": lambda check, value: _days(check, "life_watch_days", value),
    "life_near_days": lambda check, value: _days(check, "life_near_days", value),
    "life_urgent_days": lambda check, value: _days(check, "life_urgent_days", value),
    "adjustment_approval_over": lambda check, value: check.amount("adjustment_approval_over", value),
    "count_tolerance_percent": lambda check, value: _percent(check, "count_tolerance_percent", value),
    "count_tolerance_value": lambda check, value: check.amount("count_tolerance_value", value),
    "count_needs_two_people": lambda check, value: bool(value),
    "needs_second_factor": lambda check, value: bool(value),
    "upi_id": lambda check, value: _upi(check, value),
    "bank_details": lambda check, value: check.text("bank_details", value, longest=BANK_LONGEST, lines=True),
    "invoice_terms": lambda check, value: check.text("invoice_terms", value, longest=TERMS_LONGEST, lines=True),
    "phone": lambda check, value: check.phone("phone", value),
    "email": lambda check, value: check.email("email", value),
    "first_steps_hidden": lambda check, value: bool(value),
    "sends_dispatch_alerts": lambda check, value: bool(value),
    "customer_language": lambda check, value: check.choice("customer_language", value, LANGUAGES),
}


@operation(POLICIES)
def change_workspace(*, actor: Actor, changes: Mapping[str, Any], expected_version: int | None = None) -> Organization:
    """Set what `changes` names of the workspace's settings. Country and currency stay: every amount is written in them.

    Raises `VersionConflict`, `Invalid` with every fault.
    """
    rows = Organization.objects.all()
    organization = find_for_change(rows, actor.organization_id, kind="workspace", expected_version=expected_version)
    check = Checker()
    values = checked_fields(check, _SETTINGS, changes)
    _check_limits(check, {**_limits(organization), **values})
    is_asked_now = bool(values.get("needs_second_factor")) and not organization.needs_second_factor
    if is_asked_now and actor.person_id and not has_second_factor(person_id=actor.person_id):
        message = _("Set up a second factor of your own first, on your profile: else you would shut yourself out.")
        check.add("needs_second_factor", message, "factor_missing")
    check.stop()
    if values.get("needs_second_factor", organization.needs_second_factor) != organization.needs_second_factor:
        record_security(actor=actor, kind="second_factor_rule", after="needed" if is_asked_now else "not needed")
    moves_days = values.get("time_zone", organization.time_zone) != organization.time_zone
    save_changed(
        actor=actor,
        row=organization,
        values=values,
        operation="identity.change_workspace",
        subject_kind="organization",
    )
    if moves_days:
        follow_zone(actor)
    return organization


def _limits(organization: Organization) -> dict[str, Any]:
    names = ("life_watch_days", "life_near_days", "life_urgent_days")
    return {name: getattr(organization, name) for name in names}


def _check_limits(check: Checker, limits: Mapping[str, Any]) -> None:
    watch, near, urgent = (limits[name] for name in ("life_watch_days", "life_near_days", "life_urgent_days"))
    if None not in (watch, near, urgent) and not watch > near > urgent:
        message = _("A batch is watched first, then near its end, then urgent: write three falling numbers of days.")
        check.add("life_near_days", message, "order")


def _days(check: Checker, name: str, value: Any) -> int | None:
    found = check.integer(name, value, most=SHELF_LIFE_DAYS_MOST)
    if found is None and value in (None, ""):
        check.add(name, _("Write a number of days; 0 for none."), "missing")
    return found


def _percent(check: Checker, name: str, value: Any) -> Decimal | None:
    """A rate from 0 to 100, or None where it is empty."""
    if value in (None, ""):
        return None
    return check.keep(name, lambda: parse_number(value, name=gettext_noop("rate"), places=4, most=Decimal(100)))


def _upi(check: Checker, value: str | None) -> str:
    typed = (value or "").strip()
    return check.keep("upi_id", lambda: check_upi_address(typed)) or "" if typed else ""
