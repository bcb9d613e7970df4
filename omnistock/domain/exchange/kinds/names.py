"""Goods of somebody who never had codes for them: they are known by their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from omnistock.domain.catalog.bulk import skus_by_name
from omnistock.domain.exchange.kinds.base import Parsed
from omnistock.tenancy.checks import is_storable

_LONGEST_SKU: Final = 64


def called_by_name(parsed: Parsed) -> Parsed:
    """Each row with a SKU: that of the product with this name, else the name. So the same file sent again finds them. Where
    several have the name, the row stays without: which of them is meant, nobody has said."""
    names = [str(row.values.get("name", "")) for row in parsed.rows]
    known = skus_by_name(filter(is_storable, names))
    skus = [_sku(name, known.get(name.casefold(), ())) for name in names]
    rows = [
        replace(row, values={**row.values, "sku": sku} if sku else row.values)
        for row, sku in zip(parsed.rows, skus, strict=True)
    ]
    return replace(parsed, rows=rows)


def _sku(name: str, known: Sequence[str]) -> str:
    own = name[:_LONGEST_SKU].strip()
    if len(known) > 1:
        return own if own in known else ""
    return known[0] if known else own
