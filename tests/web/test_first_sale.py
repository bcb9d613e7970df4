"""What somebody meets who left the GSTIN for later, and who mends what an order was asked about."""

from __future__ import annotations

import html
import re
from decimal import Decimal
from typing import Any

import pytest

from omnistock.kernel.ids import uuid7
from tests import make
from tests.personas import ASHA, MEENA

pytestmark = pytest.mark.django_db


def text_of(answer: Any) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


def test_an_order_without_tax_says_so_until_the_warehouse_has_a_registration() -> None:
    shop = make.organization(gstin="")
    asha = shop.client(ASHA)
    with shop.acting(ASHA) as actor:
        product = make.product(actor=actor, sku="A", unit="strip", units=(), tax_rate=Decimal(12))
        make.customer(actor=actor, name="City Hospital")
        warehouse = make.main_warehouse().pk
    typed = {"id": str(uuid7()), "customer": "City Hospital", "warehouse_id": str(warehouse)}
    typed |= {
        "lines-0-product_id": str(product.pk),
        "lines-0-quantity": "1",
        "lines-0-unit": "strip",
        "lines-0-rate": "50",
    }
    preview = "/app/sales-orders/preview"

    said = asha.post(preview, typed)
    assert "No tax is charged" in text_of(said)
    assert 'href="/app/registrations/new"' in said.content.decode()
    assert "Add your GSTIN" in text_of(asha.get("/app/"))
    assert "Add your GSTIN" not in text_of(shop.client(MEENA).post(preview, typed))

    made = asha.post("/app/registrations/new", {"gstin": make.PHARMA_GSTIN, "legal_name": "Demo", "scheme": "regular"})
    assert made.headers["Location"].startswith(f"/app/warehouses/{warehouse}/edit?registration=")
    form = asha.get(made.headers["Location"]).content.decode()
    (chosen,) = re.findall(r'value="([^"]+)" selected>\s*' + make.PHARMA_GSTIN, form)
    assert "No tax is charged" in text_of(asha.post(preview, typed)), (
        "a registration alone says nothing of the warehouse"
    )
    saved = {"name": "Main", "code": "MAIN", "country": "IN", "registration_id": chosen, "version": "1"}
    assert asha.post(f"/app/warehouses/{warehouse}/edit", saved).status_code == 303
    assert "No tax is charged" not in text_of(asha.post(preview, typed))


def test_a_caution_whose_cause_was_mended_needs_no_reason() -> None:
    shop = make.organization()
    asha = shop.client(ASHA)
    with shop.acting(ASHA) as actor:
        product = make.product(actor=actor, sku="A", unit="strip", units=())
        make.customer(actor=actor, name="City Hospital")
    typed = {"id": str(uuid7()), "customer": "City Hospital", "do": "confirm"}
    typed |= {"lines-0-product_id": str(product.pk), "lines-0-quantity": "1", "lines-0-unit": "strip"}
    with shop.acting(ASHA):
        typed["warehouse_id"] = str(make.main_warehouse().pk)
    asked = asha.post("/app/sales-orders/new", typed)
    assert asked.status_code == 409
    (field,) = re.findall(r"<input[^>]+data-caution>", asked.content.decode())
    assert "required" not in field, "a browser would hold back what was mended"
    said = dict(re.findall(r'name="(cautions-0-(?:pointer|code))" value="([^"]*)"', asked.content.decode()))
    again = {**typed, **said, "cautions-0-reason": ""}
    assert asha.post("/app/sales-orders/new", again).status_code == 409
    assert asha.post("/app/sales-orders/new", again | {"lines-0-rate": "90"}).status_code == 303
