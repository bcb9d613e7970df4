"""Selling on the screen: from a typed order to goods that left with their invoice, and what stands in the way."""

from __future__ import annotations

import html
import re
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from omnistock.domain.fulfilment.models import Dispatch
from omnistock.domain.purchasing.inputs import ReceiptLineInput
from omnistock.domain.purchasing.operations import post_receipt
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.domain.sales.operations import create_sales_order
from omnistock.kernel.ids import uuid7
from tests import make
from tests.personas import ASHA, MEENA, OTTO, RAVI, VIDYA

pytestmark = pytest.mark.django_db


class Shop:
    """Demo Pharma with one product in two batches (60 and 100 strips) and one customer."""

    def __init__(self) -> None:
        self.company = make.organization()
        with self.company.acting(ASHA) as asha:
            fields = {"name": "Azithral Demo 500 tab", "unit": "strip", "units": (), "sale_price": Decimal("84.57")}
            self.product_id = make.product(actor=asha, sku="DM-0142", tax_rate=Decimal(12), **fields).pk
            self.customer_id = make.customer(actor=asha, name="City Hospital", credit_limit=Decimal(50000)).pk
            self.warehouse_id = make.main_warehouse().pk
            self.receive(asha, "60", "B2301", days=128)
            self.receive(asha, "100", "B2307", days=372)

    def receive(self, actor: Any, quantity: str, batch: str, *, days: int) -> None:
        line = ReceiptLineInput(
            product_id=self.product_id,
            quantity=Decimal(quantity),
            batch_number=batch,
            expires_on=actor.today + timezone.timedelta(days=days),
            unit_cost=Decimal(50),
            mrp=Decimal(120),
        )
        post_receipt(actor=actor, warehouse_id=self.warehouse_id, lines=[line])

    def order(self, quantity: str = "80", *, confirm: bool = True, **values: Any) -> SalesOrder:
        with self.company.acting(ASHA) as asha:
            line = SalesOrderLineInput(product_id=self.product_id, quantity=Decimal(quantity), **values)
            return create_sales_order(
                actor=asha,
                customer_id=self.customer_id,
                warehouse_id=self.warehouse_id,
                lines=[line],
                confirm=confirm,
            )

    def typed(self, **changes: str) -> dict[str, str]:
        line = {"product_id": str(self.product_id), "name": "Azithral Demo 500 tab", "quantity": "80", "unit": "strip"}
        fields = {
            "customer": "City Hospital",
            "warehouse_id": str(self.warehouse_id),
            "id": str(uuid7()),
            "do": "confirm",
        }
        return fields | {f"lines-0-{key}": value for key, value in line.items()} | changes

    def status(self, order_id: Any) -> str:
        with self.company.acting(ASHA):
            return SalesOrder.objects.get(pk=order_id).status


@pytest.fixture(scope="module")
def shop(file_db: None) -> Shop:
    return Shop()


def text_of(answer: Any) -> str:
    """The page as it is read: tags out, spaces single."""
    page = answer.content.decode()
    page = page[page.index("<main") :] if "<main" in page else page
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_an_order_is_typed_confirmed_picked_and_leaves_with_its_invoice(shop: Shop) -> None:
    asha = shop.company.client(ASHA)
    typed = shop.typed()
    created = asha.post("/app/sales-orders/new", typed)
    here = f"/app/sales-orders/{typed['id']}"
    assert (created.status_code, created["Location"]) == (303, here)
    page = text_of(asha.get(here))
    assert "SO-00001" in page
    assert re.search(r"B2301 .*?in 128 days 60 Main / MAIN B2307 .*?in 372 days 20 ", page)

    assert asha.post(f"{here}/pick", {"version": "1"})["Location"] == here
    assert "Dispatch and issue invoice" in text_of(asha.get(here))
    left = asha.post(f"{here}/dispatches/new", {"carrier": "Blue Van", "boxes": "2"})
    assert left["Location"] == here
    page = text_of(asha.get(here))
    assert "DN-00001 left with INV/" in page or "left with DN-00001" in page
    assert shop.status(typed["id"]) == "dispatched"
    with shop.company.acting(ASHA):
        sent = Dispatch.objects.get()
        assert (sent.carrier, sent.boxes, sent.invoice.status) == ("Blue Van", 2, "issued")


