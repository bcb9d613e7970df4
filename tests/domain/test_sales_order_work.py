"""Sales orders at work: reserved, picked, ended, read, and by whom."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.types import DocumentRef
from omnistock.domain.sales import operations as sales
from omnistock.domain.sales.access import lock_sales_order
from omnistock.domain.sales.inputs import PickLineInput
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.domain.sales.operations import SalesOrderStatus
from omnistock.domain.sales.queries import SalesOrderFilter, sales_order, sales_orders, sales_to_do
from omnistock.kernel.errors import IdReused, Invalid, NotFound, PermissionMissing
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.models import Membership
from omnistock.tenancy.statements import send
from tests import make
from tests.domain.market import TODAY, Market, Trader, came, make_market, sold
from tests.domain.selling import codes, free
from tests.personas import ASHA, MEENA, OTTO, RAVI, VIDYA

pytestmark = pytest.mark.django_db


def dispatch(trader: Trader, order: SalesOrder, quantity: str) -> dict[object, Decimal]:
    """What the room above does with a dispatch of the first line."""
    locked, lines = lock_sales_order(actor=trader.actor, sales_order_id=order.id)
    asked = [(lines[0].id, Decimal(quantity))]
    document = DocumentRef("dispatch", uuid7())
    ledger.dispatch_reserved(actor=trader.actor, document=document, demand_id=order.id, effective_at=None, lines=asked)
    sales.apply_dispatch(actor=trader.actor, order=locked, lines=lines, quantities=dict(asked))
    return {"order": locked, "document": document, "quantities": dict(asked)}


class TestWork:
    @pytest.fixture
    def order(self, market: Market) -> SalesOrder:
        with market.open() as asha:
            crocin = asha.product("CROCIN", sale_price=Decimal(10))
            asha.receive(came(crocin, "10"))
            return asha.sell(sold(crocin, "10"))

    def test_the_storekeeper_picks_part_and_then_all(self, market: Market, order: SalesOrder) -> None:
        with market.open(RAVI) as ravi:
            line = SalesOrderLine.objects.get()
            lines = [PickLineInput(line_id=line.id, quantity=Decimal(4))]
            part = sales.pick_sales_order(actor=ravi.actor, sales_order_id=order.id, lines=lines)
            assert part.status == "reserved"
            whole = sales.pick_sales_order(actor=ravi.actor, sales_order_id=order.id)
            assert whole.status == "picked"
            view = sales_order(actor=ravi.actor, sales_order_id=order.id)
            assert view.lines[0].picked_base == 10
            assert {part.location_kind for part in view.lines[0].allocated} == {"dispatch"}

    def test_picking_more_than_the_line_waits_for(self, market: Market, order: SalesOrder) -> None:
        with market.open() as asha:
            line = SalesOrderLine.objects.get()
            asked = [
                PickLineInput(line_id=line.id, quantity=Decimal(11)),
                PickLineInput(line_id=line.id, quantity=Decimal(0)),
                PickLineInput(line_id=uuid7(), quantity=Decimal(1)),
            ]
            with pytest.raises(Invalid) as refusal:
                sales.pick_sales_order(actor=asha.actor, sales_order_id=order.id, lines=asked)
            assert codes(refusal) == {
                ("lines/0/quantity", "more_than_open"),
                ("lines/1/quantity", "zero"),
                ("lines/1/line_id", "duplicate"),
                ("lines/2/line_id", "not_found"),
            }

    def test_cancelling_puts_back_what_was_picked(self, market: Market, order: SalesOrder) -> None:
        with market.open() as asha:
            sales.pick_sales_order(actor=asha.actor, sales_order_id=order.id)
            ended = sales.cancel_sales_order(actor=asha.actor, sales_order_id=order.id, reason="Closed shop")
            assert ended.status == "cancelled"
            assert free(asha, SalesOrderLine.objects.filter(sales_order=order).get().product_id) == 10
            for again in (sales.cancel_sales_order, sales.close_sales_order, sales.pick_sales_order):
                with pytest.raises(SalesOrderStatus):
                    again(actor=asha.actor, sales_order_id=order.id)

    def test_released_goods_are_free_for_others(self, market: Market, order: SalesOrder) -> None:
        with market.open() as asha:
            released = sales.release_sales_order(actor=asha.actor, sales_order_id=order.id)
            assert released.status == "confirmed"
            assert free(asha, SalesOrderLine.objects.filter(sales_order=order).get().product_id) == 10
            with pytest.raises(Invalid):
                sales.release_sales_order(actor=asha.actor, sales_order_id=order.id, line_ids=[uuid7()])

    def test_dispatched_in_two_parts(self, market: Market, order: SalesOrder) -> None:
        with market.open() as asha:
            dispatch(asha, order, "4")
            order.refresh_from_db()
            assert order.status == "partly_dispatched"
            with pytest.raises(SalesOrderStatus):
                sales.cancel_sales_order(actor=asha.actor, sales_order_id=order.id)
            dispatch(asha, order, "6")
            order.refresh_from_db()
            assert order.status == "dispatched"
            assert order.dispatched_at == asha.actor.now

    def test_closing_short_gives_the_rest_up(self, market: Market, order: SalesOrder) -> None:
        with market.open() as asha:
            dispatch(asha, order, "4")
            closed = sales.close_sales_order(actor=asha.actor, sales_order_id=order.id, reason="Enough")
            line = SalesOrderLine.objects.get()
            assert (closed.status, line.cancelled_quantity_base, line.open_base) == ("closed", 6, 0)
            seen = sales_order(actor=asha.actor, sales_order_id=order.id)
            assert (seen.given_up, seen.remaining) == (order.total * 6 / 10, order.total * 4 / 10)
            assert free(asha, line.product_id) == 6

    def test_a_reversed_dispatch_opens_the_order_again(self, market: Market, order: SalesOrder) -> None:
        with market.open() as asha:
            done = dispatch(asha, order, "10")
            ledger.reverse(actor=asha.actor, document=done["document"])
            locked, lines = lock_sales_order(actor=asha.actor, sales_order_id=order.id)
            sales.undo_dispatch(actor=asha.actor, order=locked, lines=lines, quantities=done["quantities"])
            assert (locked.status, locked.dispatched_at) == ("confirmed", None)
            again = sales.allocate_sales_order(actor=asha.actor, sales_order_id=order.id)
            assert again.status == "reserved"


class TestWho:
    def test_permissions(self, market: Market) -> None:
        with market.open() as asha:
            crocin, customer = asha.product("CROCIN", sale_price=Decimal(10)), asha.customer()
        with market.open(MEENA) as meena:
            order = meena.sell(sold(crocin, "1"), customer_id=customer)
            with pytest.raises(PermissionMissing):
                sales.pick_sales_order(actor=meena.actor, sales_order_id=order.id)
        for persona in (VIDYA, RAVI):
            with market.open(persona) as other, pytest.raises(PermissionMissing):
                other.sell(sold(crocin, "1"), customer_id=customer)

    def test_own_customers_only(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN", sale_price=Decimal(10))
            theirs = asha.customer("Not hers")
            order = asha.sell(sold(crocin, "1"), customer_id=theirs)
        market.company.limit(MEENA, sees_only_own_customers=True)
        with market.open() as asha:
            member = Membership.objects.get(person=make.person(MEENA))
            hers = asha.customer("Hers", owner_membership_id=member.pk)
        with market.open(MEENA) as meena:
            meena.sell(sold(crocin, "1"), customer_id=hers)
            assert [each.customer_name for each in sales_orders(actor=meena.actor).items] == ["Hers"]
            with pytest.raises(NotFound):
                sales.cancel_sales_order(actor=meena.actor, sales_order_id=order.id)
            with pytest.raises(Invalid) as refusal:
                meena.sell(sold(crocin, "1"), customer_id=theirs)
            assert codes(refusal) == {("customer_id", "not_found")}

    def test_another_organizations_things_are_not_there(self, market: Market) -> None:
        with make_market(gstin="", owner=OTTO).open(OTTO) as otto:
            product, customer = otto.product("CROCIN", sale_price=Decimal(1)), otto.customer()
            order = otto.sell(sold(product, "1"), customer_id=customer)
        with market.open() as asha:
            with pytest.raises(Invalid) as refusal:
                asha.sell(sold(product, "1"), customer_id=customer)
            assert codes(refusal) == {("customer_id", "not_found"), ("lines/0/product_id", "not_found")}
            with pytest.raises(NotFound):
                sales_order(actor=asha.actor, sales_order_id=order.id)

    def test_an_id_is_used_once(self, market: Market) -> None:
        with market.open() as asha:
            crocin, id = asha.product("CROCIN", sale_price=Decimal(10)), uuid7()
            asha.sell(sold(crocin, "1"), id=id, external_id="WEB-1")
            with pytest.raises(IdReused):
                asha.sell(sold(crocin, "1"), id=id)
            with pytest.raises(Invalid) as refusal:
                asha.sell(sold(crocin, "1"), external_id="WEB-1")
            assert codes(refusal) == {("external_id", "taken")}


class TestRead:
    def test_a_list_takes_the_same_statements_for_one_and_for_fifty(self, market: Market) -> None:
        with market.open() as asha:
            crocin, customer = asha.product("CROCIN", sale_price=Decimal(10)), asha.customer()
            asha.receive(came(crocin, "5"))
            counts = []
            for many in (1, 49):
                for _each in range(many):
                    asha.sell(sold(crocin, "1"), sold(crocin, "2"), customer_id=customer)
                wanted = SalesOrderFilter(with_lines=True)
                send()  # what the last order left to go along with the next statement
                with CaptureQueriesContext(connection) as captured:
                    found = sales_orders(actor=asha.actor, wanted=wanted, limit=100)
                counts.append(len(captured))
            assert len(found.items) == 50
            assert counts == [3, 3]
            assert found.items[-1].lines[0].reserved_base == 1

    def test_filters_search_and_to_do(self, market: Market) -> None:
        with market.open(ASHA) as asha:
            crocin = asha.product("CROCIN", sale_price=Decimal(10))
            clinic, hospital = asha.customer("City Clinic"), asha.customer("Lotus Hospital")
            asha.receive(came(crocin, "5"))
            ready = asha.sell(sold(crocin, "5"), customer_id=clinic, promised_on=TODAY)
            short = asha.sell(sold(crocin, "5"), customer_id=hospital, customer_reference="PO 7781")
            draft = asha.sell(sold(crocin, "5"), customer_id=hospital, confirm=False)

            def ids(**wanted: object) -> list[object]:
                return [each.id for each in sales_orders(actor=asha.actor, wanted=SalesOrderFilter(**wanted)).items]

            assert ids() == [draft.id, short.id, ready.id]
            assert ids(statuses=("draft", "reserved"), sort="promised") == [ready.id, draft.id]
            assert ids(customer_id=clinic) == [ready.id]
            assert ids(promised_by=TODAY) == [ready.id]
            assert ids(search="lotus 7781") == [short.id]
            to_do = sales_to_do(actor=asha.actor)
            assert (to_do.drafts, to_do.short, to_do.to_dispatch) == (1, 1, 1)
