"""Goods of somebody who never had codes for them: they are known by their names."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from omnistock.domain.catalog.bulk import skus_by_name
from omnistock.domain.exchange.kinds.base import Parsed
from omnistock.tenancy.checks import is_storable

_LONGEST_SKU: Final = 64


def called_by_name(parsed: Parsed) -> Parsed:
    """Each row with a SKU: that of the product with this name, else the name. So the same file sent again finds them."""
    names = [str(row.values.get("name", "")) for row in parsed.rows]
    known = skus_by_name(filter(is_storable, names))
    skus = [known.get(name, name[:_LONGEST_SKU].strip()) for name in names]
    rows = [
        replace(row, values={**row.values, "sku": sku} if sku else row.values)
        for row, sku in zip(parsed.rows, skus, strict=True)
    ]
    return replace(parsed, rows=rows)
