"""What to do about what runs low: transfers of what another warehouse has to spare, and purchase orders of the rest. Each
proposal says in a sentence why it is this much."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final
from uuid import UUID

from omnistock.domain.catalog.units import ProductFacts, product_facts
from omnistock.domain.replenishment.inputs import Kind
from omnistock.domain.replenishment.levels import USUAL_WINDOW, ZERO, Level, LowProduct, low_products
from omnistock.domain.replenishment.reasons import Reason
from omnistock.domain.warehouses.queries import WarehouseRow, warehouses
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.money import line_amount
from omnistock.kernel.numbers import EXACT
from omnistock.tenancy.actor import Actor

_ONE: Final = Decimal(1)


@dataclass(frozen=True, slots=True)
class Proposal:
    """To bring `quantity` of `unit_code` of a product to a warehouse: from a supplier (kind order) or from another
    warehouse (kind transfer). `source_id` is None where nobody is known to sell it. Other quantities are in base units;
    `level` is the reorder point, or what is used until a delivery comes where that is more. `unit_cost` and `amount` are
    None for who sees no costs, and where no cost is on file."""

    kind: Kind
    product_id: UUID
    sku: str
    product_name: str
    base_unit_code: str
    warehouse_id: UUID
    warehouse_name: str
    source_id: UUID | None
    source_name: str
    supplier_code: str
    quantity: Decimal
    unit_code: str
    quantity_base: Decimal
    free: Decimal
    incoming: Decimal
    demand: Decimal
    reorder_point: Decimal
    level: Decimal
    target: Decimal
    daily_use: Decimal
    days_left: int | None
    lead_days: int | None
    is_other_registration: bool
    unit_cost: Decimal | None
    amount: Decimal | None
    why: str

    @property
    def key(self) -> str:
        """The same for the same proposal, whatever its quantity."""
        return f"{self.kind}.{self.product_id}.{self.warehouse_id}.{self.source_id or 'nobody'}"

    @property
    def runs_out_first(self) -> bool:
        """Whether it is used up before a delivery can be here."""
        return self.days_left is not None and self.lead_days is not None and self.days_left < self.lead_days


def proposals(*, actor: Actor, days: int = USUAL_WINDOW, warehouse_id: UUID | None = None) -> list[Proposal]:
    """Orders by supplier and warehouse, then transfers by warehouses, then what has no supplier; in a few statements.
    `warehouse_id`: those that bring goods there."""
    actor.require("stock:read")
    low = low_products(actor=actor, days=days)
    facts = product_facts(actor=actor, ids=[each.id for each in low])
    places = {each.id: each for each in warehouses(actor=actor)}
    found: list[Proposal] = []
    for product in low:
        found += _Proposing(actor, product, facts[product.id], places).all()
    wanted = (each for each in found if warehouse_id in (None, each.warehouse_id))
    return sorted(wanted, key=_order)


def _order(each: Proposal) -> tuple[object, ...]:
    rank = 2 if each.source_id is None else each.kind == "transfer"
    return rank, each.source_name, each.warehouse_name, each.product_name, each.key


class _Proposing:
    """The proposals of one product: first of what others can spare, to who is emptiest; then of what is still
    lacking."""

    def __init__(
        self, actor: Actor, product: LowProduct, facts: ProductFacts, places: Mapping[UUID, WarehouseRow]
    ) -> None:
        self.actor, self.product, self.facts, self.places = actor, product, facts, places
        self.here = [each for each in product.levels if each.warehouse_id is not None]
        self.spare = {each.warehouse_id: self._spare(each) for each in self.here}

    def all(self) -> Iterator[Proposal]:
        asking = [each for each in self.product.levels if each.reorder_point is not None]
        asking.sort(
            key=lambda each: (EXACT.divide(each.position, max(self._level(each), _ONE)), str(each.warehouse_id))
        )
        for each in asking:
            if each.position <= self._level(each) and (place := self._place(each)) is not None:
                yield from self._of(each, place)

    def _of(self, each: Level, place: WarehouseRow) -> Iterator[Proposal]:
        lacking = max(self._fill(each) - each.position, self.product.step)
        moved = ZERO
        if each.warehouse_id is not None:
            for donor in self._donors(place):
                quantity = self._moved(each, min(lacking - moved, self.spare[donor.warehouse_id]))
                if quantity > 0:
                    yield self._transfer(each, place, donor, quantity, lacking - moved)
                    moved += quantity
                    self.spare[donor.warehouse_id] -= quantity
        if each.position + moved <= self._level(each) and lacking > moved:
            yield self._bought(each, place, lacking - moved, moved)

    def _lead(self, each: Level) -> int | None:
        source = self.product.source
        return each.lead_days if each.lead_days is not None else (source.lead_days if source else None)

    def _level(self, each: Level) -> Decimal:
        assert each.reorder_point is not None
        return max(each.reorder_point, each.through_lead(self._lead(each), self.product.step))

    def _fill(self, each: Level) -> Decimal:
        """The target; further up by as much as the use until a delivery lies over the reorder point."""
        assert each.reorder_point is not None
        assert each.target is not None
        return each.target + self._level(each) - each.reorder_point

    def _keeps(self, each: Level) -> Decimal:
        """What a warehouse does not give away: what its rule fills it up to, or else what it used in the time looked
        at."""
        return each.used if each.target is None else self._fill(each)

    def _spare(self, each: Level) -> Decimal:
        return max(min(each.free - each.outgoing, each.position - self._keeps(each)), ZERO)

    def _place(self, each: Level) -> WarehouseRow | None:
        """Where the goods go; of all warehouses together, to the one that uses most."""
        if each.warehouse_id is not None:
            return self.places.get(each.warehouse_id)
        most = sorted(self.here, key=lambda here: (-here.used, -here.usable, str(here.warehouse_id)))
        ids = [here.warehouse_id for here in most if here.warehouse_id in self.places]
        return next((self.places[each] for each in [*ids, *self.places] if each is not None), None)

    def _donors(self, place: WarehouseRow) -> list[Level]:
        """Those of the same registration first, then who has most to spare."""

        def rank(each: Level) -> tuple[bool, Decimal, str]:
            return self._is_other(each, place), -self.spare[each.warehouse_id], str(each.warehouse_id)

        return sorted((each for each in self.here if each.warehouse_id != place.id), key=rank)

    def _is_other(self, each: Level, place: WarehouseRow) -> bool:
        assert each.warehouse_id is not None
        sender = self.places[each.warehouse_id]
        return bool(sender.gstin and place.gstin) and sender.registration_id != place.registration_id

    def _moved(self, each: Level, most: Decimal) -> Decimal:
        factor = self.facts.units.get(each.unit_code, self.product.step)
        return EXACT.multiply(EXACT.divide(most, factor).to_integral_value(rounding=ROUND_FLOOR), factor)

    def _transfer(
        self, each: Level, place: WarehouseRow, donor: Level, quantity_base: Decimal, lacking: Decimal
    ) -> Proposal:
        assert donor.warehouse_id is not None
        unit_code = each.unit_code if each.unit_code in self.facts.units else self.product.unit_code
        quantity = EXACT.divide(quantity_base, self.facts.units[unit_code])
        there, is_other = self.places[donor.warehouse_id], self._is_other(donor, place)
        reason = self._reason(each).transfer(
            lacking=lacking,
            donor=there.name,
            spare=self.spare[donor.warehouse_id],
            keeps=self._keeps(donor),
            has_rule=donor.target is not None,
            is_other=is_other,
        )
        return self._proposal(
            each, place, "transfer", donor.warehouse_id, there.name, quantity, unit_code, reason, is_other
        )

    def _bought(self, each: Level, place: WarehouseRow, lacking: Decimal, moved: Decimal) -> Proposal:
        source = self.product.source
        said = source.unit_code if source and source.unit_code else each.unit_code
        unit_code = said if said in self.facts.units else self.product.unit_code
        factor = self.facts.units[unit_code]
        step = self.product.step if unit_code == self.product.unit_code else _ONE
        exact = EXACT.divide(lacking, factor * step).to_integral_value(rounding=ROUND_CEILING) * step
        least = source.minimum_quantity if source and source.minimum_quantity else ZERO
        quantity = max(exact, least)
        reason = self._reason(each).order(
            lacking=lacking, moved=moved, fill=self._fill(each), quantity=quantity, unit_code=unit_code,
            factor=factor, is_least=least > exact, is_known=source is not None,
        )  # fmt: skip
        return self._proposal(
            each, place, "order", source.supplier_id if source else None, source.name if source else "", quantity,
            unit_code, reason, False,
        )  # fmt: skip

    def _reason(self, each: Level) -> Reason:
        return Reason(self.product, each, level=self._level(each), lead_days=self._lead(each))

    def _proposal(
        self, each: Level, place: WarehouseRow, kind: Kind, source_id: UUID | None, source_name: str,
        quantity: Decimal, unit_code: str, why: str, is_other: bool,
    ) -> Proposal:  # fmt: skip
        assert each.reorder_point is not None
        cost = self._cost(unit_code) if kind == "order" and self.actor.sees_costs else None
        amount = None
        if cost is not None:
            amount = line_amount(
                quantity=quantity, unit_price=cost, currency=currency_of(self.actor.organization.currency)
            )
        source = self.product.source if kind == "order" else None
        return Proposal(
            kind=kind, product_id=self.product.id, sku=self.product.sku, product_name=self.product.name,
            base_unit_code=self.product.unit_code, warehouse_id=place.id, warehouse_name=place.name,
            source_id=source_id, source_name=source_name, supplier_code=source.code if source else "",
            quantity=quantity, unit_code=unit_code, quantity_base=EXACT.multiply(quantity, self.facts.units[unit_code]),
            free=each.free, incoming=each.incoming, demand=each.demand, reorder_point=each.reorder_point,
            level=self._level(each), target=self._fill(each), daily_use=each.daily_use, days_left=each.days_left,
            lead_days=self._lead(each), is_other_registration=is_other, unit_cost=cost, amount=amount, why=why,
        )  # fmt: skip

    def _cost(self, unit_code: str) -> Decimal | None:
        """The supplier's own, else the product's; for one of the unit."""
        source = self.product.source
        if source and source.unit_cost is not None and unit_code == (source.unit_code or self.product.unit_code):
            return source.unit_cost
        price = self.facts.purchase_price
        return None if price is None else EXACT.multiply(price, self.facts.units[unit_code])
