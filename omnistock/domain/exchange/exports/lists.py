"""The lists that can be taken out as CSV: their columns, and where their rows come from. A new list is one entry
here."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

from omnistock.domain.attachments.queries import attachments
from omnistock.domain.billing.queries.credit_notes import CreditNoteFilter, credit_notes
from omnistock.domain.billing.queries.invoices import InvoiceFilter, invoices
from omnistock.domain.billing.queries.payments import PaymentFilter, payments
from omnistock.domain.billing.queries.refunds import RefundFilter, refunds
from omnistock.domain.catalog.queries import products
from omnistock.domain.exchange.exports.care import CARE
from omnistock.domain.exchange.exports.ordering import ORDERING
from omnistock.domain.exchange.exports.places import PLACES
from omnistock.domain.exchange.exports.shape import Column, ExportList, Line
from omnistock.domain.exchange.exports.shape import columns as _columns
from omnistock.domain.exchange.exports.shape import expiry as _expiry
from omnistock.domain.exchange.exports.shape import lines_of as _lines
from omnistock.domain.exchange.kinds.units_text import write_units
from omnistock.domain.fulfilment.queries import DispatchFilter, dispatches
from omnistock.domain.ledger.queries.batches import batches
from omnistock.domain.ledger.queries.movements import BY_ID, movements
from omnistock.domain.ledger.queries.stock import stock
from omnistock.domain.notifications.queries import workspace_mails
from omnistock.domain.parties.queries import PartyFilter, customers, suppliers
from omnistock.domain.purchasing.landed import LandedCostFilter, landed_costs
from omnistock.domain.purchasing.queries import PurchaseOrderFilter, ReceiptFilter, purchase_orders, receipts
from omnistock.domain.recalls.queries import RecallFilter, recalls
from omnistock.domain.reporting.on_hand import places_on_hand, products_on_hand
from omnistock.domain.sales.queries import SalesOrderFilter, sales_orders
from omnistock.domain.security.queries import security_log
from omnistock.domain.stocktaking.counting_queries import CountFilter, stock_counts
from omnistock.domain.stocktaking.counting_reports import PlanFilter, count_plans
from omnistock.domain.warehouses.queries import location_records, warehouse_records, warehouses_facts
from omnistock.domain.webhooks.queries import deliveries
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import Page


def _addresses(party: Any) -> Iterator[Line]:
    return (Line(party, address) for address in party.addresses)


def _locations(*, actor: Actor, **asked: Any) -> Page[Line]:
    """Locations, each with its warehouse."""
    found = location_records(actor=actor, **asked)
    warehouses = warehouses_facts(actor=actor, ids={row.warehouse_id for row in found.items if row.warehouse_id})
    return Page([Line(warehouses[row.warehouse_id], row) for row in found.items if row.warehouse_id], found.next_cursor)


def _is_active(row: Any) -> bool:
    return row.archived_at is None


def _first_address(name: str) -> Callable[[Any], Any]:
    return lambda party: getattr(party.addresses[0], name) if party.addresses else ""


def _address_line(at: int) -> Callable[[Any], str]:
    return lambda party: party.addresses[0].lines[at] if party.addresses and len(party.addresses[0].lines) > at else ""


_PRODUCT: Final[list[Column]] = [
    *_columns(
        "SKU=sku | Name=name | External ID=external_id | Description=description | Category=category | "
        "Brand=brand | Unit=unit | Tracking=tracking | Expires=expires | HSN code=hsn_code | "
        "Tax category=tax_category | Tax rate=tax_rate | Sale price=sale_price | Purchase price=purchase_price | "
        "MRP=mrp | Weight grams=weight_grams | Shelf life days=shelf_life_days | "
        "Minimum shelf life days=minimum_shelf_life_days | Reorder point=reorder_point | "
        "Reorder quantity=reorder_quantity | Barcodes=barcodes"
    ),
    ("Pack units", lambda row: write_units(row.units)),
    ("Custom fields", lambda row: json.dumps(row.custom_fields, ensure_ascii=False) if row.custom_fields else ""),
    ("Active", _is_active),
]
_PARTY: Final[list[Column]] = [
    *_columns(
        "Name=name | Code=code | External ID=external_id | Email=email | Phone=phone | "
        "GST treatment=gst_treatment | GSTIN=gstin | PAN=pan | Tax number=tax_number | Credit days=credit_days | "
        "Notes=notes"
    ),
    *((f"Address line {at + 1}", _address_line(at)) for at in range(3)),
    ("City", _first_address("city")),
    ("State", _first_address("state_code")),
    ("Postal code", _first_address("postal_code")),
    ("Country", _first_address("country")),
    ("Address GSTIN", _first_address("gstin")),
    ("Contact name", lambda party: party.contacts[0].name if party.contacts else ""),
    ("Active", _is_active),
]
_ADDRESS: Final[list[Column]] = [
    *_columns("Name=document.name | Code=document.code | Kind=kind"),
    ("Lines", lambda row: row.line.lines),
    *_columns("City=city | State=state_code | Postal code=postal_code | Country=country | GSTIN=gstin"),
]
_STOCK: Final[list[Column]] = [
    *_columns(
        "SKU=sku | Name=product_name | Warehouse=warehouse_name | Location=location_code | Batch number=batch_number"
    ),
    ("Expires on", _expiry),
    *_columns(
        "Batch status=batch_status | Quantity=on_hand | Reserved=reserved | Available=available | "
        "Unit=unit_code | Value=value"
    ),
]
_STOCK_BY_PRODUCT: Final = _columns(
    "SKU=sku | Product=name | Category=category | Unit=unit_code | Free=free | Reserved=reserved | On hand=on_hand | "
    "Incoming=incoming | Ends first=batch_number | Expiry=expires_on | Value=value"
)
_STOCK_BY_PLACE: Final = _columns(
    "Warehouse=warehouse_name | Location=location_code | Kind=location_kind | Products=products | Batches=batches | "
    "Ends first=expires_on | Value=value"
)
_BATCH: Final[list[Column]] = [
    *_columns("SKU=sku | Name=product_name | Batch number=number"),
    ("Expires on", _expiry),
    *_columns(
        "Manufactured on=manufactured_on | Status=status | Reason=status_reason | On hand=on_hand | "
        "Reserved=reserved | Unit=unit_code | Unit cost=unit_cost"
    ),
]
_MOVEMENT: Final = _columns(
    "Effective at=effective_at | Recorded at=recorded_at | SKU=sku | Name=product_name | "
    "Batch number=batch_number | From=from_location_code | From kind=from_kind | To=to_location_code | "
    "To kind=to_kind | Quantity=quantity | Unit=unit_code | Unit cost=unit_cost | Value=value | Reason=reason | "
    "Document=document_kind | By=actor_name"
)
_MAIL: Final = _columns(
    "Written at=created_at | Kind=kind | To=recipient | Subject=subject | Status=status | Sent at=sent_at | "
    "Attempts=attempts | What went wrong=error"
)
_PURCHASE_ORDER: Final = _columns(
    "Number=number | Status=status | Supplier=supplier_name | Warehouse=warehouse_name | Ordered on=ordered_on | "
    "Expected on=expected_on | Supplier reference=supplier_reference | Subtotal=subtotal | "
    "Given up=given_up | Remains=remaining | Notes=notes"
)
_PURCHASE_ORDER_LINE: Final = _columns(
    "Number=document.number | Status=document.status | Supplier=document.supplier_name | Line=position | "
    "SKU=sku | Description=description | Quantity=quantity | Free quantity=free_quantity | Unit=unit_code | "
    "Unit cost=unit_cost | Discount percent=discount_percent | Tax rate=tax_rate | Amount=amount | "
    "Outstanding=outstanding_base | Base unit=base_unit_code"
)
_RECEIPT: Final = _columns(
    "Number=number | Supplier=supplier_name | Warehouse=warehouse_name | Purchase order=purchase_order_number | "
    "Received at=effective_at | Supplier document=supplier_document_number | "
    "Supplier document on=supplier_document_on | Value=value | Reversed at=reversed_at | Notes=notes"
)
_LANDED_COST: Final = _columns(
    "Number=number | Receipt=receipt_number | Charged by=supplier_name | Document=document_number | "
    "Document on=document_on | Spread by=basis | Amount=value | On goods that had left=gone_value | "
    "Posted at=posted_at | Reversed at=reversed_at | Notes=notes"
)
_RECEIPT_LINE: Final[list[Column]] = [
    *_columns(
        "Number=document.number | Supplier=document.supplier_name | Warehouse=document.warehouse_name | "
        "Line=position | SKU=sku | Name=product_name | Batch number=batch_number"
    ),
    ("Expires on", _expiry),
    *_columns(
        "Location=location_code | Quantity=quantity | Free quantity=free_quantity | Unit=unit_code | "
        "Unit cost=unit_cost | MRP=mrp | Value=value"
    ),
]
_SALES_ORDER: Final = _columns(
    "Number=number | Status=status | Customer=customer_name | Warehouse=warehouse_name | Ordered on=ordered_on | "
    "Promised on=promised_on | Customer reference=customer_reference | Taxable=taxable | Tax=tax | Total=total | "
    "Given up=given_up | Remains=remaining | Notes=notes"
)
_SALES_ORDER_LINE: Final = _columns(
    "Number=document.number | Status=document.status | Customer=document.customer_name | Line=position | "
    "SKU=sku | Description=description | Quantity=quantity | Free quantity=free_quantity | Unit=unit_code | "
    "Unit price=unit_price | Discount percent=discount_percent | Discount amount=discount_amount | "
    "Tax rate=tax_rate | Amount=amount | Reserved=reserved_base | Short=short_base | "
    "Dispatched=dispatched_base | Base unit=base_unit_code"
)
_DISPATCH: Final = _columns(
    "Number=number | Sales order=sales_order_number | Customer=customer_name | Warehouse=warehouse_name | "
    "Dispatched at=dispatched_at | Invoice=invoice_number | Carrier=carrier | Vehicle=vehicle_number | "
    "Tracking number=tracking_number | Boxes=boxes | Weight kg=weight_kg | Reversed at=reversed_at"
)
_INVOICE: Final = _columns(
    "Number=number | Kind=kind | Status=status | Issued on=issued_on | Due on=due_on | Customer=customer_name | "
    "Place of supply=place_of_supply | Taxable=taxable | Tax=tax | Round off=round_off | Total=total | "
    "Paid=paid | Credited=credited | Balance due=balance_due | State=state"
)
_CREDIT_NOTE: Final = _columns(
    "Number=number | Status=status | Issued on=issued_on | Customer=customer_name | Invoice=invoice_number | "
    "Invoice issued on=invoice_issued_on | Reason=reason | Taxable=taxable | Tax=tax | Round off=round_off | "
    "Total=total"
)
_PAYMENT: Final = _columns(
    "Number=number | Paid on=paid_on | Customer=customer_name | Method=method | Reference=reference | "
    "Amount=amount | Allocated=allocated | Refunded=refunded | Not allocated=unallocated | Reversed at=reversed_at"
)
_REFUND: Final = _columns(
    "Number=number | Refunded on=refunded_on | Customer=customer_name | Payment=payment_number | Method=method | "
    "Reference=reference | Amount=amount | Reversed at=reversed_at"
)
_WAREHOUSE: Final[list[Column]] = [
    *_columns("Code=code | Name=name | Address=address_lines | City=city | State=state_code | Postal code=postal_code"),
    *_columns("Country=country | Phone=phone"),
    ("Active", _is_active),
]
_LOCATION: Final[list[Column]] = [
    *_columns("Warehouse=document.name | Code=code | Name=name | Zone=zone | Kind=kind"),
    ("Active", _is_active),
]

_DELIVERY: Final = _columns(
    "Event=event_type | Address=webhook.url | Created at=created_at | Status=status | Attempts=attempts | "
    "Attempted at=attempted_at | Answer=answer_status | Error=error"
)

_SECURITY_EVENT: Final = _columns(
    "At=at | Event=kind | Outcome=outcome | Who=who | About=about | IP address=address | Door=door | Details=details"
)

_PURCHASES, _RECEIPTS = PurchaseOrderFilter(sort="changed"), ReceiptFilter(sort="changed")
_PARTIES, _ORDERS = PartyFilter(archived=None), SalesOrderFilter(sort="changed")

_RECALL: Final[list[Column]] = [
    *_columns("Recall=number | Drill=is_drill | Status=status | Reason=reason"),
    ("Batches", lambda recall: ", ".join(recall.batch_numbers)),
    *_columns(
        "Opened at=opened_at | Opened by=opened_by | Closed at=closed_at | Unaccounted=unaccounted_base | "
        "Closing notes=closing_notes | Released at=released_at | Release reason=released_reason"
    ),
]

_COUNT: Final = _columns(
    "Number=number | Status=shown_status | Warehouse=warehouse_name | What=scope | Plan=plan_name | Due=due_on | Bins=bin_count | "
    "Bins counted=bins_counted | Lines=line_count | Lines counted=lines_counted | Differences=differences | "
    "Out of tolerance=out_of_tolerance | Worth of differences=value | Adjustment=adjustment_number | "
    "Approved by=approved_by_name | Approved at=approved_at | Notes=notes"
)
_COUNT_PLAN: Final = _columns(
    "Plan=name | Warehouse=warehouse_name | What=scope | Class=abc_class | Every days=every_days | Bins at a time=bins_at_once | "
    "Next count=next_on | Archived at=archived_at"
)
_ATTACHMENT: Final = _columns(
    "File=name | What it is=paper | With=subject_kind | Number=subject_number | Type=media_type | Bytes=size_bytes | "
    "SHA-256=sha256 | Added at=added_at | Added by=added_by"
)
LISTS: Final[dict[str, ExportList]] = {
    each.name: each
    for each in (
        ExportList("products", "Products", "catalog:read", _PRODUCT, products, {"archived": None, "sort": "sku"}),
        ExportList(
            "customers",
            "Customers",
            "parties:read",
            [
                *_PARTY,
                *_columns(
                    "Credit limit=credit_limit | Minimum shelf life days=minimum_shelf_life_days | Language=language"
                ),
            ],
            customers,
            {"wanted": _PARTIES},
        ),
        ExportList(
            "customer_addresses",
            "Customer addresses",
            "parties:read",
            _ADDRESS,
            customers,
            {"wanted": _PARTIES},
            _addresses,
        ),
        ExportList(
            "suppliers",
            "Suppliers",
            "parties:read",
            [*_PARTY, ("Lead time days", "lead_time_days")],
            suppliers,
            {"wanted": _PARTIES},
        ),
        ExportList(
            "supplier_addresses",
            "Supplier addresses",
            "parties:read",
            _ADDRESS,
            suppliers,
            {"wanted": _PARTIES},
            _addresses,
        ),
        ExportList("warehouses", "Warehouses", "warehouses:read", _WAREHOUSE, warehouse_records, {"archived": None}),
        ExportList("locations", "Locations", "warehouses:read", _LOCATION, _locations, {"archived": None}),
        ExportList("stock", "Stock", "stock:read", _STOCK, stock, {}),
        ExportList("stock_by_product", "Stock by product", "stock:read", _STOCK_BY_PRODUCT, products_on_hand, {}),
        ExportList("stock_by_place", "Stock by place", "stock:read", _STOCK_BY_PLACE, places_on_hand, {}),
        ExportList("batches", "Batches", "stock:read", _BATCH, batches, {"order": "number"}),
        ExportList("movements", "Movements", "stock:read", _MOVEMENT, movements, {"order": BY_ID}),
        ExportList(
            "stock_counts", "Stock counts", "counts:read", _COUNT, stock_counts, {"wanted": CountFilter(sort="changed")}
        ),
        ExportList(
            "count_plans",
            "Plans of counts",
            "counts:read",
            _COUNT_PLAN,
            count_plans,
            {"wanted": PlanFilter(is_archived=None, sort="changed")},
        ),
        ExportList(
            "purchase_orders",
            "Purchase orders",
            "purchasing:read",
            _PURCHASE_ORDER,
            purchase_orders,
            {"wanted": _PURCHASES},
        ),
        ExportList(
            "purchase_order_lines",
            "Purchase order lines",
            "purchasing:read",
            _PURCHASE_ORDER_LINE,
            purchase_orders,
            {"wanted": replace(_PURCHASES, with_lines=True)},
            _lines,
        ),
        ExportList("receipts", "Receipts", "purchasing:read", _RECEIPT, receipts, {"wanted": _RECEIPTS}),
        ExportList(
            "receipt_lines",
            "Receipt lines",
            "purchasing:read",
            _RECEIPT_LINE,
            receipts,
            {"wanted": replace(_RECEIPTS, with_lines=True)},
            _lines,
        ),
        ExportList(
            "landed_costs",
            "Landed costs",
            "purchasing:read",
            _LANDED_COST,
            landed_costs,
            {"wanted": LandedCostFilter(sort="changed")},
        ),
        ExportList("sales_orders", "Sales orders", "sales:read", _SALES_ORDER, sales_orders, {"wanted": _ORDERS}),
        ExportList(
            "sales_order_lines",
            "Sales order lines",
            "sales:read",
            _SALES_ORDER_LINE,
            sales_orders,
            {"wanted": replace(_ORDERS, with_lines=True)},
            _lines,
        ),
        ExportList(
            "dispatches", "Dispatches", "sales:read", _DISPATCH, dispatches, {"wanted": DispatchFilter(sort="changed")}
        ),
        ExportList("recalls", "Recalls", "stock:read", _RECALL, recalls, {"wanted": RecallFilter(sort="changed")}),
        ExportList(
            "invoices", "Invoices", "billing:read", _INVOICE, invoices, {"wanted": InvoiceFilter(sort="changed")}
        ),
        ExportList(
            "credit_notes", "Credit notes", "billing:read", _CREDIT_NOTE, credit_notes, {"wanted": CreditNoteFilter()}
        ),
        ExportList(
            "payments", "Payments", "payments:read", _PAYMENT, payments, {"wanted": PaymentFilter(sort="oldest")}
        ),
        ExportList("refunds", "Refunds", "payments:read", _REFUND, refunds, {"wanted": RefundFilter(sort="oldest")}),
        *PLACES,
        *CARE,
        *ORDERING,
        ExportList("attachments", "Attachments", "attachments:read", _ATTACHMENT, attachments, {}),
        ExportList("mails", "Mail sent", "settings:write", _MAIL, workspace_mails, {}),
        ExportList("webhook_deliveries", "Webhook deliveries", "settings:write", _DELIVERY, deliveries, {}),
        ExportList("security_events", "Security log", "security:read", _SECURITY_EVENT, security_log, {}),
    )
}
