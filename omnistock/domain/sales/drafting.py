"""Judging an order as a whole: its head, its lines, and what it comes to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from omnistock.domain.parties.models import Customer, CustomerAddress
from omnistock.domain.sales.access import customer_rows
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.sales.lines import judge_lines
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.domain.sales.policies import MOST_LINES
from omnistock.domain.sales.taxing import tax_line, tax_rows, tax_terms
from omnistock.domain.warehouses.models import Registration
from omnistock.domain.warehouses.queries import WarehouseFacts, warehouse_facts
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.errors import Invalid, NotFound
from omnistock.kernel.money import AMOUNT_MOST
from omnistock.kernel.numbers import plain
from omnistock.kernel.tax import compute
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.duplicates import check_free

# What `judge` puts into an order that was there before.
HEAD_COLUMNS: Final = (
    "customer", "warehouse", "billing_address", "shipping_address", "external_id", "ordered_on", "promised_on",
    "customer_reference", "prices_include_tax", "discount_amount", "notes",
    "place_of_supply", "taxable", "tax", "tax_lines", "round_off", "total",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The head of an order as it is handed in; the names are those of the order's columns."""

    customer_id: UUID | None
    warehouse_id: UUID | None
    external_id: str | None = None
    billing_address_id: UUID | None = None
    shipping_address_id: UUID | None = None
    ordered_on: dt.date | None = None
    promised_on: dt.date | None = None
    customer_reference: str | None = ""
    prices_include_tax: bool | None = False
    discount_amount: Decimal | None = Decimal(0)
    notes: str | None = ""


HEAD_NAMES: Final = frozenset(field.name for field in fields(Head))


def head_of(order: SalesOrder) -> Head:
    return Head(**{name: getattr(order, name) for name in HEAD_NAMES})


def judge(order: SalesOrder, head: Head, lines: Sequence[SalesOrderLineInput], *, actor: Actor) -> list[SalesOrderLine]:
    """Put the head and what it comes to into `order`, and return its new lines. Nothing is written.

    Raises `Invalid` with every fault of head and lines, and `IdReused`.
    """
    checker = Checker()
    if not lines:
        checker.add("lines", _("There is no line; say what and how much."), "line_count")
    elif len(lines) > MOST_LINES:
        message = _("A document has 1 to %(most)s lines, not %(count)s.") % {"most": MOST_LINES, "count": len(lines)}
        raise Invalid.at("lines", message, "line_count")
    currency = currency_of(actor.organization.currency)
    is_new = order._state.adding
    if is_new or head.external_id != order.external_id:
        own_id = order.id if is_new else None
        order.external_id = check_free(SalesOrder, id=own_id, external_id=head.external_id, checker=checker)
    customer = _customer(head, is_new=is_new, actor=actor, checker=checker)
    warehouse = _warehouse(head, actor=actor, checker=checker)
    order.ordered_on = checker.document_day("ordered_on", head.ordered_on, today=actor.today) or actor.today
    judge_words(order, head, checker=checker)
    order.prices_include_tax = bool(head.prices_include_tax)
    order.discount_amount = checker.amount("discount_amount", head.discount_amount, currency=currency) or Decimal(0)
    if customer is not None:
        _addresses(order, head, customer=customer, checker=checker)
    judged = judge_lines(lines, actor=actor, checker=checker)
    checker.stop()
    assert customer is not None
    assert warehouse is not None
    order.customer, order.warehouse_id = customer, warehouse.id
    for line in judged:
        line.organization_id, line.sales_order = actor.organization_id, order
    _total(order, judged, warehouse=warehouse, actor=actor)
    return judged


def judge_words(order: SalesOrder, head: Head, *, checker: Checker) -> None:
    """What may change at any time."""
    order.promised_on = checker.day("promised_on", head.promised_on, earliest=order.ordered_on)
    order.customer_reference = checker.text("customer_reference", head.customer_reference, longest=60)
    order.notes = checker.text("notes", head.notes, longest=500)


def _customer(head: Head, *, is_new: bool, actor: Actor, checker: Checker) -> Customer | None:
    if head.customer_id is None:
        checker.add("customer_id", _("Choose a customer."), "missing")
        return None
    found = customer_rows(actor=actor).filter(pk=head.customer_id).first()
    if found is None:
        checker.known("customer_id", head.customer_id, (), kind="customer")
    elif found.archived_at is not None and is_new:
        checker.add("customer_id", _("%(name)s is archived; restore it first.") % {"name": found.name}, "archived")
    return found


def _warehouse(head: Head, *, actor: Actor, checker: Checker) -> WarehouseFacts | None:
    if head.warehouse_id is None:
        checker.add("warehouse_id", _("Choose a warehouse."), "missing")
        return None
    try:
        found = warehouse_facts(actor=actor, id=head.warehouse_id)
    except NotFound:
        checker.known("warehouse_id", head.warehouse_id, (), kind="warehouse")
        return None
    if found.is_archived:
        checker.add("warehouse_id", _("%(name)s is archived.") % {"name": found.name}, "archived")
    return found


def _addresses(order: SalesOrder, head: Head, *, customer: Customer, checker: Checker) -> None:
    """The addresses that are named, else the customer's first of each kind: the tax depends on them, so they are kept.
    One that was taken off the customer since stays with a draft that has it."""
    rows = CustomerAddress.objects.filter(customer_id=customer.id).order_by("id")
    kept = Q(archived_at__isnull=True) | Q(id__in=[order.billing_address_id, order.shipping_address_id])
    there = {address.id: address for address in rows.filter(kept)}
    checker.known("billing_address_id", head.billing_address_id, there, kind=_("address of this customer"))
    checker.known("shipping_address_id", head.shipping_address_id, there, kind=_("address of this customer"))
    billing = there.get(head.billing_address_id) if head.billing_address_id else _first(there.values(), "billing")
    shipping = there.get(head.shipping_address_id) if head.shipping_address_id else _first(there.values(), "shipping")
    order.billing_address = billing or shipping
    order.shipping_address = shipping or billing


def _first(addresses: Iterable[CustomerAddress], kind: str) -> CustomerAddress | None:
    return next((address for address in addresses if address.kind in (kind, "both")), None)


def _total(order: SalesOrder, lines: Sequence[SalesOrderLine], *, warehouse: WarehouseFacts, actor: Actor) -> None:
    """Fill in what each line and the order come to, with the tax that an invoice of all of it would carry today."""
    registration = None
    if warehouse.registration_id is not None:
        registration = Registration.objects.get(pk=warehouse.registration_id)
    terms = tax_terms(
        organization=actor.organization,
        registration=registration,
        customer=order.customer,
        billing=order.billing_address,
        shipping=order.shipping_address,
    )
    document = compute(
        lines=[tax_line(line) for line in lines],
        levy=terms.levy,
        prices_include_tax=order.prices_include_tax,
        discount_amount=order.discount_amount,
        rounds_total=actor.organization.round_off,
        currency=currency_of(actor.organization.currency),
    )
    if document.total > AMOUNT_MOST:
        message = _("The order comes to more than %(most)s.") % {"most": plain(AMOUNT_MOST)}
        raise Invalid.at("lines", message, "too_large")
    for line, taxed in zip(lines, document.lines, strict=True):
        line.amount = taxed.gross - taxed.discount
    order.place_of_supply = terms.place_of_supply
    order.taxable, order.tax, order.tax_lines = document.taxable, document.tax, tax_rows(document)
    order.round_off, order.total = document.round_off, document.total
