"""What a machine of random weeks in a warehouse knows, and what it asks after each step: see `test_warehouse_stateful`."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Sum
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
)

from omnistock.domain.ledger.models import Batch, Layer, LayerRevision, Movement
from omnistock.domain.ledger.queries import batches, stock, value_on_hand
from omnistock.domain.ledger.queries.mass_balance import mass_balances
from omnistock.domain.ledger.verification import recomputed
from omnistock.domain.purchasing.inputs import ReceiptLineInput
from omnistock.kernel.errors import DomainError
from omnistock.tenancy.actor import Actor
from tests import make
from tests.domain.shop import NOW, make_shop

NUMBERS = ("B0", "B1", "B2")
ZERO = Decimal(0)
KINDS = ("receipt", "adjustment", "transfer", "move", "dispatch")


class Warehouse(RuleBasedStateMachine):
    """Two warehouses with one product, and what the one who works there remembers of it."""

    @initialize()
    def open_up(self) -> None:
        self.door = make_shop().open()
        self.actor: Actor = self.door.__enter__().actor
        self.moment = NOW
        self.product = make.product(actor=self.actor, units=(), unit="pcs", expires=False, tax_rate=None)
        sites = (make.main_warehouse(), make.warehouse(actor=self.actor, code="FAR"))
        self.sites = [site.pk for site in sites]
        self.customer = make.customer(actor=self.actor).pk
        self.bins = [
            [make.location(actor=self.actor, warehouse=site, code=f"{site.code}-{n}").pk for n in range(2)]
            for site in sites
        ]
        self.told = ZERO  # what receipts and landed costs brought, as those who posted them know it
        self.pieces: dict[str, int] = defaultdict(int)  # by batch, wherever it is, on its way included
        self.posted: dict[str, list[tuple[UUID, dict[str, int]]]] = {kind: [] for kind in KINDS}
        self.reports: list[tuple[dt.datetime, Decimal, Decimal]] = []  # what was read of a moment that has passed
        for number, quantity, paise, site in (("B0", 12, 333, 0), ("B1", 9, 100, 0), ("B0", 7, 250, 1)):
            self.receive_some(number, quantity, paise, site, days_ago=0)

    def teardown(self) -> None:
        if hasattr(self, "door"):
            self.door.__exit__(None, None, None)

    # --- what a step is: a clock that goes on, and a refusal that changes nothing --------------------------------------

    def do(self, act: Callable[..., Any], /, **values: Any) -> Any:
        """What the operation answers; None where it refuses. Anything but a refusal by name is a fault."""
        self.moment += dt.timedelta(seconds=1)
        self.actor = self.actor.at(self.moment)
        try:
            with transaction.atomic():
                return act(actor=self.actor, **values)
        except DomainError:
            return None

    def receive_some(self, number: str, quantity: int, paise: int, site: int, *, days_ago: int) -> None:
        cost = Decimal(paise) / 100
        line = ReceiptLineInput(
            product_id=self.product.pk, quantity=Decimal(quantity), unit_cost=cost, batch_number=number,
            location_id=self.bins[site][paise % 2],
        )  # fmt: skip
        then = self.moment - dt.timedelta(days=days_ago) if days_ago else None
        made = self.do(make.receipt, lines=[line], warehouse_id=self.sites[site], effective_at=then)
        if made:
            self.told += cost * quantity
            self.keep("receipt", made, {self.standing(number): quantity})
            self.forget_reports_since(then)

    def keep(self, kind: str, document: Any, pieces: dict[str, int]) -> None:
        for number, quantity in pieces.items():
            self.pieces[number] += quantity
        self.posted[kind].append((document.pk, pieces))

    def forget_reports_since(self, then: dt.datetime | None) -> None:
        """What was dated into the past may change what is read of a moment after it, and of none before."""
        if then:
            self.reports = [report for report in self.reports if report[0] < then]

    def batch(self, number: str) -> UUID | None:
        return Batch.objects.filter(number=number, merged_into=None).values_list("id", flat=True).first()

    def standing(self, number: str) -> str:
        """What the goods are called that a number means: of a batch that was merged, the one that has them, to the end."""
        batch = Batch.objects.filter(number=number).order_by("-id").first()
        while self.batch(number) is None and batch is not None and batch.merged_into_id is not None:
            batch = Batch.objects.get(pk=batch.merged_into_id)
            number = batch.number
        return number

    def lies(self, site: int, number: str | None = None) -> list[Any]:
        rows = stock(actor=self.actor, warehouse_id=self.sites[site], limit=500).items
        return [row for row in rows if number in (None, row.batch_number) and row.location_kind != "transit"]

    def some(self, data: st.DataObject, model: Any, **narrowed: Any) -> Any:
        rows = list(model.objects.filter(**narrowed).order_by("number"))
        return data.draw(st.sampled_from(rows)) if rows else None

    def on_hand(self, as_of: dt.datetime | None = None) -> Decimal:
        return sum((row.on_hand for row in stock(actor=self.actor, as_of=as_of, limit=500).items), ZERO)

    # --- what is always true -------------------------------------------------------------------------------------------

    @invariant()
    def it_adds_up(self) -> None:
        if not hasattr(self, "customer"):
            return
        assert list(recomputed(self.actor)) == []
        now = stock(actor=self.actor, by="layer", limit=500).items
        assert all(0 <= (row.reserved or ZERO) <= row.on_hand for row in now)
        found: dict[str, int] = defaultdict(int)
        for row in now:
            found[row.batch_number] += int(row.on_hand)
        assert dict(found) == {number: quantity for number, quantity in self.pieces.items() if quantity}
        of_now = stock(actor=self.actor, by="layer", as_of=self.moment, limit=500).items
        assert [(row.location_id, row.layer_id, row.on_hand, row.value) for row in of_now] == [
            (row.location_id, row.layer_id, row.on_hand, row.value) for row in now
        ]
        value = value_on_hand(actor=self.actor)
        assert (
            value == value_on_hand(actor=self.actor, as_of=self.moment) == sum((row.value or ZERO for row in now), ZERO)
        )
        assert value == self.told - self.gone()

    def gone(self) -> Decimal:
        """What left stock, less what came but by a receipt; and what costs told later were of what had left."""
        moved = Movement.objects.exclude(document_kind="receipt", from_location__kind="supplier")
        out = moved.filter(to_location__warehouse=None).aggregate(sum=Sum("value"))["sum"] or ZERO
        back = moved.filter(from_location__warehouse=None).aggregate(sum=Sum("value"))["sum"] or ZERO
        later = LayerRevision.objects.filter(location__warehouse=None).aggregate(sum=Sum("value"))["sum"] or ZERO
        return Decimal(out - back + later)

    @invariant()
    def what_was_reported_stays(self) -> None:
        if getattr(self, "reports", None):
            moment, value, on_hand = self.reports[-1]
            assert (value_on_hand(actor=self.actor, as_of=moment), self.on_hand(moment)) == (value, on_hand)

    @invariant()
    def every_piece_has_its_way(self) -> None:
        if hasattr(self, "customer"):
            ids = [row.id for row in batches(actor=self.actor).items]
            assert all(each.difference == 0 for each in mass_balances(actor=self.actor, batch_ids=ids).values())
            assert not Layer.objects.filter(value__lt=0).exists()
