"""The kinds of import there are."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from omnistock.domain.exchange.kinds.base import ImportKind
from omnistock.domain.exchange.kinds.opening_stock import KIND as OPENING_STOCK
from omnistock.domain.exchange.kinds.ordering import RULES, SUPPLIED
from omnistock.domain.exchange.kinds.parties import CUSTOMERS, SUPPLIERS
from omnistock.domain.exchange.kinds.products import KIND as PRODUCTS
from omnistock.kernel.errors import Invalid
from omnistock.kernel.numbers import excerpt

KINDS: Final = {kind.name: kind for kind in (PRODUCTS, OPENING_STOCK, CUSTOMERS, SUPPLIERS, RULES, SUPPLIED)}


def kind_named(name: str) -> ImportKind:
    """The kind with this name; "-" and "_" are the same. Raises `Invalid`."""
    found = KINDS.get(name.strip().replace("-", "_"))
    if found is None:
        message = _("“{name}” cannot be imported; there are {known}.")
        raise Invalid.at("kind", message.format(name=excerpt(name), known=", ".join(KINDS)), "unknown_choice")
    return found
