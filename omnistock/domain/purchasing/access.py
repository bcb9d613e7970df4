"""Which purchase orders and receipts an actor may see: those of the warehouses they may use."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from omnistock.domain.purchasing.models import LandedCost, PurchaseOrder, PurchaseOrderLine, Receipt
from omnistock.tenancy.access import find_for_change
from omnistock.tenancy.actor import Actor


def purchase_order_rows(*, actor: Actor) -> QuerySet[PurchaseOrder]:
    rows = PurchaseOrder.objects.all()
    return rows if actor.warehouse_ids is None else rows.filter(warehouse_id__in=actor.warehouse_ids)


def receipt_rows(*, actor: Actor) -> QuerySet[Receipt]:
    rows = Receipt.objects.all()
    return rows if actor.warehouse_ids is None else rows.filter(warehouse_id__in=actor.warehouse_ids)


def landed_cost_rows(*, actor: Actor) -> QuerySet[LandedCost]:
    rows = LandedCost.objects.all()
    return rows if actor.warehouse_ids is None else rows.filter(receipt__warehouse_id__in=actor.warehouse_ids)


def open_work(warehouse_id: UUID) -> list[str]:
    """The first orders whose goods are yet to come to this warehouse, by their numbers."""
    rows = PurchaseOrder.objects.filter(warehouse_id=warehouse_id, status__in=("confirmed", "partly_received"))
    return list(rows.order_by("id").values_list("number", flat=True)[:9])


def lock_purchase_order(
    *, actor: Actor, purchase_order_id: UUID | str, expected_version: int | None = None
) -> tuple[PurchaseOrder, list[PurchaseOrderLine]]:
    """The order, locked, and its lines in their order; the lines change only under the order's lock.

    Raises `NotFound` and `VersionConflict`.
    """
    rows = purchase_order_rows(actor=actor)
    order = find_for_change(rows, purchase_order_id, kind="purchase order", expected_version=expected_version)
    return order, list(PurchaseOrderLine.objects.filter(purchase_order_id=order.id).order_by("position"))
