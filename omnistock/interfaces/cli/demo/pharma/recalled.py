"""A recall that is over: three customers had the batch, two answered, one was never reached."""

from __future__ import annotations

from decimal import Decimal
from functools import partial

from omnistock.domain.ledger.queries import batches
from omnistock.domain.purchasing.inputs import ReceiptLineInput
from omnistock.domain.recalls.inputs import AnswerInput
from omnistock.domain.recalls.operations import close_recall, open_recall, quarantine_recall, record_contact
from omnistock.interfaces.cli.demo.people import ASHA
from omnistock.interfaces.cli.demo.pharma.buying import receive
from omnistock.interfaces.cli.demo.pharma.cast import Cast
from omnistock.interfaces.cli.demo.pharma.selling import Sale, line
from omnistock.interfaces.cli.demo.stage import Stage

NUMBER = "TR-RECALL"
_PRODUCT = "Trialine 5 mg"
_SOLD = ((26, "Banyan Lane Chemists", 40), (24, "Copper Pot Chemist", 25), (22, "Stone Bridge Pharmacy", 15))


def recalled(stage: Stage, cast: Cast) -> None:
    """The maker found a wrong leaflet in a batch that had gone to three chemists."""
    product = cast.product(_PRODUCT)
    came = ReceiptLineInput(
        product_id=product.pk,
        quantity=Decimal(120),
        unit_cost=product.purchase_price,
        mrp=product.mrp,
        batch_number=NUMBER,
        expires_on=stage.day(130),
    )
    stage.on(45, partial(receive, stage, 45, supplier=cast.suppliers[2], number="MP-4501", lines=[came]))
    for days_ago, name, quantity in _SOLD:
        sale = Sale(stage, customer=cast.customer(name), lines=[line(product, quantity)])
        stage.on(days_ago, partial(sale.make, days_ago))
    stage.on(6, partial(_work_off, stage, cast))


def _work_off(stage: Stage, cast: Cast) -> None:
    asha = stage.acting(ASHA, days_ago=6)
    product = cast.product(_PRODUCT)
    batch = batches(actor=asha, product_id=product.pk, number=NUMBER).items[0]
    reason = "The leaflet in the box is of another medicine; notice of the maker MP/26/117"
    found = open_recall(actor=asha, batch_ids=[batch.id], reason=reason)
    quarantine_recall(actor=asha, recall_id=found.pk)
    banyan, copper, stone = (cast.customer(name) for _days, name, _quantity in _SOLD)
    later = stage.acting(ASHA, days_ago=5)
    record_contact(
        actor=later,
        recall_id=found.pk,
        customer_id=banyan.pk,
        notes="Destroyed in front of our van driver",
        answers=[AnswerInput(batch_id=batch.id, destroyed=Decimal(34), used=Decimal(6))],
    )
    record_contact(
        actor=later,
        recall_id=found.pk,
        customer_id=copper.pk,
        notes="All of it was sold before they heard of it; they call their customers",
        answers=[AnswerInput(batch_id=batch.id, used=Decimal(25))],
    )
    record_contact(
        actor=later, recall_id=found.pk, customer_id=stone.pk, notes="Phone is off; the letter came back undelivered"
    )
    close_recall(
        actor=stage.acting(ASHA, days_ago=2),
        recall_id=found.pk,
        notes="Stone Bridge Pharmacy has closed; 15 strips are reported to the drugs inspector",
    )
