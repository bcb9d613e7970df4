"""Half a strip is none: what is said in base units of goods that are here already is no finer than its unit, either."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from omnistock.domain.billing.inputs import CreditLineInput
from omnistock.domain.billing.models import CreditNoteLine, InvoiceLine
from omnistock.domain.catalog.inputs import PackUnitInput
from omnistock.domain.fulfilment.operations import credit_invoice, dispatch_order
from omnistock.domain.ledger.models import Batch
from omnistock.domain.ledger.verification import verify
from omnistock.domain.sales import operations as sales
from omnistock.domain.sales.inputs import ChosenBatchInput, PickLineInput
from omnistock.domain.sales.models import SalesOrderLine
from omnistock.domain.stocktaking.inputs import ArrivalLineInput, WriteOffLineInput
from omnistock.domain.stocktaking.models import TransferLine
from omnistock.domain.stocktaking.operations import arrive_transfer, write_off_missing
from omnistock.kernel.errors import Invalid
from tests.domain.market import Market, Trader, came, sold
from tests.domain.shop import make_shop
from tests.domain.test_transit import Road

pytestmark = pytest.mark.django_db

HALF = Decimal("0.5")


def refused(act: Callable[[], object], pointer: str) -> None:
    with pytest.raises(Invalid) as refusal:
        act()
    assert [(fault.pointer, fault.code) for fault in refusal.value.faults] == [(pointer, "too_precise")]


def _ordered(trader: Trader, **values: object) -> tuple[SalesOrderLine, object]:
    units = (PackUnitInput(code="box", factor=Decimal(15)),)
    crocin = trader.product("CROCIN", units=units, tax_rate=Decimal(12), hsn_code="3004", **values)
    trader.receive(came(crocin, "4", unit="box"))
    order = trader.sell(sold(crocin, "2", unit="box", unit_price=Decimal("365.25")))
    return SalesOrderLine.objects.get(sales_order=order), crocin


def test_nothing_leaves_by_the_half(market: Market) -> None:
    with market.open() as asha:
        line, _crocin = _ordered(asha)
        order_id, half = line.sales_order_id, [PickLineInput(line_id=line.pk, quantity=HALF)]
        refused(lambda: dispatch_order(actor=asha.actor, sales_order_id=order_id, lines=half), "lines/0/quantity")
        refused(
            lambda: sales.pick_sales_order(actor=asha.actor, sales_order_id=order_id, lines=half), "lines/0/quantity"
        )
        chosen = [ChosenBatchInput(batch_id=Batch.objects.get().pk, quantity=HALF)]
        asked = {"sales_order_id": order_id, "line_id": line.pk, "reason": "Asked for"}
        refused(
            lambda: sales.choose_batches(actor=asha.actor, batches=chosen, **asked),
            "batches/0/quantity",
        )
        assert verify(actor=asha.actor) == []


def test_a_part_leaves_in_any_unit_of_its_product(market: Market) -> None:
    with market.open() as asha:
        line, _crocin = _ordered(asha)

        def part(quantity: int, unit: str) -> list[PickLineInput]:
            return [PickLineInput(line_id=line.pk, quantity=Decimal(quantity), unit=unit)]

        for wrong, unit in ((3, "box"), (1, "carton"), (0, "box")):
            with pytest.raises(Invalid):
                dispatch_order(actor=asha.actor, sales_order_id=line.sales_order_id, lines=part(wrong, unit))
        sales.pick_sales_order(actor=asha.actor, sales_order_id=line.sales_order_id, lines=part(1, "box"))
        dispatch_order(actor=asha.actor, sales_order_id=line.sales_order_id, lines=part(1, "box"))
        dispatch_order(actor=asha.actor, sales_order_id=line.sales_order_id, lines=part(4, "strip"))
        line.refresh_from_db()
        assert line.dispatched_quantity_base == 19


def test_nothing_is_credited_by_the_half_and_a_pack_may_be(market: Market) -> None:
    with market.open() as asha:
        line, _crocin = _ordered(asha)
        dispatch = dispatch_order(actor=asha.actor, sales_order_id=line.sales_order_id)
        sold_line = InvoiceLine.objects.get(invoice_id=dispatch.invoice_id)

        def credit(quantity: Decimal, unit: str = "") -> object:
            back = [CreditLineInput(invoice_line_id=sold_line.pk, quantity=quantity, unit=unit)]
            head = {"invoice_id": dispatch.invoice_id, "reason": "Came back", "goods_to": "stock"}
            return credit_invoice(actor=asha.actor, lines=back, **head)

        refused(lambda: credit(HALF), "lines/0/quantity")
        refused(lambda: credit(HALF, "box"), "lines/0/quantity")
        with pytest.raises(Invalid):
            credit(Decimal(1), "carton")
        with pytest.raises(Invalid):
            credit(Decimal(3), "box")
        assert not CreditNoteLine.objects.exists()
        credit(Decimal(1), "box")
        credit(Decimal(3))
        taken = CreditNoteLine.objects.order_by("credit_note__number").values_list("quantity_base", "taxable")
        assert list(taken) == [(15, Decimal("365.25")), (3, Decimal("73.05"))]
        assert verify(actor=asha.actor) == []


def test_nothing_arrives_or_is_given_up_by_the_half() -> None:
    with make_shop().open() as asha:
        road = Road(asha)
        transfer = road.send("10")
        row = TransferLine.objects.get(transfer_id=transfer.pk)
        half = [ArrivalLineInput(line_id=row.pk, quantity=HALF, reason="short")]
        refused(lambda: arrive_transfer(actor=road.actor, transfer_id=transfer.pk, lines=half), "lines/0/quantity")
        road.arrive(transfer, "4")
        lost = [WriteOffLineInput(line_id=row.pk, quantity=HALF)]
        given = {"transfer_id": transfer.pk, "reason": "lost"}
        refused(lambda: write_off_missing(actor=road.actor, lines=lost, **given), "lines/0/quantity")
        parts = [WriteOffLineInput(line_id=row.pk, quantity=Decimal(each)) for each in (1, 2, "-0.5")]
        with pytest.raises(Invalid) as refusal:
            write_off_missing(actor=road.actor, lines=parts, **given)
        assert [(fault.pointer, fault.code) for fault in refusal.value.faults] == [
            ("lines/1/line_id", "duplicate"),
            ("lines/2/quantity", "negative"),
        ]


def test_what_is_weighed_may_be_fine(market: Market) -> None:
    with market.open() as asha:
        sugar = asha.product("SUGAR", unit="kg", tracking="none", tax_rate=Decimal(5), hsn_code="1701")
        asha.receive(came(sugar, "10", life=None))
        order = asha.sell(sold(sugar, "2.5", unit_price=Decimal(40)))
        line = SalesOrderLine.objects.get(sales_order=order)
        some = [PickLineInput(line_id=line.pk, quantity=Decimal("1.125"))]
        assert dispatch_order(actor=asha.actor, sales_order_id=order.pk, lines=some).number
