"""A small shop for the ledger's tests: Asha's workspace with its warehouse "Main", made by the real operations.

Tests of the ledger call its steps as the rooms above do; those check permissions, the ledger does not.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from omnistock.domain.catalog.operations import create_product
from omnistock.domain.catalog.units import product_facts
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.types import BatchInput, DocumentRef, InLine, OutLine, Posted
from omnistock.domain.warehouses.models import Location, Warehouse
from omnistock.domain.warehouses.operations import create_warehouse
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor
from tests import make
from tests.personas import ASHA

NOW = dt.datetime(2026, 11, 23, 6, 30, tzinfo=dt.UTC)  # noon in Kolkata


@dataclass(frozen=True)
class Shop:
    company: make.Company
    now: dt.datetime

    @contextmanager
    def open(self, *, now: dt.datetime | None = None) -> Iterator[Counter]:
        """A request of Asha: one transaction, one actor."""
        with self.company.acting(ASHA, at=now or self.now) as actor:
            yield Counter(actor)


@dataclass
class Counter:
    """Where the tests do things as Asha. Quantities and amounts are written as text."""

    actor: Actor

    def at(self, moment: dt.datetime) -> Counter:
        return replace(self, actor=self.actor.at(moment))

    def product(self, sku: str, *, tracking: str = "batch", **values: Any) -> UUID:
        return create_product(
            actor=self.actor, values={"sku": sku, "name": sku.title(), "unit": "pcs", "tracking": tracking, **values}
        ).pk

    def warehouse(self, code: str) -> UUID:
        return create_warehouse(actor=self.actor, code=code, name=f"Warehouse {code}").pk

    def main(self) -> UUID:
        return Warehouse.objects.get(code="MAIN").pk

    def place(self, kind: str = "storage", *, warehouse: UUID | None = None) -> UUID:
        return Location.objects.filter(kind=kind, warehouse_id=warehouse or self.main()).order_by("id")[0].pk

    def batch(self, product: UUID, number: str = "", expires_on: dt.date | None = None) -> UUID:
        facts = product_facts(actor=self.actor, ids=[product])[product]
        return ledger.identify_batches(actor=self.actor, lines=[BatchInput(facts, number, expires_on)])[0]

    def receive(
        self,
        product: UUID,
        quantity: str,
        *,
        value: str = "0",
        free: str = "0",
        batch: str = "",
        expires_on: dt.date | None = None,
        place: UUID | None = None,
        effective_at: dt.datetime | None = None,
        document: DocumentRef | None = None,
    ) -> Posted:
        line = InLine(
            line_id=uuid7(),
            product_id=product,
            batch_id=self.batch(product, batch, expires_on),
            location_id=place or self.place(),
            quantity=Decimal(quantity),
            value=Decimal(value),
            free_quantity=Decimal(free),
        )
        return ledger.post_in(
            actor=self.actor,
            document=document or DocumentRef("receipt", uuid7(), "GR-1"),
            reason="receipt",
            source="supplier",
            effective_at=effective_at,
            lines=[line],
        )[0]

    def issue(
        self,
        product: UUID,
        quantity: str,
        *,
        batch: UUID | None = None,
        place: UUID | None = None,
        target: Any = "customer",
        reason: str = "sale",
        effective_at: dt.datetime | None = None,
        document: DocumentRef | None = None,
    ) -> list[Posted]:
        line = OutLine(uuid7(), product, place or self.place(), Decimal(quantity), batch_id=batch, pointer="lines/0")
        return ledger.post_out(
            actor=self.actor,
            document=document or DocumentRef("dispatch", uuid7(), "DN-1"),
            reason=reason,
            target=target,
            effective_at=effective_at,
            lines=[line],
        )


def make_shop(now: dt.datetime = NOW) -> Shop:
    """Call it outside of any boundary."""
    return Shop(make.organization(now=now), now)
