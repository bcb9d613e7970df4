"""What documents need to know of products, and quantities in any of a product's units as base units."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from omnistock.domain.catalog.models import Unit
from omnistock.kernel.errors import Fault, Invalid
from omnistock.kernel.numbers import excerpt
from omnistock.kernel.quantity import parse_quantity
from omnistock.kernel.quantity import to_base as exact_base
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.current import current_organization_id
from omnistock.tenancy.statements import Statement, send

# What a first day needs; code, name, decimals, the tax portal's unit quantity code.
DEFAULT_UNITS: Final = (
    ("pcs", "Pieces", 0, "PCS"),
    ("nos", "Numbers", 0, "NOS"),
    ("strip", "Strip", 0, "OTH"),
    ("tablet", "Tablet", 0, "TBS"),
    ("vial", "Vial", 0, "OTH"),
    ("bottle", "Bottle", 0, "BTL"),
    ("tube", "Tube", 0, "TUB"),
    ("box", "Box", 0, "BOX"),
    ("carton", "Carton", 0, "CTN"),
    ("pack", "Pack", 0, "PAC"),
    ("bag", "Bag", 0, "BAG"),
    ("dozen", "Dozen", 0, "DOZ"),
    ("set", "Set", 0, "SET"),
    ("roll", "Roll", 0, "ROL"),
    ("kg", "Kilogram", 3, "KGS"),
    ("g", "Gram", 0, "GMS"),
    ("l", "Litre", 3, "LTR"),
    ("ml", "Millilitre", 0, "MLT"),
    ("m", "Metre", 2, "MTR"),
)

_MARK_USED: Final = """
WITH marked_units AS (
    UPDATE product_unit SET used_at = %(now)s
    FROM (
        SELECT p.id FROM product_unit p JOIN unit u ON u.organization_id = p.organization_id AND u.id = p.unit_id
        JOIN unnest(%(products)s::uuid[], %(units)s::text[]) used (product_id, code)
            ON used.product_id = p.product_id AND used.code = u.code
        WHERE p.organization_id = %(organization)s AND p.used_at IS NULL ORDER BY p.id FOR NO KEY UPDATE OF p
    ) first
    WHERE product_unit.organization_id = %(organization)s AND product_unit.id = first.id
)
UPDATE product SET used_at = %(now)s
FROM (
    SELECT id FROM product
    WHERE organization_id = %(organization)s AND id = ANY(%(products)s::uuid[]) AND used_at IS NULL
    ORDER BY id FOR NO KEY UPDATE
) first
WHERE product.organization_id = %(organization)s AND product.id = first.id
"""


class ProductFacts(NamedTuple):
    """A product as documents see it. Prices are per base unit in the organization's currency; `units` holds the factor
    of every unit in which it may be counted (the base unit's is 1); `decimals` is how finely the base unit is
    counted."""

    id: UUID
    sku: str
    name: str
    unit_code: str
    decimals: int
    uqc_code: str
    units: Mapping[str, Decimal]
    tracking: str
    expires: bool
    hsn_code: str
    tax_category: str
    tax_rate: Decimal | None
    sale_price: Decimal | None
    purchase_price: Decimal | None
    mrp: Decimal | None
    shelf_life_days: int | None
    minimum_shelf_life_days: int | None
    archived: bool
    unused_units: frozenset[str] = frozenset()


class Converted(NamedTuple):
    """A quantity as it was typed and in base units."""

    product_id: UUID
    unit_code: str
    factor: Decimal
    quantity: Decimal
    quantity_base: Decimal
    is_first_use: bool = False


def product_facts(*, actor: Actor, ids: Iterable[UUID]) -> dict[UUID, ProductFacts]:
    """The facts of the products with these ids, in one round trip. An id that is not there, or not ours, is left out.

    A product that is archived is there: its documents go on, and what arrives of it, or is found or lost, is written down.
    New orders ask `archived`.
    """
    wanted = set(ids)
    if not wanted:
        return {}
    reading = FactsReading.of(wanted)
    send(*reading.statements)
    return reading.facts()


@dataclass(frozen=True, slots=True)
class FactsReading:
    """The statements of `product_facts`, for those who send them along with others. Without `has_packs` the base unit
    is the only one that is known: enough where nobody names a unit."""

    products: Statement
    packs: Statement
    has_packs: bool = True

    @classmethod
    def of(cls, ids: Iterable[UUID], *, has_packs: bool = True) -> FactsReading:
        values = {"organization": current_organization_id(), "products": list(set(ids))}
        return cls(Statement(_PRODUCTS, values), Statement(_PACKS, values), has_packs)

    @property
    def statements(self) -> tuple[Statement, ...]:
        return (self.products, self.packs) if self.has_packs else (self.products,)

    def facts(self) -> dict[UUID, ProductFacts]:
        """What they answered, once they were sent."""
        packs: dict[UUID, list[tuple[Any, ...]]] = {}
        for product_id, *pack in self.packs.rows:
            packs.setdefault(product_id, []).append(tuple(pack))
        return {row[0]: _facts(row, packs.get(row[0], [])) for row in self.products.rows}


# Written out: a hot path, and the ORM takes longer to put such a statement together than PostgreSQL to answer it.
_ONE: Final = Decimal(1)
_PRODUCTS: Final = """
SELECT p.id, p.sku, p.name, u.code, u.decimals, u.uqc_code, p.tracking, p.expires, p.hsn_code, p.tax_category, p.tax_rate,
    p.sale_price, p.purchase_price, p.mrp, p.shelf_life_days, p.minimum_shelf_life_days,
    p.archived_at IS NOT NULL, p.used_at IS NULL
FROM product p JOIN unit u ON u.organization_id = p.organization_id AND u.id = p.unit_id
WHERE p.organization_id = %(organization)s AND p.id = ANY(%(products)s::uuid[])
"""
_PACKS: Final = """
SELECT k.product_id, u.code, k.factor, k.used_at IS NULL
FROM product_unit k JOIN unit u ON u.organization_id = k.organization_id AND u.id = k.unit_id
WHERE k.organization_id = %(organization)s AND k.product_id = ANY(%(products)s::uuid[])
ORDER BY k.factor, k.id
"""


def _facts(row: tuple[Any, ...], packs: Sequence[tuple[Any, ...]]) -> ProductFacts:
    id, sku, name, unit_code, decimals, uqc_code, *rest, is_archived, is_unused = row
    units, unused = {unit_code: _ONE}, {unit_code} if is_unused else set()
    for code, factor, is_pack_unused in packs:
        units[code] = factor
        if is_pack_unused:
            unused.add(code)
    own: tuple[Any, ...] = (id, sku, name, unit_code, decimals, uqc_code, units)
    values = (*own, *rest, is_archived, frozenset(unused))
    return ProductFacts(*values)


def to_base(
    facts: ProductFacts,
    unit_code: str | None,
    quantity: Decimal,
    *,
    pointer: str,
    faults: list[Fault],
    allow_negative: bool = False,
    allow_zero: bool = False,
) -> Converted | None:
    """`quantity` of the product's unit `unit_code` (None or "": the base unit) in base units.

    `pointer` is the quantity's (`lines/0/quantity`); a wrong unit is a fault of its sibling `unit`. Appends what is
    wrong to `faults` and returns None.
    """
    code = (unit_code or facts.unit_code).strip().casefold()
    factor = facts.units.get(code)
    if factor is None:
        message = _("{product} is not counted in “{unit}”; it is counted in {units}.")
        message = message.format(product=facts.name, unit=excerpt(code, length=20), units=", ".join(facts.units))
        faults.append(Fault(_sibling(pointer, "unit"), message, "unknown_unit", {"product_id": facts.id}))
        return None
    try:
        typed = parse_quantity(quantity, allow_negative=allow_negative, allow_zero=allow_zero)
        base = exact_base(quantity=typed, factor=factor, precision=facts.decimals, unit=code)
    except Invalid as refusal:
        faults.extend(Fault(pointer, fault.message, fault.code, fault.details) for fault in refusal.faults)
        return None
    is_first_use = not facts.unused_units.isdisjoint({code, facts.unit_code})
    return Converted(facts.id, code, factor, typed, base, is_first_use)


def check_fineness(*, actor: Actor, asked: Iterable[tuple[Checker, UUID, Decimal | None]]) -> None:
    """That no `quantity`, in base units of its product, is finer than the unit is counted in: half a strip is none. What
    is wrong goes to its checker, which has judged the number itself. Whole quantities are asked of nobody."""
    parts = [(check, id, quantity) for check, id, quantity in asked if quantity is not None and quantity % 1]
    if not parts:
        return
    facts = product_facts(actor=actor, ids={product_id for _check, product_id, _quantity in parts})
    for check, product_id, quantity in parts:
        pointer = f"{check.prefix}/quantity"
        if all(fault.pointer != pointer for fault in check.faults):
            to_base(facts[product_id], None, quantity, pointer=pointer, faults=check.faults)


def _sibling(pointer: str, name: str) -> str:
    parent, slash, _last = pointer.rpartition("/")
    return f"{parent}{slash}{name}"


def mark_units_used(*, actor: Actor, converted: Iterable[Converted]) -> None:
    """From now on the products of a posted document keep their base unit and tracking, its pack units their factors.

    No statement at all when everything was used before; else one, whatever the number of lines.
    """
    first = {(each.product_id, each.unit_code) for each in converted if each.is_first_use}
    if not first:
        return
    values: dict[str, Any] = {
        "organization": actor.organization_id,
        "now": actor.now,
        "products": [product_id for product_id, _code in first],
        "units": [code for _product_id, code in first],
    }
    with connection.cursor() as cursor:
        cursor.execute(_MARK_USED, values)


def make_default_units(actor: Actor) -> None:
    """The units that every workspace starts with. Part of making the workspace, whose audit event covers them."""
    Unit.objects.bulk_create(
        Unit(
            organization_id=actor.organization_id,
            code=code,
            name=name,
            decimals=decimals,
            uqc_code=uqc_code,
            created_at=actor.now,
            updated_at=actor.now,
        )
        for code, name, decimals, uqc_code in DEFAULT_UNITS
    )
