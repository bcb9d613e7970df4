"""Buying on the screen: an order to a supplier, its goods coming in batch by batch, and what stands in the way."""

from __future__ import annotations

import datetime as dt
import html
import re
from decimal import Decimal
from typing import Any

import pytest

from omnistock.domain.ledger.operations import rename_batch
from omnistock.domain.ledger.queries import batches
from omnistock.domain.purchasing.inputs import PurchaseOrderLineInput
from omnistock.domain.purchasing.models import PurchaseOrder, PurchaseOrderLine, Receipt, ReceiptLine
from omnistock.domain.purchasing.queries import purchase_order
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.kernel.ids import uuid7
from tests import make
from tests.personas import ASHA, FARID, MEENA, OTTO, RAVI, VIDYA
from tests.support.pages import statements

pytestmark = pytest.mark.django_db


class Depot:
    """Demo Pharma, which orders one tracked product by the strip and one that is not tracked."""

    def __init__(self) -> None:
        self.company = make.organization()
        with self.company.acting(ASHA) as asha:
            self.today = asha.today
            fields = {"unit": "strip", "units": (), "purchase_price": Decimal(50), "mrp": Decimal(120)}
            self.product_id = make.product(actor=asha, sku="DM-0142", name="Azithral Demo 500 tab", **fields).pk
            self.bag_id = make.plain_product(actor=asha, sku="BAG", name="Paper bag").pk
            self.supplier_id = make.supplier(actor=asha, name="Blue Depot").pk
            self.warehouse_id = make.main_warehouse().pk

    def order(self, quantity: str = "200", **values: Any) -> PurchaseOrder:
        with self.company.acting(ASHA) as asha:
            line = PurchaseOrderLineInput(product_id=self.product_id, quantity=Decimal(quantity))
            return make.purchase_order(actor=asha, lines=[line], supplier_id=self.supplier_id, **values)

    def typed_order(self, **changes: str) -> dict[str, str]:
        fields = {"id": str(uuid7()), "supplier": "blue depot", "warehouse_id": str(self.warehouse_id), "do": "confirm"}
        line = {"product_id": str(self.product_id), "name": "Azithral Demo 500 tab", "quantity": "200", "unit": "strip"}
        return fields | {f"lines-0-{key}": value for key, value in line.items()} | changes

    def typed(self, order: PurchaseOrder | None = None, **changes: str) -> dict[str, str]:
        """One batch as a person types it; `changes` are cells of the first line, or fields."""
        line = {
            "product_id": str(self.product_id),
            "batch_number": "B2301",
            "expires_on": f"{self.today:%m}/{self.today.year + 2}",
            "quantity": "80",
            "unit": "strip",
        }
        fields = {"id": str(uuid7()), "warehouse_id": str(self.warehouse_id)}
        if order is not None:
            fields["purchase_order_id"] = str(order.id)
        cells = {key: changes.pop(key) for key in list(changes) if key in (*line, "location", "mrp", "unit_cost")}
        return fields | {f"lines-0-{key}": value for key, value in (line | cells).items()} | changes

    def received(self) -> int:
        with self.company.acting(ASHA):
            return Receipt.objects.count()


@pytest.fixture(scope="module")
def depot(file_db: None) -> Depot:
    return Depot()


def text_of(answer: Any) -> str:
    """The page as it is read: tags out, spaces single."""
    page = answer.content.decode()
    page = page[page.index("<main") :] if "<main" in page else page
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_an_order_is_typed_and_its_goods_come_in_two_parts(depot: Depot) -> None:
    asha, typed = depot.company.client(ASHA), depot.typed_order()
    created = asha.post("/app/purchase-orders/new", typed)
    here = f"/app/purchase-orders/{typed['id']}"
    assert (created.status_code, created["Location"]) == (303, here)
    assert "PO-00001" in text_of(asha.get(here))
    form = asha.get(f"/app/receipts/new?order={typed['id']}")
    assert "outstanding 200 strip" in text_of(form)
    with depot.company.acting(ASHA):
        order, line = PurchaseOrder.objects.get(), PurchaseOrderLine.objects.get()
    assert f'name="lines-0-purchase_order_line_id" value="{line.id}"' in form.content.decode()

    first = asha.post("/app/receipts/new", depot.typed(order, **{"lines-0-purchase_order_line_id": str(line.id)}))
    assert first.status_code == 303
    page = text_of(asha.get(first["Location"]))
    assert re.search(r"GR-00001 .*B2301", page)
    assert "PO-00001" in page
    page = text_of(asha.get(here))
    assert "Partly received" in page
    assert "GR-00001" in page
    assert "outstanding 120 strip" in text_of(asha.get(f"/app/receipts/new?order={order.id}"))
    asha.post("/app/receipts/new", depot.typed(order, quantity="120", batch_number="B2307"))
    page = text_of(asha.get(here))
    assert "Partly received" not in page
    assert "Received GR-00002" in page


