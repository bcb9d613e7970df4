"""What tests of sales orders ask and do."""

from __future__ import annotations

from decimal import Decimal

import pytest

from omnistock.domain.sales import operations as sales
from omnistock.domain.sales.queries import sales_order
from omnistock.kernel.errors import Invalid
from tests.domain.market import Trader, sold


def codes(refusal: pytest.ExceptionInfo[Invalid]) -> set[tuple[str, str]]:
    return {(fault.pointer, fault.code) for fault in refusal.value.faults}


def free(trader: Trader, product: object) -> Decimal:
    """What can still be promised of a product, found by promising it."""
    probe = trader.sell(sold(product, "1000000", unit_price=Decimal(1)), customer_id=trader.customer("Probe"))
    held = sales_order(actor=trader.actor, sales_order_id=probe.id).lines[0].reserved_base
    sales.cancel_sales_order(actor=trader.actor, sales_order_id=probe.id)
    return held
