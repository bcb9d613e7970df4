"""ABC classes: the few products that most of the value goes through, and the many that little does."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, Literal
from uuid import UUID

from omnistock.domain.ledger.queries.levels import levels
from omnistock.domain.ledger.sql import read
from omnistock.kernel.numbers import EXACT
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

_CLASSES: Final = read("abc_classes")
_HUNDRED: Final = Decimal(100)
_TENTH: Final = Decimal("0.1")
YEAR_DAYS: Final = 365
_A_PERCENT: Final = 80
_B_PERCENT: Final = 95

AbcClass = Literal["A", "B", "C"]


@dataclass(frozen=True, slots=True)
class AbcProduct:
    """`value` is that of what was used (sold or consumed, less what came back) in the window, at cost, or with the
    basis `stock` that of what is there; `held` what is there. Both are None for who sees no costs. `share` and
    `running_share` are per cent of all."""

    product_id: UUID
    sku: str
    name: str
    abc_class: AbcClass
    value: Decimal | None
    held: Decimal | None
    share: Decimal
    running_share: Decimal


def abc_classes(
    *,
    actor: Actor,
    warehouse_id: UUID | None = None,
    basis: Literal["used", "stock"] = "used",
    days: int = YEAR_DAYS,
    a_percent: int = _A_PERCENT,
    b_percent: int = _B_PERCENT,
) -> list[AbcProduct]:
    """Every product that was used in the last `days` or is there, the largest value first; in one statement.

    A product is of class A while those before it make less than `a_percent` of the value, of B up to `b_percent`, else
    C. What nobody used is C. Only the actor's warehouses count.
    """
    actor.require("stock:read")
    rows = _ranked(actor, warehouse_id, by_stock=basis == "stock", days=days)
    return [_classified(row, actor, a_percent, b_percent) for row in rows]


def products_of_class(*, actor: Actor, warehouse_id: UUID, abc_class: str) -> set[UUID]:
    """The products of a class in a warehouse as the report shows them, for who plans counts: by what was used of them in a
    year, or by what is there as long as nothing was used."""
    rows = _ranked(actor, warehouse_id, by_stock=False, days=YEAR_DAYS)
    if not any(row[3] for row in rows):
        rows = _ranked(actor, warehouse_id, by_stock=True, days=YEAR_DAYS)
    classified = (_classified(row, actor, _A_PERCENT, _B_PERCENT) for row in rows)
    return {each.product_id for each in classified if each.abc_class == abc_class}


def _ranked(actor: Actor, warehouse_id: UUID | None, *, by_stock: bool, days: int) -> list[tuple[Any, ...]]:
    _head, values = levels(actor=actor, warehouse_id=warehouse_id)
    asked = {
        "organization": actor.organization_id,
        "warehouses": values["warehouses"],
        "since": actor.now - dt.timedelta(days=days),
        "until": actor.now,
        "by_stock": by_stock,
    }
    statement = Statement(_CLASSES, asked)
    send(statement, plan_anew=True)
    return statement.rows


def _classified(row: tuple[Any, ...], actor: Actor, a_percent: int, b_percent: int) -> AbcProduct:
    product_id, sku, name, value, held, before, total = row
    start = _share(before, total)
    abc_class: AbcClass = "C"
    if value > 0 and start < b_percent:
        abc_class = "A" if start < a_percent else "B"
    return AbcProduct(
        product_id=product_id,
        sku=sku,
        name=name,
        abc_class=abc_class,
        value=value if actor.sees_costs else None,
        held=held if actor.sees_costs else None,
        share=_share(value, total).quantize(_TENTH, context=EXACT),
        running_share=_share(before + value, total).quantize(_TENTH, context=EXACT),
    )


def _share(part: Decimal, total: Decimal) -> Decimal:
    return EXACT.divide(part * _HUNDRED, total) if total else Decimal(0)
