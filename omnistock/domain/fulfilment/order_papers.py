"""Papers of orders: the confirmation to a customer, the order to a supplier, the list that somebody picks by.

An order may still change, so its papers are made of what is on file now; nothing of them is frozen.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from omnistock.domain.billing.papers import Data, party_paper
from omnistock.domain.billing.parties import (
    address_lines,
    buyer_snapshot,
    house_snapshot,
    place_snapshot,
    read_parties,
    seller_snapshot,
    ship_to_snapshot,
    state_text,
)
from omnistock.domain.catalog.models import Product
from omnistock.domain.files.logo import logo_of
from omnistock.domain.parties.models import Supplier, SupplierAddress
from omnistock.domain.purchasing.queries import purchase_order
from omnistock.domain.purchasing.views import PurchaseOrderLineView, PurchaseOrderView
from omnistock.domain.sales.queries import sales_order
from omnistock.domain.sales.views import SalesOrderLineView, SalesOrderView
from omnistock.domain.warehouses.models import Location, Warehouse
from omnistock.kernel.currencies import Currency, currency_of
from omnistock.kernel.money import round_amount
from omnistock.kernel.paper import PaperKind, render
from omnistock.tenancy.actor import Actor

_PICKED: Final = "dispatch"


def sales_order_document(*, actor: Actor, sales_order_id: UUID | str) -> Data:
    """The data of an order's paper: a confirmation once it is confirmed. Raises `NotFound`."""
    order = sales_order(actor=actor, sales_order_id=sales_order_id)
    currency = currency_of(actor.organization.currency)
    codes = _hsn_codes(line.product_id for line in order.lines)
    return {
        **_head(actor, order.number, order.status),
        **_sides(order),
        "paper": "sales_order" if order.status == "draft" else "order_confirmation",
        "date": order.ordered_on.isoformat(),
        "promised_on": order.promised_on and order.promised_on.isoformat(),
        "your_reference": order.customer_reference or None,
        "place_of_supply": state_text(order.place_of_supply) or None,
        "prices_include_tax": order.prices_include_tax,
        "lines": [_sold(line, currency, codes) for line in order.lines],
        "sums": _sums(order, currency),
        "total": _text(order.total, currency),
        "notes": order.notes,
    }


def purchase_order_document(*, actor: Actor, purchase_order_id: UUID | str) -> Data:
    """The data of the paper that goes to a supplier; without prices for whoever may not see costs. Raises
    `NotFound`."""
    order = purchase_order(actor=actor, purchase_order_id=purchase_order_id)
    currency = currency_of(actor.organization.currency)
    warehouse = Warehouse.objects.select_related("registration", "organization").get(pk=order.warehouse_id)
    codes = _hsn_codes(line.product_id for line in order.lines)
    return {
        **_head(actor, order.number, order.status),
        "paper": "purchase_order",
        "date": order.ordered_on.isoformat(),
        "expected_on": order.expected_on and order.expected_on.isoformat(),
        "your_reference": order.supplier_reference or None,
        "seller": party_paper(house_snapshot(warehouse)),
        "buyer": party_paper(_supplier(order)),
        "ship_to": party_paper(_place(warehouse)),
        "lines": [_bought(line, currency, codes) for line in order.lines],
        "sums": [],
        "total": None if order.subtotal is None else _text(order.subtotal, currency),
        "total_label": "total_before_tax",
        "notes": order.notes,
    }


def pick_list_document(*, actor: Actor, sales_order_id: UUID | str) -> Data:
    """The bins of what is reserved for an order, in walking order. Raises `NotFound`."""
    order = sales_order(actor=actor, sales_order_id=sales_order_id)
    places = Location.objects.in_bulk({part.location_id for line in order.lines for part in line.allocated})
    parts = [(places[part.location_id], line, part) for line in order.lines for part in line.allocated]
    parts.sort(key=lambda found: (found[2].location_kind == _PICKED, found[0].zone, found[0].code, found[1].position))
    return {
        **_head(actor, order.number, order.status),
        **_sides(order),
        "date": actor.today.isoformat(),
        "warehouse": order.warehouse_name,
        "promised_on": order.promised_on and order.promised_on.isoformat(),
        "lines": [
            {
                "place": place.code,
                "zone": place.zone,
                "description": line.description,
                "sku": line.sku,
                "batch_number": part.batch_number,
                "expires_on": part.expires_on and part.expires_on.isoformat(),
                "quantity": str(part.quantity),
                "unit": line.base_unit_code,
                "is_picked": part.location_kind == _PICKED,
            }
            for place, line, part in parts
        ],
        "short": [
            (line.description, str(line.short_base), line.base_unit_code) for line in order.lines if line.short_base
        ],
        "notes": order.notes,
        "is_draft": False,
    }


def sales_order_pdf(*, actor: Actor, sales_order_id: UUID | str) -> bytes:
    """The order confirmation as A4 PDF. Raises `NotFound`."""
    document = sales_order_document(actor=actor, sales_order_id=sales_order_id)
    return render(PaperKind.ORDER, document, logo=logo_of(actor=actor))


