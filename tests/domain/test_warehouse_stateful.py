"""Random weeks of a whole warehouse, by the operations that people use: counts in flight, costs told later, transfers that
arrive short, recalls, merged batches, moves, reversals. What is not asked here is what each answer should be (the model of
`test_ledger_stateful` does); asked is that nothing is ever created, lost or told otherwise afterwards."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    precondition,
    rule,
    run_state_machine_as_test,
)

from omnistock.domain.fulfilment.operations import dispatch_order
from omnistock.domain.fulfilment.reversals import preview_reversal, reverse_document
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.models import Batch, Movement
from omnistock.domain.ledger.operations.proposals import in_transit
from omnistock.domain.ledger.queries import stock, value_on_hand
from omnistock.domain.purchasing.inputs import LandedCostLineInput
from omnistock.domain.purchasing.models import LandedCost, Receipt
from omnistock.domain.purchasing.operations import post_landed_cost, put_away_receipt, reverse_landed_cost
from omnistock.domain.recalls.models import Recall
from omnistock.domain.recalls.operations import close_recall, open_recall, quarantine_recall, release_recall
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.sales.models import SalesOrder
from omnistock.domain.sales.operations import (
    allocate_sales_order,
    cancel_sales_order,
    pick_sales_order,
    release_sales_order,
)
from omnistock.domain.stocktaking import operations as stocktaking
from omnistock.domain.stocktaking.counting_inputs import CountedInput, CountScope
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput, ArrivalLineInput, MoveLineInput, TransferLineInput
from omnistock.domain.stocktaking.models import StockCount, StockCountBin, StockCountLine, TransferLine
from omnistock.domain.warehouses.models import Location
from tests import make
from tests.domain.weeks import KINDS, NUMBERS, ZERO, Warehouse
from tests.support.soak import rounds

quantities = st.integers(1, 12)
numbers = st.sampled_from(NUMBERS)
here_or_there = st.sampled_from((0, 1))


class WarehouseWeeks(Warehouse):
    # --- buying, costs, losses -----------------------------------------------------------------------------------------

    @rule(
        number=numbers, quantity=quantities, paise=st.integers(0, 999), site=here_or_there,
        days_ago=st.sampled_from((0, 0, 0, 3, 40)),
    )  # fmt: skip
    def receive(self, number: str, quantity: int, paise: int, site: int, days_ago: int) -> None:
        self.receive_some(number, quantity, paise, site, days_ago=days_ago)

    @precondition(lambda self: self.posted["receipt"])
    @rule(data=st.data(), paise=st.integers(1, 5_000))
    def tell_a_cost(self, data: st.DataObject, paise: int) -> None:
        receipt_id, _pieces = data.draw(st.sampled_from(self.posted["receipt"]))
        lines = [LandedCostLineInput(description="Freight", amount=Decimal(paise) / 100)]
        if self.do(post_landed_cost, receipt_id=receipt_id, lines=lines, basis="quantity"):
            self.told += Decimal(paise) / 100

    @precondition(lambda self: self.posted["receipt"])
    @rule(data=st.data())
    def take_a_cost_back(self, data: st.DataObject) -> None:
        costs = list(LandedCost.objects.filter(reversed_at=None).order_by("number"))
        if costs:
            cost = data.draw(st.sampled_from(costs))
            if self.do(reverse_landed_cost, landed_cost_id=cost.pk):
                self.told -= cost.value

    @rule(
        number=numbers, quantity=quantities, site=here_or_there, reason=st.sampled_from(("lost", "free_sample", "found")),
        days_ago=st.sampled_from((0, 0, 3)),
    )  # fmt: skip
    def adjust(self, number: str, quantity: int, site: int, reason: str, days_ago: int) -> None:
        signed = quantity if reason == "found" else -quantity
        there = self.lies(site, number)
        line = AdjustmentLineInput(
            product_id=self.product.pk, quantity=Decimal(signed), batch_id=self.batch(number),
            location_id=there[0].location_id if there else None, batch_number=number if signed > 0 else "",
        )  # fmt: skip
        then = self.moment - dt.timedelta(days=days_ago) if days_ago else None
        values = {"warehouse_id": self.sites[site], "reason": reason, "lines": [line], "effective_at": then}
        if made := self.do(stocktaking.post_adjustment, **values):
            self.keep("adjustment", made, {self.standing(number): signed})
            self.forget_reports_since(then)

    # --- selling -------------------------------------------------------------------------------------------------------

    @rule(quantity=quantities, site=here_or_there)
    def order(self, quantity: int, site: int) -> None:
        lines = [SalesOrderLineInput(product_id=self.product.pk, quantity=Decimal(quantity), unit_price=Decimal(1))]
        self.do(make.sales_order, lines=lines, customer_id=self.customer, warehouse_id=self.sites[site])

    @rule(
        data=st.data(),
        act=st.sampled_from(
            (pick_sales_order, pick_sales_order, release_sales_order, allocate_sales_order, cancel_sales_order)
        ),
    )
    def work_on_an_order(self, data: st.DataObject, act: Any) -> None:
        if (order := self.some(data, SalesOrder)) is not None:
            self.do(act, sales_order_id=order.pk)

    @rule(data=st.data())
    def dispatch(self, data: st.DataObject) -> None:
        if (order := self.some(data, SalesOrder)) is None:
            return
        gone: dict[str, int] = defaultdict(int)
        for line in ledger.allocations_of(actor=self.actor, demand_id=order.pk):
            for part in line.allocated:
                gone[part.batch_number] -= int(part.quantity)
        if made := self.do(dispatch_order, sales_order_id=order.pk, issue_invoice=False):
            self.keep("dispatch", made, gone)

    # --- between warehouses, between bins ------------------------------------------------------------------------------

    @rule(quantity=quantities, site=here_or_there, number=st.none() | numbers, to_quarantine=st.booleans())
    def send(self, quantity: int, site: int, number: str | None, to_quarantine: bool) -> None:
        batch_id = self.batch(number) if number else None
        line = TransferLineInput(product_id=self.product.pk, quantity=Decimal(quantity), batch_id=batch_id)
        ends = {"from_warehouse_id": self.sites[site], "to_warehouse_id": self.sites[1 - site]}
        made = self.do(stocktaking.create_transfer, lines=[line], to_quarantine=to_quarantine, **ends)
        if made and self.do(stocktaking.dispatch_transfer, transfer_id=made.pk, invoice_note="INV-1"):
            self.keep("transfer", made, {})

    @precondition(lambda self: self.posted["transfer"])
    @rule(data=st.data(), short=st.integers(0, 4))
    def arrive(self, data: st.DataObject, short: int) -> None:
        """Also once more: what was missing is found."""
        transfer_id, _pieces = data.draw(st.sampled_from(self.posted["transfer"]))
        line = TransferLine.objects.get(transfer_id=transfer_id)
        parts = in_transit(actor=self.actor, document_id=transfer_id)
        there = max(sum((part.quantity for part in parts), ZERO) - short, ZERO)
        lines = [ArrivalLineInput(line_id=line.pk, quantity=there, reason="short")]
        self.do(stocktaking.arrive_transfer, transfer_id=transfer_id, lines=lines)

    @precondition(lambda self: self.posted["transfer"])
    @rule(data=st.data())
    def give_up_missing(self, data: st.DataObject) -> None:
        transfer_id, pieces = data.draw(st.sampled_from(self.posted["transfer"]))
        parts = in_transit(actor=self.actor, document_id=transfer_id)
        names = dict(Batch.objects.filter(pk__in=[part.batch_id for part in parts]).values_list("id", "number"))
        if self.do(stocktaking.write_off_missing, transfer_id=transfer_id, reason="lost"):
            for part in parts:
                number = names[part.batch_id]
                pieces[number] = pieces.get(number, 0) - int(part.quantity)
                self.pieces[number] -= int(part.quantity)

    @rule(
        data=st.data(), site=here_or_there, quantity=quantities,
        kind=st.sampled_from(("storage", "quarantine")),
    )  # fmt: skip
    def move(self, data: st.DataObject, site: int, quantity: int, kind: str) -> None:
        if not (there := self.lies(site)):
            return
        row = there[data.draw(st.integers(0, len(there) - 1))]
        places = Location.objects.filter(kind=kind, warehouse_id=self.sites[site])
        line = MoveLineInput(
            product_id=self.product.pk, quantity=Decimal(quantity), batch_id=row.batch_id,
            from_location_id=row.location_id, to_location_id=places.order_by("-code")[0].pk,
        )  # fmt: skip
        receipt = Receipt.objects.filter(warehouse_id=self.sites[site], reversed_at=None).order_by("-number").first()
        if receipt and quantity % 3 == 0:
            made = self.do(put_away_receipt, receipt_id=receipt.pk, lines=[line])
        else:
            made = self.do(stocktaking.post_move, warehouse_id=self.sites[site], lines=[line])
        if made:
            self.keep("move", made, {})

    # --- holds, recalls, names -----------------------------------------------------------------------------------------

    @rule(number=numbers)
    def hold_or_free(self, number: str) -> None:
        if (batch_id := self.batch(number)) is not None:
            held = Batch.objects.get(pk=batch_id).status == "on_hold"
            act = ledger.release_batch if held else ledger.hold_batch
            self.do(act, batch_id=batch_id, reason="a random day")

    @rule(number=numbers, data=st.data())
    def recall(self, number: str, data: st.DataObject) -> None:
        """Opens one; where one is open, goes on with it."""
        found = self.some(data, Recall)
        if found is None or found.status == "released":
            if (batch_id := self.batch(number)) is not None:
                self.do(open_recall, batch_ids=[batch_id], reason="A random day")
            return
        act = data.draw(st.sampled_from((quarantine_recall, close_recall, release_recall)))
        said = {close_recall: {"notes": "It is with customers"}, release_recall: {"reason": "It was fine"}}
        self.do(act, recall_id=found.pk, **said.get(act, {}))

    @rule(number=numbers, other=numbers)
    def rename(self, number: str, other: str) -> None:
        """To the name of another: the two become one."""
        batch_id = self.batch(number)
        is_merge = self.batch(other) is not None
        if batch_id and self.do(ledger.rename_batch, batch_id=batch_id, number=other, keep_dates_of="this"):
            self.pieces[other] += self.pieces.pop(number, 0)
            for _id, pieces in (each for kind in self.posted.values() for each in kind):
                if number in pieces:
                    pieces[other] = pieces.get(other, 0) + pieces.pop(number)
            assert is_merge or self.batch(number) is None

    # --- counts --------------------------------------------------------------------------------------------------------

    @precondition(lambda self: not self.is_counting())
    @rule(site=here_or_there, by_product=st.booleans(), off=st.integers(-3, 3))
    def plan_a_count(self, site: int, by_product: bool, off: int) -> None:
        scope = CountScope(scope="locations", ids=self.bins[site], is_by_product=by_product)
        if self.do(stocktaking.create_stock_count, warehouse_id=self.sites[site], scope=scope):
            for line in StockCountLine.objects.filter(is_open=True).order_by("id")[:2]:
                self.count_line(line, off)

    @precondition(lambda self: self.is_counting())
    @rule(data=st.data(), off=st.integers(-3, 3))
    def count_something(self, data: st.DataObject, off: int) -> None:
        """One line, whatever else is going on: the books may change before the next."""
        lines = list(StockCountLine.objects.filter(is_open=True).order_by("id"))
        self.count_line(lines[data.draw(st.integers(0, len(lines) - 1))], off)

    def count_line(self, line: StockCountLine, off: int) -> None:
        rows = stock(actor=self.actor, location_id=line.location_id, batch_id=line.batch_id, limit=500).items
        there = int(sum((row.on_hand for row in rows), ZERO))
        said = CountedInput(
            location_id=line.location_id, product_id=line.product_id, batch_id=line.batch_id,
            quantity=str(max(there + off, 0)),
        )  # fmt: skip
        self.do(stocktaking.record_counts, count_id=line.count_id, lines=[said])

    def is_counting(self) -> bool:
        return hasattr(self, "customer") and StockCountLine.objects.filter(is_open=True).exists()

    @precondition(lambda self: self.is_counting())
    @rule(data=st.data(), ends=st.sampled_from(("approve", "approve", "recount", "cancel")))
    def end_a_count(self, data: st.DataObject, ends: str) -> None:
        count = self.some(data, StockCount, status__in=("counting", "awaiting_approval"))
        if count is None:
            return
        if ends == "cancel":
            self.do(stocktaking.cancel_stock_count, count_id=count.pk)
        elif ends == "recount":
            lines = list(StockCountLine.objects.filter(count_id=count.pk, state="counted").values_list("id", flat=True))
            self.do(stocktaking.recount_lines, count_id=count.pk, line_ids=lines, by_another=False)
        else:
            for place in StockCountBin.objects.filter(count_id=count.pk).values_list("location_id", flat=True):
                self.do(stocktaking.finish_bin, count_id=count.pk, location_id=place, is_rest_empty=True)
            self.do(stocktaking.submit_stock_count, count_id=count.pk)
            self.approve(count.pk)

    def approve(self, count_id: UUID) -> None:
        """By batch, what is more and less is what the lines say; by product only the sum is known before."""
        lines = StockCountLine.objects.filter(count_id=count_id, state="counted").exclude(difference_base=None)
        wanted = int(sum((line.difference_base or ZERO for line in lines), ZERO))
        approved = self.do(stocktaking.approve_stock_count, count_id=count_id)
        if approved is None or approved.adjustment_id is None:
            assert approved is None or not any(line.difference_base for line in lines)
            return
        pieces: dict[str, int] = defaultdict(int)
        for move in Movement.objects.filter(document_id=approved.adjustment_id).select_related("layer__batch"):
            pieces[move.layer.batch.number] += int(
                move.quantity if move.from_location.kind == "found" else -move.quantity
            )
        assert sum(pieces.values()) == wanted
        self.keep("adjustment", approved.adjustment, pieces)

    # --- undoing, and time ---------------------------------------------------------------------------------------------

    @precondition(lambda self: any(self.posted.values()))
    @rule(data=st.data())
    def take_back(self, data: st.DataObject) -> None:
        """The preview is right: what it says can be done is done, and what it says cannot is refused."""
        kind = data.draw(st.sampled_from([kind for kind in KINDS if self.posted[kind]]))
        at = data.draw(st.integers(0, len(self.posted[kind]) - 1))
        document_id, pieces = self.posted[kind][at]
        preview = preview_reversal(actor=self.actor, kind=kind, id=document_id)
        done = self.do(reverse_document, kind=kind, id=document_id, reason="A random day")
        assert (done is not None) == preview.is_possible or self.has_costs(kind, document_id), preview
        if done is not None:
            self.posted[kind].pop(at)
            for number, quantity in pieces.items():
                self.pieces[number] -= quantity

    def has_costs(self, kind: str, id: UUID) -> bool:
        return kind == "receipt" and LandedCost.objects.filter(receipt_id=id, reversed_at=None).exists()

    @rule(days=st.integers(1, 25))
    def time_passes(self, days: int) -> None:
        """The nightly job comes by, and a report of the day that ends is kept."""
        self.reports.append((self.moment, value_on_hand(actor=self.actor) or ZERO, self.on_hand()))
        self.moment += dt.timedelta(days=days)
        self.do(ledger.write_ended_months)
        self.do(ledger.write_ended_days)


@pytest.mark.django_db
def test_random_weeks() -> None:
    run_state_machine_as_test(WarehouseWeeks, settings=settings(max_examples=6, stateful_step_count=25, deadline=None))


@pytest.mark.soak
@pytest.mark.django_db
def test_many_random_weeks() -> None:
    for chosen in rounds("random weeks", seconds=70):
        run_state_machine_as_test(
            seed(chosen)(WarehouseWeeks), settings=settings(max_examples=2, stateful_step_count=60, deadline=None)
        )
