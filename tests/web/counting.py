"""What tests of the pages of counts share."""

from __future__ import annotations

from typing import Any

from omnistock.domain.stocktaking.models import StockCount
from tests.domain.counting import Shelves
from tests.personas import ASHA


def text(answer: Any) -> str:
    return str((b"".join(answer) if answer.streaming else answer.content).decode())


def newest(shelves: Shelves) -> StockCount:
    with shelves.company.acting(ASHA):
        return StockCount.objects.order_by("-id")[0]
