"""What was bought in four months: 128 batches by 24 receipts, most of them good for a year and more.

The other batches, which make up 140 with these, belong to the stories.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Final
from uuid import UUID

from omnistock.domain.catalog.models import Product
from omnistock.domain.parties.models import Supplier
from omnistock.domain.purchasing.inputs import ReceiptLineInput
from omnistock.domain.purchasing.models import Receipt
from omnistock.domain.purchasing.operations import post_receipt
from omnistock.interfaces.cli.demo.people import RAVI
from omnistock.interfaces.cli.demo.stage import Stage

# The day of a delivery (before today), the days of life left today, and how many of the products came with it.
_DELIVERIES: Final = ((100, 300, 60), (60, 420, 60), (21, 560, 8))
# Syrup for a cold season that never came: both its batches were bought at the start, and nobody has asked for it since.
_UNASKED: Final = ("Rehearsol 60 ml", "Rehearsol 100 ml")


def stock_up(stage: Stage, *, products: Sequence[Product], suppliers: Sequence[Supplier], bins: Sequence[UUID]) -> None:
    """Each supplier delivers its products, a supplier a day."""
    for round_at, (days_ago, _life, _count) in enumerate(_DELIVERIES):
        for at, supplier in enumerate(suppliers):
            lines = [
                _line(stage, i, product, batch_at, life, bins)
                for batch_at, (_days_ago, life, count) in enumerate(_DELIVERIES)
                for i, product in enumerate(products[:count])
                if i % len(suppliers) == at and _comes_with(product, batch_at) == round_at
            ]
            number = f"SI-{round_at + 1}{at + 1:02d}"
            stage.on(
                days_ago - at, partial(receive, stage, days_ago - at, supplier=supplier, number=number, lines=lines)
            )


def receive(
    stage: Stage, days_ago: int, *, supplier: Supplier, number: str, lines: Sequence[ReceiptLineInput]
) -> Receipt:
    """Ravi takes in what came with a supplier's invoice of the day before."""
    ravi = stage.acting(RAVI, days_ago=days_ago)
    return post_receipt(
        actor=ravi,
        warehouse_id=stage.warehouse().pk,
        supplier_id=supplier.pk,
        supplier_document_number=number,
        supplier_document_on=ravi.today - dt.timedelta(days=1),
        lines=lines,
    )


def _comes_with(product: Product, batch_at: int) -> int:
    """The delivery that brings a batch: its own."""
    return 0 if batch_at == 1 and product.name in _UNASKED else batch_at


def _line(stage: Stage, at: int, product: Product, batch_at: int, life: int, bins: Sequence[UUID]) -> ReceiptLineInput:
    """Ten to fifteen boxes' worth of one batch. Ends of months are what packs print."""
    return ReceiptLineInput(
        product_id=product.pk,
        quantity=Decimal(100 + 10 * (at % 6)),
        unit_cost=product.purchase_price,
        mrp=product.mrp,
        batch_number=f"{product.name[:2].upper()}{at + 1:02d}{batch_at + 1}7",
        expires_on=stage.day(life + 3 * at),
        expiry_precision="month",
        location_id=bins[(at * 2 + batch_at) % len(bins)],
    )
