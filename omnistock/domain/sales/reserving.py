"""What the operations of selling share about reserving: what an order needs, and where it then stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from omnistock.domain.catalog.units import Converted, ProductFacts, mark_units_used, product_facts
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.types import AllocatedLine, Demand, DemandLine
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.domain.sales.shelf_life import shelf_life_needed
from omnistock.domain.sales.status import LineFacts, status_of
from omnistock.tenancy.actor import Actor

SALES_ORDER: Final = "sales_order"
DISPATCH_KIND: Final = "dispatch"
PROGRESS_COLUMNS: Final = ("picked_quantity_base", "dispatched_quantity_base", "cancelled_quantity_base")


def reserve(order: SalesOrder, lines: Sequence[SalesOrderLine], *, actor: Actor) -> list[AllocatedLine]:
    """Reserve all that there is for the whole order at once; what is short stays on backorder. The order is locked or
    new."""
    waiting = [line for line in lines if line.open_base > 0]
    products = product_facts(actor=actor, ids={line.product_id for line in waiting})
    mark_units_used(actor=actor, converted=[_converted(line, products[line.product_id]) for line in waiting])
    return ledger.allocate(
        actor=actor,
        demand=Demand(SALES_ORDER, order.id),
        lines=[demand_line(order, line, products[line.product_id], actor=actor) for line in waiting],
        promised_on=order.promised_on and max(order.promised_on, actor.today),
    )


def demand_line(order: SalesOrder, line: SalesOrderLine, product: ProductFacts, *, actor: Actor) -> DemandLine:
    """What a line still needs, with the life that its goods must have; less, where that was accepted for it."""
    rule = shelf_life_needed(
        customer_days=order.customer.minimum_shelf_life_days,
        product_days=product.minimum_shelf_life_days,
        organization=actor.organization,
    )
    return DemandLine(
        line_id=line.id,
        product_id=line.product_id,
        quantity=line.open_base,
        warehouse_id=order.warehouse_id,
        minimum_shelf_life_days=rule if line.shelf_life_days is None else min(rule, line.shelf_life_days),
    )


def _converted(line: SalesOrderLine, product: ProductFacts) -> Converted:
    return Converted(
        product_id=line.product_id,
        unit_code=line.unit_code,
        factor=line.factor,
        quantity=line.quantity,
        quantity_base=line.quantity_base,
        is_first_use=not product.unused_units.isdisjoint({line.unit_code, product.unit_code}),
    )


def settle(order: SalesOrder, lines: Sequence[SalesOrderLine], allocations: Iterable[AllocatedLine]) -> None:
    """Put into the lines how much of them is picked, and into the order its status, as the ledger's reservations say:
    facts displace promises there without asking, so nothing is counted on here. Nothing is written."""
    found = {line.line_id: line for line in allocations}
    for line in lines:
        line.picked_quantity_base = line.dispatched_quantity_base + picked_of(found.get(line.id))
    order.status = status_of(line_facts(line, reserved=reserved_of(found.get(line.id))) for line in lines)


def reserved_of(allocated: AllocatedLine | None) -> Decimal:
    """Base units reserved now, picked ones included."""
    return Decimal(0) if allocated is None else allocated.reserved


def picked_of(allocated: AllocatedLine | None) -> Decimal:
    """Base units reserved that lie at the dispatch place already."""
    parts = () if allocated is None else allocated.allocated
    return sum((part.quantity for part in parts if part.location_kind == DISPATCH_KIND), Decimal(0))


def line_facts(line: SalesOrderLine, *, reserved: Decimal) -> LineFacts:
    return LineFacts(
        quantity=line.quantity_base,
        dispatched=line.dispatched_quantity_base,
        cancelled=line.cancelled_quantity_base,
        picked=line.picked_quantity_base,
        reserved=reserved,
    )


def save_lines(lines: Sequence[SalesOrderLine]) -> None:
    """Write what moves while an order is worked on, in one statement."""
    SalesOrderLine.objects.bulk_update(lines, PROGRESS_COLUMNS)
