"""Today: what each role sees first, that its figures are right, and that a new workspace is led on."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from omnistock.domain.billing.models import Invoice
from omnistock.domain.ledger.integrity import check_integrity
from omnistock.domain.purchasing.inputs import PurchaseOrderLineInput, ReceiptLineInput
from omnistock.domain.reporting import kept
from omnistock.domain.reporting.queries import expiry_months, running_low, stock_value
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.kernel.ids import uuid7
from tests import make
from tests.personas import ASHA, FARID, OTTO, RAVI, VIDYA
from tests.support.pages import statements
from tests.web.test_money import Ledger
from tests.web.test_selling import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ledger(file_db: None) -> Ledger:
    return Ledger()


def received(ledger: Ledger, batch: str, *, days: int, quantity: str = "10") -> None:
    """`quantity` at 50.00 each, whose last usable day is `days` away."""
    with ledger.company.acting(ASHA) as asha:
        line: dict[str, Any] = {"product_id": ledger.product.pk, "quantity": Decimal(quantity), "batch_number": batch}
        expires_on = asha.today + dt.timedelta(days=days)
        make.receipt(actor=asha, lines=[ReceiptLineInput(**line, expires_on=expires_on, unit_cost=Decimal(50))])


def test_a_new_workspace_is_led_through_five_steps_that_tick_themselves(pharma: make.Company) -> None:
    asha = pharma.client(ASHA)
    page = asha.get("/app/").content.decode()
    assert "First steps" in page
    assert page.count("circle-check") == 0
    assert "Value on hand" not in page, "four noughts and empty pictures say nothing"
    assert "/app/imports/new?kind=opening_stock" in page
    with pharma.acting(ASHA) as actor:
        make.product(actor=actor, sku="A", name="First")
    page = asha.get("/app/").content.decode()
    assert page.count("#circle-check") == 1
    assert asha.post("/app/today/first-steps-dismissal").status_code == 303
    assert "First steps" not in asha.get("/app/").content.decode()
    assert "First steps" not in pharma.client(VIDYA).get("/app/").content.decode()


def test_the_figures_are_those_of_the_ledger(ledger: Ledger) -> None:
    received(ledger, "NEAR", days=40)
    received(ledger, "GONE", days=-1)
    ledger.sent(days_ago=20)
    with ledger.company.acting(ASHA) as asha:
        value = stock_value(actor=asha)
        months = expiry_months(actor=asha)
    # 1,000 at 10.00, 2 x 10 at 50.00, and the 10 that expire first of what may be sold were sent.
    assert value.on_hand == 10_000 + 1_000 - 500
    assert (value.expiring, value.expired, value.expired_batches) == (0, 500, 0)
    assert value.by_day[-1][1] == value.on_hand
    assert value.by_day[0][1] == 0
    assert months[0].value == 500
    assert len(months) == 13
    page = text_of(ledger.company.client(ASHA).get("/app/"))
    assert "10,500.00" in page
    assert "1,120.00" in page
    assert "1 invoice is overdue" in page


def test_much_stock_is_added_up_once_a_minute_and_says_of_when(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MANY", 0)
    with ledger.company.acting(ASHA) as asha:
        first = stock_value(actor=asha)
        assert first.read_at == asha.now
    received(ledger, "NEAR", days=40)
    with ledger.company.acting(ASHA) as asha:
        at_once = replace(asha, now=first.read_at + dt.timedelta(seconds=59))
        with CaptureQueriesContext(connection) as captured:
            assert stock_value(actor=at_once) == first
        assert len(captured) == 0
        elsewhere = replace(at_once, warehouse_ids=frozenset({uuid7()}))
        assert stock_value(actor=elsewhere).on_hand == 0  # whoever may see less asks another question
        later = stock_value(actor=replace(asha, now=first.read_at + dt.timedelta(seconds=60)))
        assert (first.on_hand, later.on_hand) == (10_000, 10_500)
    assert "Sums over all stock are of" not in text_of(ledger.company.client(ASHA).get("/app/"))
    assert "Sums over all stock are of" in text_of(ledger.company.client(ASHA).get("/app/"))


def test_what_is_to_do_leads_to_it_to_the_very_one_where_one_alone_waits(ledger: Ledger) -> None:
    with ledger.company.acting(ASHA) as asha:
        yesterday = asha.today - dt.timedelta(days=1)
        line = SalesOrderLineInput(product_id=ledger.product.pk, quantity=Decimal(5))
        order = make.sales_order(actor=asha, lines=[line], customer_id=ledger.customer_id)
        wanted = PurchaseOrderLineInput(product_id=ledger.product.pk, quantity=Decimal(20))
        late = make.purchase_order(actor=asha, lines=[wanted], ordered_on=yesterday, expected_on=yesterday)
    ledger.sent(issue=False)
    with ledger.company.acting(ASHA):
        draft_id = Invoice.objects.get(status="draft").pk
    page = ledger.company.client(ASHA).get("/app/").content.decode()
    for said, href in (
        ("Dispatch 1 order", f"/app/sales-orders/{order.id}"),
        ("Issue 1 invoice", f"/app/invoices/{draft_id}"),
        ("1 delivery is late", f"/app/receipts/new?order={late.id}"),
    ):
        assert said in page
        assert f'href="{href}"' in page, said
    assert f'href="/app/purchase-orders/{late.id}"' in ledger.company.client(FARID).get("/app/").content.decode()
    with ledger.company.acting(ASHA) as asha:
        due = make.purchase_order(actor=asha, lines=[wanted], ordered_on=yesterday, expected_on=asha.today)
    ledger.sent(issue=False)
    page = ledger.company.client(ASHA).get("/app/").content.decode()
    for each in (late, due):  # few enough to be named: each is received in two presses, as one alone is
        assert f"{each.number} from " in page
        assert f'href="/app/receipts/new?order={each.id}"' in page
    assert "Issue 2 invoices" in page
    assert 'href="/app/invoices?status=draft"' in page


def test_each_role_sees_its_own(ledger: Ledger) -> None:
    ledger.sent(days_ago=20)
    with ledger.company.acting(ASHA) as asha:
        make.product(actor=asha, sku="LOW", name="Runs out soon", reorder_point=Decimal(5))
    ravi = text_of(ledger.company.client(RAVI).get("/app/"))
    assert "Runs out soon" in ravi
    for hidden in ("Value on hand", "Overdue", "Sales by day", "₹"):
        assert hidden not in ravi, hidden
    farid = text_of(ledger.company.client(FARID).get("/app/"))
    assert farid.index("Overdue") < farid.index("Value on hand")
    vidya = text_of(ledger.company.client(VIDYA).get("/app/"))
    assert "Value on hand" not in vidya
    assert "Sales by day" in vidya


def test_what_has_expired_is_not_free(ledger: Ledger) -> None:
    """The one rule of `usable_on`: 10 strips that expired yesterday leave a product as empty as none."""
    with ledger.company.acting(ASHA) as asha:
        product = make.product(actor=asha, name="All of it expired", reorder_point=Decimal(5))
        shelf = make.main_warehouse().default_location_id
        gone = asha.today - dt.timedelta(days=1)
        make.received(actor=asha, product=product, quantity="10", expires_on=gone, location_id=shelf)
        found = {row.name: row.free for row in running_low(actor=asha)}
    assert found["All of it expired"] == 0


def test_every_picture_has_its_table_and_its_file(ledger: Ledger) -> None:
    ledger.sent()
    asha = ledger.company.client(ASHA)
    assert "Nothing expires in the next twelve months." in text_of(asha.get("/app/"))
    received(ledger, "NEAR", days=40)
    assert asha.get("/app/").content.decode().count("Show numbers") == 2
    for name in ("expiry", "sales", "running-low"):
        answer = asha.get(f"/app/today/{name}.csv")
        assert answer.status_code == 200, name
        assert answer["Content-Type"].startswith("text/csv")
    assert asha.get("/app/today/sales.csv").content.endswith(b",1000\r\n")
    ravi = ledger.company.client(RAVI)
    assert ravi.get("/app/today/sales.csv").status_code == 403
    assert b"50" not in ravi.get("/app/today/expiry.csv").content.split(b"\r\n")[1]


def test_the_nightly_proof_stands_at_the_foot(ledger: Ledger) -> None:
    asha = ledger.company.client(ASHA)
    assert "has not run yet" in text_of(asha.get("/app/"))
    with ledger.company.acting(ASHA) as actor:
        check_integrity(actor=actor)
    assert "Stock integrity: 0 differences, checked" in text_of(asha.get("/app/"))


def test_today_takes_the_same_statements_whatever_there_is(ledger: Ledger) -> None:
    ledger.sent(days_ago=3)
    asha = ledger.company.client(ASHA)
    one = statements(asha, "/app/")
    for at in range(4):
        ledger.sent(days_ago=3)
        received(ledger, f"NEXT{at}", days=30 * at + 5)
    assert statements(asha, "/app/") == one


def test_nobody_sees_another_organizations_day(ledger: Ledger, others: make.Company) -> None:
    ledger.sent(days_ago=20)
    page = text_of(others.client(OTTO).get("/app/"))
    assert "overdue," not in page
    assert "1,120.00" not in page
