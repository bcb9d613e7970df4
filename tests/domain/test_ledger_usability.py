"""The table of movements and batch states, walked whole through the front door."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction

from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.errors import BatchNotUsable
from omnistock.domain.ledger.types import DocumentRef, InLine, MoveLine, OutLine, ReturnLine
from omnistock.domain.ledger.usability import TABLE, Permit, State, Use
from omnistock.kernel.ids import uuid7
from tests.domain.shop import Counter, Shop

pytestmark = pytest.mark.django_db


class Cabinet:
    """A batch that can be brought into each state, with goods in storage and a sale to take back."""

    def __init__(self, asha: Counter) -> None:
        self.asha, self.product = asha, asha.product("CROCIN")
        self.document = DocumentRef("receipt", uuid7(), "GR-1")
        asha.receive(self.product, "50", batch="B1", expires_on=asha.actor.today, document=self.document)
        self.batch = asha.batch(self.product, "B1")
        self.sale = asha.issue(self.product, "5", batch=self.batch)[0]

    def bring_into(self, state: State) -> None:
        if state is State.EXPIRED:
            self.asha = self.asha.at(self.asha.actor.now + dt.timedelta(days=1))
        elif state is State.ON_HOLD:
            ledger.hold_batch(actor=self.asha.actor, batch_id=self.batch, reason="smells odd")
        elif state is State.RECALLED:
            ledger.freeze_batches(actor=self.asha.actor, batch_ids=[self.batch], reason="smells odd")

    def put_to(self, use: Use, *, to_kind: str) -> None:
        asha, place = self.asha, self.asha.place(to_kind)
        match use:
            case Use.RECEIVE:
                asha.receive(self.product, "1", batch="B1", place=place)
            case Use.TAKE_BACK:
                ledger.return_to_stock(
                    actor=asha.actor,
                    document=self.document,
                    reason="return",
                    effective_at=None,
                    lines=[ReturnLine(uuid7(), self.sale.movement_id, place, Decimal(1))],
                )
            case Use.MOVE:
                origin = asha.place("receiving" if to_kind == "quarantine" else "quarantine")
                line = MoveLine(uuid7(), self.product, origin, place, Decimal(1), batch_id=self.batch)
                ledger.post_move(
                    actor=asha.actor, document=self.document, reason="move", effective_at=None, lines=[line]
                )
            case Use.COUNT:
                more = InLine(uuid7(), self.product, self.batch, place, Decimal(1), Decimal(0))
                less = OutLine(uuid7(), self.product, asha.place("receiving"), Decimal(1), batch_id=self.batch)
                ledger.post_counted(actor=asha.actor, document=self.document, ins=[more], outs=[less], reasons={})
            case Use.REVERSE:
                ledger.reverse(actor=asha.actor, document=DocumentRef("dispatch", self.sale_document(), "DN-1"))
            case _:
                target, reason = {
                    Use.PROMISE: ("customer", "sale"),
                    Use.GIVE: ("loss", "gift"),
                    Use.CONSUME: ("production", "consumption"),
                    Use.WRITE_OFF: ("loss", "destroyed"),
                    Use.RETURN: ("supplier", "return"),
                }[use]
                asha.issue(self.product, "1", batch=self.batch, target=target, reason=reason)

    def sale_document(self) -> object:
        from omnistock.domain.ledger.queries import movements

        return movements(actor=self.asha.actor, layer_id=self.sale.layer_id, reason="sale").items[0].document_id


@pytest.mark.parametrize("state", list(State))
def test_every_movement_of_a_batch_in_this_state(shop: Shop, state: State) -> None:
    with shop.open() as asha:
        cabinet = Cabinet(asha)
        for kind in ("receiving", "quarantine"):
            asha.receive(cabinet.product, "9", batch="B1", place=asha.place(kind))
        cabinet.bring_into(state)
        for use in Use:
            for to_kind in ("storage", "quarantine"):
                permit = TABLE[use][state]
                allowed = permit is Permit.YES or (permit is Permit.QUARANTINE and to_kind == "quarantine")
                with transaction.atomic():
                    if allowed:
                        cabinet.put_to(use, to_kind=to_kind)
                    else:
                        with pytest.raises(BatchNotUsable) as refusal, transaction.atomic():
                            cabinet.put_to(use, to_kind=to_kind)
                        assert refusal.value.faults[0].details["state"] == state
                    transaction.set_rollback(True)


def test_the_table_names_every_use_and_state() -> None:
    assert set(TABLE) == set(Use)
    assert all(set(row) == set(State) for row in TABLE.values())
