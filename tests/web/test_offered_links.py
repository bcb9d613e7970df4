"""No page offers a way that is closed to who looks at it: whatever a list of documents links to, its reader may open."""

from __future__ import annotations

import html
import re

import pytest
from django.urls import reverse

from omnistock.domain.fulfilment.operations import dispatch_order
from omnistock.domain.ledger.queries.batches import batches
from omnistock.domain.recalls.operations import open_recall
from omnistock.domain.sales.inputs import SalesOrderLineInput
from tests import make
from tests.personas import ASHA, FARID, MEENA, RAVI, VIDYA

pytestmark = pytest.mark.django_db

LISTS = ("movements", "dispatches", "customers", "suppliers", "stock", "batches", "products", "recalls", "")
_LINK = re.compile(r'href="(/app/[^"#?]*)')
_FILE = re.compile(r"(\.csv|\.xlsx|\.pdf|/export)$")


@pytest.fixture(scope="module")
def pharma(file_db: None) -> make.Company:
    """Goods that came, and some that left with an invoice for a customer of the owner's."""
    pharma = make.organization()
    with pharma.acting(ASHA) as asha:
        product = make.product(actor=asha, sku="DM-1", name="Azithral Demo", hsn_code="3004", tax_rate=12)
        make.received(actor=asha, product=product, quantity="40")
        line = SalesOrderLineInput(product_id=product.pk, quantity=10, unit_price=20)
        order = make.sales_order(actor=asha, lines=[line])
        dispatch_order(actor=asha, sales_order_id=order.pk, issue_invoice=True)
        open_recall(actor=asha, batch_ids=[batches(actor=asha).items[0].id], reason="Sour smell", is_drill=True)
    return pharma


@pytest.mark.parametrize("persona", [RAVI, MEENA, FARID, VIDYA], ids=lambda persona: persona.role)
def test_what_a_list_links_to_opens(pharma: make.Company, persona: make.Persona) -> None:
    _opens(pharma, persona)


def test_also_for_who_sees_their_own_customers_alone(pharma: make.Company) -> None:
    pharma.join(MEENA, sees_only_own_customers=True)
    _opens(pharma, MEENA)


def _opens(pharma: make.Company, persona: make.Persona) -> None:
    client = pharma.client(persona)
    offered = {
        html.unescape(link): page
        for page in LISTS
        for link in _LINK.findall(client.get(f"/app/{page}").content.decode())
        if not _FILE.search(link)
    }
    # Whom a batch went to and with what, where it came from, what stands in the way of taking its dispatch back.
    for begins, ends in (("/app/batches/", ""), ("/app/recalls/", ""), ("/app/dispatches/", "/reversal")):
        for page in [f"{link}{ends}" for link in offered if link.startswith(begins) and "/new" not in link][:1]:
            offered |= {
                html.unescape(each): page
                for each in _LINK.findall(client.get(page).content.decode())
                if not _FILE.search(each)
            }
    closed = {link: page for link, page in offered.items() if client.get(link).status_code in (403, 404)}
    assert closed == {}
    assert len(offered) > len(LISTS)


def test_an_empty_list_has_its_button_once() -> None:
    asha = make.organization().client(ASHA)
    for name, new in (
        ("adjustments", "adjustment-new"),
        ("imports", "import-new"),
        ("moves", "move-new"),
        ("payments", "payment-new"),
        ("purchase-orders", "purchase-order-new"),
        ("receipts", "receipt-new"),
        ("sales-orders", "sales-order-new"),
        ("tickets", "ticket-new"),
        ("principal-requests", "principal-request-new"),
    ):
        page = asha.get(reverse(name)).content.decode()
        main = page[page.index("<main") : page.index("</main>")]
        assert (main.count(f'href="{reverse(new)}"'), main.count("data-new")) == (1, 1), name
