"""Saved views: what a list shows under a name, one's own or everybody's; and the totals at a list's foot."""

from __future__ import annotations

import html
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.sales.operations import cancel_sales_order, create_sales_order
from omnistock.domain.saved_views.models import SavedView
from omnistock.domain.saved_views.operations import MOST_VIEWS
from omnistock.tenancy import sums
from tests import make
from tests.personas import ASHA, MEENA, OTTO, RAVI, VIDYA

if TYPE_CHECKING:
    from tests.make import Company

pytestmark = pytest.mark.django_db
NEW, MENU, LIST = "/app/saved-views/new", "/app/saved-views/menu", "/app/saved-views"
DUE = {"page": "sales-orders", "query": "status=reserved&cursor=abc&q=&columns=number&columns=total"}
KEPT = "status=reserved&columns=number&columns=total"


def page_of(client: Any, address: str, query: Any = None) -> str:
    answer = client.get(address, query)
    assert answer.status_code == 200, answer.content
    return html.unescape(answer.content.decode())


def test_a_view_is_kept_found_in_its_list_and_taken_away(pharma: Company) -> None:
    meena = pharma.client(MEENA)
    assert f"{MENU}?page=sales-orders" in page_of(meena, "/app/sales-orders?status=draft")
    shown = page_of(meena, NEW, DUE).replace("<dt>", "").replace("</dt><dd>", ": ")
    assert "Status: Reserved</dd>" in shown
    assert "Columns: Order, Amount</dd>" in shown
    answer = meena.post(NEW, DUE | {"name": " Reserved, short "})
    assert answer["Location"] == f"/app/sales-orders?{KEPT}"
    menu = page_of(meena, MENU, DUE)
    assert f'href="/app/sales-orders?{KEPT}" aria-current="true"' in menu
    assert "Reserved, short" in page_of(meena, LIST)
    for others_list in (page_of(pharma.client(RAVI), MENU, DUE), page_of(meena, MENU, {"page": "invoices"})):
        assert "Reserved, short" not in others_list

    assert meena.post(NEW, DUE | {"name": "Reserved, short", "query": "status=draft"}).status_code == 303
    with pharma.acting(MEENA):
        kept = SavedView.objects.get()
        assert (kept.query, kept.is_shared) == ("status=draft", False)
    removal = reverse("saved-view-removal", args=[kept.pk])
    assert pharma.client(RAVI).post(removal).status_code == 404
    assert meena.post(removal)["Location"] == LIST
    with pharma.acting(MEENA):
        assert not SavedView.objects.exists()
        assert not AuditEvent.objects.filter(operation__startswith="saved_views").exists()


def test_a_shared_one_is_everybodys_and_only_settings_say_what_is(pharma: Company, others: Company) -> None:
    sent = DUE | {"name": "Out today", "is_shared": "on"}
    assert "is_shared" not in page_of(pharma.client(MEENA), NEW, DUE)
    assert pharma.client(MEENA).post(NEW, sent).status_code == 403
    assert pharma.client(ASHA).post(NEW, sent).status_code == 303
    assert "Out today" in page_of(pharma.client(VIDYA), MENU, DUE)
    assert "Out today" not in page_of(others.client(OTTO), MENU, DUE)
    with pharma.acting(ASHA):
        removal = reverse("saved-view-removal", args=[SavedView.objects.get().pk])
    for client, status in ((pharma.client(MEENA), 403), (others.client(OTTO), 404), (pharma.client(ASHA), 303)):
        assert client.post(removal, {"shared": "yes"}).status_code == status
    with pharma.acting(ASHA):
        told = AuditEvent.objects.filter(operation__startswith="saved_views").order_by("id")
        assert [each.operation for each in told] == ["saved_views.share_view", "saved_views.remove_shared_view"]


