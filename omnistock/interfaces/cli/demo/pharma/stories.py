"""What is open today at Demo Pharma. Each function is a story of `docs/demo.md`, which names the screen that shows it.

The stories keep to the first twenty products; the others are traded every other day.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Final

from omnistock.domain.billing.inputs import CreditLineInput, PaymentInput, RefundInput
from omnistock.domain.billing.operations import record_payment, refund_payment
from omnistock.domain.billing.queries import credit_facts, invoice
from omnistock.domain.fulfilment.operations import credit_invoice, dispatch_order
from omnistock.domain.ledger.operations import hold_batch
from omnistock.domain.ledger.queries import batches, stock
from omnistock.domain.parties.models import Customer
from omnistock.domain.purchasing.inputs import LandedCostLineInput, PurchaseOrderLineInput, ReceiptLineInput
from omnistock.domain.purchasing.models import PurchaseOrder
from omnistock.domain.purchasing.operations import create_purchase_order, post_landed_cost, post_receipt
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.sales.models import SalesOrder
from omnistock.domain.sales.operations import create_sales_order, pick_sales_order
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput
from omnistock.domain.stocktaking.operations import post_adjustment
from omnistock.interfaces.cli.demo.people import ASHA, FARID, MEENA, RAVI
from omnistock.interfaces.cli.demo.pharma.buying import receive
from omnistock.interfaces.cli.demo.pharma.cast import Cast
from omnistock.interfaces.cli.demo.pharma.counting import counted
from omnistock.interfaces.cli.demo.pharma.helped import helped
from omnistock.interfaces.cli.demo.pharma.papers import papers
from omnistock.interfaces.cli.demo.pharma.recalled import recalled
from omnistock.interfaces.cli.demo.pharma.selling import Sale, line
from omnistock.interfaces.cli.demo.stage import Stage
from omnistock.kernel.ids import uuid7

ORDERED_AT: Final = Decimal("57.80")
CAME_AT: Final = Decimal("66.50")  # more than a tenth dearer: what a receipt is cautious about begins there


def tell(stage: Stage, cast: Cast) -> None:
    """Note every story in the stage's calendar."""
    for story in (
        batches_near_their_end,
        bought_twice,
        ten_and_one,
        held,
        returned_after_expiry,
        dearer_than_ordered,
        expected_today,
        half_arrived,
        overdue,
        hospital,
        short,
        over_the_limit,
        late_and_picked,
        not_yet_invoiced,
        paid_in_advance,
        broken,
        papers,
        recalled,
        counted,
        helped,
    ):
        story(stage, cast)


def batches_near_their_end(stage: Stage, cast: Cast) -> None:
    """One ends in 12 days, one in 25, one in 75, one ended yesterday; for the hospital FEFO has two to skip."""
    ends = (
        ("Samplofen 400 mg", "SA-END12", 12, 40),
        ("Templidol 50 mg", "TE-END25", 25, 60),
        ("Patterazole 40 mg", "PA-END75", 75, 80),
        ("Samplofen 600 mg", "SA-GONE1", -1, 35),
        ("Practamol 500 mg", "PR-END60", 60, 90),
        ("Practamol 500 mg", "PR-END150", 150, 90),
    )
    lines = [_received(stage, cast, name, number, days, quantity) for name, number, days, quantity in ends]
    stage.on(70, partial(receive, stage, 70, supplier=cast.suppliers[1], number="ER-7001", lines=lines))


def bought_twice(stage: Stage, cast: Cast) -> None:
    """One batch came twice, the second time dearer: two layers of cost under one number."""
    for days_ago, cost, number in ((40, "20.00", "SL-4001"), (10, "22.50", "SL-4388")):
        lines = [_received(stage, cast, "Drillamet 500 mg", "DR-TWICE", 500, 120, unit_cost=Decimal(cost))]
        stage.on(days_ago, partial(receive, stage, days_ago, supplier=cast.suppliers[0], number=number, lines=lines))


