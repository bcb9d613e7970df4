"""What a grant may let staff look at, as data. Each scope is a set of permissions that only read."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Scope:
    name: str
    label: str | Promise
    permissions: frozenset[str]
    shows_costs: bool = False


_ALL: Final = (
    Scope("catalog", _("Products"), frozenset({"catalog:read"})),
    Scope(
        "stock",
        _("Stock, batches, counts and warehouses"),
        frozenset({"stock:read", "warehouses:read", "catalog:read"}),
    ),
    Scope("sales", _("Customers, orders and dispatches"), frozenset({"sales:read", "parties:read"})),
    Scope("purchasing", _("Suppliers, purchase orders and receipts"), frozenset({"purchasing:read", "parties:read"})),
    Scope(
        "money", _("Invoices, credit notes and payments"), frozenset({"billing:read", "payments:read", "parties:read"})
    ),
    Scope("reports", _("Reports"), frozenset({"reports:read"})),
    Scope("costs", _("Costs and margins, on what else is chosen"), frozenset(), shows_costs=True),
)
SCOPES: Final = MappingProxyType({scope.name: scope for scope in _ALL})


def permissions_of(names: list[str]) -> frozenset[str]:
    """What the scopes let somebody do, and that is to read. A name that is none lets in nowhere."""
    found = frozenset().union(*(SCOPES[name].permissions for name in names if name in SCOPES))
    return frozenset(permission for permission in found if permission.endswith(":read"))


def shows_costs(names: list[str]) -> bool:
    return any(SCOPES[name].shows_costs for name in names if name in SCOPES)
