"""Orders of customers: drafted, priced, confirmed, reserved, picked, ended."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.catalog.inputs import PackUnitInput
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.types import DocumentRef
from omnistock.domain.parties.inputs import AddressInput
from omnistock.domain.parties.operations import change_customer
from omnistock.domain.sales import operations as sales
from omnistock.domain.sales.access import lock_sales_order
from omnistock.domain.sales.inputs import CreditFacts, PickLineInput
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.domain.sales.operations import SalesOrderStatus
from omnistock.domain.sales.queries import SalesOrderFilter, sales_order, sales_orders, sales_to_do
from omnistock.kernel.errors import IdReused, Invalid, NotFound, PermissionMissing, VersionConflict
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.cautions import Accepted, NeedsReason
from omnistock.tenancy.models import Membership
from tests import make
from tests.domain.market import TODAY, Market, Trader, came, make_market, sold
from tests.personas import ASHA, MEENA, OTTO, RAVI, VIDYA

pytestmark = pytest.mark.django_db


@pytest.fixture
def market() -> Market:
    return make_market()


def codes(refusal: pytest.ExceptionInfo[Invalid]) -> set[tuple[str, str]]:
    return {(fault.pointer, fault.code) for fault in refusal.value.faults}


def free(trader: Trader, product: object) -> Decimal:
    """What can still be promised of a product, found by promising it."""
    probe = trader.sell(sold(product, "1000000", unit_price=Decimal(1)), customer_id=trader.customer("Probe"))
    held = sales_order(actor=trader.actor, sales_order_id=probe.id).lines[0].reserved_base
    sales.cancel_sales_order(actor=trader.actor, sales_order_id=probe.id)
    return held


def dispatch(trader: Trader, order: SalesOrder, quantity: str) -> dict[object, Decimal]:
    """What the room above does with a dispatch of the first line."""
    locked, lines = lock_sales_order(actor=trader.actor, sales_order_id=order.id)
    asked = [(lines[0].id, Decimal(quantity))]
    document = DocumentRef("dispatch", uuid7())
    ledger.dispatch_reserved(actor=trader.actor, document=document, demand_id=order.id, effective_at=None, lines=asked)
    sales.apply_dispatch(actor=trader.actor, order=locked, lines=lines, quantities=dict(asked))
    return {"order": locked, "document": document, "quantities": dict(asked)}


class TestDraft:
    def test_it_counts_prices_and_taxes_within_the_state(self, market: Market) -> None:
        """2 boxes of 10 at 125.00 are 250.00, less 10 % is 225.00; 3 strips at 12.50 are 37.50: together 262.50, less
        12.50 for the order is 250.00. At 12 %, half each: the parts of the discount are 10.71 and 1.79, so 214.29 and
        35.71 are taxed: 12.86 + 12.86 and 2.14 + 2.14."""
        with market.open() as asha:
            box = PackUnitInput(code="box", factor=Decimal(10))
            crocin = asha.product("CROCIN", units=(box,), tax_rate=Decimal(12), sale_price=Decimal("12.5"))
            order = asha.sell(
                sold(crocin, "2", unit="box", discount_percent=Decimal(10)),
                sold(crocin, "3", free_quantity=Decimal(1)),
                discount_amount=Decimal("12.50"),
                confirm=False,
            )
            lines = SalesOrderLine.objects.order_by("position")
            assert [(line.unit_price, line.price_source, line.amount) for line in lines] == [
                (Decimal(125), "product", Decimal("225.00")),
                (Decimal("12.5"), "product", Decimal("37.50")),
            ]
            assert [line.quantity_base for line in lines] == [20, 4]
            assert (order.status, order.number) == ("draft", "SO-00001")
            assert (order.taxable, order.tax, order.total) == (Decimal("250.00"), Decimal("30.00"), Decimal("280.00"))
            assert {row["head"] for row in order.tax_lines} == {"cgst", "sgst"}
            assert order.place_of_supply == "27"

    def test_another_state_pays_igst_and_inclusive_prices_stay(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN", tax_rate=Decimal(12))
            order = asha.sell(
                sold(crocin, "1", unit_price=Decimal(112)),
                customer_id=asha.customer("Bengaluru Clinic", state_code="29"),
                prices_include_tax=True,
                confirm=False,
            )
            assert (order.taxable, order.tax, order.total) == (Decimal(100), Decimal(12), Decimal(112))
            assert [row["head"] for row in order.tax_lines] == ["igst"]

    def test_without_a_registration_no_tax_is_charged(self) -> None:
        market = make_market(gstin="")
        with market.open() as asha:
            crocin = asha.product("CROCIN", tax_rate=Decimal(12))
            order = asha.sell(sold(crocin, "1", unit_price=Decimal(100)), confirm=False)
            assert (order.tax, order.total) == (0, Decimal(100))

    def test_elsewhere_there_is_one_plain_tax(self) -> None:
        market = make_market(gstin="", country="DE")
        with market.open() as asha:
            crocin = asha.product("CROCIN", tax_rate=Decimal(19))
            customer = asha.customer("Praxis", state_code="", addresses=())
            order = asha.sell(sold(crocin, "1", unit_price=Decimal(100)), customer_id=customer, confirm=False)
            assert [(row["head"], row["amount"]) for row in order.tax_lines] == [("tax", "19.00")]

    def test_prices_by_mrp_and_by_cost(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN", mrp=Decimal(30), purchase_price=Decimal(5))
            asha.receive(came(crocin, "10", unit_cost=Decimal(8)))
            asha.sell(
                sold(crocin, "1", price_basis="mrp_less", price_value=Decimal("33.3333")),
                sold(crocin, "1", price_basis="cost_plus", price_value=Decimal(25)),
                sold(crocin, "1", price_basis="fixed", price_value=Decimal("7.1234")),
                sold(crocin, "1", unit_price=Decimal(0)),
                confirm=False,
            )
            prices = SalesOrderLine.objects.order_by("position").values_list("unit_price", "price_source")
            assert list(prices) == [
                (Decimal("20.0000"), "mrp_less"),
                (Decimal("10"), "cost_plus"),
                (Decimal("7.1234"), "entered"),
                (Decimal(0), "entered"),
            ]

    def test_all_faults_come_at_once_and_nothing_changes(self, market: Market) -> None:
        with market.open() as asha:
            crocin, kept = asha.product("CROCIN"), asha.product("DOLO", sale_price=Decimal(1))
            with pytest.raises(Invalid) as refusal:
                asha.sell(
                    sold(uuid7(), "1"),
                    sold(crocin, "0.5"),
                    sold(crocin, "1", price_basis="mrp_less", price_value=Decimal(10)),
                    sold(crocin, "1", price_basis="cost_plus", price_value=Decimal(10)),
                    sold(crocin, "1", price_basis="guess"),
                    sold(crocin, "1", price_basis="mrp_less", unit_price=Decimal(1)),
                    sold(kept, "1", discount_percent=Decimal(101)),
                    sold(kept, "1", description="x" * 201),
                    billing_address_id=uuid7(),
                    promised_on=TODAY - dt.timedelta(days=1),
                    customer_reference="a\x00b",
                    discount_amount=Decimal("1.005"),
                )
            assert codes(refusal) == {
                ("billing_address_id", "not_found"),
                ("promised_on", "date_implausible"),
                ("customer_reference", "unprintable"),
                ("discount_amount", "too_precise"),
                ("lines/0/product_id", "not_found"),
                ("lines/1/quantity", "too_precise"),
                ("lines/2/price_basis", "no_mrp"),
                ("lines/3/price_basis", "no_cost"),
                ("lines/4/price_basis", "unknown_choice"),
                ("lines/5/unit_price", "price_twice"),
                ("lines/5/price_value", "missing"),
                ("lines/6/discount_percent", "too_large"),
                ("lines/7/description", "too_long"),
            }
            assert not SalesOrder.objects.exists()

    def test_what_the_tax_refuses_is_told_at_its_line(self, market: Market) -> None:
        with market.open() as asha:
            dolo = asha.product("DOLO", sale_price=Decimal(1))
            with pytest.raises(Invalid) as refusal:
                asha.sell(sold(dolo, "1"), sold(dolo, "1", discount_amount=Decimal(2)), confirm=False)
            assert codes(refusal) == {("lines/1/discount_amount", "discount_too_large")}
            with pytest.raises(Invalid) as refusal:
                asha.sell(*[sold(dolo, "99999999999999", unit_price=Decimal(1))] * 2, confirm=False)
            assert codes(refusal) == {("lines", "too_large")}

    def test_a_draft_changes_and_keeps_its_lines(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN", sale_price=Decimal(10))
            order = asha.sell(sold(crocin, "1"), confirm=False)
            line = SalesOrderLine.objects.get().id
            changed = sales.change_sales_order(
                actor=asha.actor,
                sales_order_id=order.id,
                changes={"notes": "Ring twice", "discount_amount": Decimal(1)},
                expected_version=1,
            )
            assert (changed.version, changed.total) == (2, Decimal("9.00"))
            assert SalesOrderLine.objects.get().id == line
            with pytest.raises(VersionConflict):
                sales.change_sales_order(
                    actor=asha.actor, sales_order_id=order.id, changes={"notes": None}, expected_version=1
                )
            sales.change_sales_order(
                actor=asha.actor, sales_order_id=order.id, changes={"notes": None, "lines": [sold(crocin, "7")]}
            )
            assert SalesOrderLine.objects.get().quantity == 7
            event = AuditEvent.objects.filter(operation="sales.change_sales_order").order_by("id").last()
            assert event is not None
            assert event.before["notes"] == "Ring twice"

    def test_an_address_taken_off_the_customer_stays_with_its_drafts_only(self, market: Market) -> None:
        with market.open() as asha:
            crocin, customer = asha.product("CROCIN", sale_price=Decimal(10)), asha.customer(state_code="29")
            draft = asha.sell(sold(crocin, "1"), customer_id=customer, confirm=False)
            pune = AddressInput(lines=("2 New Road",), city="Pune", state_code="27", country="IN")
            change_customer(actor=asha.actor, customer_id=customer, changes={"addresses": (pune,)})
            assert asha.sell(sold(crocin, "1"), customer_id=customer, confirm=False).place_of_supply == "27"
            changes = {"notes": "Ring twice"}
            kept = sales.change_sales_order(actor=asha.actor, sales_order_id=draft.id, changes=changes)
            assert kept.place_of_supply == "29"
            with pytest.raises(Invalid) as refusal:
                asha.sell(sold(crocin, "1"), customer_id=customer, billing_address_id=draft.billing_address_id)
            assert codes(refusal) == {("billing_address_id", "not_found")}

    def test_a_confirmed_order_changes_only_in_words(self, market: Market) -> None:
        with market.open() as asha:
            order = asha.sell(sold(asha.product("CROCIN", sale_price=Decimal(10)), "1"))
            sales.change_sales_order(actor=asha.actor, sales_order_id=order.id, changes={"notes": "Ring twice"})
            with pytest.raises(SalesOrderStatus):
                sales.change_sales_order(actor=asha.actor, sales_order_id=order.id, changes={"lines": []})
            with pytest.raises(Invalid) as refusal:
                sales.change_sales_order(actor=asha.actor, sales_order_id=order.id, changes={"total": 1})
            assert codes(refusal) == {("total", "unknown")}


class TestConfirm:
    def test_it_reserves_what_expires_first_and_says_what_it_skipped(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN", sale_price=Decimal(10))
            asha.receive(came(crocin, "5", "LATE", life=300), came(crocin, "5", "EARLY", life=100))
            asha.receive(came(crocin, "5", "SHORT", life=30))
            customer = asha.customer("Hospital", minimum_shelf_life_days=90)
            order = asha.sell(sold(crocin, "7"), customer_id=customer)
            assert order.status == "reserved"
            line = sales_order(actor=asha.actor, sales_order_id=order.id).lines[0]
            assert [(part.batch_number, part.quantity) for part in line.allocated] == [("EARLY", 5), ("LATE", 2)]
            assert [(skip.batch_number, skip.reason) for skip in line.skipped] == [("SHORT", "shelf_life")]

    @pytest.mark.parametrize(
        ("customer_days", "product_days", "gets"), [(None, 90, "LATE"), (0, 90, "SOON"), (90, None, "LATE")]
    )
    def test_the_customers_rule_is_over_the_products(
        self, market: Market, customer_days: int | None, product_days: int | None, gets: str
    ) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN", sale_price=Decimal(10), minimum_shelf_life_days=product_days)
            asha.receive(came(crocin, "5", "SOON", life=30), came(crocin, "5", "LATE", life=300))
            customer = asha.customer("Hospital", minimum_shelf_life_days=customer_days)
            order = asha.sell(sold(crocin, "1"), customer_id=customer)
            line = sales_order(actor=asha.actor, sales_order_id=order.id).lines[0]
            assert [part.batch_number for part in line.allocated] == [gets]

    def test_what_is_short_waits_and_is_reserved_when_it_comes(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN", sale_price=Decimal(10))
            asha.receive(came(crocin, "80"))
            order = asha.sell(sold(crocin, "100"))
            view = sales_order(actor=asha.actor, sales_order_id=order.id)
            assert (view.status, view.is_short) == ("confirmed", True)
            assert (view.lines[0].reserved_base, view.lines[0].short_base) == (80, 20)
            asha.receive(came(crocin, "50", "B2"))
            again = sales.allocate_sales_order(actor=asha.actor, sales_order_id=order.id)
            assert again.status == "reserved"
            assert free(asha, crocin) == 30

    def test_allocating_a_draft_confirms_it(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN", sale_price=Decimal(10))
            asha.receive(came(crocin, "5"))
            draft = asha.sell(sold(crocin, "5"), confirm=False)
            assert free(asha, crocin) == 5
            order = sales.allocate_sales_order(actor=asha.actor, sales_order_id=draft.id)
            assert (order.status, order.confirmed_at is not None) == ("reserved", True)
            with pytest.raises(SalesOrderStatus):
                sales.confirm_sales_order(actor=asha.actor, sales_order_id=draft.id)

    def test_a_person_is_asked_for_reasons(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN", mrp=Decimal(20), tax_rate=Decimal(12))
            asha.receive(came(crocin, "5", unit_cost=Decimal(15)))
            customer = asha.customer("Clinic", credit_limit=Decimal(100))
            credit = CreditFacts(outstanding=Decimal(90), overdue_amount=Decimal(40), overdue_count=2)
            lines = (
                sold(crocin, "1"),
                sold(crocin, "1", unit_price=Decimal(18)),
                sold(crocin, "1", unit_price=Decimal(14)),
            )
            values = {"customer_id": customer, "credit": credit}
            with pytest.raises(NeedsReason) as asked:
                asha.sell(*lines, **values, accepted_cautions=())
            found = {(fault.pointer, fault.code) for fault in asked.value.faults}
            assert found == {
                ("lines/0/unit_price", "price_missing"),
                ("lines/1/unit_price", "price_over_mrp"),
                ("lines/2/unit_price", "price_under_cost"),
                ("customer_id", "credit_limit"),
                ("customer_id", "overdue_invoices"),
            }
            assert not SalesOrder.objects.exists()
            said = [Accepted(pointer, code, "The owner agreed") for pointer, code in found]
            order = asha.sell(*lines, **values, accepted_cautions=said)
            assert {each["reason"] for each in order.cautions} == {"The owner agreed"}

    def test_open_orders_count_against_the_limit(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN", sale_price=Decimal(10))
            customer = asha.customer("Clinic", credit_limit=Decimal(100))
            asha.sell(sold(crocin, "6"), customer_id=customer, accepted_cautions=())
            with pytest.raises(NeedsReason):
                asha.sell(sold(crocin, "5"), customer_id=customer, accepted_cautions=())

    def test_who_may_not_see_costs_hears_nothing_of_them(self, market: Market) -> None:
        with market.open() as asha:
            crocin = asha.product("CROCIN")
            asha.receive(came(crocin, "5", unit_cost=Decimal(15)))
            customer = asha.customer()
        market.company.limit(MEENA, sees_costs=False)
        with market.open(MEENA) as meena:
            meena.sell(sold(crocin, "1", unit_price=Decimal(1)), customer_id=customer, accepted_cautions=())
            with pytest.raises(Invalid) as refusal:
                meena.sell(sold(crocin, "1", price_basis="cost_plus", price_value=Decimal(1)), customer_id=customer)
            assert codes(refusal) == {("lines/0/price_basis", "costs_hidden")}


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
