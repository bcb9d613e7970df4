"""`/app/scan`: what a code or a text means, for the scan boxes and the entry grids."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from omnistock.domain.catalog.queries import find_products
from omnistock.domain.catalog.scanning import ScanAnswer, resolve_code
from omnistock.domain.catalog.units import ProductFacts, product_facts
from omnistock.domain.ledger.queries import stock_totals
from omnistock.domain.ledger.queries.naming import NamedBatch, batch_named, batches_called
from omnistock.interfaces.web.asked import id_of, text_of
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.kernel.days import format_month
from omnistock.kernel.numbers import EXACT, Grouping, grouped, plain
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import is_storable

# As many as a list under an entry bar shows without scrolling.
MOST_OFFERED: Final = 12
STOCK: Final = "stock:read"
# What is printed on the packs is no secret of the books: who counts finds a batch by its number too.
BATCHES: Final = (STOCK, "counts:write")


@dataclass(frozen=True, slots=True)
class _Meant:
    """A product that the text may mean, counted in `unit`, and what the text says besides."""

    product: ProductFacts
    unit: str
    quantity: Decimal | None = None
    batch_number: str | None = None
    expires_on: str | None = None
    note: str = ""


@tenant_view("catalog:read")
def scan(request: TenantRequest) -> HttpResponse:
    """`{"matches": [...], "problems": [...]}` for `?code=`. Prices and MRP are for one `unit`, stock is in base units.

    What carries the code or the SKU comes first; where nothing does, batches of that number, then names.
    `warehouse_id` narrows the stock. `problems` are sentences about a code that is damaged or impossible, or on a product
    that is put away: a code that is only new has none, whatever it cautions of, so that a product can be made of it.
    """
    return JsonResponse(
        meanings(actor=request.actor, text=text_of(request, "code"), warehouse_id=id_of(request, "warehouse_id"))
    )


def meanings(*, actor: Actor, text: str, warehouse_id: UUID | None) -> dict[str, Any]:
    """The same, for the look-ups that say more of a product."""
    answer = resolve_code(actor=actor, text=text)
    meant = _of_code(answer, actor=actor)
    if not meant and answer.scan.is_usable and text and is_storable(text):
        meant = _of_batches(text, actor=actor) or _of_names(text, actor=actor)
    stock = _stock({each.product.id for each in meant}, actor=actor, warehouse_id=warehouse_id)
    return {
        "matches": [_json(each, stock.get(each.product.id), actor=actor) for each in meant],
        "problems": [each.message for each in answer.scan.problems if each.stops]
        + ([] if meant else _put_away(answer, actor=actor)),
    }


def _put_away(answer: ScanAnswer, *, actor: Actor) -> list[str]:
    """That what the code or the name means is archived: who reads only that it is unknown makes it anew."""
    words = _("{code} is {name}, which is archived: offer it again on its page.")
    if answer.archived:
        return [words.format(code=answer.scan.raw, name=each.product.name) for each in answer.archived]
    text = answer.scan.raw
    found = find_products(actor=actor, text=text, limit=MOST_OFFERED, with_archived=True) if is_storable(text) else []
    named = [each for each in found if each.archived and text.strip().casefold() == each.name.casefold()]
    return [_("%(name)s is archived; restore it first.") % {"name": each.name} for each in named]


def sku_of(*, actor: Actor, product_id: UUID | None) -> str:
    """The SKU with which a form begins that was opened for a product; empty for one that is not there."""
    facts = product_facts(actor=actor, ids=[product_id]) if product_id else {}
    return next((each.sku for each in facts.values() if not each.archived), "")


def _of_code(answer: ScanAnswer, *, actor: Actor) -> list[_Meant]:
    """The carriers of the code. An expiry that the code leaves out is taken from the batch on file."""
    found = answer.scan
    number, expires_on = found.batch_number or found.serial, _expiry(found.expires_on, found.precision)
    meant = []
    for match in answer.matches:
        batch = _on_file(match.product.id, number, actor=actor) if number else None
        if batch and batch.merged_number:
            number = batch.number
        known = expires_on or (_expiry(batch.expires_on, batch.expiry_precision) if batch else None)
        meant.append(
            _Meant(match.product, match.unit_code, match.quantity, number, known, batch.sentence if batch else "")
        )
    return meant


def _of_batches(text: str, *, actor: Actor) -> list[_Meant]:
    """The products of which a batch has exactly this number; under a number that was merged, the batch with its goods."""
    if not any(map(actor.may, BATCHES)):
        return []
    same = batches_called(actor=actor, number=text, most=MOST_OFFERED)
    facts = product_facts(actor=actor, ids=[product_id for product_id, _batch in same])
    return [
        _Meant(
            product=facts[product_id],
            unit=facts[product_id].unit_code,
            batch_number=batch.number,
            expires_on=_expiry(batch.expires_on, batch.expiry_precision),
            note=batch.sentence,
        )
        for product_id, batch in same
        if not facts[product_id].archived
    ]


def _of_names(text: str, *, actor: Actor) -> list[_Meant]:
    return [_Meant(each, each.unit_code) for each in find_products(actor=actor, text=text, limit=MOST_OFFERED)]


def _on_file(product_id: UUID, number: str, *, actor: Actor) -> NamedBatch | None:
    return batch_named(actor=actor, product_id=product_id, number=number) if any(map(actor.may, BATCHES)) else None


def _expiry(day: dt.date | None, precision: str | None) -> str | None:
    """As the expiry cell takes it: `03/27` for a month, else the day."""
    if day is None:
        return None
    return format_month(day) if precision == "month" else day.isoformat()


def _stock(ids: set[UUID], *, actor: Actor, warehouse_id: UUID | None) -> dict[UUID, tuple[Decimal, Decimal]]:
    """On hand and free by product; empty for who sees no stock."""
    if not ids or not actor.may(STOCK):
        return {}
    sums = dict.fromkeys(ids, (Decimal(0), Decimal(0)))
    for row in stock_totals(actor=actor, product_ids=ids, warehouse_id=warehouse_id):
        on_hand, free = sums[row.product_id]
        sums[row.product_id] = (on_hand + row.on_hand, free + row.available)
    return sums


def _json(meant: _Meant, stock: tuple[Decimal, Decimal] | None, *, actor: Actor) -> dict[str, Any]:
    product, factor = meant.product, meant.product.units[meant.unit]
    cost = product.purchase_price if actor.sees_costs else None
    return {
        "product_id": str(product.id),
        "sku": product.sku,
        "name": product.name,
        "unit": meant.unit,
        "units": [{"code": code, "factor": plain(each)} for code, each in product.units.items()],
        "base_unit": product.unit_code,
        "tracking": product.tracking,
        "expires": product.expires,
        "batch_number": meant.batch_number,
        "expires_on": meant.expires_on,
        "note": meant.note,
        "quantity": _plain(meant.quantity),
        "mrp": _for_unit(product.mrp, factor),
        "price": _for_unit(product.sale_price, factor),
        "cost": _for_unit(cost, factor),
        "tax_rate": _plain(product.tax_rate),
        "on_hand": _plain(stock[0]) if stock else None,
        "free": _plain(stock[1]) if stock else None,
    }


def _for_unit(price: Decimal | None, factor: Decimal) -> str | None:
    """As prices are read: 98.50, not 98.5."""
    return None if price is None else grouped(EXACT.multiply(price, factor), grouping=Grouping.NONE, places=2)


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)


urlpatterns: list[URLPattern] = [path("app/scan", scan, name="scan")]
