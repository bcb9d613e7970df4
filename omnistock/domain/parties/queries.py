"""Reading customers and suppliers: plain values, with addresses and contacts already there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import F

from omnistock.domain.parties.access import visible
from omnistock.domain.parties.kinds import CUSTOMER, SUPPLIER, PartyKind
from omnistock.domain.search.queries import find_ids, matching
from omnistock.tenancy.access import find, find_by_external_id
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import BY_CHANGE, DEFAULT_LIMIT, Page, changed_since, page
from omnistock.tenancy.records import RecordView

PARTY_ORDERS: Final = {
    "name": ("name", "id"),
    "-name": ("-name", "-id"),
    "newest": ("-id",),
    "changed": BY_CHANGE,
}


@dataclass(frozen=True, slots=True)
class AddressView:
    id: UUID
    kind: str
    lines: tuple[str, ...]
    city: str
    state_code: str
    postal_code: str
    country: str
    gstin: str


@dataclass(frozen=True, slots=True)
class ContactView:
    id: UUID
    name: str
    title: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class PartyView(RecordView):
    """A customer or supplier. `credit_limit`, `minimum_shelf_life_days`, `owner_membership_id` and `language` are a customer's,
    `lead_time_days` a supplier's."""

    code: str
    name: str
    email: str
    phone: str
    gst_treatment: str
    gstin: str
    pan: str
    tax_number: str
    credit_days: int | None
    notes: str
    archived_at: dt.datetime | None
    addresses: tuple[AddressView, ...]
    contacts: tuple[ContactView, ...]
    credit_limit: Decimal | None = None
    minimum_shelf_life_days: int | None = None
    owner_membership_id: UUID | None = None
    language: str = ""
    lead_time_days: int | None = None


_SHARED: Final = (
    "id external_id version created_at updated_at code name email phone gst_treatment gstin pan tax_number credit_days "
    "notes archived_at"
).split()
_OWN: Final = ("credit_limit", "minimum_shelf_life_days", "owner_membership_id", "language", "lead_time_days")
_ADDRESS: Final = "id kind city state_code postal_code country gstin".split()
_CONTACT: Final = "id name title email phone".split()


@dataclass(frozen=True, slots=True)
class PartyFilter:
    """What a list shows. `archived` None shows both; `sort` is a key of `PARTY_ORDERS`."""

    search: str = ""
    gst_treatment: str | None = None
    archived: bool | None = False
    updated_since: dt.datetime | None = None
    sort: str = "name"


