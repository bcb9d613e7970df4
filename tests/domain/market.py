"""A trading workspace for the tests of buying and selling: Demo Pharma in Maharashtra, worked in by its people at noon
of one fixed day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from omnistock.domain.parties.inputs import AddressInput
from omnistock.domain.parties.operations import create_customer
from omnistock.domain.purchasing.inputs import PurchaseOrderLineInput, ReceiptLineInput
from omnistock.domain.purchasing.models import PurchaseOrder, Receipt
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.sales.models import SalesOrder
from omnistock.domain.warehouses.models import Location
from omnistock.tenancy.actor import Actor
from tests import make
from tests.personas import ASHA, Persona

NOW = dt.datetime(2026, 11, 23, 6, 30, tzinfo=dt.UTC)  # noon in Kolkata
TODAY = dt.date(2026, 11, 23)


@dataclass(frozen=True)
class Market:
    company: make.Company

    @contextmanager
    def open(self, persona: Persona = ASHA, *, now: dt.datetime = NOW) -> Iterator[Trader]:
        """A request of one of the people: one transaction, one actor."""
        with self.company.acting(persona, at=now) as actor:
            yield Trader(actor)


@dataclass(frozen=True)
class Trader:
    """Where the tests buy and sell as one person."""

    actor: Actor

    @property
    def main(self) -> UUID:
        return make.main_warehouse().pk

    def place(self, kind: str) -> UUID:
        return Location.objects.filter(kind=kind, warehouse_id=self.main).order_by("id")[0].pk

    def product(self, sku: str, *, tracking: str = "batch", **values: Any) -> UUID:
        """Counted in strips; no tax, no prices and no packs but those given."""
        fields = {"sku": sku, "name": sku.title(), "unit": "strip", "units": (), "tax_rate": None}
        tracked = {"tracking": tracking, "expires": tracking == "batch"}
        return make.product(actor=self.actor, **fields | tracked | values).pk

    def supplier(self, **values: Any) -> UUID:
        return make.supplier(actor=self.actor, **values).pk

    def customer(self, name: str = "City Clinic", *, state_code: str = "27", **values: Any) -> UUID:
        address = AddressInput(lines=("1 Main Road",), city="Pune", state_code=state_code, country="IN")
        return create_customer(actor=self.actor, values={"name": name, "addresses": (address,), **values}).pk

    def purchase_order(self, *lines: PurchaseOrderLineInput, **values: Any) -> PurchaseOrder:
        return make.purchase_order(actor=self.actor, lines=lines, **values)

    def receive(self, *lines: ReceiptLineInput, **values: Any) -> Receipt:
        return make.receipt(actor=self.actor, lines=lines, **values)

    def sell(self, *lines: SalesOrderLineInput, **values: Any) -> SalesOrder:
        return make.sales_order(actor=self.actor, lines=lines, **values)


def came(product: UUID, quantity: str, batch: str = "B1", *, life: int | None = 400, **values: Any) -> ReceiptLineInput:
    """A receipt line; `life` is how many days after today the batch expires (None: it is not tracked)."""
    dates = {} if life is None else {"batch_number": batch, "expires_on": TODAY + dt.timedelta(days=life)}
    fields: dict[str, Any] = {"unit_cost": Decimal("10")} | dates | values
    return ReceiptLineInput(product_id=product, quantity=Decimal(quantity), **fields)


def ordered(product: UUID, quantity: str, **values: Any) -> PurchaseOrderLineInput:
    return PurchaseOrderLineInput(product_id=product, quantity=Decimal(quantity), **values)


def sold(product: UUID, quantity: str, **values: Any) -> SalesOrderLineInput:
    return SalesOrderLineInput(product_id=product, quantity=Decimal(quantity), **values)


def make_market(*, gstin: str = make.PHARMA_GSTIN, owner: Persona = ASHA, **settings: Any) -> Market:
    """Call it outside of any boundary."""
    return Market(make.organization(owner=owner, gstin=gstin, now=NOW, **settings))
