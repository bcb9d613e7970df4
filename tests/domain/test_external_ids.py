"""Two who take one external id at once: both find it free, and the second is told that it is taken."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, connections

from omnistock.domain.billing.inputs import PaymentInput, RefundInput
from omnistock.domain.billing.operations import record_payment, refund_payment
from omnistock.domain.ledger.queries.stock import stock
from omnistock.domain.recalls.operations import open_recall
from omnistock.domain.stocktaking.counting_inputs import CountScope, PlanInput
from omnistock.domain.stocktaking.inputs import MoveLineInput, TransferLineInput
from omnistock.domain.stocktaking.operations import create_stock_count, create_transfer, post_move
from omnistock.domain.stocktaking.operations.count_plans import create_count_plan
from omnistock.domain.support.operations import open_ticket
from omnistock.domain.warehouses.operations import create_location
from omnistock.kernel.errors import Invalid
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.boundary import again_after_race
from tests import make
from tests.domain.market import Market, came, make_market, ordered

BACK = RefundInput(amount=Decimal(30), method="bank")


def prepared(market: Market) -> SimpleNamespace:
    """A customer, another warehouse and a bin; for each of two hands, an advance and goods that lie here."""
    with market.open() as asha:
        here, there = make.main_warehouse(), make.warehouse(actor=asha.actor)
        s = SimpleNamespace(here=here.pk, there=there.pk, bin=make.location(actor=asha.actor, warehouse=here).pk)
        s.money = PaymentInput(customer_id=asha.customer(), amount=Decimal(100), method="upi")
        s.advances = [record_payment(actor=asha.actor, payment=s.money).pk for _hand in range(2)]
        products = [asha.product("A"), asha.product("B")]
        asha.receive(*(came(each, "10") for each in products))
        s.rows = [stock(actor=asha.actor, product_id=each).items[0] for each in products]
        return s


def moved(s: SimpleNamespace, hand: int) -> list[MoveLineInput]:
    row = s.rows[hand]
    places = {"from_location_id": row.location_id, "to_location_id": s.bin}
    return [MoveLineInput(product_id=row.product_id, batch_id=row.batch_id, quantity=Decimal(1), **places)]


def sent(s: SimpleNamespace, hand: int) -> list[TransferLineInput]:
    return [TransferLineInput(product_id=s.rows[hand].product_id, quantity=Decimal(1))]


def scope(s: SimpleNamespace, hand: int) -> CountScope:
    return CountScope(scope="products", ids=[s.rows[hand].product_id])


WRITES: dict[str, Callable[[SimpleNamespace, Actor, int, str], Any]] = {
    "payment": lambda s, actor, hand, name: record_payment(actor=actor, payment=s.money, external_id=name),
    "refund": lambda s, actor, hand, name: refund_payment(
        actor=actor, payment_id=s.advances[hand], refund=BACK, external_id=name
    ),
    "move": lambda s, actor, hand, name: post_move(
        actor=actor, warehouse_id=s.here, lines=moved(s, hand), external_id=name
    ),
    "transfer": lambda s, actor, hand, name: create_transfer(
        actor=actor, from_warehouse_id=s.here, to_warehouse_id=s.there, lines=sent(s, hand), external_id=name
    ),
    "recall": lambda s, actor, hand, name: open_recall(
        actor=actor, batch_ids=[s.rows[hand].batch_id], reason="Sour smell", external_id=name
    ),
    "ticket": lambda s, actor, hand, name: open_ticket(
        actor=actor, subject="A sum", text="Is wrong.", external_id=name
    ),
    "location": lambda s, actor, hand, name: create_location(
        actor=actor, warehouse_id=s.here, code=f"Z-{hand}", external_id=name
    ),
    "purchase order": lambda s, actor, hand, name: make.purchase_order(
        actor=actor, lines=[ordered(s.rows[hand].product_id, "1")], external_id=name
    ),
    "stock count": lambda s, actor, hand, name: create_stock_count(
        actor=actor, warehouse_id=s.here, scope=scope(s, hand), external_id=name
    ),
    "count plan": lambda s, actor, hand, name: create_count_plan(
        actor=actor,
        plan=PlanInput(name=f"P{hand}", warehouse_id=s.here, scope=scope(s, hand), every_days=7),
        external_id=name,
    ),
}


def until_somebody_waits() -> None:
    """Until another transaction waits for this one: it has looked by then, and found the external id free."""
    with connection.cursor() as cursor:
        for _look in range(2000):
            cursor.execute(
                "SELECT pg_sleep(0.01), pg_stat_clear_snapshot(), EXISTS "
                "(SELECT FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid)))"
            )
            if cursor.fetchone()[2]:
                return
    raise AssertionError("nobody wants what this transaction holds")


@pytest.mark.parametrize("kind", WRITES)
def test_the_second_is_told_that_it_is_taken(live_db: None, kind: str) -> None:
    market, is_written, tries = make_market(), threading.Event(), [0, 0]
    s = prepared(market)

    def write(hand: int) -> None:
        tries[hand] += 1
        with market.open() as asha:
            WRITES[kind](s, asha.actor, hand, "THEIRS-7")
            if hand == 0:
                is_written.set()
                until_somebody_waits()

    def work(hand: int) -> list[str]:
        try:
            assert hand == 0 or is_written.wait(10)
            again_after_race(lambda: write(hand))
        except Invalid as refused:
            return [fault.pointer for fault in refused.faults]
        finally:
            connections.close_all()
        return []

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(work, range(2))) == [[], ["external_id"]]
    assert tries[1] == 2, "it found the external id free, and was overtaken"
