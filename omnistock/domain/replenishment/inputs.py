"""What replenishment is handed: parsed, frozen, and not yet judged."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal
from uuid import UUID

Kind = Literal["order", "transfer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReorderRuleInput:
    """In base units. `reorder_point` None takes the rule away; `target` None fills up to the reorder point alone.
    `unit` is a pack unit of the product of which whole ones are ordered and sent ("": any quantity). `pointer` is where
    the request says it."""

    product_id: UUID
    warehouse_id: UUID
    reorder_point: Decimal | None
    target: Decimal | None = None
    lead_days: int | None = None
    unit: str = ""
    pointer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLineInput:
    """What is wanted of a proposal: its product, warehouse and source (the supplier, or the warehouse it comes from),
    and how much, in the unit of the proposal. 0 leaves it out."""

    kind: Kind
    product_id: UUID
    warehouse_id: UUID
    source_id: UUID
    quantity: Decimal
    pointer: str
