"""What to order: products whose stock, with what is ordered and less what customers wait for, is at or under their reorder
point; and the drafts of purchase orders that fill them up."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.fulfilment.policies import POLICIES
from omnistock.domain.purchasing.inputs import PurchaseOrderLineInput
from omnistock.domain.purchasing.models import PurchaseOrder
from omnistock.domain.purchasing.operations import create_purchase_order
from omnistock.domain.purchasing.policies import MOST_LINES
from omnistock.kernel.numbers import EXACT
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation
from omnistock.tenancy.statements import Statement, send

USE_DAYS: Final = 90
_ZERO: Final = Decimal(0)
_WANTED: Final = """
WITH held AS (
    SELECT product_id, sum(on_hand) AS on_hand FROM stock_total
    WHERE organization_id = %(organization)s
        AND (%(warehouses)s::uuid[] IS NULL OR warehouse_id = ANY(%(warehouses)s::uuid[]))
    GROUP BY 1
), incoming AS (
    SELECT l.product_id, sum(greatest(l.quantity_base - l.received_quantity_base, 0)) AS quantity
    FROM purchase_order o
    JOIN purchase_order_line l ON l.organization_id = o.organization_id AND l.purchase_order_id = o.id
    WHERE o.organization_id = %(organization)s AND o.status IN ('draft', 'confirmed', 'partly_received')
        AND (%(warehouses)s::uuid[] IS NULL OR o.warehouse_id = ANY(%(warehouses)s::uuid[]))
    GROUP BY 1
), demand AS (
    SELECT l.product_id,
        sum(greatest(l.quantity_base - l.dispatched_quantity_base - l.cancelled_quantity_base, 0)) AS quantity
    FROM sales_order o
    JOIN sales_order_line l ON l.organization_id = o.organization_id AND l.sales_order_id = o.id
    WHERE o.organization_id = %(organization)s AND o.status NOT IN ('draft', 'cancelled', 'closed')
        AND (%(warehouses)s::uuid[] IS NULL OR o.warehouse_id = ANY(%(warehouses)s::uuid[]))
    GROUP BY 1
), low AS (
    SELECT p.id, p.sku, p.name, p.unit_id, p.reorder_point, p.reorder_quantity, coalesce(held.on_hand, 0) AS on_hand,
        coalesce(incoming.quantity, 0) AS incoming, coalesce(demand.quantity, 0) AS demand
    FROM product p
    LEFT JOIN held ON held.product_id = p.id
    LEFT JOIN incoming ON incoming.product_id = p.id
    LEFT JOIN demand ON demand.product_id = p.id
    WHERE p.organization_id = %(organization)s AND p.reorder_point IS NOT NULL AND p.archived_at IS NULL
        AND coalesce(held.on_hand, 0) + coalesce(incoming.quantity, 0) - coalesce(demand.quantity, 0) <= p.reorder_point
)
SELECT low.id, low.sku, low.name, u.code, low.on_hand, low.incoming, low.demand, low.reorder_point, low.reorder_quantity,
    u.decimals, used.quantity, latest.supplier_id, s.name