def customers(
    *, actor: Actor, wanted: PartyFilter = PartyFilter(), cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[PartyView]:
    """A page of the customers that the actor may see, in three statements."""
    return _list(CUSTOMER, actor, wanted, cursor, limit)


def suppliers(
    *, actor: Actor, wanted: PartyFilter = PartyFilter(), cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[PartyView]:
    """A page of suppliers, in three statements."""
    return _list(SUPPLIER, actor, wanted, cursor, limit)


def customer(*, actor: Actor, customer_id: UUID) -> PartyView:
    """One customer. Raises `NotFound`."""
    return _one(CUSTOMER, actor, customer_id)


def supplier(*, actor: Actor, supplier_id: UUID) -> PartyView:
    """One supplier. Raises `NotFound`."""
    return _one(SUPPLIER, actor, supplier_id)


def customer_by_external_id(*, actor: Actor, external_id: str) -> PartyView:
    """Raises `NotFound`."""
    return _by_external_id(CUSTOMER, actor, external_id)


def supplier_by_external_id(*, actor: Actor, external_id: str) -> PartyView:
    """Raises `NotFound`."""
    return _by_external_id(SUPPLIER, actor, external_id)


def customers_by_ids(*, actor: Actor, ids: Iterable[UUID]) -> dict[UUID, PartyView]:
    """The customers among `ids` that the actor may see."""
    actor.require("parties:read")
    return _by_ids(CUSTOMER, actor, ids)


def suppliers_by_ids(*, actor: Actor, ids: Iterable[UUID]) -> dict[UUID, PartyView]:
    """The suppliers among `ids` that are there."""
    actor.require("parties:read")
    return _by_ids(SUPPLIER, actor, ids)


def find_customers(*, actor: Actor, text: str, limit: int = 20, with_archived: bool = False) -> list[PartyView]:
    """What a field offers for `text`, by name; archived ones are not offered, but come last `with_archived`."""
    return _offer(CUSTOMER, actor, text, limit, with_archived)


def find_suppliers(*, actor: Actor, text: str, limit: int = 20, with_archived: bool = False) -> list[PartyView]:
    """The same of suppliers."""
    return _offer(SUPPLIER, actor, text, limit, with_archived)


def _list(kind: PartyKind, actor: Actor, wanted: PartyFilter, cursor: str | None, limit: int) -> Page[PartyView]:
    actor.require("parties:read")
    rows = visible(kind, actor=actor)
    if wanted.search.strip():
        rows = rows.filter(id__in=matching(kind=kind.noun, text=wanted.search))
    if wanted.gst_treatment:
        rows = rows.filter(gst_treatment=wanted.gst_treatment)
    if wanted.archived is not None:
        rows = rows.filter(archived_at__isnull=not wanted.archived)
    rows = changed_since(rows, actor=actor, since=wanted.updated_since)
    order = BY_CHANGE if wanted.updated_since is not None else PARTY_ORDERS.get(wanted.sort, PARTY_ORDERS["name"])
    found = page(rows, order=order, cursor=cursor, limit=limit)
    return Page(_views(kind, found.items), found.next_cursor)


def _one(kind: PartyKind, actor: Actor, party_id: UUID) -> PartyView:
    actor.require("parties:read")
    return _views(kind, [find(visible(kind, actor=actor), party_id, kind=kind.noun)])[0]


def _by_external_id(kind: PartyKind, actor: Actor, external_id: str) -> PartyView:
    actor.require("parties:read")
    found = find_by_external_id(visible(kind, actor=actor), external_id, kind=kind.noun)
    return _views(kind, [found])[0]


def _by_ids(kind: PartyKind, actor: Actor, ids: Iterable[UUID]) -> dict[UUID, PartyView]:
    rows = visible(kind, actor=actor).filter(id__in=set(ids))
    return {view.id: view for view in _views(kind, list(rows))}


def _offer(kind: PartyKind, actor: Actor, text: str, limit: int, with_archived: bool) -> list[PartyView]:
    actor.require("parties:read")
    rows = visible(kind, actor=actor).order_by(F("archived_at").asc(nulls_first=True), "name", "id")
    if not with_archived:
        rows = rows.filter(archived_at__isnull=True).order_by("name", "id")
    if text.strip():
        rows = rows.filter(id__in=find_ids(kind=kind.noun, text=text, limit=limit * 5))
    return _views(kind, list(rows[:limit]))


def _views(kind: PartyKind, rows: Sequence[Any]) -> list[PartyView]:
    """The rows with their addresses and contacts, in two statements."""
    key, ids = f"{kind.noun}_id", [row.id for row in rows]
    addresses: dict[UUID, list[AddressView]] = {}
    for each in kind.address.objects.filter(**{f"{key}__in": ids}, archived_at__isnull=True).order_by("id"):
        view = AddressView(lines=tuple(each.lines), **{name: getattr(each, name) for name in _ADDRESS})
        addresses.setdefault(getattr(each, key), []).append(view)
    contacts: dict[UUID, list[ContactView]] = {}
    for each in kind.contact.objects.filter(**{f"{key}__in": ids}).order_by("id"):
        contact = ContactView(**{name: getattr(each, name) for name in _CONTACT})
        contacts.setdefault(getattr(each, key), []).append(contact)
    return [
        PartyView(
            **{name: getattr(row, name) for name in _SHARED},
            **{name: getattr(row, name) for name in _OWN if hasattr(row, name)},
            addresses=tuple(addresses.get(row.id, ())),
            contacts=tuple(contacts.get(row.id, ())),
        )
        for row in rows
    ]