def test_a_number_that_was_merged_leads_to_the_goods_and_says_so(depot: Depot) -> None:
    asha = depot.company.client(ASHA)
    for number in ("B23O1", "B2301"):
        assert asha.post("/app/receipts/new", depot.typed(batch_number=number)).status_code == 303
    with depot.company.acting(ASHA) as actor:
        rename_batch(actor=actor, batch_id=batches(actor=actor, number="B23O1").items[0].id, number="B2301")
    page = text_of(asha.post("/app/receipts/new", depot.typed(batch_number="b23o1"), follow=True))
    assert "b23o1 was merged into B2301" in page
    assert "b23o1 filed under B2301" in page
    offered = asha.get("/app/receipts/products", {"code": "B23O1"}).json()["matches"]
    assert [(each["batch_number"], "merged into B2301" in each["note"]) for each in offered] == [("B2301", True)]
    with depot.company.acting(ASHA) as actor:
        assert [each.on_hand for each in batches(actor=actor).items] == [240]


def test_rows_that_stayed_empty_did_not_come(depot: Depot) -> None:
    asha = depot.company.client(ASHA)
    typed = depot.typed()
    moved = {name.replace("lines-0-", "lines-1-"): value for name, value in typed.items()}
    empty = {"lines-0-product_id": str(depot.bag_id), "lines-0-name": "Paper bag", "lines-0-unit": "pcs"}
    assert asha.post("/app/receipts/new", moved | empty).status_code == 303
    with depot.company.acting(ASHA):
        assert [line.product_id for line in ReceiptLine.objects.all()] == [depot.product_id]
    wrong = moved | empty | {"lines-1-quantity": "0", "id": str(uuid7())}
    assert 'id="id_lines-1-quantity_error"' in asha.post("/app/receipts/new", wrong).content.decode()
    unread = moved | empty | {"lines-1-expires_on": "soon", "id": str(uuid7())}
    assert 'id="id_lines-1-expires_on_error"' in asha.post("/app/receipts/new", unread).content.decode()


@pytest.mark.parametrize(
    ("cell", "typed"),
    [
        ("quantity", "a lot"),
        ("quantity", "-3"),
        ("expires_on", "99/99"),
        ("expires_on", ""),
        ("batch_number", ""),
        ("mrp", "x"),
        ("location", "Nowhere"),
    ],
)
def test_what_was_typed_wrong_stands_at_its_cell(depot: Depot, cell: str, typed: str) -> None:
    refused = depot.company.client(ASHA).post("/app/receipts/new", depot.typed(**{cell: typed}))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert f'id="id_lines-0-{cell}_error"' in page
    assert f'href="#id_lines-0-{cell}"' in page
    for name, kept in {"quantity": "80", "batch_number": "B2301", cell: typed}.items():
        assert f'name="lines-0-{name}" value="{kept}"' in page
    assert depot.received() == 0


def test_a_batch_with_another_expiry_says_what_is_on_file(depot: Depot) -> None:
    asha = depot.company.client(ASHA)
    asha.post("/app/receipts/new", depot.typed())
    refused = asha.post("/app/receipts/new", depot.typed(expires_on=f"01/{depot.today.year + 3}"))
    assert refused.status_code == 409
    assert re.search(r"B2301 of Azithral Demo 500 tab .*on file", text_of(refused))
    assert 'id="id_lines-0-expires_on_error"' in refused.content.decode()
    assert depot.received() == 1


def test_a_caution_asks_for_a_reason_in_place_and_goes_on_with_it(depot: Depot) -> None:
    asha, order = depot.company.client(ASHA), depot.order("10")
    typed = depot.typed(order, quantity="80")
    asked = asha.post("/app/receipts/new", typed)
    assert asked.status_code == 409
    assert "10 strip of Azithral Demo 500 tab were ordered; with these 80 have come" in text_of(asked)
    assert depot.received() == 0
    said = dict(re.findall(r'name="(cautions-0-(?:pointer|code))" value="([^"]*)"', asked.content.decode()))
    answer = asha.post("/app/receipts/new", typed | said | {"cautions-0-reason": "They sent eight for one"})
    assert answer.status_code == 303
    assert "They sent eight for one" in text_of(asha.get(answer["Location"]))


