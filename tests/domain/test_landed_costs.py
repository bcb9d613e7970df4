"""Costs told later: spread to the paisa over what is there and what is gone, and never into the past."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.fulfilment.reversals import preview_reversal
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.errors import AlreadyReversed
from omnistock.domain.ledger.models import Balance, Layer, LayerRevision
from omnistock.domain.ledger.queries import value_on_hand
from omnistock.domain.ledger.types import DocumentRef, MoveLine
from omnistock.domain.ledger.verification import verify
from omnistock.domain.purchasing.inputs import LandedCostLineInput, ReceiptLineInput
from omnistock.domain.purchasing.landed import landed_cost
from omnistock.domain.purchasing.models import LandedCost, Receipt
from omnistock.domain.purchasing.operations import (
    LandedCostStands,
    post_landed_cost,
    reverse_landed_cost,
    reverse_receipt,
)
from omnistock.domain.reporting.flows import NOTHING, cost_of_goods_sold, stock_flows, total_of
from omnistock.kernel.errors import Invalid, NotFound, PermissionMissing
from omnistock.kernel.ids import uuid7
from tests import make
from tests.domain.shop import NOW, Counter, Shop, make_shop
from tests.personas import OTTO, RAVI, VIDYA

pytestmark = pytest.mark.django_db
PERIOD = {"first": dt.date(2026, 1, 1), "last": NOW.date()}


@pytest.fixture
def asha(shop: Shop) -> Iterator[Counter]:
    with shop.open() as counter:
        yield counter


def freight(*amounts: str) -> list[LandedCostLineInput]:
    return [LandedCostLineInput(description="Freight", amount=Decimal(amount)) for amount in amounts]


def delivery(asha: Counter, *, at: dt.datetime = NOW - dt.timedelta(days=30)) -> Receipt:
    """Three products: 10 for 100.00 at 500 g, 7 for 50.00 at 20 g, 3 for 0 at 1 g."""
    lines = []
    for sku, quantity, cost, grams in (("A", 10, "10", 500), ("B", 7, "7.142857", 20), ("C", 3, "0", 1)):
        product = asha.product(sku, tracking="none", weight_grams=Decimal(grams))
        cost = str(round(Decimal(cost), 4))
        lines.append(ReceiptLineInput(product_id=product, quantity=Decimal(quantity), unit_cost=Decimal(cost)))
    return make.receipt(actor=asha.actor, lines=lines, effective_at=at)


def shares(asha: Counter, cost: LandedCost) -> dict[str, Decimal]:
    return {each.sku: each.value for each in landed_cost(actor=asha.actor, landed_cost_id=cost.pk).shares}


class TestSpreading:
    @pytest.mark.parametrize(
        ("basis", "wanted"),
        [
            ("value", {"A": "66.67", "B": "33.33"}),
            ("quantity", {"A": "50.00", "B": "35.00", "C": "15.00"}),
            ("weight", {"A": "97.22", "B": "2.72", "C": "0.06"}),
        ],
    )
    def test_it_is_conserved_to_the_paisa(self, asha: Counter, basis: str, wanted: dict[str, str]) -> None:
        receipt = delivery(asha)
        before = value_on_hand(actor=asha.actor)
        cost = post_landed_cost(actor=asha.actor, receipt_id=receipt.pk, lines=freight("60", "40"), basis=basis)
        assert shares(asha, cost) == {sku: Decimal(value) for sku, value in wanted.items()}
        assert value_on_hand(actor=asha.actor) == before + 100
        assert verify(actor=asha.actor) == []
        assert cost.number == "LC-00001"
        assert AuditEvent.objects.filter(subject_id=cost.pk, operation="purchasing.post_landed_cost").count() == 1

    def test_what_is_gone_is_a_cost_of_today_and_the_past_stays(self, asha: Counter) -> None:
        receipt = delivery(asha)
        product = Layer.objects.order_by("id")[0].product_id
        asha.issue(product, "4", effective_at=NOW - dt.timedelta(days=20))
        then = NOW - dt.timedelta(days=1)
        before = value_on_hand(actor=asha.actor, as_of=then)
        sold = sum(row.value for row in cost_of_goods_sold(actor=asha.actor, **PERIOD))
        ledger.write_ended_months(actor=asha.actor)
        cost = post_landed_cost(actor=asha.actor, receipt_id=receipt.pk, lines=freight("30"), basis="quantity")
        assert cost.gone_value == Decimal("6.00")  # 15.00 on ten of A, of which four had left
        assert value_on_hand(actor=asha.actor, as_of=then) == before
        assert value_on_hand(actor=asha.actor) == (before or 0) + 24
        costs = cost_of_goods_sold(actor=asha.actor, **PERIOD)
        assert sum(row.value for row in costs) == sold + 6
        rows = stock_flows(actor=asha.actor, **PERIOD)
        assert all(row.difference == NOTHING for row in rows)
        assert total_of(rows).of("landed_cost").value == 30
        assert verify(actor=asha.actor) == []

    def test_a_month_with_a_landed_cost_is_written_whole(self, shop: Shop) -> None:
        with shop.open(now=NOW - dt.timedelta(days=60)) as earlier:
            receipt = delivery(earlier, at=NOW - dt.timedelta(days=70))
            post_landed_cost(actor=earlier.actor, receipt_id=receipt.pk, lines=freight("30"))
        with shop.open() as asha:
            moments = [NOW - dt.timedelta(days=days) for days in (80, 65, 55, 1, 0)]
            before = [value_on_hand(actor=asha.actor, as_of=moment) for moment in moments]
            assert before[1] == (before[2] or 0) - 30
            assert ledger.write_ended_months(actor=asha.actor) > 0
            assert [value_on_hand(actor=asha.actor, as_of=moment) for moment in moments] == before
            assert verify(actor=asha.actor) == []


class TestReversal:
    def test_it_takes_everything_back_whatever_left_meanwhile(self, asha: Counter) -> None:
        receipt = delivery(asha)
        before = value_on_hand(actor=asha.actor)
        cost = post_landed_cost(actor=asha.actor, receipt_id=receipt.pk, lines=freight("33.33"), basis="quantity")
        product = Layer.objects.order_by("id")[0].product_id
        moved = asha.issue(product, "7")
        reverse_landed_cost(actor=asha.actor, landed_cost_id=cost.pk, reason="wrong receipt")
        assert sum(each.value for each in LayerRevision.objects.all()) == 0
        assert verify(actor=asha.actor) == []
        rest = value_on_hand(actor=asha.actor) or Decimal(0)
        gone = sum((each.value for each in moved), Decimal(0))
        outside = sum((each.value for each in LayerRevision.objects.filter(location__warehouse=None)), Decimal(0))
        assert rest + gone + outside == before
        with pytest.raises(AlreadyReversed):
            reverse_landed_cost(actor=asha.actor, landed_cost_id=cost.pk)

    def test_the_receipt_is_reversed_after_its_costs(self, asha: Counter) -> None:
        receipt = delivery(asha)
        cost = post_landed_cost(actor=asha.actor, receipt_id=receipt.pk, lines=freight("30"))
        shown = preview_reversal(actor=asha.actor, kind="receipt", id=receipt.pk)
        assert [(each.kind, each.id) for each in shown.standing] == [("landed_cost", cost.pk)]
        with pytest.raises(LandedCostStands, match="LC-00001") as refusal:
            reverse_receipt(actor=asha.actor, receipt_id=receipt.pk)
        assert refusal.value.message == shown.standing[0].sentence
        reverse_landed_cost(actor=asha.actor, landed_cost_id=cost.pk)
        reverse_receipt(actor=asha.actor, receipt_id=receipt.pk)
        assert value_on_hand(actor=asha.actor) == 0
        assert verify(actor=asha.actor) == []


class TestRefusals:
    def test_every_fault_at_once(self, asha: Counter) -> None:
        receipt = delivery(asha)
        lines = [LandedCostLineInput(description="", amount=Decimal(0))]
        with pytest.raises(Invalid) as refused:
            post_landed_cost(actor=asha.actor, receipt_id=receipt.pk, lines=lines, basis="moon", notes="x" * 501)
        pointers = {fault.pointer for fault in refused.value.faults}
        assert pointers == {"lines/0/description", "lines/0/amount", "basis", "notes"}
        assert not LandedCost.objects.exists()

    def test_without_weights_nothing_is_spread_by_weight(self, asha: Counter) -> None:
        product = asha.product("X", tracking="none")
        line = ReceiptLineInput(product_id=product, quantity=Decimal(1), unit_cost=Decimal(1))
        receipt = make.receipt(actor=asha.actor, lines=[line])
        with pytest.raises(Invalid, match="no weight: X"):
            post_landed_cost(actor=asha.actor, receipt_id=receipt.pk, lines=freight("1"), basis="weight")

    def test_who_may_not_is_refused(self, shop: Shop) -> None:
        with shop.open() as asha:
            receipt = delivery(asha)
        for persona in (VIDYA, RAVI):
            with shop.company.acting(persona, at=NOW) as actor, pytest.raises(PermissionMissing):
                post_landed_cost(actor=actor, receipt_id=receipt.pk, lines=freight("1"))

    def test_another_organization_finds_nothing(self, shop: Shop) -> None:
        with shop.open() as asha:
            receipt = delivery(asha)
        others = make.organization(owner=OTTO, name="Others", gstin="")
        with others.acting(OTTO) as otto, pytest.raises(NotFound):
            post_landed_cost(actor=otto, receipt_id=receipt.pk, lines=freight("1"))


class TestTakenBackAfterGoodsCameBack:
    @pytest.mark.parametrize(("out", "again", "worth"), [("10", "0", "100"), ("5", "0", "100"), ("5", "3", "70")])
    def test_goods_that_never_bore_it_keep_their_worth(self, asha: Counter, out: str, again: str, worth: str) -> None:
        """10 at 10.00; `out` were away when the freight was told and came back since, `again` left after that."""
        nuts = asha.product("N", tracking="none")
        line = ReceiptLineInput(product_id=nuts, quantity=Decimal(10), unit_cost=Decimal(10))
        receipt = make.receipt(actor=asha.actor, lines=[line])
        place, away = Balance.objects.get(on_hand__gt=0).location_id, DocumentRef("dispatch", uuid7(), "DN-1")
        asha.issue(nuts, out, place=place, document=away)
        cost = post_landed_cost(actor=asha.actor, receipt_id=receipt.pk, lines=freight("100"))
        ledger.reverse(actor=asha.actor, document=away)
        if again != "0":
            asha.issue(nuts, again, place=place)
        reverse_landed_cost(actor=asha.actor, landed_cost_id=cost.pk)
        assert value_on_hand(actor=asha.actor) == Decimal(worth)
        assert verify(actor=asha.actor) == []


@settings(max_examples=15, deadline=None)
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["cost", "issue", "move", "back"]), st.integers(1, 9_999), st.integers(1, 9)),
        min_size=1,
        max_size=8,
    )
)
def test_whatever_happens_value_is_conserved(steps: list[tuple[str, int, int]]) -> None:
    with make_shop().open() as asha:
        product = asha.product("NUT", tracking="none")
        layer = asha.receive(product, "20", value="7.77")
        quarantine, told = asha.place("quarantine"), []
        for at, (what, paise, quantity) in enumerate(steps):
            asha = asha.at(NOW + dt.timedelta(seconds=at + 1))
            free = Balance.objects.get(layer_id=layer.layer_id, location_id=asha.place()).on_hand
            if what == "issue" and free >= quantity:
                asha.issue(product, str(quantity))
            elif what == "move" and free >= quantity:
                line = MoveLine(uuid7(), product, asha.place(), quarantine, Decimal(quantity))
                ledger.post_move(
                    actor=asha.actor,
                    document=DocumentRef("move", uuid7()),
                    reason="move",
                    effective_at=None,
                    lines=[line],
                )
            elif what == "cost" or (what == "back" and told):
                value = Decimal(paise) / 100 if what == "cost" else -told.pop()
                if what == "cost":
                    told.append(value)
                revision = ledger.Revision(uuid7(), layer.layer_id, asha.main(), value)
                (done,) = ledger.revise_value(
                    actor=asha.actor, document=DocumentRef("landed_cost", uuid7()), revisions=[revision]
                )
                assert done.held + done.gone == value
            assert verify(actor=asha.actor) == []
        kept = Layer.objects.get(pk=layer.layer_id)
        assert kept.value == Decimal("7.77") + sum(told, Decimal(0))
