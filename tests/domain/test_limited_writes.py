"""A member with limits writes nothing beyond them, whichever id of the body is one of somebody else's: what they cannot see
is answered as what is not there, and nothing changes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.billing.inputs import AllocationInput, PaymentInput, RefundInput
from omnistock.domain.billing.models import Invoice
from omnistock.domain.billing.operations import allocate_payment, record_payment, refund_payment, reverse_refund
from omnistock.domain.fulfilment.operations import dispatch_order
from omnistock.domain.ledger.models import Batch
from omnistock.domain.parties.operations import create_customer
from omnistock.domain.purchasing.inputs import LandedCostLineInput, PurchaseOrderLineInput, ReceiptLineInput
from omnistock.domain.purchasing.operations.landed_costs import post_landed_cost
from omnistock.domain.replenishment.inputs import ReorderRuleInput
from omnistock.domain.replenishment.operations import set_reorder_rules
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.sales.operations import change_sales_order
from omnistock.domain.stocktaking.counting_inputs import CountScope, PlanInput
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput, MoveLineInput, TransferLineInput
from omnistock.domain.stocktaking.operations import create_stock_count, create_transfer, post_adjustment, post_move
from omnistock.domain.stocktaking.operations.count_plans import create_count_plan
from omnistock.kernel.errors import DomainError
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.models import Membership
from tests import make
from tests.domain.market import TODAY
from tests.personas import ASHA, MAYA

pytestmark = pytest.mark.django_db
ONE = Decimal(1)
BACK = RefundInput(amount=ONE, method="cash")


@pytest.fixture(scope="module")
def shop(file_db: None) -> Iterator[SimpleNamespace]:
    """Two warehouses with the same goods, two customers with an invoice from each; Maya has the first warehouse and the
    first customer."""
    company = make.organization()
    company.join(MAYA)
    with company.acting(ASHA) as asha:
        near = make.main_warehouse()
        far = make.warehouse(actor=asha, registration_id=near.registration_id)
        maya = Membership.objects.get(person=make.person(MAYA)).pk
        product = make.product(actor=asha)
        own = create_customer(actor=asha, values={"name": "Own", "owner_membership_id": maya}).pk
        other = make.customer(actor=asha).pk
        ids: dict[str, Any] = {"near": near, "far": far, "product": product, "own": own, "other": other}
        order = PurchaseOrderLineInput(product_id=product.pk, quantity=Decimal(9), unit_cost=ONE)
        ids["far_order"] = make.purchase_order(actor=asha, lines=[order], warehouse_id=far.pk).pk
        for place, batch in ((near, "NEAR"), (far, "FAR")):
            ids[f"{batch}_receipt"] = make.received(actor=asha, product=product, batch=batch, warehouse_id=place.pk).pk
        ids["far_batch"] = Batch.objects.get(number="FAR").pk
        for name, place, customer in (("far_invoice", far, own), ("other_invoice", near, other)):
            line = SalesOrderLineInput(product_id=product.pk, quantity=ONE, unit_price=Decimal(20))
            sold = make.sales_order(actor=asha, lines=[line], warehouse_id=place.pk, customer_id=customer)
            dispatch_order(actor=asha, sales_order_id=sold.pk)
            ids[name] = Invoice.objects.get(sales_order_id=sold.pk).pk
        line = SalesOrderLineInput(product_id=product.pk, quantity=ONE, unit_price=Decimal(20))
        draft = make.sales_order(actor=asha, lines=[line], customer_id=own, confirm=False)
        ids["draft"] = draft.pk
        paid = PaymentInput(customer_id=own, amount=Decimal(5), method="cash", paid_on=TODAY, allocations=())
        ids["payment"] = record_payment(actor=asha, payment=paid).pk
        theirs = replace(paid, customer_id=other)
        ids["other_payment"] = record_payment(actor=asha, payment=theirs).pk
        ids["other_refund"] = refund_payment(actor=asha, payment_id=ids["other_payment"], refund=BACK).pk
    company.limit(MAYA, warehouse_ids=[near.pk], sees_only_own_customers=True)
    with company.acting(MAYA) as actor:
        yield SimpleNamespace(actor=actor, **ids)


def line(s: SimpleNamespace, **more: Any) -> SalesOrderLineInput:
    return SalesOrderLineInput(product_id=s.product.pk, quantity=ONE, unit_price=Decimal(20), **more)


def came(s: SimpleNamespace, **more: Any) -> ReceiptLineInput:
    return ReceiptLineInput(
        product_id=s.product.pk,
        quantity=ONE,
        unit_cost=ONE,
        batch_number="N",
        expires_on=TODAY + dt.timedelta(days=400),
        **more,
    )


def lost(s: SimpleNamespace, **more: Any) -> AdjustmentLineInput:
    return AdjustmentLineInput(product_id=s.product.pk, quantity=-ONE, **more)


def pays(customer_id: Any, *invoices: Any) -> PaymentInput:
    parts = tuple(AllocationInput(invoice_id=each, amount=ONE) for each in invoices)
    return PaymentInput(customer_id=customer_id, amount=ONE, method="cash", paid_on=TODAY, allocations=parts)


def plan(s: SimpleNamespace) -> PlanInput:
    return PlanInput(name="P", warehouse_id=s.far.pk, scope=CountScope(scope="warehouse"), every_days=7)


def moved(s: SimpleNamespace, to: Any) -> list[MoveLineInput]:
    places = {"from_location_id": s.near.default_location_id, "to_location_id": to.default_location_id}
    return [MoveLineInput(product_id=s.product.pk, quantity=ONE, **places)]


WRITES: dict[str, Callable[[SimpleNamespace, Actor], Any]] = {
    "sells from there": lambda s, a: make.sales_order(
        actor=a, lines=[line(s)], warehouse_id=s.far.pk, customer_id=s.own
    ),
    "sells to others": lambda s, a: make.sales_order(actor=a, lines=[line(s)], customer_id=s.other),
    "moves an order there": lambda s, a: change_sales_order(
        actor=a, sales_order_id=s.draft, changes={"warehouse_id": s.far.pk}
    ),
    "gives an order to others": lambda s, a: change_sales_order(
        actor=a, sales_order_id=s.draft, changes={"customer_id": s.other}
    ),
    "buys for there": lambda s, a: make.purchase_order(
        actor=a,
        lines=[PurchaseOrderLineInput(product_id=s.product.pk, quantity=ONE, unit_cost=ONE)],
        warehouse_id=s.far.pk,
    ),
    "receives there": lambda s, a: make.receipt(actor=a, lines=[came(s)], warehouse_id=s.far.pk),
    "receives into a bin there": lambda s, a: make.receipt(
        actor=a, lines=[came(s, location_id=s.far.default_location_id)]
    ),
    "receives an order of there": lambda s, a: make.receipt(actor=a, lines=[came(s)], purchase_order_id=s.far_order),
    "receives an order of there, here": lambda s, a: make.receipt(
        actor=a, lines=[came(s)], purchase_order_id=s.far_order, warehouse_id=s.near.pk
    ),
    "adjusts there": lambda s, a: post_adjustment(
        actor=a, warehouse_id=s.far.pk, reason="lost", lines=[lost(s, batch_id=s.far_batch)]
    ),
    "adjusts a bin there": lambda s, a: post_adjustment(
        actor=a,
        warehouse_id=s.near.pk,
        reason="lost",
        lines=[lost(s, batch_id=s.far_batch, location_id=s.far.default_location_id)],
    ),
    "adjusts a batch of there": lambda s, a: post_adjustment(
        actor=a, warehouse_id=s.near.pk, reason="lost", lines=[lost(s, batch_id=s.far_batch)]
    ),
    "sends from there": lambda s, a: create_transfer(
        actor=a,
        from_warehouse_id=s.far.pk,
        to_warehouse_id=s.near.pk,
        lines=[TransferLineInput(product_id=s.product.pk, quantity=ONE)],
    ),
    "moves into a bin there": lambda s, a: post_move(actor=a, warehouse_id=s.near.pk, lines=moved(s, s.far)),
    "moves there": lambda s, a: post_move(actor=a, warehouse_id=s.far.pk, lines=moved(s, s.far)),
    "counts there": lambda s, a: create_stock_count(
        actor=a, warehouse_id=s.far.pk, scope=CountScope(scope="warehouse")
    ),
    "plans counts there": lambda s, a: create_count_plan(actor=a, plan=plan(s)),
    "counts bins there from here": lambda s, a: create_stock_count(
        actor=a, warehouse_id=s.near.pk, scope=CountScope(scope="locations", ids=[s.far.default_location_id])
    ),
    "sets rules there": lambda s, a: set_reorder_rules(
        actor=a, rules=[ReorderRuleInput(product_id=s.product.pk, warehouse_id=s.far.pk, reorder_point=ONE)]
    ),
    "spreads costs over a receipt there": lambda s, a: post_landed_cost(
        actor=a, receipt_id=s.FAR_receipt, lines=[LandedCostLineInput(description="Freight", amount=ONE)]
    ),
    "takes others' money": lambda s, a: record_payment(actor=a, payment=pays(s.other)),
    "gives others' money back": lambda s, a: refund_payment(actor=a, payment_id=s.other_payment, refund=BACK),
    "takes others' refund back": lambda s, a: reverse_refund(actor=a, refund_id=s.other_refund, reason="Typed twice"),
    "pays others' invoice": lambda s, a: record_payment(actor=a, payment=pays(s.own, s.other_invoice)),
    "pays an invoice of there": lambda s, a: record_payment(actor=a, payment=pays(s.own, s.far_invoice)),
    "lets money pay an invoice of there": lambda s, a: allocate_payment(
        actor=a, payment_id=s.payment, allocations=[AllocationInput(invoice_id=s.far_invoice, amount=ONE)]
    ),
}


# What is wrong in itself: goods, bins and money do not go together across warehouses and customers.
NEVER = {
    *(
        "receives an order of there, here",
        "adjusts a bin there",
        "adjusts a batch of there",
    ),
    *(
        "moves into a bin there",
        "moves there",
        "counts bins there from here",
        "pays others' invoice",
        "receives into a bin there",
    ),
}


def refusal_of(shop: SimpleNamespace, actor: Actor, what: str) -> DomainError | None:
    """What the write was refused with; whatever came of it is undone."""
    try:
        with transaction.atomic():
            WRITES[what](shop, actor)
            transaction.set_rollback(True)
    except DomainError as refused:
        return refused
    return None


def test_nothing_beyond_is_written(shop: SimpleNamespace) -> None:
    before = AuditEvent.objects.count()
    done = {what: refusal_of(shop, shop.actor, what) for what in WRITES}
    wrong = {what for what, error in done.items() if error is None or error.status not in (404, 409, 422)}
    assert wrong == set()
    assert {what for what, error in done.items() if error and error.status == 409} == {"adjusts a batch of there"}
    assert AuditEvent.objects.count() == before


def test_who_sees_all_may(shop: SimpleNamespace) -> None:
    """The refusals above are of the limits, and not of something else in what is sent."""
    free = replace(shop.actor, warehouse_ids=None, sees_only_own_customers=False)
    refused = {what for what in WRITES if refusal_of(shop, free, what) is not None}
    assert refused == NEVER, "what nobody may, whatever they see"
