"""A mistyped batch gets its right number; where that is on file, the two become one and nothing is lost."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from omnistock.domain.audit.queries import events_of
from omnistock.domain.fulfilment.models import DispatchLine
from omnistock.domain.fulfilment.operations import dispatch_order
from omnistock.domain.ledger.errors import BatchDiffers, BatchMerged
from omnistock.domain.ledger.models import Batch
from omnistock.domain.ledger.operations import batches as marking
from omnistock.domain.ledger.operations import correct_batch, hold_batch, rename_batch
from omnistock.domain.ledger.operations.batches import BatchRecalled
from omnistock.domain.ledger.operations.freezing import freeze_batches
from omnistock.domain.ledger.operations.holding import hold_goods
from omnistock.domain.ledger.operations.renaming import SameNumber, SerialsDoNotMerge
from omnistock.domain.ledger.queries import batch_of, batches, movements, stock
from omnistock.domain.ledger.queries.naming import batch_named, standing_batches
from omnistock.domain.ledger.queries.printed import printed_batches
from omnistock.domain.ledger.verification import verify
from omnistock.domain.purchasing.queries import receipt
from omnistock.domain.recalls.operations import open_recall
from omnistock.domain.recalls.queries import BatchSearch, RecallFilter, find_batches, recall, recalls, trace
from omnistock.domain.sales.models import SalesOrder
from omnistock.domain.sales.operations import pick_sales_order
from omnistock.kernel.errors import Invalid, NotFound, PermissionMissing, VersionConflict
from omnistock.tenancy.statements import Statement
from tests.domain.market import TODAY, Market, Trader, came, make_market, sold
from tests.personas import OTTO, VIDYA

pytestmark = pytest.mark.django_db


def batch_id(trader: Trader, number: str) -> UUID:
    return next(each.id for each in batches(actor=trader.actor, number=number).items if each.number == number)


def in_stock(trader: Trader, *numbers: str) -> tuple[UUID, list[UUID]]:
    """A product, and its batches of these numbers, of each of which ten came."""
    product = trader.product("SYRUP")
    for number in numbers:
        trader.receive(came(product, "10", number))
    return product, [batch_id(trader, number) for number in numbers]


class TestRenaming:
    def test_it_gets_the_number_and_documents_keep_theirs(self, market: Market) -> None:
        with market.open() as trader:
            product = trader.product("SYRUP", tax_rate=Decimal(5))
            trader.receive(came(product, "10", "B23O1"))
            order = trader.sell(sold(product, "4"))
            sent = dispatch_order(actor=trader.actor, sales_order_id=order.pk)
            typed = batch_id(trader, "B23O1")
            rename_batch(actor=trader.actor, batch_id=typed, number=" B2301 ")
            assert batch_of(actor=trader.actor, batch_id=typed).number == "B2301"
            assert DispatchLine.objects.get(dispatch_id=sent.pk).batch_number == "B23O1"
            (event,) = [each for each in events_of(subject_ids=[typed]) if each.operation == "ledger.rename_batch"]
            assert (event.before, event.after) == ({"number": "B23O1"}, {"number": "B2301"})
            trader.receive(came(product, "1", "b2301"))
            assert batch_of(actor=trader.actor, batch_id=typed).on_hand == 7

    def test_only_its_letters_may_change(self, market: Market) -> None:
        with market.open() as trader:
            trader.receive(came(trader.product("SYRUP"), "10", "b1"))
            found = rename_batch(actor=trader.actor, batch_id=batch_id(trader, "b1"), number="B1")
            assert found.number == "B1"

    @pytest.mark.parametrize(
        ("number", "error"), [("", Invalid), ("x" * 61, Invalid), ("\x00", Invalid), ("B1", SameNumber)]
    )
    def test_it_refuses_and_changes_nothing(self, market: Market, number: str, error: type[Exception]) -> None:
        with market.open() as trader:
            trader.receive(came(trader.product("SYRUP"), "10", "B1"))
            typed = batch_id(trader, "B1")
            with pytest.raises(error):
                rename_batch(actor=trader.actor, batch_id=typed, number=number)
            assert batch_of(actor=trader.actor, batch_id=typed).number == "B1"

    def test_who_may_not(self, market: Market) -> None:
        with market.open() as trader:
            trader.receive(came(trader.product("SYRUP"), "10", "B1"))
            typed = batch_id(trader, "B1")
            with pytest.raises(VersionConflict):
                rename_batch(actor=trader.actor, batch_id=typed, number="B2", expected_version=99)
        with market.open(VIDYA) as vidya, pytest.raises(PermissionMissing):
            rename_batch(actor=vidya.actor, batch_id=typed, number="B2")
        with make_market(owner=OTTO, gstin="").open(OTTO) as otto, pytest.raises(NotFound):
            rename_batch(actor=otto.actor, batch_id=typed, number="B2")


class TestMerging:
    def test_the_goods_of_both_are_one_batch(self, market: Market) -> None:
        with market.open() as trader:
            product = trader.product("SYRUP", tax_rate=Decimal(5))
            trader.receive(came(product, "10", "B23O1"))
            trader.receive(came(product, "20", "B2301"))
            order = trader.sell(sold(product, "6"))  # of the mistyped one, which came first
            typed, right = batch_id(trader, "B23O1"), batch_id(trader, "B2301")
            kept = rename_batch(actor=trader.actor, batch_id=typed, number="b2301")
            assert kept.pk == right
            found = batch_of(actor=trader.actor, batch_id=typed)  # the old one leads to the other
            assert (found.id, found.on_hand, found.reserved, len(found.layers)) == (right, 30, 6, 2)
            assert [each.number for each in batches(actor=trader.actor).items] == ["B2301"]
            assert trace(actor=trader.actor, batch_ids=[right]).balances[right].difference == 0
            assert verify(actor=trader.actor) == []
            pick_sales_order(actor=trader.actor, sales_order_id=order.pk)
            dispatch_order(actor=trader.actor, sales_order_id=order.pk)
            trader.receive(came(product, "5", "B23O1"))  # whoever mistypes it again means the same goods
            assert batch_of(actor=trader.actor, batch_id=right).on_hand == 29
            assert SalesOrder.objects.get(pk=order.pk).status == "dispatched"
            assert verify(actor=trader.actor) == []

    def test_whoever_asks_for_the_mistyped_one_is_led_to_the_goods(self, market: Market) -> None:
        """A drill goes on with them, a recall finds and freezes them, however often they were renamed."""
        with market.open() as trader:
            _product, (first, second, third) = in_stock(trader, "B1O", "B10", "B100")
            actor = trader.actor
            drill = open_recall(actor=actor, batch_ids=[first, second], reason="Exercise", is_drill=True)
            rename_batch(actor=actor, batch_id=first, number="B10")
            rename_batch(actor=actor, batch_id=second, number="B100")
            found = find_batches(actor=actor, search=BatchSearch(number="B1O"))
            assert [(each.id, each.on_hand) for each in found] == [(third, 30)]
            assert [each.id for each in batches(actor=actor, number="b1o").items] == [third]
            assert [row.on_hand for row, _sum in recall(actor=actor, recall_id=drill.pk).balances] == [30]
            hold_batch(actor=actor, batch_id=first, reason="Smell")
            assert batch_of(actor=actor, batch_id=third).status == "on_hold"
            with pytest.raises(BatchMerged):  # whose merge was committed between the look and the lock
                freeze_batches(actor=actor, batch_ids=[second], reason="Smell")
            opened = open_recall(actor=actor, batch_ids=[first], reason="Smell")
            assert [row.id for row in recall(actor=actor, recall_id=opened.pk).batches] == [third]
            found_by_old = recalls(actor=actor, wanted=RecallFilter(batch_id=first)).items
            assert {each.id for each in found_by_old} == {drill.pk, opened.pk}
            assert batch_of(actor=actor, batch_id=third).status == "recalled"

    def test_goods_that_come_under_an_old_number_are_of_the_one_that_stands(self, market: Market) -> None:
        with market.open() as trader:
            product, (first, second, third) = in_stock(trader, "B1O", "B10", "B100")
            actor = trader.actor
            rename_batch(actor=actor, batch_id=first, number="B10")
            rename_batch(actor=actor, batch_id=second, number="B100")
            got = trader.receive(came(product, "5", " b1o "), came(product, "2", "B10"), came(product, "1", "B2"))
            lines = receipt(actor=actor, receipt_id=got.pk).lines
            assert [(line.batch_number, line.filed_under) for line in lines] == [
                ("b1o", "B100"),
                ("B10", "B100"),
                ("B2", ""),
            ]
            assert batch_of(actor=actor, batch_id=third).on_hand == 37
            asked: dict[str, Any] = {"actor": actor, "batch_id": first}
            assert [each.on_hand for each in stock(**asked).items] == [37]
            assert [each.on_hand for each in stock(**asked, as_of=actor.now).items] == [37]
            assert len(movements(**asked).items) == 5
            assert [(each.id, each.number) for each in printed_batches(actor=actor, batch_ids={first})] == [
                (first, "B100")
            ]
            assert standing_batches(actor=actor, batch_ids=[first, second, third]) == {first: third, second: third}
            with pytest.raises(BatchDiffers, match=r"B1O \(merged into B100\)"):
                trader.receive(came(product, "5", "B1O", life=30))
            named = batch_named(actor=actor, product_id=product, number="b1O")
            assert named is not None
            assert (named.id, named.merged_number) == (third, "b1O")
            assert batch_named(actor=actor, product_id=product, number="B\x00") is None
            assert verify(actor=actor) == []

    def test_a_chain_of_merges_is_followed_to_its_end(self, market: Market) -> None:
        """A merge leads all that came before on at once; one that did not (an archive of another day) changes nothing."""
        with market.open() as trader:
            _product, (first, second, third) = in_stock(trader, "B1O", "B10", "B100")
            actor = trader.actor
            Batch.objects.filter(pk=first).update(merged_into_id=second)
            Batch.objects.filter(pk=second).update(merged_into_id=third)
            assert standing_batches(actor=actor, batch_ids=[first]) == {first: third}
            assert batch_of(actor=actor, batch_id=first).id == third

    def test_a_hold_that_waited_for_a_merge_says_so(self, market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
        with market.open() as trader:
            _product, (typed, right) = in_stock(trader, "B1O", "B10")
            actor = trader.actor

            def merged_meanwhile(**held: Any) -> Any:
                rename_batch(actor=actor, batch_id=typed, number="B10")
                return hold_goods(**held)

            monkeypatch.setattr(marking, "hold_goods", merged_meanwhile)
            with pytest.raises(BatchMerged, match="B1O"):
                hold_batch(actor=actor, batch_id=typed, reason="Smell")
            assert batch_of(actor=actor, batch_id=right).status == "usable"

    def test_goods_that_come_while_their_batch_gets_another_number_make_a_new_one(
        self, market: Market, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The number was there when it was looked for, and is not when the batch is read."""
        with market.open() as trader:
            product, (typed,) = in_stock(trader, "B1O")
            found = marking.send

            def renamed_meanwhile(*statements: Statement) -> None:
                found(statements[0])
                if len(statements) == 2:
                    monkeypatch.undo()
                    rename_batch(actor=trader.actor, batch_id=typed, number="B10")
                found(*statements[1:])

            monkeypatch.setattr(marking, "send", renamed_meanwhile)
            trader.receive(came(product, "5", "B1O"))
            assert {each.number: each.on_hand for each in batches(actor=trader.actor).items} == {"B1O": 5, "B10": 10}
            assert verify(actor=trader.actor) == []

    def test_other_dates_ask_which_are_right(self, market: Market) -> None:
        for keep, days in (("this", 300), ("other", 400)):
            with market.open() as trader:
                product = trader.product(f"SYRUP-{keep}")
                trader.receive(came(product, "10", "B23O1", life=300))
                trader.receive(came(product, "20", "B2301", life=400))
                items = {each.number: each.id for each in batches(actor=trader.actor, product_id=product).items}
                with pytest.raises(BatchDiffers, match="say which is right") as refusal:
                    rename_batch(actor=trader.actor, batch_id=items["B23O1"], number="B2301")
                assert refusal.value.faults[0].pointer == "keep_dates_of"
                rename_batch(actor=trader.actor, batch_id=items["B23O1"], number="B2301", keep_dates_of=keep)
                found = batch_of(actor=trader.actor, batch_id=items["B2301"])
                assert found.expires_on == TODAY + dt.timedelta(days=days)

    def test_what_is_held_stays_held(self, market: Market) -> None:
        with market.open() as trader:
            product = trader.product("SYRUP")
            trader.receive(came(product, "10", "B23O1"))
            trader.receive(came(product, "20", "B2301"))
            hold_batch(actor=trader.actor, batch_id=batch_id(trader, "B23O1"), reason="Seal")
            kept = rename_batch(actor=trader.actor, batch_id=batch_id(trader, "B23O1"), number="B2301")
            assert (kept.status, kept.status_reason) == ("on_hold", "Seal")

    def test_recalled_batches_and_serials_are_refused(self, market: Market) -> None:
        with market.open() as trader:
            product, camera = trader.product("SYRUP"), trader.product("CAMERA", tracking="serial", expires=False)
            trader.receive(came(product, "10", "B23O1"))
            trader.receive(came(product, "20", "B2301"))
            for number in ("S1", "S2"):
                trader.receive(came(camera, "1", life=None, batch_number=number))
            with pytest.raises(SerialsDoNotMerge):
                rename_batch(actor=trader.actor, batch_id=batch_id(trader, "S1"), number="S2")
            open_recall(actor=trader.actor, batch_ids=[batch_id(trader, "B2301")], reason="Sour smell")
            with pytest.raises(BatchRecalled):
                rename_batch(actor=trader.actor, batch_id=batch_id(trader, "B23O1"), number="B2301")
            assert verify(actor=trader.actor) == []

    def test_corrected_dates_count_at_once(self, market: Market) -> None:
        with market.open() as trader:
            product = trader.product("SYRUP")
            trader.receive(came(product, "10", "B1", life=5))
            yesterday = TODAY - dt.timedelta(days=1)
            correct_batch(actor=trader.actor, batch_id=batch_id(trader, "B1"), changes={"expires_on": yesterday})
            order = trader.sell(sold(product, "1"))
            assert order.status == "confirmed"  # nothing usable is there any more
