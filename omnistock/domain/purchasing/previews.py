"""What an order or a receipt comes to while it is being typed: judged as it will be, and nothing is written.

Somebody is still typing: lines that are not whole yet are left out of the sum, and what is wrong with them is not told
before the form is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from omnistock.domain.catalog.units import product_facts
from omnistock.domain.purchasing.access import purchase_order_rows
from omnistock.domain.purchasing.inputs import PurchaseOrderLineInput, ReceiptLineInput
from omnistock.domain.purchasing.models import PurchaseOrderLine
from omnistock.domain.purchasing.ordering import judge_order_lines
from omnistock.domain.purchasing.receiving import judge_lines
from omnistock.domain.warehouses.queries import warehouse_facts
from omnistock.kernel.errors import NotFound
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewLine:
    """The line that was handed in at the place `at`. `is_uncosted`: nobody says what it costs, not even that it is free."""

    at: int
    amount: Decimal
    is_uncosted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """`total` is before tax, of the lines that are whole."""

    lines: Sequence[PreviewLine]
    total: Decimal

    @property
    def uncosted(self) -> int:
        """How many lines nothing says a cost for: what is received so is worth nothing in the stock."""
        return sum(line.is_uncosted for line in self.lines)


_NOTHING = Preview(lines=(), total=Decimal(0))


def preview_purchase_order(
    *, actor: Actor, supplier_id: UUID | None, lines: Sequence[PurchaseOrderLineInput]
) -> Preview:
    """What `create_purchase_order` would make of these lines; nothing for who sees no costs."""
    actor.require("purchasing:write")
    if not actor.sees_costs:
        return _NOTHING
    judged = judge_order_lines(lines, actor=actor, supplier_id=supplier_id, checker=Checker())
    return _preview(
        [
            PreviewLine(
                at=line.position - 1,
                amount=line.amount,
                is_uncosted=_is_uncosted(line.quantity, line.unit_cost, typed=lines[line.position - 1].unit_cost),
            )
            for line in judged
        ]
    )


def preview_receipt(
    *,
    actor: Actor,
    warehouse_id: UUID | None,
    purchase_order_id: UUID | None,
    lines: Sequence[ReceiptLineInput],
) -> Preview:
    """What the goods are worth that `post_receipt` would take in; nothing for who sees no costs."""
    actor.require("stock:write")
    if not actor.sees_costs or warehouse_id is None:
        return _NOTHING
    try:
        warehouse = warehouse_facts(actor=actor, id=warehouse_id)
    except NotFound:
        return _NOTHING
    judged = judge_lines(
        lines,
        actor=actor,
        products=product_facts(actor=actor, ids={line.product_id for line in lines}),
        warehouse=warehouse,
        order_lines=_order_lines(purchase_order_id, actor=actor),
        received_on=actor.today,
        checker=Checker(),
    )
    return _preview(
        [
            PreviewLine(
                at=line.at,
                amount=line.value,
                is_uncosted=_is_uncosted(line.charged.quantity, line.unit_cost, typed=lines[line.at].unit_cost),
            )
            for line in judged
        ]
    )


def _order_lines(purchase_order_id: UUID | None, *, actor: Actor) -> list[PurchaseOrderLine]:
    if purchase_order_id is None:
        return []
    orders = purchase_order_rows(actor=actor).filter(pk=purchase_order_id)
    return list(PurchaseOrderLine.objects.filter(purchase_order__in=orders).order_by("position"))


def _is_uncosted(quantity: Decimal, unit_cost: Decimal | None, *, typed: Decimal | None) -> bool:
    """An order without a cost says none either. Whoever types 0 says that it is free."""
    return quantity > 0 and not unit_cost and typed is None


def _preview(lines: Sequence[PreviewLine]) -> Preview:
    return Preview(lines=lines, total=sum((line.amount for line in lines), Decimal(0)))
