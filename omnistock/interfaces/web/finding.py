"""Records by what somebody types: the palette and the search page. Every kind is asked through its room's own list, so
that nobody finds what they may not see."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from omnistock.domain.billing.queries import InvoiceFilter, PaymentFilter, RefundFilter, invoices, payments, refunds
from omnistock.domain.catalog.queries import find_products
from omnistock.domain.fulfilment.queries import DispatchFilter, dispatches
from omnistock.domain.ledger.queries import batches
from omnistock.domain.parties.queries import find_customers, find_suppliers
from omnistock.domain.purchasing.queries import PurchaseOrderFilter, ReceiptFilter, purchase_orders, receipts
from omnistock.domain.recalls.queries import RecallFilter, recalls
from omnistock.domain.sales.queries import SalesOrderFilter, sales_orders
from omnistock.domain.stocktaking.counting_queries import CountFilter, stock_counts
from omnistock.interfaces.web.links import href_of
from omnistock.tenancy.actor import Actor

# Stands for a record when it is asked whether its kind has a page at all.
_ANY: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Found:
    """A record: `label` is its name or number, `detail` what tells it from others of that name."""

    kind: str | Promise
    label: str
    detail: str
    href: str
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class _Row:
    id: UUID
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where records of one kind come from. `is_number`: the label is copied or read out, so it is set in mono."""

    kind: str | Promise
    url_name: str
    permission: str
    find: Callable[[Actor, str, int], Iterable[_Row]]
    is_number: bool = False


def found(*, actor: Actor, text: str, limit: int) -> list[Found]:
    """At most `limit` records of each kind, in the order of `SOURCES`. A kind without a page is left out."""
    results: list[Found] = []
    for source in SOURCES:
        if not actor.may(source.permission) or not href_of(source.url_name, _ANY):
            continue
        results += [
            Found(source.kind, row.label, row.detail, href_of(source.url_name, row.id), source.is_number)
            for row in source.find(actor, text, limit)
        ]
    return results


def _products(actor: Actor, text: str, limit: int) -> list[_Row]:
    rows = find_products(actor=actor, text=text, limit=limit, with_archived=True)
    return [_Row(each.id, each.name, _put_away(each.sku, each.archived)) for each in rows]


def _batches(actor: Actor, text: str, limit: int) -> list[_Row]:
    rows = batches(actor=actor, number=text, order="number", limit=limit).items
    return [_Row(each.id, each.number, each.product_name) for each in rows]


def _customers(actor: Actor, text: str, limit: int) -> list[_Row]:
    rows = find_customers(actor=actor, text=text, limit=limit, with_archived=True)
    return [_Row(each.id, each.name, _put_away(_city(each.addresses), each.archived_at)) for each in rows]


def _suppliers(actor: Actor, text: str, limit: int) -> list[_Row]:
    rows = find_suppliers(actor=actor, text=text, limit=limit, with_archived=True)
    return [_Row(each.id, each.name, _put_away(_city(each.addresses), each.archived_at)) for each in rows]


def _sales_orders(actor: Actor, text: str, limit: int) -> list[_Row]:
    rows = sales_orders(actor=actor, wanted=SalesOrderFilter(search=text), limit=limit).items
    return [_Row(each.id, each.number, each.customer_name) for each in rows]


def _dispatches(actor: Actor, text: str, limit: int) -> list[_Row]:
    rows = dispatches(actor=actor, wanted=DispatchFilter(search=text), limit=limit).items
    return [_Row(each.id, each.number, each.customer_name) for each in rows]


def _invoices(actor: Actor, text: str, limit: int) -> list[_Row]:
    rows = invoices(actor=actor, wanted=InvoiceFilter(search=text), limit=limit).items
    return [_Row(each.id, each.number or str(_("Draft")), each.customer_name) for each in rows]


def _payments(actor: Actor, text: str, limit: int) -> list[_Row]:
    rows = payments(actor=actor, wanted=PaymentFilter(search=text), limit=limit).items
    return [_Row(each.id, each.number, each.customer_name) for each in rows]


def _refunds(actor: Actor, text: str, limit: int) -> list[_Row]:
    rows = refunds(actor=actor, wanted=RefundFilter(search=text), limit=limit).items
    return [_Row(each.id, each.number, each.customer_name) for each in rows]


def _purchase_orders(actor: Actor, text: str, limit: int) -> list[_Row]:
    rows = purchase_orders(actor=actor, wanted=PurchaseOrderFilter(search=text), limit=limit).items
    return [_Row(each.id, each.number, each.supplier_name) for each in rows]


def _receipts(actor: Actor, text: str, limit: int) -> list[_Row]:
    rows = receipts(actor=actor, wanted=ReceiptFilter(search=text), limit=limit).items
    return [_Row(each.id, each.number, each.supplier_name or "") for each in rows]


def _recalls(actor: Actor, text: str, limit: int) -> list[_Row]:
    rows = recalls(actor=actor, wanted=RecallFilter(search=text), limit=limit).items
    return [_Row(each.id, each.number, each.reason) for each in rows]


def _put_away(detail: str, archived: object) -> str:
    """What is archived is found, since somebody may want it back, and says so."""
    return " · ".join(part for part in (detail, gettext("Archived") if archived else "") if part)


def _city(addresses: Iterable[object]) -> str:
    return next((city for each in addresses if (city := str(getattr(each, "city", "")))), "")


def _stock_counts(actor: Actor, text: str, limit: int) -> list[_Row]:
    rows = stock_counts(actor=actor, wanted=CountFilter(number=text), limit=limit).items
    return [_Row(each.id, each.number, each.warehouse_name) for each in rows]


SOURCES: Final[tuple[Source, ...]] = (
    Source(_("Products"), "product", "catalog:read", _products),
    Source(_("Batches"), "batch", "stock:read", _batches, is_number=True),
    Source(_("Customers"), "customer", "parties:read", _customers),
    Source(_("Suppliers"), "supplier", "parties:read", _suppliers),
    Source(_("Orders"), "sales-order", "sales:read", _sales_orders, is_number=True),
    Source(_("Dispatches"), "dispatch", "sales:read", _dispatches, is_number=True),
    Source(_("Invoices"), "invoice", "billing:read", _invoices, is_number=True),
    Source(_("Payments"), "payment", "payments:read", _payments, is_number=True),
    Source(_("Refunds"), "refund", "payments:read", _refunds, is_number=True),
    Source(_("Purchase orders"), "purchase-order", "purchasing:read", _purchase_orders, is_number=True),
    Source(_("Receipts"), "receipt", "purchasing:read", _receipts, is_number=True),
    Source(_("Recalls"), "recall", "stock:read", _recalls, is_number=True),
    Source(_("Counts"), "stock-count", "counts:read", _stock_counts, is_number=True),
)