def purchase_order_pdf(*, actor: Actor, purchase_order_id: UUID | str) -> bytes:
    """The purchase order as A4 PDF. Raises `NotFound`."""
    document = purchase_order_document(actor=actor, purchase_order_id=purchase_order_id)
    return render(PaperKind.ORDER, document, logo=logo_of(actor=actor))


def pick_list_pdf(*, actor: Actor, sales_order_id: UUID | str) -> bytes:
    """The pick list of an order as A4 PDF. Raises `NotFound`."""
    document = pick_list_document(actor=actor, sales_order_id=sales_order_id)
    return render(PaperKind.PICK_LIST, document, logo=logo_of(actor=actor))


def _head(actor: Actor, number: str, status: str) -> Data:
    return {
        "number": number,
        "grouping": "indian" if actor.organization.is_indian else "western",
        "language": "en",
        "currency": actor.organization.currency,
        "is_cancelled": status == "cancelled",
        "is_draft": status == "draft",
    }


def _sides(order: SalesOrderView) -> Data:
    """Who sells, who buys, and where it goes, as they are on file."""
    parties = read_parties(
        warehouse_id=order.warehouse_id,
        customer_id=order.customer_id,
        billing_address_id=order.billing_address.id if order.billing_address else None,
        shipping_address_id=order.shipping_address.id if order.shipping_address else None,
    )
    ship_to = ship_to_snapshot(parties)
    return {
        "seller": party_paper(seller_snapshot(parties)),
        "buyer": party_paper(buyer_snapshot(parties)),
        "ship_to": party_paper(ship_to) if ship_to else None,
    }


def _supplier(order: PurchaseOrderView) -> Mapping[str, Any]:
    """The supplier at the oldest address that is still theirs."""
    supplier = Supplier.objects.get(pk=order.supplier_id)
    addresses = SupplierAddress.objects.filter(supplier_id=supplier.pk, archived_at__isnull=True)
    address = addresses.order_by("id").first()
    return {
        **place_snapshot(
            name=supplier.name, address=address, gstin=(address.gstin if address else "") or supplier.gstin
        ),
        "phone": supplier.phone,
        "email": supplier.email,
        "tax_number": supplier.tax_number,
    }


def _place(warehouse: Warehouse) -> Mapping[str, Any]:
    return {
        "name": warehouse.name,
        "address": address_lines(lines=warehouse.address_lines, city=warehouse.city, postal_code=warehouse.postal_code),
        "state": state_text(warehouse.state_code),
        "phone": warehouse.phone,
    }


def _sold(line: SalesOrderLineView, currency: Currency, codes: Mapping[UUID, str]) -> Data:
    discount = line.quantity * line.unit_price - line.amount
    return {
        "description": line.description,
        "hsn": codes[line.product_id] or None,
        "quantity": str(line.quantity),
        "free_quantity": str(line.free_quantity),
        "unit": line.unit_code,
        "unit_price": str(line.unit_price),
        "discount": _text(max(discount, Decimal(0)), currency),
        "tax_rate": None if line.tax_rate is None else str(line.tax_rate),
        "total": _text(line.amount, currency),
    }


def _bought(line: PurchaseOrderLineView, currency: Currency, codes: Mapping[UUID, str]) -> Data:
    shown: Data = {
        "description": line.description,
        "hsn": codes[line.product_id] or None,
        "quantity": str(line.quantity),
        "free_quantity": str(line.free_quantity),
        "unit": line.unit_code,
        "tax_rate": None if line.tax_rate is None else str(line.tax_rate),
    }
    if line.unit_cost is None or line.amount is None:
        return shown
    discount = max(line.quantity * line.unit_cost - line.amount, Decimal(0))
    return shown | {
        "unit_price": str(line.unit_cost),
        "discount": _text(discount, currency),
        "total": _text(line.amount, currency),
    }


def _sums(order: SalesOrderView, currency: Currency) -> list[tuple[str, str | None, str]]:
    """What stands above the total: discount, what is taxed, each head at its rate, the rounding."""
    rows: list[tuple[str, str | None, str]] = []
    if order.discount_amount:
        rows.append(("total_discount", None, _text(order.discount_amount, currency)))
    rows.append(("taxable_value" if order.tax_lines else "value", None, _text(order.taxable, currency)))
    rows += [(row["head"], row["rate"], _text(Decimal(row["amount"]), currency)) for row in order.tax_lines]
    if order.round_off:
        rows.append(("round_off", None, _text(order.round_off, currency)))
    return rows


def _hsn_codes(product_ids: Any) -> dict[UUID, str]:
    return dict(Product.objects.filter(id__in=set(product_ids)).values_list("id", "hsn_code"))


def _text(amount: Decimal, currency: Currency) -> str:
    return str(round_amount(amount, currency=currency))
