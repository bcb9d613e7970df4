"""What was sold in two months: an order every other day, dispatched with its invoice, and most of it paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final

from omnistock.domain.billing.inputs import PaymentInput
from omnistock.domain.billing.models import Invoice
from omnistock.domain.billing.operations import record_payment
from omnistock.domain.catalog.models import Product
from omnistock.domain.fulfilment.inputs import Carriage
from omnistock.domain.fulfilment.models import Dispatch
from omnistock.domain.fulfilment.operations import dispatch_order
from omnistock.domain.parties.models import Customer
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.sales.operations import create_sales_order
from omnistock.interfaces.cli.demo.people import FARID, MEENA
from omnistock.interfaces.cli.demo.stage import Stage

_FIRST_DAY: Final = 58
_PAID_BEFORE: Final = 21
_REGULARS: Final = slice(3, 25)


def trade(stage: Stage, *, products: Sequence[Product], customers: Sequence[Customer]) -> None:
    """The regular customers in turn, three products each; who bought more than three weeks ago has paid."""
    regulars = customers[_REGULARS]
    for at, days_ago in enumerate(range(_FIRST_DAY, 1, -2)):
        chosen = [products[20 + (at * 3 + step) % 40] for step in range(3)]
        lines = [line(product, 24 + 6 * ((at + step) % 5)) for step, product in enumerate(chosen)]
        sale = Sale(stage, customer=regulars[at % len(regulars)], lines=lines)
        stage.on(days_ago, partial(sale.make, days_ago))
        if days_ago > _PAID_BEFORE:
            stage.on(days_ago - 14, partial(sale.pay, days_ago - 14))


@dataclass
class Sale:
    """An order that leaves whole on its day, and may be paid later."""

    stage: Stage
    customer: Customer
    lines: Sequence[SalesOrderLineInput]
    sent: Dispatch | None = None

    def make(self, days_ago: int) -> None:
        """Meena takes the order, Farid sends the goods with the invoice."""
        order = create_sales_order(
            actor=self.stage.acting(MEENA, days_ago=days_ago),
            customer_id=self.customer.pk,
            warehouse_id=self.stage.warehouse().pk,
            lines=self.lines,
            confirm=True,
        )
        farid = self.stage.acting(FARID, days_ago=days_ago)
        carriage = Carriage(carrier="Practice Carriers", boxes=1)
        self.sent = dispatch_order(actor=farid, sales_order_id=order.pk, carriage=carriage)

    def pay(self, days_ago: int) -> None:
        """The customer pays the invoice whole."""
        invoice = self.invoice
        payment = PaymentInput(
            customer_id=self.customer.pk, amount=invoice.total, method="bank", reference=f"NEFT {invoice.number}"
        )
        record_payment(actor=self.stage.acting(FARID, days_ago=days_ago), payment=payment)

    @property
    def invoice(self) -> Invoice:
        """A dispatch out of a registered warehouse has its invoice."""
        assert self.sent is not None
        assert self.sent.invoice is not None
        return self.sent.invoice


def line(product: Product, quantity: int, *, free_quantity: int = 0) -> SalesOrderLineInput:
    """So many of the base unit at the product's own price, and some free."""
    return SalesOrderLineInput(product_id=product.pk, quantity=Decimal(quantity), free_quantity=Decimal(free_quantity))
