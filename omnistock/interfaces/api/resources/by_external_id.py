"""Records by the ids that an integrator's own system gave them: `GET` reads one, `PUT` makes it or changes it, as often as it is
sent. The same for every kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from ninja import Path, Router, Status

from omnistock.domain.catalog import operations as catalogue
from omnistock.domain.catalog.queries import product, product_by_external_id
from omnistock.domain.parties import operations as parties
from omnistock.domain.parties.queries import customer, customer_by_external_id, supplier, supplier_by_external_id
from omnistock.domain.purchasing import operations as buying
from omnistock.domain.purchasing.queries import (
    purchase_order,
    purchase_order_by_external_id,
    receipt,
    receipt_by_external_id,
)
from omnistock.domain.sales import operations as selling
from omnistock.domain.sales.queries import sales_order, sales_order_by_external_id
from omnistock.domain.stocktaking import operations as stocktaking
from omnistock.domain.stocktaking.queries import (
    adjustment,
    adjustment_by_external_id,
    transfer,
    transfer_by_external_id,
)
from omnistock.domain.warehouses import operations as places
from omnistock.domain.warehouses.queries import (
    location_by_external_id,
    location_record,
    warehouse_by_external_id,
    warehouse_record,
)
from omnistock.interfaces.api.offering import named, taken
from omnistock.interfaces.api.resources import purchase_orders, sales_orders
from omnistock.interfaces.api.resources.adjustments import AdjustmentOut, AdjustmentPut
from omnistock.interfaces.api.resources.customers import CustomerFields, CustomerOut
from omnistock.interfaces.api.resources.locations import LocationFields, LocationOut
from omnistock.interfaces.api.resources.products import ProductFields, ProductOut
from omnistock.interfaces.api.resources.purchase_orders import PurchaseOrderFields, PurchaseOrderOut
from omnistock.interfaces.api.resources.receipts import ReceiptOut, ReceiptPut
from omnistock.interfaces.api.resources.sales_orders import SalesOrderFields, SalesOrderOut
from omnistock.interfaces.api.resources.suppliers import SupplierFields, SupplierOut
from omnistock.interfaces.api.resources.transfers import TransferFields, TransferOut
from omnistock.interfaces.api.resources.warehouses import WarehouseFields, WarehouseOut
from omnistock.interfaces.api.writes import expected_version, writer

router = Router()


@dataclass(frozen=True, slots=True)
class Kind:
    """`name` is the kind's, as in `<name>_id`. `find` reads by the external id, `read` by ours. `values` makes of the body what
    `put` takes, whose answer says whether it was new and, by `id_of`, which one it is."""

    name: str
    plural: str
    tag: str
    fields: Any
    response: Any
    find: Callable[..., Any]
    read: Callable[..., Any]
    put: Callable[..., Any]
    values: Callable[[Any], Mapping[str, Any]]
    does: str = ""
    id_of: Callable[[Any], UUID] = lambda done: done.id


def _offer(kind: Kind) -> None:
    """Both endpoints."""
    words = f"a {kind.name.replace('_', ' ')}"
    path = f"/{kind.plural}/by-external-id/{{path:external_id}}"
    external_id = taken("external_id", Path[str])

    def get(request: Any, external_id: str) -> Any:
        return kind.find(actor=request.actor, external_id=external_id)

    def put(request: Any, external_id: str, payload: Any) -> Status:
        done = kind.put(
            actor=request.actor,
            external_id=external_id,
            values=kind.values(payload),
            expected_version=expected_version(request),
        )
        shown = kind.read(actor=writer(request.actor), **{f"{kind.name}_id": kind.id_of(done)})
        return Status(201 if done.was_created else 200, shown)

    named(get, f"get_{kind.name}_by_external_id", external_id)
    named(put, f"put_{kind.name}", external_id, taken("payload", kind.fields))
    put.__doc__ = kind.does or (
        f"Creates the {kind.name.replace('_', ' ')} where there is none with this external id, else changes what is sent."
    )
    router.get(path, response=kind.response, tags=[kind.tag], summary=f"Read {words} by your own id")(get)
    answers = {200: kind.response, 201: kind.response}
    router.put(path, response=answers, tags=[kind.tag], summary=f"Create or change {words} by your own id")(put)


_ORDER = "Creates a draft where there is none with this external id, else changes what is sent: a draft freely, later only {}."
_POSTED = (
    "Posts the goods where there is no {} with this external id. Sent again with the same goods it answers 200 and posts nothing; "
    "with other ones 409 `id_reused`: what was posted is reversed, never changed."
)

for _kind in (
    Kind(
        *("product", "products", "Products", ProductFields, ProductOut),
        *(product_by_external_id, product, catalogue.put_product, ProductFields.values),
        id_of=lambda done: done.product.id,
    ),
    Kind(
        *("warehouse", "warehouses", "Warehouses and locations", WarehouseFields, WarehouseOut),
        *(warehouse_by_external_id, warehouse_record, places.put_warehouse, WarehouseFields.changes),
    ),
    Kind(
        *("location", "locations", "Warehouses and locations", LocationFields, LocationOut),
        *(location_by_external_id, location_record, places.put_location, LocationFields.changes),
    ),
    Kind(
        *("customer", "customers", "Customers", CustomerFields, CustomerOut),
        *(customer_by_external_id, customer, parties.put_customer, CustomerFields.values),
        id_of=lambda done: done.party.id,
    ),
    Kind(
        *("supplier", "suppliers", "Suppliers", SupplierFields, SupplierOut),
        *(supplier_by_external_id, supplier, parties.put_supplier, SupplierFields.values),
        id_of=lambda done: done.party.id,
    ),
    Kind(
        *("purchase_order", "purchase-orders", "Purchase orders", PurchaseOrderFields, PurchaseOrderOut),
        *(purchase_order_by_external_id, purchase_order, buying.put_purchase_order, purchase_orders.changes_of),
        does=_ORDER.format("`expected_on`, `supplier_reference` and `notes`"),
    ),
    Kind(
        *("receipt", "receipts", "Receipts", ReceiptPut, ReceiptOut),
        *(receipt_by_external_id, receipt, buying.put_receipt, ReceiptPut.values),
        does=_POSTED.format("receipt"),
    ),
    Kind(
        *("adjustment", "adjustments", "Adjustments and transfers", AdjustmentPut, AdjustmentOut),
        *(adjustment_by_external_id, adjustment, stocktaking.put_adjustment, AdjustmentPut.values),
        does=_POSTED.format("adjustment"),
    ),
    Kind(
        *("transfer", "transfers", "Adjustments and transfers", TransferFields, TransferOut),
        *(transfer_by_external_id, transfer, stocktaking.put_transfer, TransferFields.changes),
        does="Creates a draft where there is none with this external id, else gives the draft the lines and notes that are sent. "
        "Sent again with the same goods it answers 200, also after it has left; with other ones then, or between other "
        "warehouses, 409 `id_reused`.",
    ),
    Kind(
        *("sales_order", "sales-orders", "Sales orders", SalesOrderFields, SalesOrderOut),
        *(sales_order_by_external_id, sales_order, selling.put_sales_order, sales_orders.changes_of),
        does=_ORDER.format("`promised_on`, `customer_reference` and `notes`"),
    ),
):
    _offer(_kind)
