"""Every page and list is visited by a member with all three limits, who must find nothing there that lies beyond them. A
page that is added tomorrow is visited tomorrow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

import pytest
from django.apps import apps

from omnistock.domain.billing.inputs import PaymentInput, RefundInput
from omnistock.domain.billing.operations import record_payment, refund_payment
from omnistock.domain.exchange.exports.lists import LISTS
from omnistock.domain.fulfilment.operations import dispatch_order
from omnistock.domain.ledger.queries import stock
from omnistock.domain.parties.operations import create_customer
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput
from omnistock.domain.stocktaking.operations import post_adjustment
from omnistock.interfaces.web.reports.registry import REPORTS
from omnistock.tenancy.models import Membership
from tests import make
from tests.domain.market import TODAY, Trader, came, make_market, ordered, sold
from tests.gates.filling import tenant_models
from tests.gates.test_routes import SAMPLES, routes, status_of, text_of, visit
from tests.make import Company
from tests.personas import ASHA, MAYA

COST: Final = Decimal("7.3131")
# What lies beyond: documents of the far warehouse, other people's customers, and the cost.
# A figure of its own: the seconds of a moment, as in 10:00:37.314159, are none.
BEYOND: Final = re.compile(r"\w*-FAR\b|Clinic of others|(?<![\d:])(?:7\.31|394\.9|402\.2|431\.4|438\.7)")
# Drawn as PDF, from the same rows as their pages.
SLOW: Final = re.compile(r"\.pdf$|/labels|archives")


@dataclass
class House:
    company: Company
    ids: dict[str, list[UUID]]


@pytest.fixture(scope="module")
def house(file_db: None) -> House:
    """Two warehouses that buy, sell and lose the same."""
    market = make_market()
    market.company.join(MAYA, sees_costs=True)
    with market.open() as trader:
        near = trader.main
        far = make.warehouse(actor=trader.actor, code="SECOND", registration_id=make.main_warehouse().registration_id)
        product = trader.product("DOLO", tax_rate=Decimal(12), sale_price=Decimal(20), hsn_code="3004")
        maya = Membership.objects.get(person=make.person(MAYA)).pk
        own = create_customer(actor=trader.actor, values={"name": "Clinic of Maya", "owner_membership_id": maya}).pk
        for warehouse, customer, mark in (
            (near, own, "NEAR"),
            (far.pk, own, "FAR"),
            (near, trader.customer("Clinic of others"), "OTHERS"),
        ):
            _trade(trader, product, warehouse, customer, mark)
    market.company.limit(MAYA, sees_costs=False, warehouse_ids=[near], sees_only_own_customers=True)
    with market.open():
        found = {
            model._meta.db_table: list(model._default_manager.order_by("-pk").values_list("pk", flat=True)[:3])
            for model in tenant_models(apps)
        }
    return House(market.company, found)


def _trade(trader: Trader, product: UUID, warehouse: UUID, customer: UUID, mark: str) -> None:
    actor = trader.actor
    bought = ordered(product, "60", unit_cost=COST)
    trader.purchase_order(bought, warehouse_id=warehouse, notes=f"PO-{mark}")
    trader.receive(came(product, "60", f"B{mark}", unit_cost=COST), warehouse_id=warehouse, notes=f"RC-{mark}")
    order = trader.sell(sold(product, "5"), customer_id=customer, warehouse_id=warehouse, notes=f"SO-{mark}")
    dispatch_order(actor=actor, sales_order_id=order.pk)
    trader.sell(sold(product, "2"), customer_id=customer, warehouse_id=warehouse, notes=f"SO2-{mark}")
    paid = PaymentInput(customer_id=customer, amount=Decimal(50), method="upi", paid_on=TODAY)
    record_payment(actor=actor, payment=paid)
    advance = PaymentInput(customer_id=customer, amount=Decimal(5), method="upi", paid_on=TODAY, allocations=())
    payment = record_payment(actor=actor, payment=advance)
    refund_payment(actor=actor, payment_id=payment.pk, refund=RefundInput(amount=Decimal(2), method="upi"))
    row = next(each for each in stock(actor=actor).items if each.batch_number == f"B{mark}")
    lost = AdjustmentLineInput(
        product_id=product, batch_id=row.batch_id, location_id=row.location_id, quantity=Decimal(-1)
    )
    post_adjustment(actor=actor, warehouse_id=warehouse, reason="lost", lines=[lost], notes=f"AD-{mark}")


def addresses(ids: dict[str, list[UUID]]) -> Iterator[str]:
    """Of every page of a workspace: for an id, a few of the rows that there are; each list and each report by its name;
    and what is looked for by text."""
    for route in routes():
        if not route.is_tenants or SLOW.search(route.pattern) or len(route.parameters) > 1:
            continue
        for name in route.parameters or [""]:
            table = name.removesuffix("_id")
            if table == "document":  # as in tests/gates/test_routes.py
                table = route.name.rpartition("-")[0].replace("-", "_")
            values = {"": [""], "name": LISTS, "slug": REPORTS}.get(name) or ids.get(table) or [SAMPLES.get(name, "x")]
            yield from ("/" + re.sub(r"<[^>]+>", str(value), route.pattern) for value in values)
    for typed in ("-FA", "SO-FA", "Clinic o"):
        yield from (f"/app/{page}?q={typed}" for page in ("search", "sales-orders", "customers", "audit-events"))


def test_nothing_beyond_the_limits_is_on_any_page(house: House) -> None:
    asha, maya, seen, faults = house.company.client(ASHA), house.company.client(MAYA), 0, []
    for address in addresses(house.ids):
        if address.endswith(".xlsx"):  # the same lists
            continue
        answer = visit(maya, "get", address)
        if status_of(answer) == 200:
            seen += 1
            faults += [f"{address} shows {each}" for each in {*BEYOND.findall(text_of(answer))}]
        elif status_of(answer) not in (302, 303, 403, 404, 405):
            faults.append(f"{address}: {status_of(answer)}")
    assert faults == [], "\n".join(faults)
    assert seen > 100, "she sees what is hers"
    beyond = text_of(asha.get("/app/audit-events/export")) + text_of(asha.get("/app/customers"))
    assert {"SO-FAR", "Clinic of others", "7.31"} <= {*BEYOND.findall(beyond)}, "it is there for who may see it"
