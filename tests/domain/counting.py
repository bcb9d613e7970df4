"""A small warehouse for the tests of counts: two bins of Demo Pharma with three batches, made by the real operations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from omnistock.domain.ledger.operations import rename_batch
from omnistock.domain.ledger.queries import batches, stock
from omnistock.domain.ledger.verification import verify
from omnistock.domain.stocktaking.counting_inputs import CountedInput, CountScope
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput
from omnistock.domain.stocktaking.models import StockCount, StockCountLine
from omnistock.domain.stocktaking.operations import (
    approve_stock_count,
    create_stock_count,
    finish_bin,
    post_adjustment,
    record_counts,
)
from tests import make
from tests.make import Company
from tests.personas import ASHA, MAYA, RAVI, Persona


class Shelves:
    """A-01 has 40 of B2301 and 25 of B2307, A-02 has 12 of B2301; a stapler, not tracked, lies in A-02: 5."""

    def __init__(self, company: Company) -> None:
        self.company = company
        with company.acting(ASHA) as asha:
            self.warehouse = make.main_warehouse().pk
            place = make.main_warehouse()
            self.first = make.location(actor=asha, warehouse=place, code="A-01").pk
            self.second = make.location(actor=asha, warehouse=place, code="A-02").pk
            self.product = make.product(actor=asha, sku="DM-0142", name="Azithral Demo 500 tab")
            self.stapler = make.plain_product(actor=asha, sku="ST-1", name="Stapler")
            for quantity, batch, bin_id in (
                ("40", "B2301", self.first),
                ("25", "B2307", self.first),
                ("12", "B2301", self.second),
            ):
                make.received(actor=asha, product=self.product, quantity=quantity, batch=batch, location_id=bin_id)
            make.received(actor=asha, product=self.stapler, quantity="5", location_id=self.second)
            self.batch = {number: batches(actor=asha, number=number).items[0].id for number in ("B2301", "B2307")}

    def plan(self, *, ids: Sequence[UUID] | None = None, by: Persona = MAYA, **values: Any) -> UUID:
        """A count of both bins, or of `ids`."""
        scope = values.pop("scope", None) or CountScope(scope="locations", ids=ids or (self.first, self.second))
        with self.company.acting(by) as actor:
            return create_stock_count(actor=actor, warehouse_id=self.warehouse, scope=scope, **values).pk

    def count(
        self,
        count_id: UUID,
        quantity: str,
        *,
        batch: str | None = "B2301",
        place: UUID | None = None,
        by: Persona = RAVI,
        product: UUID | None = None,
        **said: Any,
    ) -> None:
        line = CountedInput(
            location_id=place or self.first,
            product_id=product or self.product.pk,
            quantity=quantity,
            batch_id=self.batch.get(batch) if batch else None,
            batch_number="" if batch is None or batch in self.batch else batch,
            **said,
        )
        with self.company.acting(by) as actor:
            record_counts(actor=actor, count_id=count_id, lines=[line])

    def finish(self, count_id: UUID, *places: UUID, rest: bool = False, by: Persona = RAVI) -> None:
        for place in places or (self.first, self.second):
            with self.company.acting(by) as actor:
                finish_bin(actor=actor, count_id=count_id, location_id=place, is_rest_empty=rest)

    def counted(
        self, *, first: str = "40", second: str = "25", third: str = "12", staplers: str = "5", **plan: Any
    ) -> UUID:
        """A whole count by Ravi, handed over to its approver."""
        count_id = self.plan(**plan)
        self.count(count_id, first)
        self.count(count_id, second, batch="B2307")
        self.count(count_id, third, place=self.second)
        self.count(count_id, staplers, batch=None, place=self.second, product=self.stapler.pk)
        self.finish(count_id)
        return count_id

    def approve(self, count_id: UUID, *, by: Persona = MAYA, **values: Any) -> Any:
        with self.company.acting(by) as actor:
            return approve_stock_count(actor=actor, count_id=count_id, **values)

    def status(self, count_id: UUID) -> str:
        with self.company.acting(ASHA):
            return StockCount.objects.get(pk=count_id).status

    def merge(self, number: str, *, into: str) -> None:
        """Somebody sees that the batch `number` is `into`, mistyped."""
        with self.company.acting(ASHA) as asha:
            rename_batch(actor=asha, batch_id=self.batch[number], number=into, keep_dates_of="this")

    def lose(self, quantity: str, *, batch: str = "B2301", place: UUID | None = None) -> None:
        line = AdjustmentLineInput(
            product_id=self.product.pk,
            quantity=-Decimal(quantity),
            batch_id=self.batch[batch],
            location_id=place or self.first,
        )
        with self.company.acting(ASHA) as asha:
            post_adjustment(actor=asha, warehouse_id=self.warehouse, reason="free_sample", lines=[line])

    def on_hand(self, batch: str = "B2301", place: UUID | None = None) -> Decimal:
        with self.company.acting(ASHA) as asha:
            rows = stock(actor=asha, location_id=place or self.first, batch_id=self.batch[batch]).items
            return sum((row.on_hand for row in rows), Decimal(0))

    def line(self, count_id: UUID, *, batch: str = "B2301", place: UUID | None = None) -> StockCountLine:
        with self.company.acting(ASHA):
            return StockCountLine.objects.get(
                count_id=count_id, location_id=place or self.first, batch_id=self.batch[batch]
            )

    def differences(self) -> list[Any]:
        with self.company.acting(ASHA) as asha:
            return list(verify(actor=asha))


def in_days(actor: Any, days: int) -> dt.date:
    day: dt.date = actor.today + dt.timedelta(days=days)
    return day