def test_the_same_form_twice_is_one_order(shop: Shop) -> None:
    asha, typed = shop.company.client(ASHA), shop.typed()
    first, second = (asha.post("/app/sales-orders/new", typed) for _ in range(2))
    assert first["Location"] == second["Location"]
    with shop.company.acting(ASHA):
        assert SalesOrder.objects.count() == 1


def test_what_was_typed_wrong_stands_there_again_with_every_fault(shop: Shop) -> None:
    asha = shop.company.client(ASHA)
    typed = shop.typed(customer="Nobody at all", **{"lines-0-quantity": "a lot", "lines-0-rate": "-5"})
    answer = asha.post("/app/sales-orders/new", typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="a lot"' in page
    assert 'value="Nobody at all"' in page
    for control in ("customer", "lines-0-quantity"):
        assert f'href="#id_{control}"' in page
        assert f'id="id_{control}_error"' in page
    nothing = asha.post("/app/sales-orders/new", {"id": typed["id"], "customer": ""}).content.decode()
    assert all(f'href="#id_{missing}"' in nothing for missing in ("customer", "lines"))
    with shop.company.acting(ASHA):
        assert not SalesOrder.objects.exists()


def test_a_rate_can_be_said_off_the_mrp(shop: Shop) -> None:
    asha = shop.company.client(ASHA)
    with shop.company.acting(ASHA) as actor:
        product = make.product(
            actor=actor, sku="M1", name="Marked", unit="strip", units=(), mrp=Decimal(100), tax_rate=None
        ).pk
    typed = shop.typed(**{"lines-0-product_id": str(product), "lines-0-rate": "MRP - 20 %"}) | {"do": "draft"}
    assert asha.post("/app/sales-orders/new", typed).status_code == 303
    with shop.company.acting(ASHA):
        line = SalesOrderLine.objects.get()
        assert (line.price_basis, line.unit_price) == ("mrp_less", Decimal(80))
    edit = asha.get(f"/app/sales-orders/{typed['id']}/edit").content.decode()
    assert 'value="mrp-20"' in edit
    bad = asha.post("/app/sales-orders/new", shop.typed(**{"lines-0-rate": "mrp-200"}))
    assert 'id="id_lines-0-rate_error"' in bad.content.decode()


def test_a_caution_asks_for_a_reason_in_place_and_goes_on_with_it(shop: Shop) -> None:
    asha, typed = shop.company.client(ASHA), shop.typed(**{"lines-0-rate": "10"})
    asked = asha.post("/app/sales-orders/new", typed)
    page = asked.content.decode()
    assert asked.status_code == 409
    assert "is under its cost" in text_of(asked)
    assert "Confirm all the same" in page
    said = dict(re.findall(r'name="(cautions-0-(?:pointer|code))" value="([^"]*)"', page))
    answer = asha.post("/app/sales-orders/new", typed | said | {"cautions-0-reason": "Clearing the shelf"})
    assert answer.status_code == 303
    assert "Clearing the shelf" in text_of(asha.get(answer["Location"]))


def test_a_draft_is_edited_and_confirmed_from_its_page(shop: Shop) -> None:
    asha, order = shop.company.client(ASHA), shop.order(confirm=False)
    here = f"/app/sales-orders/{order.id}"
    edited = asha.post(f"{here}/edit", shop.typed(**{"lines-0-quantity": "50", "version": "1", "do": "draft"}))
    assert edited["Location"] == here
    assert "50" in text_of(asha.get(here))
    stale = asha.post(f"{here}/confirmation", {"version": "1"})
    assert stale.status_code == 412
    assert "changed by somebody else" in text_of(stale)
    assert asha.post(f"{here}/confirmation", {"version": "2"}).status_code == 303
    assert shop.status(order.id) == "reserved"


def test_a_confirmed_order_keeps_its_lines_when_its_words_change(shop: Shop) -> None:
    asha, order = shop.company.client(ASHA), shop.order()
    here = f"/app/sales-orders/{order.id}"
    assert "lines-0-quantity" not in asha.get(f"{here}/edit").content.decode()
    assert (
        asha.post(f"{here}/edit", {"customer_reference": "PO 77", "notes": "Gate 2", "version": "1"}).status_code == 303
    )
    assert "PO 77" in text_of(asha.get(here))


def test_a_short_order_says_what_is_on_backorder_and_reserves_again(shop: Shop) -> None:
    asha, order = shop.company.client(ASHA), shop.order("200")
    here = f"/app/sales-orders/{order.id}"
    assert "160 reserved, 40 strip on backorder" in text_of(asha.get(here))
    with shop.company.acting(ASHA) as actor:
        shop.receive(actor, "100", "B2400", days=500)
    assert asha.post(f"{here}/allocation").status_code == 303
    page = text_of(asha.get(here))
    assert "on backorder" not in page
    assert "B2400" in page


def test_a_passed_over_batch_says_why(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    with shop.company.acting(ASHA) as actor:
        customer = make.customer(actor=actor, name="Far Hospital", minimum_shelf_life_days=180)
    monkeypatch.setattr(shop, "customer_id", customer.pk)
    order = shop.order()
    page = text_of(shop.company.client(ASHA).get(f"/app/sales-orders/{order.id}"))
    assert "B2301 skipped: 128 days left, this customer needs 180" in page


def test_a_part_leaves_and_the_rest_stays_open(shop: Shop) -> None:
    asha, order = shop.company.client(ASHA), shop.order()
    here = f"/app/sales-orders/{order.id}"
    form = asha.get(f"{here}/dispatches/new").content.decode()
    line = dict(re.findall(r'name="(lines-0-line_id)" value="([^"]+)"', form))
    assert 'name="lines-0-quantity" value="80"' in form
    too_much = asha.post(f"{here}/dispatches/new", {"part": "yes", **line, "lines-0-quantity": "81"})
    assert too_much.status_code == 422
    assert "waits for 80, not for 81" in text_of(too_much)
    assert 'value="81"' in too_much.content.decode()
    assert asha.post(f"{here}/dispatches/new", {"part": "yes", **line, "lines-0-quantity": "30"})["Location"] == here
    assert shop.status(order.id) == "partly_dispatched"


def test_a_shortage_names_product_batch_place_asked_and_there(shop: Shop) -> None:
    asha, order = shop.company.client(ASHA), shop.order("200")
    here = f"/app/sales-orders/{order.id}"
    line = dict(
        re.findall(r'name="(lines-0-line_id)" value="([^"]+)"', asha.get(f"{here}/dispatches/new").content.decode())
    )
    refused = asha.post(f"{here}/dispatches/new", {"part": "yes", **line, "lines-0-quantity": "180"})
    said = text_of(refused)
    assert refused.status_code == 409
    assert all(
        word in said for word in ("Azithral Demo 500 tab (DM-0142): 180 asked, 160 there for it", "60 of B2301 at MAIN")
    ), said
    with shop.company.acting(ASHA):
        assert not Dispatch.objects.exists()


def test_nothing_reserved_is_said_on_the_order(shop: Shop) -> None:
    asha, order = shop.company.client(ASHA), shop.order()
    here = f"/app/sales-orders/{order.id}"
    asha.post(f"{here}/release")
    refused = asha.post(f"{here}/dispatches/new", {"carrier": "Blue Van"})
    assert refused.status_code == 409
    assert "Nothing is reserved for SO-00001" in text_of(refused)
    with shop.company.acting(ASHA):
        assert not Dispatch.objects.exists()


def test_an_order_is_cancelled_with_a_reason_or_closed_short(shop: Shop) -> None:
    asha, order = shop.company.client(ASHA), shop.order()
    here = f"/app/sales-orders/{order.id}"
    assert "Nothing of SO-00001" in text_of(asha.get(f"{here}/cancellation"))
    long = asha.post(f"{here}/cancellation", {"reason": "x" * 301})
    assert long.status_code == 422
    assert shop.status(order.id) == "reserved"
    assert asha.post(f"{here}/cancellation", {"reason": "Changed their mind"})["Location"] == here
    assert "Cancelled: Changed their mind" in text_of(asha.get(here))
    other = shop.order()
    asha.post(f"/app/sales-orders/{other.id}/closure", {"reason": ""})
    assert shop.status(other.id) == "closed"


def test_who_may_not_invoice_sends_on_a_challan(shop: Shop) -> None:
    ravi, order = shop.company.client(RAVI), shop.order()
    here = f"/app/sales-orders/{order.id}"
    ravi.post(f"{here}/pick")
    assert "Dispatch on a challan" in text_of(ravi.get(here))
    assert ravi.post(f"{here}/dispatches/new").status_code == 303
    with shop.company.acting(ASHA):
        assert Dispatch.objects.get().invoice.status == "draft"


def test_a_dispatch_has_a_page_a_paper_and_a_way_back(shop: Shop) -> None:
    ravi, asha, order = shop.company.client(RAVI), shop.company.client(ASHA), shop.order()
    ravi.post(f"/app/sales-orders/{order.id}/dispatches/new")
    with shop.company.acting(ASHA):
        here = f"/app/dispatches/{Dispatch.objects.get().id}"
    assert "B2301" in text_of(asha.get(here))
    assert "DN-00001" in text_of(asha.get("/app/dispatches?state=standing"))
    paper = asha.get(f"{here}/note.pdf")
    assert (paper["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert "What moves" in text_of(asha.get(f"{here}/reversal"))
    assert asha.post(f"{here}/reversal", {"reason": " "}).status_code == 422
    assert asha.post(f"{here}/reversal", {"reason": "Van broke down"})["Location"] == here
    assert "Van broke down" in text_of(asha.get(here))
    assert shop.status(order.id) == "confirmed"


def test_an_invoiced_dispatch_says_what_stands_in_the_way(shop: Shop) -> None:
    asha, order = shop.company.client(ASHA), shop.order()
    asha.post(f"/app/sales-orders/{order.id}/dispatches/new")
    with shop.company.acting(ASHA):
        here = f"/app/dispatches/{Dispatch.objects.get().id}/reversal"
    page = text_of(asha.get(here))
    assert "DN-00001 left on the invoice INV/" in page
    assert asha.post(here, {"reason": "Oops"}).status_code == 409
    assert shop.status(order.id) == "dispatched"


def test_the_form_knows_its_customer_and_what_the_order_comes_to(shop: Shop) -> None:
    meena = shop.company.client(MEENA)
    offered = meena.get("/app/sales-orders/customers", {"customer": "city"}).content.decode()
    assert '<option value="City Hospital">' in offered
    part = text_of(meena.post("/app/sales-orders/preview", shop.typed(**{"lines-0-quantity": "10"})))
    assert "₹ 0 of 50,000 used" in part.replace("\N{NO-BREAK SPACE}", " ")
    assert "845.70" in part
    assert "CGST 6 %" in part
    matches = meena.get("/app/sales-orders/products", {"code": "DM-0142", "warehouse_id": shop.warehouse_id}).json()[
        "matches"
    ]
    assert matches[0]["note"].startswith("free 160 · earliest ")
    stranger = meena.post("/app/sales-orders/preview", shop.typed(customer="Nobody")).content.decode()
    assert "No customer is called" in stranger
    assert 'href="/app/customers/new?name=' in stranger
    with shop.company.acting(ASHA):
        assert not SalesOrder.objects.exists()


def test_the_list_filters_and_takes_the_same_statements_for_one_order_and_for_fifty(shop: Shop) -> None:
    asha = shop.company.client(ASHA)
    assert "No orders yet." in text_of(asha.get("/app/sales-orders"))
    shop.order("1")
    asha.get("/app/sales-orders")
    with CaptureQueriesContext(connection) as one:
        asha.get("/app/sales-orders")
    with shop.company.acting(ASHA) as actor:
        line = SalesOrderLineInput(product_id=shop.product_id, quantity=Decimal(1))
        for _ in range(49):
            create_sales_order(
                actor=actor, customer_id=shop.customer_id, warehouse_id=shop.warehouse_id, lines=[line], confirm=False
            )
    with CaptureQueriesContext(connection) as fifty:
        page = text_of(asha.get("/app/sales-orders"))
    assert len(one) == len(fifty)
    assert "SO-00050" in page
    assert "SO-00002" not in text_of(asha.get("/app/sales-orders?status=reserved"))
    assert "Nothing matches" in text_of(asha.get("/app/sales-orders?q=zzz"))
    assert "SO-00007" in text_of(asha.get("/app/sales-orders?q=SO-00007&sort=-total"))


def test_the_list_of_dispatches_takes_the_same_statements_for_one_and_for_many(shop: Shop) -> None:
    asha = shop.company.client(ASHA)
    assert "Nothing has left yet." in text_of(asha.get("/app/dispatches"))
    orders = [shop.order("1") for _ in range(5)]
    asha.post(f"/app/sales-orders/{orders[0].id}/dispatches/new")
    asha.get("/app/dispatches")
    with CaptureQueriesContext(connection) as one:
        asha.get("/app/dispatches")
    for order in orders[1:]:
        asha.post(f"/app/sales-orders/{order.id}/dispatches/new")
    asha.get("/app/dispatches")
    with CaptureQueriesContext(connection) as five:
        assert "DN-00005" in text_of(asha.get("/app/dispatches?sort=dispatched"))
    assert len(one) == len(five)


PAGES = ("", "/edit", "/cancellation", "/closure", "/dispatches/new")
STEPS = ("/confirmation", "/allocation", "/release", "/pick", "/cancellation", "/closure", "/dispatches/new")


def test_another_workspace_finds_nothing(shop: Shop) -> None:
    order = shop.order()
    shop.company.client(ASHA).post(f"/app/sales-orders/{order.id}/dispatches/new")
    with shop.company.acting(ASHA):
        dispatch_id = Dispatch.objects.get().id
    otto = make.organization(owner=OTTO, name="Otto Trading", gstin="").client(OTTO)
    for page in PAGES:
        assert otto.get(f"/app/sales-orders/{order.id}{page}").status_code == 404
    for step in STEPS:
        assert otto.post(f"/app/sales-orders/{order.id}{step}", {"reason": "x"}).status_code == 404
    for page in ("", "/note.pdf", "/reversal"):
        assert otto.get(f"/app/dispatches/{dispatch_id}{page}").status_code == 404
    assert "SO-00001" not in text_of(otto.get("/app/sales-orders"))


def test_each_step_needs_its_permission(shop: Shop) -> None:
    order = shop.order()
    vidya, meena, ravi = (shop.company.client(each) for each in (VIDYA, MEENA, RAVI))
    here = f"/app/sales-orders/{order.id}"
    assert "Picked" not in vidya.get(here).content.decode().split("<ol")[0]
    for step in STEPS:
        assert vidya.post(f"{here}{step}").status_code == 403
    for step in ("/pick", "/dispatches/new"):
        assert meena.post(f"{here}{step}").status_code == 403
    for step in ("/release", "/cancellation", "/closure"):
        assert ravi.post(f"{here}{step}").status_code == 403
    assert vidya.get("/app/sales-orders/new").status_code == 403
    assert shop.status(order.id) == "reserved"


def test_to_look_at_a_step_is_to_look_at_the_order(shop: Shop) -> None:
    order = shop.order()
    assert (
        shop.company.client(ASHA).get(f"/app/sales-orders/{order.id}/pick")["Location"]
        == f"/app/sales-orders/{order.id}"
    )