FROM low
JOIN unit u ON u.organization_id = %(organization)s AND u.id = low.unit_id
LEFT JOIN LATERAL (
    SELECT sum(m.quantity) AS quantity
    FROM movement m
    JOIN location t ON t.organization_id = m.organization_id AND t.id = m.to_location_id
    JOIN location f ON f.organization_id = m.organization_id AND f.id = m.from_location_id
    WHERE m.organization_id = %(organization)s AND m.product_id = low.id AND m.effective_at >= %(since)s
        AND t.kind IN ('customer', 'production') AND m.reason <> 'reversal'
        AND (%(warehouses)s::uuid[] IS NULL OR f.warehouse_id = ANY(%(warehouses)s::uuid[]))
) used ON true
LEFT JOIN LATERAL (
    SELECT r.supplier_id
    FROM receipt_line l
    JOIN receipt r ON r.organization_id = l.organization_id AND r.id = l.receipt_id
    JOIN supplier known ON known.organization_id = r.organization_id AND known.id = r.supplier_id
    WHERE l.organization_id = %(organization)s AND l.product_id = low.id AND r.reversed_at IS NULL
        AND known.archived_at IS NULL
    ORDER BY l.id DESC LIMIT 1
) latest ON true
LEFT JOIN supplier s ON s.organization_id = %(organization)s AND s.id = latest.supplier_id
ORDER BY s.name NULLS LAST, low.name, low.id
LIMIT 1000
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """In base units. `incoming` is on purchase orders, drafts too; `demand` what orders still wait for, reserved or
    not. `proposed` fills up to reorder point and reorder quantity together. The supplier is the last one; None where it
    never came from one."""

    product_id: UUID
    sku: str
    name: str
    unit_code: str
    on_hand: Decimal
    incoming: Decimal
    demand: Decimal
    reorder_point: Decimal
    proposed: Decimal
    daily_use: Decimal
    supplier_id: UUID | None
    supplier_name: str

    @property
    def days_left(self) -> int | None:
        """How long what is free lasts at the use of the last 90 days."""
        return int(max(self.on_hand - self.demand, _ZERO) / self.daily_use) if self.daily_use else None


def replenishment(*, actor: Actor) -> list[Wanted]:
    """By supplier and product, in one statement; of the actor's warehouses. At most 1,000."""
    actor.require("stock:read")
    values = {
        "organization": actor.organization_id,
        "warehouses": None if actor.warehouse_ids is None else list(actor.warehouse_ids),
        "since": actor.now - dt.timedelta(days=USE_DAYS),
    }
    statement = Statement(_WANTED, values)
    send(statement, plan_anew=True)
    found = []
    for *head, on_hand, incoming, demand, point, fill, decimals, used, supplier_id, supplier in statement.rows:
        product_id, sku, name, unit_code = head
        lacking = point + (fill or _ZERO) - (on_hand + incoming - demand)
        step = Decimal(1).scaleb(-decimals)
        proposed = max(lacking, fill or _ZERO, step).quantize(step, rounding=ROUND_CEILING, context=EXACT)
        use = EXACT.divide(used or _ZERO, Decimal(USE_DAYS)).quantize(Decimal("0.01"), context=EXACT)
        found.append(
            Wanted(
                product_id,
                sku,
                name,
                unit_code,
                on_hand,
                incoming,
                demand,
                point,
                proposed,
                use,
                supplier_id,
                supplier or "",
            )
        )
    return found


@operation(POLICIES)
def draft_replenishment(*, actor: Actor, warehouse_id: UUID, quantities: Mapping[UUID, Decimal]) -> list[PurchaseOrder]:
    """A draft of a purchase order for each supplier of the products in `quantities` (base units; 0 leaves one out), to
    the warehouse. All or none.

    Raises `Invalid` for a product that is not wanted any more, has no supplier yet, or where nothing is chosen.
    """
    checker = Checker()
    wanted = {each.product_id: each for each in replenishment(actor=actor)}
    by_supplier: dict[UUID, list[PurchaseOrderLineInput]] = defaultdict(list)
    for product_id, quantity in quantities.items():
        if quantity == 0:
            continue
        row, pointer = wanted.get(product_id), f"quantities/{product_id}"
        if row is None:
            checker.add(pointer, _("This product is not at its reorder point any more."), "not_wanted")
        elif row.supplier_id is None:
            message = _("%(product)s never came from a supplier: order it once by hand.") % {"product": row.name}
            checker.add(pointer, message, "no_supplier")
        else:
            by_supplier[row.supplier_id].append(PurchaseOrderLineInput(product_id=product_id, quantity=quantity))
    if not by_supplier and not any(quantities.values()):
        checker.add("quantities", _("Choose at least one product with a quantity."), "missing")
    if sum(map(len, by_supplier.values())) > MOST_LINES:
        checker.add("quantities", _("At most %(most)s lines at once.") % {"most": MOST_LINES}, "too_many")
    checker.stop()
    return [
        create_purchase_order(actor=actor, supplier_id=supplier_id, warehouse_id=warehouse_id, lines=lines)
        for supplier_id, lines in sorted(by_supplier.items())
    ]
