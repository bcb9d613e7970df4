"""The plans, as data: they limit people, orders a month and storage, and never a feature (product.md section 4, 12).

`None` is without a limit. A plan without a price is not sold yet: a page says so and takes no card.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Final, Literal

from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

Measure = Literal["people", "orders", "storage"]


@dataclass(frozen=True, slots=True)
class Plan:
    """`orders` in a calendar month of the workspace, `storage` in bytes of files, `price` in rupees a month."""

    key: str
    name: str | Lazy
    people: int | None
    orders: int | None
    storage: int | None
    price: Decimal | None


_GIGABYTE: Final = 1024**3

PLANS: Final = MappingProxyType(
    {
        plan.key: plan
        for plan in (
            Plan("free", _("Free"), people=None, orders=None, storage=None, price=None),
            Plan("starter", _("Starter"), people=3, orders=200, storage=1 * _GIGABYTE, price=None),
            Plan("growth", _("Growth"), people=15, orders=3_000, storage=20 * _GIGABYTE, price=None),
        )
    }
)
DEFAULT_PLAN: Final = "free"
OFFERED: Final = tuple(plan for plan in PLANS.values() if plan.price is not None) or (PLANS[DEFAULT_PLAN],)
"""What the pricing page shows: until prices are set there is one plan, which is free and has no limit."""
