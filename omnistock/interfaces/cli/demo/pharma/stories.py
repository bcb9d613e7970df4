"""What is open today."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from omnistock.domain.catalog.models import Product
from omnistock.domain.parties.models import Customer, Supplier
from omnistock.interfaces.cli.demo.pharma.selling import Sale, line
from omnistock.interfaces.cli.demo.stage import Stage


def tell(
    stage: Stage, *, products: Sequence[Product], suppliers: Sequence[Supplier], customers: Sequence[Customer]
) -> None:
    """An invoice twenty days overdue."""
    late = Sale(stage, customer=customers[2], lines=[line(products[5], 12)])
    stage.on(50, partial(late.make, 50))
