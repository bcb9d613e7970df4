"""What a workspace holds of somebody in its own records: a customer, a supplier, or a person at one.

Found by address, by telephone number and by name as a whole: a name alone is not proof, so each finding says by what it was
found, and whoever answers looks at it before it is handed out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _

from omnistock.domain.attachments.models import Attachment
from omnistock.domain.billing.models import CreditNote, Invoice, Payment, Refund
from omnistock.domain.parties.models import (
    Customer,
    CustomerAddress,
    CustomerContact,
    Supplier,
    SupplierAddress,
    SupplierContact,
)
from omnistock.domain.purchasing.models import PurchaseOrder
from omnistock.domain.recalls.models import RecallContact
from omnistock.domain.rights.bundles import Bundle, Section
from omnistock.domain.sales.models import SalesOrder
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.models import Invitation, Membership

_DIGITS: Final = re.compile(r"\D")
_SAME_DIGITS: Final = 10
MOST: Final = 1_000


@dataclass
class Found:
    """The records that are theirs, by what they were found."""

    customers: set[UUID] = field(default_factory=set)
    suppliers: set[UUID] = field(default_factory=set)
    by: dict[UUID, str] = field(default_factory=dict)


def people_found(*, name: str, email: str, phone: str) -> tuple[list[Any], Found]:
    """Contacts, customers and suppliers that may be this person: the rows, and by what each was found."""
    found = Found()
    models_of_people = (CustomerContact, SupplierContact, Customer, Supplier)
    return [row for model in models_of_people for row in _sought(model, name, email, phone, found)], found


def bundle_of_principal(*, actor: Actor, name: str, email: str, phone: str) -> Bundle:
    """Everything in the workspace that names this person, in a fixed order. Within the boundary."""
    found = Found()
    contacts = [
        *_sought(CustomerContact, name, email, phone, found),
        *_sought(SupplierContact, name, email, phone, found),
    ]
    for each in _sought(Customer, name, email, phone, found):
        found.customers.add(each.pk)
    for each in _sought(Supplier, name, email, phone, found):
        found.suppliers.add(each.pk)
    sections = [*_parties(found), _contacts(contacts, found), *_documents(found), *_members(email)]
    notes = [
        _(
            "Found by email, telephone number and whole name. Look at each record before you hand this out: two people "
            "may share a name."
        ),
        _(
            "Invoices and credit notes are kept as the tax law asks (CGST Act 2017, section 36), even where the rest is erased."
        ),
    ]
    return Bundle(name, actor.now, sections, notes)


def _sought(model: Any, name: str, email: str, phone: str, found: Found) -> list[Any]:
    asked = Q(name__iexact=name)
    if email:
        asked |= Q(email__iexact=email)
    digits = _DIGITS.sub("", phone)[-_SAME_DIGITS:]
    if len(digits) >= 6:
        asked |= Q(phone__contains=digits[-4:])
    rows = []
    for row in model.objects.filter(asked).order_by("id")[:MOST]:
        by = _by(row, name, email, digits)
        if by:
            found.by[row.pk] = by
            rows.append(row)
    return rows


def _by(row: Any, name: str, email: str, digits: str) -> str:
    if email and row.email.casefold() == email.casefold():
        return "email"
    if len(digits) >= 6 and _DIGITS.sub("", row.phone)[-_SAME_DIGITS:] == digits:
        return "phone"
    return "name" if row.name.casefold() == name.casefold() else ""


def _parties(found: Found) -> Iterator[Section]:
    why = _("To trade with them.")
    for kind, title, model, address, ids in (
        ("customers", _("Customer"), Customer, CustomerAddress, found.customers),
        ("suppliers", _("Supplier"), Supplier, SupplierAddress, found.suppliers),
    ):
        names = ("code", "name", "email", "phone", "gstin", "pan", "tax_number", "notes", "created_at")
        rows = [(found.by[row.pk], *(getattr(row, n) for n in names)) for row in _of(model, "pk", ids)]
        yield Section(kind, title, why, ("found_by", *names), rows)
        shown = ("kind", "lines", "city", "state_code", "postal_code", "country", "gstin")
        owner = f"{kind[:-1]}_id"
        addresses = [tuple(getattr(row, n) for n in shown) for row in _of(address, owner, ids)]
        yield Section(f"{kind[:-1]}_addresses", _("Addresses"), why, shown, addresses)
        papers = [(row.file.name, row.paper, row.added_at) for row in _of(Attachment, owner, ids)]
        yield Section(f"{kind[:-1]}_files", _("Attachments"), why, ("name", "paper", "added_at"), papers)


def _contacts(contacts: Iterable[Any], found: Found) -> Section:
    rows = [
        (
            found.by[row.pk],
            (row.customer if isinstance(row, CustomerContact) else row.supplier).name,
            row.name,
            row.title,
            row.email,
            row.phone,
        )
        for row in contacts
    ]
    why = _("To reach somebody at the business that is named.")
    return Section(
        "contacts", _("Person at a business"), why, ("found_by", "business", "name", "title", "email", "phone"), rows
    )


def _documents(found: Found) -> Iterator[Section]:
    books = _("The books of the business; the tax law sets how long they are kept.")
    tax = "number issued_on status total buyer"
    theirs, sold = found.customers, found.suppliers
    for kind, title, model, ids, names in (
        ("sales_orders", _("Orders"), SalesOrder, theirs, "number ordered_on status total notes"),
        ("invoices", _("Invoices"), Invoice, theirs, f"{tax} ship_to"),
        ("credit_notes", _("Credit notes"), CreditNote, theirs, tax),
        ("payments", _("Payments"), Payment, theirs, "number paid_on amount method"),
        ("refunds", _("Refunds"), Refund, theirs, "number refunded_on amount method"),
        ("recall_contacts", _("Recalls"), RecallContact, theirs, "contacted_at answered_at notes"),
        ("purchase_orders", _("Purchase orders"), PurchaseOrder, sold, "number ordered_on status"),
    ):
        owner = "supplier_id" if model is PurchaseOrder else "customer_id"
        rows = [tuple(getattr(row, name) for name in names.split()) for row in _of(model, owner, ids)]
        yield Section(kind, title, books, names.split(), rows)


def _members(email: str) -> Iterator[Section]:
    rows: list[Any] = []
    invited: list[Any] = []
    if email:
        members = Membership.objects.filter(person__email__iexact=email).select_related("person")
        rows = [(each.person.name, each.person.email, each.role, each.created_at, each.ended_at) for each in members]
        invited = list(
            Invitation.objects.filter(email__iexact=email).values_list("email", "role", "created_at", "accepted_at")
        )
    yield Section(
        "members", _("Member of the workspace"), _("To work here."), ("name", "email", "role", "since", "until"), rows
    )
    yield Section(
        "invitations", _("Invitations"), _("To let them in."), ("email", "role", "made_at", "accepted_at"), invited
    )


def _of(model: type[models.Model], column: str, ids: Iterable[UUID]) -> list[Any]:
    return list(model._default_manager.filter(**{f"{column}__in": sorted(ids)}).order_by("id")[:MOST]) if ids else []
