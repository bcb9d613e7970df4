"""What a scanned or typed code means here: the products and packs that carry it, with what else the code says."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from omnistock.domain.catalog.codes import LONGEST_BARCODE, fold_sku
from omnistock.domain.catalog.models import Barcode, Product
from omnistock.domain.catalog.units import ProductFacts, product_facts
from omnistock.kernel.gs1 import Scan, read_scan
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import is_storable

# One code on more products than this is no answer but a mistake in the data.
MOST_MATCHES: Final = 20
_LONGEST_SKU: Final = 64


@dataclass(frozen=True, slots=True)
class ScanMatch:
    """One product that the code may mean. `unit_code` is the pack unit that carries it, or the base unit, `factor` its
    base units; `quantity` counts that unit, and is None where the code says nothing of it."""

    product: ProductFacts
    unit_code: str
    factor: Decimal
    quantity: Decimal | None


@dataclass(frozen=True, slots=True)
class ScanAnswer:
    """Everything that is known of a code: what it says of itself (batch, expiry, serial, problems), and its matches.

    With several matches the screen offers the choice in place. With none the code is unknown here, and can be put on a
    product, unless `archived` ones carry it.
    """

    scan: Scan
    matches: tuple[ScanMatch, ...]
    archived: tuple[ScanMatch, ...] = ()


def resolve_code(*, actor: Actor, text: str) -> ScanAnswer:
    """What `text` means in this workspace, in at most four statements. A code with a problem that stops has no
    matches."""
    actor.require("catalog:read")
    scan = read_scan(text, today=actor.today)
    if not scan.is_usable or not scan.raw:
        return ScanAnswer(scan, ())
    carriers = _carriers(scan)
    facts = product_facts(actor=actor, ids=[product_id for product_id, _unit in carriers])
    matches = [_match(scan, facts[product_id], unit) for product_id, unit in carriers]
    return ScanAnswer(
        scan,
        tuple(match for match in matches if not match.product.archived),
        tuple(match for match in matches if match.product.archived),
    )


def _carriers(scan: Scan) -> list[tuple[UUID, str | None]]:
    """(product id, code of the pack unit or None) of everything that carries the code; a SKU is a code too."""
    code = scan.gtin14 or scan.raw
    if not is_storable(code) or len(code) > LONGEST_BARCODE:
        return []
    rows = Barcode.objects.filter(code=code).order_by("id").values_list("product_id", "product_unit__unit__code")
    found: dict[tuple[UUID, str | None], None] = dict.fromkeys(rows[:MOST_MATCHES])
    if scan.gtin14 is None or not found:
        same = Product.objects.filter(sku_key=fold_sku(scan.raw[:_LONGEST_SKU])).values_list("id", flat=True)
        found |= dict.fromkeys((product_id, None) for product_id in same)
    return list(found)


def _match(scan: Scan, facts: ProductFacts, unit: str | None) -> ScanMatch:
    unit_code, quantity = unit or facts.unit_code, scan.quantity
    if scan.quantity_unit is not None:  # a weight counts only what is sold in that unit
        unit_code = scan.quantity_unit if scan.quantity_unit in facts.units else unit_code
        quantity = scan.quantity if scan.quantity_unit in facts.units else None
    return ScanMatch(facts, unit_code, facts.units[unit_code], quantity)
