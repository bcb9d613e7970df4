"""Units and categories: the words that products are described with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.catalog.models import Category, Unit
from omnistock.domain.catalog.policies import POLICIES
from omnistock.kernel.errors import Fault
from omnistock.kernel.ids import uuid7
from omnistock.kernel.india import check_unit_quantity_code
from omnistock.tenancy.access import find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.duplicates import naming_duplicates
from omnistock.tenancy.operation import operation


@operation(POLICIES)
def create_unit(
    *, actor: Actor, code: str, name: str = "", decimals: int = 0, uqc_code: str = "OTH", id: UUID | None = None
) -> Unit:
    """A unit of measure, kept in small letters; `decimals` (0 to 4) is how finely it is counted, `uqc_code` the tax
    portal's code."""
    checker = Checker()
    unit = Unit(organization_id=actor.organization_id, id=id or uuid7(), created_at=actor.now, updated_at=actor.now)
    _set_unit(unit, {"code": code, "name": name or code, "decimals": decimals, "uqc_code": uqc_code}, checker)
    checker.stop()
    with naming_duplicates(_unit_duplicates(unit)):
        unit.save(force_insert=True)
    _record(actor, "catalog.create_unit", "unit", unit, after=_described(unit))
    return unit


@operation(POLICIES)
def change_unit(
    *, actor: Actor, unit_id: UUID, changes: Mapping[str, Any], expected_version: int | None = None
) -> Unit:
    """Change code, name, tax portal code, or count more finely; fewer decimals would not hold what was counted
    before."""
    unit = find_for_change(Unit.objects.all(), unit_id, kind="unit", expected_version=expected_version)
    before = _described(unit)
    checker = Checker()
    for field in changes.keys() - before.keys():
        checker.add(str(field), _("A unit has no such field."), "unknown_field")
    _set_unit(unit, before | {name: value for name, value in changes.items() if name in before}, checker)
    if unit.decimals < before["decimals"]:
        message = _("{unit} is counted with {decimals} decimals, and can only be counted more finely.")
        checker.add("decimals", message.format(unit=before["code"], decimals=before["decimals"]), "decimals_in_use")
    checker.stop()
    with naming_duplicates(_unit_duplicates(unit)):
        save_change(unit, actor=actor, fields=list(before))
    _record(actor, "catalog.change_unit", "unit", unit, before=before, after=_described(unit))
    return unit


@operation(POLICIES)
def create_category(*, actor: Actor, name: str, id: UUID | None = None) -> Category:
    """A category of products."""
    category = _new_category(actor, _category_name(name))
    category.id = id or category.id
    with naming_duplicates(_category_duplicates(category)):
        category.save(force_insert=True)
    _record(actor, "catalog.create_category", "category", category, after={"name": category.name})
    return category


@operation(POLICIES)
def change_category(*, actor: Actor, category_id: UUID, name: str, expected_version: int | None = None) -> Category:
    """Rename a category."""
    category = find_for_change(Category.objects.all(), category_id, kind="category", expected_version=expected_version)
    before, category.name = category.name, _category_name(name)
    with naming_duplicates(_category_duplicates(category)):
        save_change(category, actor=actor, fields=["name"])
    _record(
        actor, "catalog.change_category", "category", category, before={"name": before}, after={"name": category.name}
    )
    return category


def new_unit(*, actor: Actor, code: str, checker: Checker) -> Unit:
    """A unit that a file names and the workspace does not know, not yet saved: counted in whole ones, and "OTH" to the
    tax portal."""
    unit = Unit(organization_id=actor.organization_id, created_at=actor.now, updated_at=actor.now)
    _set_unit(unit, {"code": code, "name": code, "decimals": 0, "uqc_code": "OTH"}, checker)
    return unit


def add_units(*, actor: Actor, units: Sequence[Unit]) -> None:
    """Save units made by `new_unit`. Whoever calls holds `catalog:write`."""
    for unit in units:
        unit.save(force_insert=True)
        _record(actor, "catalog.create_unit", "unit", unit, after=_described(unit))


def units_by_code() -> dict[str, Unit]:
    """The workspace's units, in one statement."""
    return {unit.code: unit for unit in Unit.objects.order_by("created_at", "id")}


def category_named(*, actor: Actor, name: str) -> Category | None:
    """The category with this name, whatever its case, made where there is none; None for no name."""
    if not name:
        return None
    found = Category.objects.filter(name__iexact=name).order_by("id").first()
    if found is None:
        found = _new_category(actor, name)
        Category.objects.bulk_create([found], ignore_conflicts=True)  # a twin in another request may have been first
        found = Category.objects.get(name__iexact=name)
    return found


def _new_category(actor: Actor, name: str) -> Category:
    return Category(organization_id=actor.organization_id, name=name, created_at=actor.now, updated_at=actor.now)


def _category_name(name: str) -> str:
    checker = Checker()
    kept = checker.text("name", name, longest=120, required=True)
    checker.stop()
    return kept


def _set_unit(unit: Unit, values: Mapping[str, Any], checker: Checker) -> None:
    unit.code = checker.text("code", values["code"], longest=20, required=True).casefold()
    unit.name = checker.text("name", values["name"], longest=60, required=True)
    unit.decimals = checker.integer("decimals", values["decimals"], most=4) or 0
    uqc_code = values["uqc_code"] or "OTH"
    unit.uqc_code = checker.keep("uqc_code", partial(check_unit_quantity_code, uqc_code)) or "OTH"


def _described(unit: Unit) -> dict[str, Any]:
    return {"code": unit.code, "name": unit.name, "decimals": unit.decimals, "uqc_code": unit.uqc_code}


def _unit_duplicates(unit: Unit) -> dict[str, Fault]:
    return {
        "unit_code_unique": Fault("code", _("There is a unit {code} already.").format(code=unit.code), "taken"),
        "unit_pkey": Fault("id", _("This id is another unit's."), "taken"),
    }


def _category_duplicates(category: Category) -> dict[str, Fault]:
    message = _("There is a category {name} already.").format(name=category.name)
    return {
        "category_name_unique": Fault("name", message, "taken"),
        "category_pkey": Fault("id", _("This id is another category's."), "taken"),
    }


def _record(actor: Actor, name: str, kind: str, subject: Unit | Category, **changed: Any) -> None:
    record(actor=actor, operation=name, subject_kind=kind, subject_id=subject.id, subject_name=subject.name, **changed)