def test_a_shared_one_of_a_list_that_somebody_may_not_see_is_not_theirs(pharma: Company) -> None:
    sent = {"page": "audit-events", "query": "q=dismissal", "name": "What went wrong", "is_shared": "on"}
    assert pharma.client(ASHA).post(NEW, sent).status_code == 303
    for page in (page_of(pharma.client(ASHA), LIST), page_of(pharma.client(ASHA), MENU, sent)):
        assert "What went wrong" in page
    vidya = pharma.client(VIDYA)
    assert "What went wrong" not in page_of(vidya, LIST)
    assert [vidya.get(address, sent).status_code for address in (MENU, NEW)] == [404, 404]


@pytest.mark.parametrize(
    ("changes", "status", "said"),
    [
        ({"name": ""}, 422, 'value=""'),
        ({"name": "x" * 61}, 422, "x" * 61),
        ({"name": "a\x00b"}, 422, "before this view can be kept"),
        ({"query": "q=" + "x" * 3000}, 422, "clear some of its filters"),
        ({"page": "sales-order"}, 404, ""),
        ({"page": "nowhere"}, 404, ""),
        ({"page": "account_login"}, 404, ""),
        ({"page": ""}, 404, ""),
    ],
)
def test_what_cannot_be_kept_is_refused_in_words(
    pharma: Company, changes: dict[str, str], status: int, said: str
) -> None:
    answer = pharma.client(MEENA).post(NEW, DUE | {"name": "Mine"} | changes)
    assert answer.status_code == status
    assert said in html.unescape(answer.content.decode())
    with pharma.acting(MEENA):
        assert not SavedView.objects.exists()


def test_a_member_keeps_two_hundred_at_most(pharma: Company) -> None:
    meena = pharma.client(MEENA)
    assert meena.post(NEW, DUE | {"name": "0"}).status_code == 303
    with pharma.acting(MEENA) as actor:
        first = SavedView.objects.get()
        copies = [
            SavedView(
                organization_id=actor.organization_id,
                membership_id=first.membership_id,
                page="invoices",
                name=str(number),
                saved_at=actor.now,
            )
            for number in range(1, MOST_VIEWS)
        ]
        SavedView.objects.bulk_create(copies)
    assert "200 views already" in meena.post(NEW, DUE | {"name": "one more"}).content.decode()
    assert meena.post(NEW, DUE | {"name": "0"}).status_code == 303


def test_the_foot_of_a_list_is_the_sum_of_all_that_is_filtered(pharma: Company, monkeypatch: Any) -> None:
    with pharma.acting(ASHA) as asha:
        product = make.product(actor=asha, sku="S1", name="Stapler", units=(), tax_rate=None)
        customer = make.customer(actor=asha, name="City Hospital")

        def order(quantity: int, **values: Any) -> Any:
            line = SalesOrderLineInput(product_id=product.pk, quantity=Decimal(quantity), unit_price=Decimal(1000))
            place = make.main_warehouse().pk
            return create_sales_order(actor=asha, customer_id=customer.pk, warehouse_id=place, lines=[line], **values)

        for quantity in range(1, 61):  # a page has 50
            order(quantity)
        order(5, confirm=True)
        cancelled = order(900)
        cancel_sales_order(actor=asha, sales_order_id=cancelled.pk, reason="a slip")
    vidya = pharma.client(VIDYA)

    def foot(address: str) -> str:
        page = page_of(vidya, address)
        return page[page.index("<tfoot>") : page.index("</tfoot>")] if "<tfoot>" in page else ""

    whole, drafts = foot("/app/sales-orders"), foot("/app/sales-orders?status=draft")
    assert "18,35,000.00" in whole
    assert "18,30,000.00" in drafts
    assert "Total of what is filtered" in drafts
    assert "9,00,000.00" in foot("/app/sales-orders?status=cancelled")
    monkeypatch.setattr(sums, "MOST_SUMMED", 10)
    assert foot("/app/sales-orders") == ""


def test_every_list_of_money_adds_up(pharma: Company) -> None:
    asha = pharma.client(ASHA)
    for page in "sales-orders invoices credit-notes payments purchase-orders receipts landed-costs".split():
        assert asha.get(f"/app/{page}").status_code == 200, page
