"""Orders of customers: drafted, priced, confirmed, reserved, picked, ended."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.catalog.inputs import PackUnitInput
from omnistock.domain.parties.inputs import AddressInput
from omnistock.domain.parties.operations import change_customer
from omnistock.domain.sales import operations as sales
from omnistock.domain.sales.inputs import CreditFacts
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.domain.sales.operations import SalesOrderStatus
from omnistock.domain.sales.queries import sales_order
from omnistock.kernel.errors import Invalid, VersionConflict
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.cautions import Accepted, NeedsReason
from tests.domain.market import TODAY, Market, came, make_market, sold
from tests.domain.selling import codes, free
from tests.personas import MEENA

pytestmark = pytest.mark.django_db


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
