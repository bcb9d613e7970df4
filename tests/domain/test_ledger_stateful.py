"""Random working days against a small model in memory: the same answers, and after each step everything adds up."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from uuid import UUID

import pytest
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.errors import BatchNotUsable, InsufficientStock, ReversalBlocked
from omnistock.domain.ledger.queries import stock
from omnistock.domain.ledger.types import Demand, DemandLine, DocumentRef, MoveLine
from omnistock.domain.ledger.verification import recomputed
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput
from omnistock.domain.stocktaking.operations import post_adjustment
from omnistock.kernel.errors import IdReused
from omnistock.kernel.ids import uuid7
from tests.domain.shop import NOW, Counter, make_shop
from tests.support.soak import rounds

STORAGE, QUARANTINE, DISPATCH = "storage", "quarantine", "dispatch"
BATCHES = ("B0", "B1", "B2")  # in the order of their expiry
quantities = st.integers(1, 12)
batches = st.sampled_from(BATCHES)


@dataclass
class Pile:
    """What the model knows of one layer at one place."""

    quantity: int = 0
    value: Decimal = Decimal(0)
    promised: dict[int, int] = field(default_factory=lambda: defaultdict(int))

    @property
    def free(self) -> int:
        return self.quantity - sum(self.promised.values())

    def take(self, quantity: int) -> Decimal:
        value = self.value
        if quantity < self.quantity:
            value = (self.value * quantity / self.quantity).quantize(Decimal("0.01"), ROUND_HALF_UP)
        self.quantity -= quantity
        self.value -= value
        return value

    def put(self, quantity: int, value: Decimal) -> None:
        self.quantity += quantity
        self.value += value


class Model:
    """Layers in the order in which they came; a pile for each place and layer."""

    def __init__(self) -> None:
        self.layers: list[str] = []  # the batch of each layer
        self.days_ago: list[int] = []  # when each came
        self.came: list[
            tuple[int, str, str, int]
        ] = []  # what was dated into the past: days ago, place, batch, quantity
        self.piles: dict[tuple[str, int], Pile] = defaultdict(Pile)
        self.held: set[str] = set()

    def add(self, batch: str, *, days_ago: int = 0) -> int:
        """A new layer; its number."""
        self.layers.append(batch)
        self.days_ago.append(days_ago)
        return len(self.layers) - 1

    def in_turn(self) -> list[int]:
        """The layers as they are taken: by the day on which they came, then in the order in which they were posted."""
        return sorted(range(len(self.layers)), key=lambda n: (-self.days_ago[n], n))

    def of_batch(self, place: str, batch: str) -> list[Pile]:
        return [self.piles[place, n] for n in self.in_turn() if self.layers[n] == batch]

    def free(self, place: str, batch: str) -> int:
        return sum(pile.free for pile in self.of_batch(place, batch))

    def first_expired_first(self) -> list[int]:
        usable = [n for n in self.in_turn() if self.layers[n] not in self.held]
        return sorted(usable, key=lambda n: self.layers[n])  # keeps their turn within a batch

    def promised(self, order: int) -> list[tuple[str, int, int]]:
        return [(place, n, pile.promised[order]) for (place, n), pile in self.piles.items() if pile.promised[order]]


class WorkingDays(RuleBasedStateMachine):
    @initialize()
    def open_shop(self) -> None:
        self.door = make_shop().open()
        self.asha: Counter = self.door.__enter__()
        self.moment, self.model = NOW, Model()
        self.product = self.asha.product("CROCIN")
        self.places = {kind: self.asha.place(kind) for kind in (STORAGE, QUARANTINE, DISPATCH)}
        self.ids = {
            number: self.asha.batch(self.product, number, dt.date(2028, 1 + n, 28)) for n, number in enumerate(BATCHES)
        }
        self.orders: list[tuple[Demand, UUID, int]] = []
        self.receipts: list[tuple[DocumentRef, int, int]] = []
        self.adjusted: UUID | None = None

    def teardown(self) -> None:
        if hasattr(self, "door"):
            self.door.__exit__(None, None, None)

    def later(self) -> Counter:
        self.moment += dt.timedelta(seconds=1)
        self.asha = self.asha.at(self.moment)
        return self.asha

    @rule(
        batch=batches,
        quantity=quantities,
        paise=st.integers(0, 10_000),
        place=st.sampled_from((STORAGE, QUARANTINE)),
        days_ago=st.sampled_from((0, 0, 0, 2, 40)),
    )
    def receive(self, batch: str, quantity: int, paise: int, place: str, days_ago: int) -> None:
        """Some of them come with a date of the past: nothing that was posted since is posted anew."""
        document, value = DocumentRef("receipt", uuid7(), "GR-1"), Decimal(paise) / 100
        self.later().receive(
            self.product,
            str(quantity),
            value=str(value),
            batch=batch,
            place=self.places[place],
            document=document,
            effective_at=NOW - dt.timedelta(days=days_ago) if days_ago else None,
        )
        layer = self.model.add(batch, days_ago=days_ago)
        self.model.piles[place, layer].put(quantity, value)
        self.receipts.append((document, layer, quantity))
        if days_ago:
            self.model.came.append((days_ago, place, batch, quantity))

    @rule(batch=batches, quantity=quantities, place=st.sampled_from((STORAGE, QUARANTINE)))
    def issue(self, batch: str, quantity: int, place: str) -> None:
        def act() -> list[Decimal]:
            moves = self.later().issue(self.product, str(quantity), batch=self.ids[batch], place=self.places[place])
            return [move.value for move in moves]

        if batch in self.model.held:
            self.refused(BatchNotUsable, act)
        elif self.model.free(place, batch) < quantity:
            self.refused(InsufficientStock, act)
        else:
            assert act() == self.taken(place, batch, quantity)

    def taken(self, place: str, batch: str, quantity: int) -> list[Decimal]:
        values = []
        for pile in self.model.of_batch(place, batch):
            part = min(quantity, pile.free)
            if part:
                quantity -= part
                values.append(pile.take(part))
        return values

    @rule(batch=batches, quantity=quantities, back=st.booleans())
    def move(self, batch: str, quantity: int, back: bool) -> None:
        origin, destination = (QUARANTINE, STORAGE) if back else (STORAGE, QUARANTINE)

        def act() -> None:
            line = MoveLine(
                uuid7(), self.product, self.places[origin], self.places[destination], Decimal(quantity),
                batch_id=self.ids[batch],
            )  # fmt: skip
            ledger.post_move(
                actor=self.later().actor, document=DocumentRef("move", uuid7()), reason="move", effective_at=None,
                lines=[line],
            )  # fmt: skip

        if batch in self.model.held and back:
            self.refused(BatchNotUsable, act)
        elif self.model.free(origin, batch) < quantity:
            self.refused(InsufficientStock, act)
        else:
            act()
            for n in self.model.in_turn():
                pile = self.model.piles[origin, n]
                part = min(quantity, pile.free) if self.model.layers[n] == batch else 0
                if part:
                    quantity -= part
                    self.model.piles[destination, n].put(part, pile.take(part))

    @rule(quantity=quantities)
    def reserve(self, quantity: int) -> None:
        demand, order = Demand("sales_order", uuid7()), len(self.orders)
        line = DemandLine(uuid7(), self.product, Decimal(quantity), self.asha.main())
        found = ledger.allocate(actor=self.later().actor, demand=demand, lines=[line], promised_on=None)[0]
        self.orders.append((demand, line.line_id, quantity))
        left = quantity
        for n in self.model.first_expired_first():
            pile = self.model.piles[STORAGE, n]
            part = min(left, pile.free)
            left -= part
            pile.promised[order] += part
        assert (found.reserved, found.short) == (quantity - left, left)

    @precondition(lambda self: self.orders)
    @rule(data=st.data())
    def pick(self, data: st.DataObject) -> None:
        order = data.draw(st.integers(0, len(self.orders) - 1))
        there = [part for part in self.model.promised(order) if part[0] == STORAGE]

        def act() -> None:
            ledger.pick(
                actor=self.later().actor, document=DocumentRef("pick", uuid7()), demand_id=self.orders[order][0].id,
                lines=None, effective_at=None,
            )  # fmt: skip

        if any(self.model.layers[n] in self.model.held for _place, n, _quantity in there):
            self.refused(BatchNotUsable, act)
            return
        act()
        for place, n, quantity in there:
            pile = self.model.piles[place, n]
            pile.promised[order] = 0
            picked = self.model.piles[DISPATCH, n]
            picked.put(quantity, pile.take(quantity))
            picked.promised[order] += quantity

    @precondition(lambda self: self.orders)
    @rule(data=st.data(), bring_back=st.booleans())
    def dispatch(self, data: st.DataObject, bring_back: bool) -> None:
        order = data.draw(st.integers(0, len(self.orders) - 1))
        parts = self.model.promised(order)
        document = DocumentRef("dispatch", uuid7(), "DN-1")

        def act() -> dict[tuple[UUID, UUID], Decimal]:
            moves = ledger.dispatch_reserved(
                actor=self.later().actor, document=document, demand_id=self.orders[order][0].id, lines=None,
                effective_at=None,
            )  # fmt: skip
            return {(move.from_location_id, move.layer_id): move.value for move in moves}

        if any(self.model.layers[n] in self.model.held for _place, n, _quantity in parts):
            self.refused(BatchNotUsable, act)
            return
        values = act()
        gone = []
        for place, n, quantity in parts:
            pile = self.model.piles[place, n]
            pile.promised[order] = 0
            gone.append((n, quantity, pile.take(quantity)))
        assert sorted(values.values()) == sorted(value for _n, _quantity, value in gone)
        if bring_back:
            ledger.reverse(actor=self.later().actor, document=document)
            for n, quantity, value in gone:
                self.model.piles[STORAGE, n].put(quantity, value)

    @precondition(lambda self: self.orders)
    @rule(data=st.data())
    def give_up(self, data: st.DataObject) -> None:
        order = data.draw(st.integers(0, len(self.orders) - 1))
        ledger.release(actor=self.later().actor, demand_id=self.orders[order][0].id)
        for pile in self.model.piles.values():
            pile.promised[order] = 0

    @precondition(lambda self: self.receipts)
    @rule(data=st.data())
    def reverse_receipt(self, data: st.DataObject) -> None:
        at = data.draw(st.integers(0, len(self.receipts) - 1))
        document, n, quantity = self.receipts[at]
        piles = [self.model.piles[place, n] for place in self.places]

        def act() -> None:
            ledger.reverse(actor=self.later().actor, document=document)

        if sum(pile.free for pile in piles) < quantity:
            self.refused(ReversalBlocked, act)
            return
        act()
        self.receipts.pop(at)
        for pile in piles:
            pile.take(pile.quantity)

    @rule(batch=batches)
    def hold_or_free(self, batch: str) -> None:
        act = ledger.release_batch if batch in self.model.held else ledger.hold_batch
        act(actor=self.later().actor, batch_id=self.ids[batch], reason="a random day")
        self.model.held ^= {batch}

    @rule(again=st.booleans())
    def find_some(self, again: bool) -> None:
        """The same id twice is refused the second time, and changes nothing."""
        id = self.adjusted if again and self.adjusted else uuid7()
        line = AdjustmentLineInput(
            product_id=self.product, quantity=Decimal(2), batch_id=self.ids["B0"], unit_cost=Decimal("0.33")
        )

        def act() -> None:
            post_adjustment(
                actor=self.later().actor, warehouse_id=self.asha.main(), reason="found", lines=[line], id=id
            )

        if id == self.adjusted:
            self.refused(IdReused, act)
            return
        act()
        self.adjusted = id
        self.model.piles[STORAGE, self.model.add("B0")].put(2, Decimal("0.66"))

    def refused(self, kind: type[Exception], act: object) -> None:
        """A refusal undoes its transaction in the product; here a savepoint stands for that."""
        from django.db import transaction

        with pytest.raises(kind), transaction.atomic():
            act()  # type: ignore[operator]

    @invariant()
    def it_adds_up(self) -> None:
        if not hasattr(self, "asha"):
            return
        assert list(recomputed(self.asha.actor)) == []
        kinds = {place: kind for kind, place in self.places.items()}
        found = {
            (kinds[item.location_id], item.batch_number): (item.on_hand, item.reserved, item.value)
            for item in stock(actor=self.asha.actor, limit=500).items
        }
        wanted: dict[tuple[str, str], tuple[int, int, Decimal]] = {}
        for (place, n), pile in self.model.piles.items():
            if pile.quantity:
                key = (place, self.model.layers[n])
                quantity, reserved, value = wanted.get(key, (0, 0, Decimal(0)))
                wanted[key] = (quantity + pile.quantity, reserved + pile.quantity - pile.free, value + pile.value)
        assert found == wanted
        as_of = stock(actor=self.asha.actor, as_of=self.moment, limit=500).items
        assert {(kinds[item.location_id], item.batch_number): item.on_hand for item in as_of} == {
            key: amounts[0] for key, amounts in wanted.items()
        }
        for days in (1, 10):
            then = stock(actor=self.asha.actor, as_of=NOW - dt.timedelta(days=days), limit=500).items
            came: dict[tuple[str, str], int] = defaultdict(int)
            for days_ago, place, batch, quantity in self.model.came:
                came[place, batch] += quantity if days_ago >= days else 0
            assert {(kinds[item.location_id], item.batch_number): item.on_hand for item in then} == {
                key: quantity for key, quantity in came.items() if quantity
            }


@pytest.mark.django_db
def test_random_working_days() -> None:
    run_state_machine_as_test(WorkingDays, settings=settings(max_examples=8, stateful_step_count=25, deadline=None))


@pytest.mark.soak
@pytest.mark.django_db
def test_many_random_working_days() -> None:
    for chosen in rounds("random working days", seconds=70):
        run_state_machine_as_test(
            seed(chosen)(WorkingDays), settings=settings(max_examples=3, stateful_step_count=60, deadline=None)
        )
