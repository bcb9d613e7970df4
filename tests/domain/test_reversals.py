"""Taking back any posted document: what it would do, what stands in the way, and that it happens once."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from omnistock.domain.billing.inputs import PaymentInput, RefundInput
from omnistock.domain.billing.operations import record_payment, refund_payment
from omnistock.domain.fulfilment.operations import dispatch_order
from omnistock.domain.fulfilment.reversals import KINDS, preview_reversal, reverse_document
from omnistock.domain.ledger.queries import stock
from omnistock.domain.ledger.verification import verify
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput, MoveLineInput, TransferLineInput
from omnistock.domain.stocktaking.operations import create_transfer, dispatch_transfer, post_adjustment, post_move
from omnistock.kernel.errors import Conflict, NotFound, PermissionMissing
from omnistock.tenancy.actor import Actor
from tests import make
from tests.make import Company
from tests.personas import ASHA, MAYA, OTTO, RAVI, VIDYA

pytestmark = pytest.mark.django_db


def receipt(actor: Actor) -> Any:
    return make.received(actor=actor, product=make.product(actor=actor), quantity="100")


def placed(actor: Actor) -> Any:
    """What a receipt brought: product, batch, place."""
    product = make.product(actor=actor)
    make.received(actor=actor, product=product, quantity="100")
    return stock(actor=actor, product_id=product.pk).items[0]


def adjustment(actor: Actor) -> Any:
    row = placed(actor)
    line = AdjustmentLineInput(product_id=row.product_id, batch_id=row.batch_id, quantity=Decimal(-4))
    return post_adjustment(actor=actor, warehouse_id=row.warehouse_id, reason="lost", lines=[line])


def move(actor: Actor) -> Any:
    row = placed(actor)
    there = make.location(actor=actor, warehouse=make.main_warehouse())
    line = MoveLineInput(
        product_id=row.product_id,
        batch_id=row.batch_id,
        quantity=Decimal(40),
        from_location_id=row.location_id,
        to_location_id=there.pk,
    )
    return post_move(actor=actor, warehouse_id=row.warehouse_id, lines=[line])


def transfer(actor: Actor) -> Any:
    row = placed(actor)
    line = TransferLineInput(product_id=row.product_id, quantity=Decimal(30))
    there = make.warehouse(actor=actor, registration_id=make.main_warehouse().registration_id)
    made = create_transfer(actor=actor, from_warehouse_id=row.warehouse_id, to_warehouse_id=there.pk, lines=[line])
    return dispatch_transfer(actor=actor, transfer_id=made.pk)


def dispatch(actor: Actor, *, issue: bool = False) -> Any:
    row = placed(actor)
    line = SalesOrderLineInput(product_id=row.product_id, quantity=Decimal(3), unit_price=Decimal(20))
    order = make.sales_order(actor=actor, lines=[line])
    return dispatch_order(actor=actor, sales_order_id=order.pk, issue_invoice=issue)


def payment(actor: Actor) -> Any:
    customer = make.customer(actor=actor)
    return record_payment(actor=actor, payment=PaymentInput(customer_id=customer.pk, amount=Decimal(50), method="cash"))


def refund(actor: Actor) -> Any:
    back = RefundInput(amount=Decimal(20), method="cash")
    return refund_payment(actor=actor, payment_id=payment(actor).pk, refund=back)


MADE = {each.__name__: each for each in (receipt, adjustment, move, transfer, dispatch, payment, refund)}


def test_every_kind_is_tried() -> None:
    assert set(MADE) == set(KINDS)


@pytest.mark.parametrize("kind", MADE)
class TestEveryKind:
    def test_it_is_previewed_then_taken_back_once(self, pharma: Company, kind: str) -> None:
        with pharma.acting(ASHA) as asha:
            made = MADE[kind](asha)
            preview = preview_reversal(actor=asha, kind=kind, id=made.pk)
            assert preview.is_possible
            assert preview.number == made.number
            assert bool(preview.effects) == (kind not in ("payment", "refund"))
            reverse_document(actor=asha, kind=kind, id=made.pk, reason="Typed twice")
            after = preview_reversal(actor=asha, kind=kind, id=made.pk)
            assert after.reversed_at is not None
            assert not after.is_possible
            assert after.effects == ()
            with pytest.raises(Conflict):
                reverse_document(actor=asha, kind=kind, id=made.pk, reason="Again")
            assert verify(actor=asha) == []

    def test_the_preview_tells_the_truth_of_the_value(self, pharma: Company, kind: str) -> None:
        with pharma.acting(ASHA) as asha:
            made = MADE[kind](asha)
            before = sum(row.value or 0 for row in stock(actor=asha, limit=500).items)
            change = preview_reversal(actor=asha, kind=kind, id=made.pk).value_change
            reverse_document(actor=asha, kind=kind, id=made.pk, reason="Typed twice")
            assert sum(row.value or 0 for row in stock(actor=asha, limit=500).items) == before + (change or 0)

    def test_who_may(self, pharma: Company, kind: str) -> None:
        others = make.organization(owner=OTTO, name="Otto Trading", gstin="")
        with pharma.acting(ASHA) as asha:
            made = MADE[kind](asha)
        with pharma.acting(VIDYA) as vidya:
            seen = preview_reversal(actor=vidya, kind=kind, id=made.pk)
            assert seen.value_change is None  # she sees no costs
            with pytest.raises(PermissionMissing):
                reverse_document(actor=vidya, kind=kind, id=made.pk, reason="x")
        with others.acting(OTTO) as otto:
            with pytest.raises(NotFound):
                preview_reversal(actor=otto, kind=kind, id=made.pk)
            with pytest.raises(NotFound):
                reverse_document(actor=otto, kind=kind, id=made.pk, reason="x")


class TestWhatStandsInTheWay:
    def test_what_was_sold_is_named_with_its_invoice(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            product = make.product(actor=asha)
            got = make.received(actor=asha, product=product, quantity="100")
            line = SalesOrderLineInput(product_id=product.pk, quantity=Decimal(3), unit_price=Decimal(20))
            order = make.sales_order(actor=asha, lines=[line])
            sent = dispatch_order(actor=asha, sales_order_id=order.pk, issue_invoice=True)
            preview = preview_reversal(actor=asha, kind="receipt", id=got.pk)
            assert not preview.is_possible
            sentences = {each.sentence: each for each in preview.standing}
            sold = sentences[f"3 already sold on {sent.invoice.number}"]
            assert (sold.kind, sold.id) == ("invoice", sent.invoice_id)

    def test_what_is_promised_is_named_with_its_order(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            product = make.product(actor=asha)
            got = make.received(actor=asha, product=product, quantity="100")
            line = SalesOrderLineInput(product_id=product.pk, quantity=Decimal(5), unit_price=Decimal(20))
            order = make.sales_order(actor=asha, lines=[line])
            standing = preview_reversal(actor=asha, kind="receipt", id=got.pk).standing
            assert f"5 promised to {order.number}" in [each.sentence for each in standing]
        pharma.join(MAYA, sees_only_own_customers=True)
        with pharma.acting(MAYA) as maya:  # the customer is not theirs, so neither is the order's number
            told = preview_reversal(actor=maya, kind="receipt", id=got.pk).standing
            assert [(each.sentence, each.kind, each.id) for each in told[1:]] == [
                ("5 promised to another document", "", None)
            ]

    def test_an_issued_invoice_comes_first(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            sent = dispatch(asha, issue=True)
            preview = preview_reversal(actor=asha, kind="dispatch", id=sent.pk)
            assert [each.kind for each in preview.standing] == ["invoice"]
            with pytest.raises(Conflict, match="Cancel that"):
                reverse_document(actor=asha, kind="dispatch", id=sent.pk, reason="x")

    def test_an_unknown_kind_is_not_there(self, pharma: Company) -> None:
        with pharma.acting(RAVI) as ravi, pytest.raises(NotFound):
            preview_reversal(actor=ravi, kind="invoice", id=ravi.organization_id)