def test_the_same_form_twice_is_one_receipt(depot: Depot) -> None:
    asha, typed = depot.company.client(ASHA), depot.typed()
    first, second = (asha.post("/app/receipts/new", typed) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert depot.received() == 1


def test_a_receipt_can_be_dated_back_but_not_ahead(depot: Depot) -> None:
    asha = depot.company.client(ASHA)
    back = depot.today - dt.timedelta(days=3)
    asha.post("/app/receipts/new", depot.typed(received_on=back.isoformat()))
    with depot.company.acting(ASHA) as actor:
        assert actor.organization.day_of(Receipt.objects.get().effective_at) == back
    ahead = depot.typed(received_on=(depot.today + dt.timedelta(days=3)).isoformat())
    refused = asha.post("/app/receipts/new", ahead)
    assert refused.status_code == 422
    assert 'id="id_received_on_error"' in refused.content.decode()


def test_a_receipt_is_reversed_or_says_what_is_gone(depot: Depot) -> None:
    ravi, order = depot.company.client(RAVI), depot.order("80")
    here = ravi.post("/app/receipts/new", depot.typed(order))["Location"]
    assert "What moves" in text_of(ravi.get(f"{here}/reversal"))
    assert ravi.post(f"{here}/reversal", {"reason": "x" * 301}).status_code == 422
    assert ravi.post(f"{here}/reversal", {"reason": "Wrong truck"})["Location"] == here
    assert "taken back: Wrong truck" in text_of(ravi.get(here))
    assert "outstanding 80 strip" in text_of(ravi.get(f"/app/receipts/new?order={order.id}"))
    assert ravi.post(f"{here}/reversal", {"reason": "Again"}).status_code == 409

    there = ravi.post("/app/receipts/new", depot.typed())["Location"]
    with depot.company.acting(ASHA) as asha:
        make.sales_order(actor=asha, lines=[make_line(depot)])
    page = text_of(ravi.get(f"{there}/reversal"))
    assert "It cannot be reversed as things are" in page
    assert ravi.post(f"{there}/reversal", {"reason": "x"}).status_code == 409


def make_line(depot: Depot) -> Any:
    return SalesOrderLineInput(product_id=depot.product_id, quantity=Decimal(5), unit_price=Decimal(90))


def test_a_draft_is_edited_confirmed_and_ended(depot: Depot) -> None:
    farid, order = depot.company.client(FARID), depot.order(confirm=False)
    here = f"/app/purchase-orders/{order.id}"
    edited = farid.post(f"{here}/edit", depot.typed_order(**{"lines-0-quantity": "50", "version": "1", "do": "draft"}))
    assert edited["Location"] == here
    assert farid.post(f"{here}/confirmation", {"version": "1"}).status_code == 412
    assert farid.post(f"{here}/confirmation", {"version": "2"})["Location"] == here
    assert "lines-0-quantity" not in farid.get(f"{here}/edit").content.decode()
    assert farid.post(f"{here}/edit", {"supplier_reference": "Q-77", "version": "3"}).status_code == 303
    assert "Q-77" in text_of(farid.get(here))
    assert farid.post(f"{here}/cancellation", {"reason": "Too dear"})["Location"] == here
    assert "Cancelled: Too dear" in text_of(farid.get(here))


def test_an_order_of_which_goods_came_is_closed_not_cancelled(depot: Depot) -> None:
    asha, order = depot.company.client(ASHA), depot.order()
    here = f"/app/purchase-orders/{order.id}"
    asha.post("/app/receipts/new", depot.typed(order))
    page = text_of(asha.get(f"{here}/cancellation"))
    assert "Goods have come for this order" in page
    assert "GR-00001" in page
    assert asha.post(f"{here}/cancellation", {"reason": "x"}).status_code == 409
    assert "120" in text_of(asha.get(f"{here}/closure"))
    assert asha.post(f"{here}/closure", {"reason": "Rest is out of stock"})["Location"] == here
    page = text_of(asha.get(here))
    assert "Closed: Rest is out of stock" in page
    assert "Remains, before tax" in page
    with depot.company.acting(ASHA) as actor:
        closed = purchase_order(actor=actor, purchase_order_id=order.id)
    left = sum(line.amount * line.outstanding_base / line.quantity_base for line in closed.lines if line.amount)
    assert closed.given_up == left > 0
    assert closed.subtotal is not None
    assert closed.remaining == closed.subtotal - left


def test_bad_input_of_an_order_stands_at_its_field(depot: Depot) -> None:
    refused = depot.company.client(ASHA).post(
        "/app/purchase-orders/new", depot.typed_order(supplier="Nobody", **{"lines-0-quantity": "many"})
    )
    page = refused.content.decode()
    assert refused.status_code == 422
    assert 'value="Nobody"' in page
    assert 'value="many"' in page
    for control in ("supplier", "lines-0-quantity"):
        assert f'id="id_{control}_error"' in page
    with depot.company.acting(ASHA):
        assert not PurchaseOrder.objects.exists()


def test_the_look_ups_say_what_a_buyer_and_a_receiver_need(depot: Depot) -> None:
    asha = depot.company.client(ASHA)
    asha.post("/app/receipts/new", depot.typed())
    where = {"code": "DM-0142", "warehouse_id": str(depot.warehouse_id)}
    received = asha.get("/app/receipts/products", where).json()["matches"][0]
    assert (received["location"], "MRP" in received["note"]) == ("MAIN", True)
    with depot.company.acting(ASHA) as actor:
        make.location(actor=actor, warehouse=make.main_warehouse(), code="A-09")
    asha.post("/app/receipts/new", depot.typed(batch_number="B9", quantity="1", location="A-09"))
    assert asha.get("/app/receipts/products", where | {"code": "B9"}).json()["matches"][0]["location"] == "A-09"
    ordered = asha.get("/app/purchase-orders/products", where).json()["matches"][0]
    assert ordered["note"] == "free 81 · last known ₹\N{NO-BREAK SPACE}50.00 a strip"
    offered = asha.get("/app/purchase-orders/suppliers", {"supplier": "blue"}).content.decode()
    assert '<option value="Blue Depot">' in offered


def test_a_part_of_a_suppliers_name_is_asked_about_and_not_taken(depot: Depot) -> None:
    asha = depot.company.client(ASHA)
    refused = asha.post("/app/purchase-orders/new", depot.typed_order(supplier="blue"))
    assert refused.status_code == 422
    assert "“blue” may be Blue Depot; choose one of them." in text_of(refused)
    assert asha.post("/app/purchase-orders/new", depot.typed_order(supplier="BLUE DEPOT")).status_code == 303


def test_who_sees_no_costs_finds_none(depot: Depot) -> None:
    ravi, order = depot.company.client(RAVI), depot.order("80")
    here = ravi.post("/app/receipts/new", depot.typed(order))["Location"]
    pages = ("/app/purchase-orders", f"/app/purchase-orders/{order.id}", "/app/receipts", here)
    for page in (*pages, f"/app/receipts/new?order={order.id}"):
        found = text_of(ravi.get(page))
        assert "4,000" not in found
        assert "Cost" not in found
    assert "4,000" in text_of(depot.company.client(ASHA).get(here))


def test_the_lists_take_the_same_statements_for_one_and_for_fifty(depot: Depot) -> None:
    asha = depot.company.client(ASHA)
    assert "No purchase orders yet." in text_of(asha.get("/app/purchase-orders"))
    assert "Nothing has come in yet." in text_of(asha.get("/app/receipts"))
    depot.order("80")
    asha.post("/app/receipts/new", depot.typed())
    lists = ("/app/purchase-orders", "/app/receipts")
    one = [statements(asha, page) for page in lists]
    with depot.company.acting(ASHA) as actor:
        product = make.Product.objects.get(pk=depot.product_id)
        for at in range(49):
            make.received(actor=actor, product=product, batch=f"C{at}", quantity="1")
            line = PurchaseOrderLineInput(product_id=depot.product_id, quantity=Decimal(1))
            make.purchase_order(actor=actor, lines=[line], supplier_id=depot.supplier_id)
    assert [statements(asha, page) for page in lists] == one
    assert "PO-00050" in text_of(asha.get("/app/purchase-orders?sort=-expected"))
    assert "Nothing matches" in text_of(asha.get("/app/purchase-orders?status=cancelled"))
    assert "GR-00007" in text_of(asha.get("/app/receipts?q=GR-00007&state=standing"))


def test_the_lists_go_out_as_they_are_filtered(depot: Depot) -> None:
    asha = depot.company.client(ASHA)
    depot.order(confirm=False)
    asha.post("/app/receipts/new", depot.typed(depot.order()))
    answer = asha.get("/app/purchase-orders.csv?status=draft")
    assert answer["Content-Type"].startswith("text/csv")
    assert "PO-00001" in answer.content.decode()
    assert "PO-00002" not in answer.content.decode()
    assert "GR-00001" in asha.get("/app/receipts.csv").content.decode()


PAGES = ("", "/edit", "/cancellation", "/closure")
STEPS = ("/edit", "/confirmation", "/cancellation", "/closure")


def test_another_workspace_finds_nothing(depot: Depot) -> None:
    order = depot.order()
    receipt = depot.company.client(ASHA).post("/app/receipts/new", depot.typed(order))["Location"]
    otto = make.organization(owner=OTTO, name="Otto Trading", gstin="").client(OTTO)
    for page in PAGES:
        assert otto.get(f"/app/purchase-orders/{order.id}{page}").status_code == 404
    for step in STEPS[1:]:
        assert otto.post(f"/app/purchase-orders/{order.id}{step}", {"reason": "x"}).status_code == 404
    for page in (receipt, f"{receipt}/reversal", f"/app/receipts/new?order={order.id}"):
        assert otto.get(page).status_code == 404
    assert otto.post(f"{receipt}/reversal", {"reason": "x"}).status_code == 404
    assert otto.post("/app/receipts/new", depot.typed(order)).status_code == 404
    assert "PO-00001" not in text_of(otto.get("/app/purchase-orders"))


def test_each_step_needs_its_permission(depot: Depot) -> None:
    order = depot.order()
    vidya, ravi, meena = (depot.company.client(each) for each in (VIDYA, RAVI, MEENA))
    here = f"/app/purchase-orders/{order.id}"
    assert "Receive" in text_of(ravi.get(here))
    assert "data-primary" not in vidya.get(here).content.decode()
    for step in STEPS:
        assert vidya.post(f"{here}{step}").status_code == 403
        assert ravi.post(f"{here}{step}").status_code == 403
    assert vidya.post("/app/receipts/new", depot.typed(order)).status_code == 403
    assert meena.get("/app/purchase-orders").status_code == 403
    assert depot.received() == 0


def test_a_supplier_who_is_not_on_file_is_added_from_the_order(depot: Depot) -> None:
    """And the way back leads to the form, which was kept; never to somebody else's page."""
    farid, vidya = depot.company.client(FARID), depot.company.client(VIDYA)
    around = {"HX-Current-URL": "http://testserver/app/purchase-orders/new?product=1"}
    asked = "/app/purchase-orders/suppliers?supplier="
    offer = farid.get(f"{asked}New Depot", headers=around).content.decode()
    (way,) = re.findall(r'href="(/app/suppliers/new[^"]+)"', offer)
    assert "/app/suppliers/new" not in farid.get(f"{asked}Blue", headers=around).content.decode()
    assert "/app/suppliers/new" not in vidya.get(f"{asked}New Depot", headers=around).content.decode()
    made = farid.post(html.unescape(way), {"name": "New Depot", "gst_treatment": ""})
    assert made.headers["Location"] == "/app/purchase-orders/new?product=1"
    elsewhere = farid.post("/app/suppliers/new?next=https://example.com/", {"name": "Other", "gst_treatment": ""})
    assert elsewhere.headers["Location"].startswith("/app/suppliers/")


def test_a_line_without_any_cost_is_said_while_it_is_typed(depot: Depot) -> None:
    client = depot.company.client(ASHA)
    bag = {"lines-0-product_id": str(depot.bag_id)}
    for page, fields in (("purchase-orders", depot.typed_order(**bag)), ("receipts", depot.typed(**bag, unit="pcs"))):
        for cost, is_said in (("", True), ("2.50", False), ("0", False)):
            typed = fields | {
                "lines-0-unit": "pcs",
                "lines-0-batch_number": "",
                "lines-0-expires_on": "",
                "lines-0-unit_cost": cost,
            }
            assert ("has no cost" in text_of(client.post(f"/app/{page}/preview", typed))) is is_said, page