def ten_and_one(stage: Stage, cast: Cast) -> None:
    """Bought as 100 and 10 free, sold as 10 and 1 free."""
    lines = [_received(stage, cast, "Exemplin 500 mg", "EX-SCHEME", 480, 100, free_quantity=Decimal(10))]
    stage.on(35, partial(receive, stage, 35, supplier=cast.suppliers[3], number="PB-3510", lines=lines))
    sold = line(cast.product("Exemplin 500 mg"), 10, free_quantity=1)
    stage.on(9, partial(Sale(stage, customer=cast.customer("Three Lamps Pharmacy"), lines=[sold]).make, 9))


def held(stage: Stage, cast: Cast) -> None:
    """A batch is on hold since its seal was found loose."""
    lines = [_received(stage, cast, "Mockzole 20 mg", "MO-HOLD", 410, 150)]
    stage.on(30, partial(receive, stage, 30, supplier=cast.suppliers[4], number="TF-3003", lines=lines))

    def hold() -> None:
        ravi = stage.acting(RAVI, days_ago=3)
        found = batches(actor=ravi, product_id=cast.product("Mockzole 20 mg").pk, number="MO-HOLD").items[0]
        hold_batch(actor=ravi, batch_id=found.id, reason="Seal found loose on two strips; the maker is asked.")

    stage.on(3, hold)


def returned_after_expiry(stage: Stage, cast: Cast) -> None:
    """A retailer sends back strips that expired on the shelf: credited, and the goods go to quarantine."""
    lines = [_received(stage, cast, "Trialine 10 mg", "TR-BACK", -5, 30)]
    stage.on(90, partial(receive, stage, 90, supplier=cast.suppliers[2], number="MP-9002", lines=lines))
    sale = Sale(stage, customer=cast.customer("Sunny Corner Chemist"), lines=[line(cast.product("Trialine 10 mg"), 12)])
    stage.on(64, partial(sale.make, 64))

    def take_back() -> None:
        farid = stage.acting(FARID, days_ago=1)
        sold = invoice(actor=farid, invoice_id=sale.invoice.pk).lines[0]
        credit_invoice(
            actor=farid,
            invoice_id=sale.invoice.pk,
            reason="Four strips expired on the shelf",
            lines=[CreditLineInput(invoice_line_id=sold.id, quantity=Decimal(4))],
            goods_to="quarantine",
        )

    stage.on(1, take_back)


def dearer_than_ordered(stage: Stage, cast: Cast) -> None:
    """Goods came at a cost that is more than a tenth above the order's: kept with the receipt as a caution, since Asha,
    who takes them in, sees costs."""
    product = cast.product("Exemplin 250 mg")
    ordered = PurchaseOrderLineInput(product_id=product.pk, quantity=Decimal(50), unit_cost=ORDERED_AT)

    def order_and_receive() -> None:
        order = create_purchase_order(
            actor=stage.acting(FARID, days_ago=16),
            supplier_id=cast.suppliers[5].pk,
            warehouse_id=stage.warehouse().pk,
            lines=[ordered],
            expected_on=stage.day(-14),
            confirm=True,
        )
        receipt = post_receipt(
            actor=stage.acting(ASHA, days_ago=14),
            purchase_order_id=order.pk,
            supplier_document_number="RH-1416",
            lines=[_received(stage, cast, "Exemplin 250 mg", "EX-DEAR", 460, 50, unit_cost=CAME_AT)],
        )
        post_landed_cost(
            actor=stage.acting(ASHA, days_ago=13),
            receipt_id=receipt.pk,
            lines=[LandedCostLineInput(description="Freight", amount=Decimal(240))],
            document_number="LR-77120",
            notes="Told a day after the goods",
        )

    stage.on(14, order_and_receive)


