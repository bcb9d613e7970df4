"""Orders by the ids that your own system gave them."""

from __future__ import annotations

from typing import Any

from ninja import Path, Router, Status

from omnistock.domain.purchasing import operations as buying
from omnistock.domain.purchasing.queries import purchase_order, purchase_order_by_external_id
from omnistock.domain.sales import operations as selling
from omnistock.domain.sales.queries import sales_order, sales_order_by_external_id
from omnistock.interfaces.api.resources import purchase_orders, sales_orders
from omnistock.interfaces.api.resources.purchase_orders import PurchaseOrderFields, PurchaseOrderOut
from omnistock.interfaces.api.resources.sales_orders import SalesOrderFields, SalesOrderOut
from omnistock.interfaces.api.writes import expected_version, writer

router = Router()
_SALES, _PURCHASE = "/sales-orders/by-external-id/{external_id}", "/purchase-orders/by-external-id/{external_id}"


@router.get(_SALES, response=SalesOrderOut, tags=["Sales orders"], summary="Read a sales order by your own id")
def get_sales_order_by_external_id(request: Any, external_id: Path[str]) -> Any:
    return sales_order_by_external_id(actor=request.actor, external_id=external_id)


@router.put(
    _SALES,
    response={200: SalesOrderOut, 201: SalesOrderOut},
    tags=["Sales orders"],
    summary="Create or change a sales order by your own id",
)
def put_sales_order(request: Any, external_id: Path[str], payload: SalesOrderFields) -> Status:
    """Creates a draft where there is none with this external id, else changes what is sent: a draft freely, later only
    `promised_on`, `customer_reference` and `notes`."""
    done = selling.put_sales_order(
        actor=request.actor,
        external_id=external_id,
        values=sales_orders.changes_of(payload),
        expected_version=expected_version(request),
    )
    shown = sales_order(actor=writer(request.actor), sales_order_id=done.id)
    return Status(201 if done.was_created else 200, shown)


@router.get(
    _PURCHASE, response=PurchaseOrderOut, tags=["Purchase orders"], summary="Read a purchase order by your own id"
)
def get_purchase_order_by_external_id(request: Any, external_id: Path[str]) -> Any:
    return purchase_order_by_external_id(actor=request.actor, external_id=external_id)


@router.put(
    _PURCHASE,
    response={200: PurchaseOrderOut, 201: PurchaseOrderOut},
    tags=["Purchase orders"],
    summary="Create or change a purchase order by your own id",
)
def put_purchase_order(request: Any, external_id: Path[str], payload: PurchaseOrderFields) -> Status:
    """Creates a draft where there is none with this external id, else changes what is sent: a draft freely, later only
    `expected_on`, `supplier_reference` and `notes`."""
    done = buying.put_purchase_order(
        actor=request.actor,
        external_id=external_id,
        values=purchase_orders.changes_of(payload),
        expected_version=expected_version(request),
    )
    shown = purchase_order(actor=writer(request.actor), purchase_order_id=done.id)
    return Status(201 if done.was_created else 200, shown)
