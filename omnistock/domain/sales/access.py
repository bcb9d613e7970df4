"""Which orders and customers an actor may see: those of the warehouses they may use and, where the member is limited
so, of their own customers."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from omnistock.domain.parties.models import Customer
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.tenancy.access import find_for_change
from omnistock.tenancy.actor import Actor

_OPEN_STATUSES: Final = ("confirmed", "reserved", "picked", "partly_dispatched")


def sales_order_rows(*, actor: Actor) -> QuerySet[SalesOrder]:
    rows = SalesOrder.objects.all()
    if actor.warehouse_ids is not None:
        rows = rows.filter(warehouse_id__in=actor.warehouse_ids)
    if actor.sees_only_own_customers:
        rows = rows.filter(customer__owner_membership_id=actor.membership_id)
    return rows


def customer_rows(*, actor: Actor) -> QuerySet[Customer]:
    rows = Customer.objects.all()
    return rows.filter(owner_membership_id=actor.membership_id) if actor.sees_only_own_customers else rows


def open_work(warehouse_id: UUID) -> list[str]:
    """The first orders whose goods have yet to leave this warehouse, by their numbers. A draft waits for nothing: it may be
    given another warehouse."""
    rows = SalesOrder.objects.filter(warehouse_id=warehouse_id, status__in=_OPEN_STATUSES)
    return list(rows.order_by("id").values_list("number", flat=True)[:9])


def lock_sales_order(
    *, actor: Actor, sales_order_id: UUID | str, expected_version: int | None = None
) -> tuple[SalesOrder, list[SalesOrderLine]]:
    """The order with its customer, locked, and its lines in their order; the lines change only under the order's lock.

    Raises `NotFound` and `VersionConflict`.
    """
    rows = sales_order_rows(actor=actor).select_related("customer")
    order = find_for_change(rows, sales_order_id, kind="sales order", expected_version=expected_version)
    return order, list(SalesOrderLine.objects.filter(sales_order_id=order.id).order_by("position"))