def expected_today(stage: Stage, cast: Cast) -> None:
    """A confirmed order whose goods are due today, and one that was due four days ago."""
    for number, (days, supplier, names) in enumerate(
        ((0, 6, ("Practamol 250 mg", "Practamol 650 mg")), (-4, 7, ("Demoxin 125 mg",))), start=1
    ):
        lines = [PurchaseOrderLineInput(product_id=cast.product(name).pk, quantity=Decimal(200)) for name in names]
        stage.on(
            6, partial(_order, stage, cast, supplier=supplier, lines=lines, expected=days, reference=f"Q-{number}")
        )


def half_arrived(stage: Stage, cast: Cast) -> None:
    """Of 80 ordered, 40 came; the rest is promised for the day after tomorrow."""
    product = cast.product("Demoxin 500 mg")

    def order_and_receive() -> None:
        lines = [PurchaseOrderLineInput(product_id=product.pk, quantity=Decimal(80))]
        order = _order(stage, cast, supplier=0, lines=lines, expected=2, reference="Q-3")
        post_receipt(
            actor=stage.acting(RAVI, days_ago=2),
            purchase_order_id=order.pk,
            supplier_document_number="SL-4411",
            lines=[_received(stage, cast, "Demoxin 500 mg", "DE-HALF", 520, 40)],
        )

    stage.on(2, order_and_receive)


def overdue(stage: Stage, cast: Cast) -> None:
    """Thirty days of credit, sold fifty days ago, and nothing paid."""
    lines = [line(cast.product("Samplofen 200 mg"), 40), line(cast.product("Mockzole 10 mg"), 24)]
    stage.on(50, partial(Sale(stage, customer=cast.customer("Latepay Chemists"), lines=lines).make, 50))


def hospital(stage: Stage, cast: Cast) -> None:
    """The hospital needs 180 days of life: FEFO skips two batches that end sooner and says so."""
    lines = [line(cast.product("Practamol 500 mg"), 60)]
    stage.on(0, partial(_sell, stage, cast.customer("Rehearsal City Hospital"), lines, reference="HOSPITAL-180"))


def short(stage: Stage, cast: Cast) -> None:
    """More was ordered than there is: what is there is reserved, the rest is on backorder."""
    lines = [line(cast.product("Trialine 2.5 mg"), 600)]
    customer = cast.customer("Green Gate Drugstore")
    stage.on(1, partial(_sell, stage, customer, lines, days_ago=1, promised=3, reference="BACKORDER"))


def over_the_limit(stage: Stage, cast: Cast) -> None:
    """An unpaid invoice takes up most of the limit; the order of today goes over it, which is kept as a caution."""
    customer = cast.customer("Overlimit Medicals")
    sale = Sale(stage, customer=customer, lines=[line(cast.product("Mockzole 40 mg"), 210)])
    stage.on(12, partial(sale.make, 12))
    lines = [line(cast.product("Mockzole 40 mg"), 30)]
    stage.on(0, partial(_sell, stage, customer, lines, reference="OVER-LIMIT"))


def late_and_picked(stage: Stage, cast: Cast) -> None:
    """One order was promised for yesterday and still lies here; one is picked and waits for its carrier; one is a
    draft."""
    late = [line(cast.product("Samplofen 200 mg"), 20)]
    bell = cast.customer("Morning Bell Medicals")
    stage.on(4, partial(_sell, stage, bell, late, days_ago=4, promised=-1, reference="LATE"))

    def pick() -> None:
        mill = cast.customer("Old Mill Pharmacy")
        order = _sell(stage, mill, [line(cast.product("Exemplin 1 g"), 15)], days_ago=1, promised=0, reference="PICKED")
        pick_sales_order(actor=stage.acting(RAVI), sales_order_id=order.pk)

    stage.on(0, pick)
    drafted = [line(cast.product("Templidol 100 mg"), 25)]
    harbour = cast.customer("Harbour View Chemist")
    stage.on(0, partial(_sell, stage, harbour, drafted, reference="DRAFT", confirm=False))


