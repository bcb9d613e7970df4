"""What an order would come to while it is being typed: judged as it will be, and nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from omnistock.domain.sales.drafting import Head, judge
from omnistock.domain.sales.inputs import CreditFacts, SalesOrderLineInput
from omnistock.domain.sales.judgement import explained_cautions
from omnistock.domain.sales.models import SalesOrder
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewLine:
    """A line with its price per `unit_code`, and where that is from; `price_value` belongs to `price_source`."""

    product_id: UUID
    description: str
    unit_code: str
    quantity: Decimal
    free_quantity: Decimal
    unit_price: Decimal
    price_source: str
    price_value: Decimal | None
    discount_percent: Decimal
    tax_rate: Decimal | None
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class SalesOrderPreview:
    """`cautions` are the sentences that confirming would ask about."""

    lines: Sequence[PreviewLine]
    taxable: Decimal
    tax_lines: Sequence[Mapping[str, Any]]
    discount_amount: Decimal
    round_off: Decimal
    total: Decimal
    cautions: Sequence[str]


_LINE_COLUMNS = (
    "product_id description unit_code quantity free_quantity unit_price price_source price_value discount_percent "
    "tax_rate amount"
).split()


def preview_sales_order(
    *, actor: Actor, head: Head, lines: Sequence[SalesOrderLineInput], credit: CreditFacts | None = None
) -> SalesOrderPreview:
    """What `create_sales_order` would make of this. Raises `Invalid` with every fault."""
    actor.require("sales:write")
    order = SalesOrder(id=uuid7(), organization_id=actor.organization_id)
    judged = judge(order, head, lines, actor=actor)
    cautions = explained_cautions(order, judged, actor=actor, credit=credit, said=None)
    return SalesOrderPreview(
        lines=[PreviewLine(**{name: getattr(line, name) for name in _LINE_COLUMNS}) for line in judged],
        taxable=order.taxable,
        tax_lines=order.tax_lines,
        discount_amount=order.discount_amount,
        round_off=order.round_off,
        total=order.total,
        cautions=[caution["message"] for caution in cautions],
    )
