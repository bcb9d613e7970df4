"""What a customer or supplier is made of, as the doors hand it in: parsed, and not yet judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.tenancy.checks import Checker


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressInput:
    """`id` is of an address that is there already; without it the address is new. `state_code` is the GST code ("27");
    a GSTIN, the address's or else the party's, fills it."""

    id: UUID | None = None
    kind: str = "both"
    lines: tuple[str, ...] = ()
    city: str = ""
    state_code: str = ""
    postal_code: str = ""
    country: str = ""
    gstin: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactInput:
    """A person at the party."""

    name: str
    title: str = ""
    email: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyInput:
    """What customers and suppliers share. `gst_treatment` None: registered where there is a GSTIN, overseas where the
    first address is abroad, else unregistered."""

    name: str
    code: str = ""
    external_id: str | None = None
    email: str = ""
    phone: str = ""
    gst_treatment: str | None = None
    gstin: str = ""
    pan: str = ""
    tax_number: str = ""
    credit_days: int | None = None
    notes: str = ""
    addresses: tuple[AddressInput, ...] = ()
    contacts: tuple[ContactInput, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerInput(PartyInput):
    """`credit_limit` is in the organization's currency; None: no limit. `owner_membership_id` is the member whose
    customer it is. `language` is that of mails to them; empty: the organization's."""

    credit_limit: Decimal | None = None
    minimum_shelf_life_days: int | None = None
    owner_membership_id: UUID | None = None
    language: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierInput(PartyInput):
    lead_time_days: int | None = None


P = TypeVar("P", CustomerInput, SupplierInput)


def party_input(shape: type[P], values: Mapping[str, Any], *, checker: Checker) -> P:
    """`values` by field name as `shape`; a None clears. Names that it does not have are faults of `checker`."""
    known = {each.name: each for each in fields(shape)}
    for name in values.keys() - known.keys():
        checker.add(str(name), _("There is no such field here."), "unknown_field")
    given: dict[str, Any] = {"name": ""}
    for name, value in values.items():
        if name in known:
            given[name] = (
                known[name].default if value is None and name != "name" else value or ("" if name == "name" else value)
            )
    return shape(**given)