def not_yet_invoiced(stage: Stage, cast: Cast) -> None:
    """Goods left on a delivery note; their invoice is a draft that waits for accounts."""

    def send() -> None:
        order = _sell(
            stage,
            cast.customer("Riverside Drug House"),
            [line(cast.product("Demoxin 250 mg"), 18)],
            reference="TO-INVOICE",
        )
        dispatch_order(actor=stage.acting(RAVI), sales_order_id=order.pk, issue_invoice=False)

    stage.on(0, send)


def paid_in_advance(stage: Stage, cast: Cast) -> None:
    """A customer without an open invoice has paid; a part of it was too much, and went back a day later."""
    payment = PaymentInput(
        customer_id=cast.customer("Kite Field Health Camp").pk,
        amount=Decimal(6500),
        method="upi",
        reference="Advance for the March camp",
        allocations=(),
    )

    payment_id = uuid7()

    def pay() -> None:
        record_payment(actor=stage.acting(FARID, days_ago=2), id=payment_id, payment=payment)

    def give_back() -> None:
        back = RefundInput(amount=Decimal(1500), method="upi", reference="The camp has a day less")
        refund_payment(actor=stage.acting(FARID, days_ago=1), payment_id=payment_id, refund=back)

    stage.on(2, pay)
    stage.on(1, give_back)


def broken(stage: Stage, cast: Cast) -> None:
    """Two bottles fell from the rack."""
    product = cast.product("Rehearsol 100 ml")

    def write_off() -> None:
        ravi = stage.acting(RAVI, days_ago=5)
        found = stock(actor=ravi, product_id=product.pk).items[0]
        lines = [
            AdjustmentLineInput(
                product_id=product.pk,
                quantity=Decimal(-2),
                batch_id=found.batch_id,
                location_id=found.location_id,
            )
        ]
        post_adjustment(actor=ravi, warehouse_id=stage.warehouse().pk, reason="wastage", lines=lines, notes="Fell down")

    stage.on(5, write_off)


def _received(
    stage: Stage, cast: Cast, name: str, number: str, days_left: int, quantity: int, **values: Decimal
) -> ReceiptLineInput:
    """A batch that can be used through the day so many days from today, at the product's own cost."""
    product = cast.product(name)
    return ReceiptLineInput(
        product_id=product.pk,
        quantity=Decimal(quantity),
        unit_cost=values.get("unit_cost", product.purchase_price),
        free_quantity=values.get("free_quantity", Decimal(0)),
        mrp=product.mrp,
        batch_number=number,
        expires_on=stage.day(days_left),
    )


def _order(
    stage: Stage,
    cast: Cast,
    *,
    supplier: int,
    lines: Sequence[PurchaseOrderLineInput],
    expected: int,
    reference: str,
) -> PurchaseOrder:
    """Farid orders, six days ago; the goods are expected so many days from today."""
    return create_purchase_order(
        actor=stage.acting(FARID, days_ago=6),
        supplier_id=cast.suppliers[supplier].pk,
        warehouse_id=stage.warehouse().pk,
        lines=lines,
        expected_on=stage.day(expected),
        supplier_reference=reference,
        confirm=True,
    )


def _sell(
    stage: Stage,
    customer: Customer,
    lines: Sequence[SalesOrderLineInput],
    *,
    reference: str,
    days_ago: int = 0,
    promised: int = 1,
    confirm: bool = True,
) -> SalesOrder:
    """Meena takes an order, promised for so many days from today."""
    meena = stage.acting(MEENA, days_ago=days_ago)
    return create_sales_order(
        actor=meena,
        customer_id=customer.pk,
        warehouse_id=stage.warehouse().pk,
        lines=lines,
        promised_on=stage.day(promised),
        customer_reference=reference,
        confirm=confirm,
        credit=credit_facts(actor=meena, customer_id=customer.pk),
    )
