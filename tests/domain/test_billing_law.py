"""What Indian law makes of a sale: composition, mixed goods, big sales to unregistered buyers, zones and exports."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from omnistock.domain.billing.models import Invoice
from omnistock.domain.fulfilment.documents import invoice_document
from omnistock.domain.fulfilment.models import Dispatch
from omnistock.domain.fulfilment.operations import dispatch_order
from omnistock.domain.parties.inputs import AddressInput
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.warehouses.models import Registration
from omnistock.domain.warehouses.operations import change_registration
from omnistock.kernel.errors import Invalid
from omnistock.tenancy.cautions import Accepted, NeedsReason
from tests import make
from tests.domain.market import Market, Trader, came, sold

pytestmark = pytest.mark.django_db


def stocked(trader: Trader, sku: str = "para", **values: object) -> UUID:
    product = trader.product(sku, **{"tax_rate": Decimal("5"), "hsn_code": "3004", **values})
    trader.receive(came(product, "10000"))
    return product


def invoiced(trader: Trader, *lines: SalesOrderLineInput, **values: object) -> Invoice:
    order = trader.sell(*lines, **values)
    return dispatch_order(actor=trader.actor, sales_order_id=order.id).invoice


def heads(invoice: Invoice) -> dict[str, Decimal]:
    return {row["head"]: Decimal(row["amount"]) for row in invoice.tax_lines}


def test_a_composition_dealer_charges_no_tax(market: Market) -> None:
    with market.open() as asha:
        registration = Registration.objects.get()
        change_registration(actor=asha.actor, registration_id=registration.pk, changes={"scheme": "composition"})
        invoice = invoiced(asha, sold(stocked(asha), "3", unit_price=Decimal("10")))
        assert (invoice.kind, invoice.number) == ("bill_of_supply", "BOS/26-27/000001")
        assert (invoice.tax, invoice.total) == (Decimal("0"), Decimal("30"))
        assert invoice_document(actor=asha.actor, invoice_id=invoice.id)["is_composition"] is True


def test_a_composition_dealer_is_cautioned_of_a_sale_to_another_state(market: Market) -> None:
    """The scheme is for who makes no inter-State supply outward (CGST Act s.10(2)(c)); who goes on says why."""
    with market.open() as asha:
        registration, line = Registration.objects.get(), sold(stocked(asha), "3", unit_price=Decimal("10"))
        away = {"customer_id": asha.customer("Far Clinic", state_code="29"), "accepted_cautions": ()}
        asha.sell(line, **away)  # a regular dealer charges IGST
        change_registration(actor=asha.actor, registration_id=registration.pk, changes={"scheme": "composition"})
        asha.sell(line, accepted_cautions=())  # in its own State
        with pytest.raises(NeedsReason) as asked:
            asha.sell(line, **away)
        assert [(fault.pointer, fault.code) for fault in asked.value.faults] == [
            ("customer_id", "composition_inter_state")
        ]
        assert "Karnataka" in asked.value.faults[0].message
        said = [Accepted("customer_id", "composition_inter_state", "Leaving the scheme this month")]
        assert asha.sell(line, **away | {"accepted_cautions": said}).status == "reserved"


def test_a_zone_in_the_dealers_own_state_is_another_state(market: Market) -> None:
    """A supply to a special economic zone is inter-State wherever it lies (IGST Act s.7(5)(b))."""
    with market.open() as asha:
        registration, line = Registration.objects.get(), sold(stocked(asha), "3", unit_price=Decimal("10"))
        zone = asha.customer("Zone Unit", gst_treatment="sez", gstin=make.PHARMA_GSTIN)
        change_registration(actor=asha.actor, registration_id=registration.pk, changes={"scheme": "composition"})
        with pytest.raises(NeedsReason, match="special economic zone") as asked:
            asha.sell(line, customer_id=zone, accepted_cautions=())
        assert [fault.code for fault in asked.value.faults] == ["composition_inter_state"]


def test_taxed_and_exempt_goods_together(market: Market) -> None:
    """To somebody unregistered one invoice-cum-bill of supply (Rule 46A), in the series of invoices."""
    with market.open() as asha:
        para, rice = stocked(asha), stocked(asha, "rice", tax_category="exempt", tax_rate=None)
        invoice = invoiced(asha, sold(para, "2", unit_price=Decimal("50")), sold(rice, "1", unit_price=Decimal("40")))
        assert (invoice.kind, invoice.number) == ("invoice_cum_bill", "INV/26-27/000001")
        assert (heads(invoice)["cgst"], invoice.taxable, invoice.total) == (
            Decimal("2.50"), Decimal("140"), Decimal("145"),
        )  # fmt: skip


def test_each_rate_is_rounded_by_itself(market: Market) -> None:
    """10.10 at 5 %: 2.5 % is 0.2525 -> 0.25 each. 10.10 at 18 %: 9 % is 0.909 -> 0.91 each. 22.52 in all."""
    with market.open() as asha:
        low, high = stocked(asha), stocked(asha, "cola", tax_rate=Decimal("18"))
        price = {"unit_price": Decimal("10.10")}
        invoice = invoiced(asha, sold(low, "1", **price), sold(high, "1", **price))
        assert [(row["head"], row["rate"], row["amount"]) for row in invoice.tax_lines] == [
            ("cgst", "2.5", "0.25"),
            ("sgst", "2.5", "0.25"),
            ("cgst", "9", "0.91"),
            ("sgst", "9", "0.91"),
        ]
        assert invoice.total == Decimal("22.52")


@pytest.mark.parametrize(("treatment", "name"), [("sez", "sez_with_payment"), ("overseas", "export_with_payment")])
def test_zones_and_exports_pay_igst_and_are_endorsed(market: Market, treatment: str, name: str) -> None:
    with market.open() as asha:
        values = {"gstin": make.PHARMA_GSTIN} if treatment == "sez" else {}
        customer = asha.customer("Zone", state_code="27", gst_treatment=treatment, **values)
        invoice = invoiced(asha, sold(stocked(asha), "2", unit_price=Decimal("10")), customer_id=customer)
        assert heads(invoice) == {"igst": Decimal("1")}
        assert (invoice.zero_rated, invoice.kind) == (name, "tax_invoice")


def test_from_fifty_thousand_on_the_buyer_is_named(market: Market) -> None:
    with market.open() as asha:
        product, nowhere = stocked(asha), make.customer(actor=asha.actor, name="Walk-in", addresses=()).pk
        line = sold(product, "5000", unit_price=Decimal("9.99"))  # 49,950.00
        assert invoiced(asha, line, customer_id=nowhere).place_of_supply == "27"
        order = asha.sell(sold(product, "5000", unit_price=Decimal("10")), customer_id=nowhere)
        with pytest.raises(Invalid) as refused:
            dispatch_order(actor=asha.actor, sales_order_id=order.id)
        assert [fault.code for fault in refused.value.faults] == ["state_missing"]
        assert Dispatch.objects.filter(sales_order=order).count() == 0


def test_a_missing_rate_stops_it(market: Market) -> None:
    with market.open() as asha:
        order = asha.sell(sold(stocked(asha, tax_rate=None), "1", unit_price=Decimal("10")))
        with pytest.raises(Invalid) as refused:
            dispatch_order(actor=asha.actor, sales_order_id=order.id)
        assert [(fault.pointer, fault.code) for fault in refused.value.faults] == [
            ("lines/0/tax_rate", "tax_rate_missing")
        ]


def test_goods_delivered_in_another_state_pay_its_tax(market: Market) -> None:
    """Billed in Maharashtra, delivered in Karnataka to somebody unregistered: IGST s.10(1)(ca) asks where to."""
    with market.open() as asha:
        addresses = (
            AddressInput(lines=("1 Hill Road",), city="Mumbai", state_code="27", kind="billing"),
            AddressInput(lines=("2 MG Road",), city="Bengaluru", state_code="29", kind="shipping"),
        )
        customer = make.customer(actor=asha.actor, addresses=addresses).pk
        invoice = invoiced(asha, sold(stocked(asha), "2", unit_price=Decimal("10")), customer_id=customer)
        assert (heads(invoice), invoice.place_of_supply) == ({"igst": Decimal("1")}, "29")
        assert invoice.buyer["state"] == "Maharashtra (27)"
        assert invoice.ship_to["address"] == ["2 MG Road", "Bengaluru"]
