"""Whoever counts is not told what the books say: a quantity that stands nowhere else is put on hand and counted, and no page,
no file and no answer of the API that the role `counter` can get has it. Every GET route is visited, tomorrow's too."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import pytest
from django.apps import apps
from django.urls import reverse

from omnistock.domain.identity.operations import create_api_key
from omnistock.domain.ledger.models import Layer
from omnistock.domain.ledger.queries import batches
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.stocktaking.counting_inputs import CountScope
from omnistock.domain.stocktaking.operations import create_stock_count
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.models import Organization, Person
from omnistock.tenancy.roles import ROLES
from tests import make
from tests.gates.filling import fill
from tests.gates.test_routes import endpoints, routes, status_of, visit
from tests.make import ApiClient, Company
from tests.personas import ASHA, INES, NOOR

# 73519 tablets, as 73,519 or 73 519 (whatever stands between), in strips of ten, in boxes of a hundred; 41 of them reserved.
QUANTITY: Final = Decimal(73519)
TOLD: Final = re.compile(r"73\W{0,8}519|7\W{0,8}351\.9|735\.19|73\W{0,8}478")
COST: Final = re.compile(r"61\.37")
CUSTOMER: Final = "Nobody Else Chemists"
# What a list, a search and a scan box are asked besides nothing.
ASKED: Final = ("?q=blindofen&code=BL1", "?q=BLIND-1&code=BLIND-1")


@dataclass
class House:
    pharma: Company
    ids: dict[str, Any]


@pytest.fixture(scope="module")
def house(file_db: None) -> House:
    """A row in every table, and beside it a real count of a real quantity."""
    pharma = make.organization()
    pharma.join(NOOR)
    somebody = Person.objects.create_user("somebody@example.com", name="Somebody")
    with tenant_boundary(pharma.id):
        rows = fill(apps, Organization.objects.get(pk=pharma.id), somebody)
    ids = {table: row.pk for table, row in rows.items()}
    with pharma.acting(ASHA) as asha:
        product = make.product(actor=asha, sku="BLIND-1", name="Blindofen 500", reorder_point=Decimal(90_000))
        place = make.location(actor=asha, warehouse=make.main_warehouse(), code="B-01")
        values = {"batch": "BL1", "location_id": place.pk, "unit_cost": Decimal("61.37")}
        receipt = make.received(actor=asha, product=product, quantity=str(QUANTITY), **values)
        customer = make.customer(actor=asha, name=CUSTOMER)
        line = SalesOrderLineInput(product_id=product.pk, quantity=Decimal(41), unit_price=Decimal(1))
        order = make.sales_order(actor=asha, lines=[line], customer_id=customer.pk)
        scope = CountScope(scope="locations", ids=[place.pk])
        count = create_stock_count(actor=asha, warehouse_id=make.main_warehouse().pk, scope=scope)
        ids |= {"product": product.pk, "location": place.pk, "warehouse": make.main_warehouse().pk}
        ids |= {"receipt": receipt.pk, "sales_order": order.pk, "stock_count": count.pk, "customer": customer.pk}
        ids |= {"batch": batches(actor=asha, product_id=product.pk).items[0].id}
        ids |= {"layer": Layer.objects.get(product_id=product.pk).pk}
    return House(pharma, ids)


def text_of(answer: Any) -> str:
    """What stands in an answer; a workbook is opened."""
    if isinstance(answer, str):
        return answer
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            return "\n".join(book.read(name).decode(errors="replace") for name in book.namelist())
    return str(body.decode(errors="replace"))


def told(text: str) -> list[str]:
    """Ids and moments hold every number sooner or later; they are no quantities."""
    bare = re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}|\d\d:\d\d:\d\d\.\d+|[0-9a-f]{20,}|\b\d{13,}\b", "", text)
    found = [each.group() for pattern in (TOLD, COST) for each in pattern.finditer(bare)]
    return found + ([CUSTOMER] if CUSTOMER in text else [])


def test_it_would_be_seen(house: House) -> None:
    """The owner is told all of it, on pages and by the API; so the walk below would find it."""
    asha, ines = house.pharma.client(ASHA), house.pharma.api(INES)
    assert "73,519" in text_of(asha.get(reverse("stock")))
    assert told(text_of(ines.get("/api/v1/stock")))
    addresses = {route.name: route.address(house.ids) for route in routes() if route.is_tenants}
    for name in ("batch", "batches", "movements", "bin", "product", "receipt", "scan"):
        question = "?code=BLIND-1" if name == "scan" else ""
        assert told(text_of(asha.get(addresses[name] + question))), name


def test_no_page_tells_whoever_counts(house: House) -> None:
    noor, shown, faults = house.pharma.client(NOOR), set(), []
    for route in routes():
        address = route.address(house.ids)
        answer = visit(noor, "get", address)
        faults += [f"{route.name}: {each}" for each in told(text_of(answer))]
        if status_of(answer) == 200:
            shown.add(route.name)
            for question in ASKED if route.is_tenants else ():
                faults += [
                    f"{route.name}{question}: {each}" for each in told(text_of(visit(noor, "get", address + question)))
                ]
    assert faults == [], "\n".join(faults)
    assert {"today", "scan", "products", "product", "stock-counts", "stock-count", "count-bin", "warehouses"} <= shown
    assert not shown & {"stock", "batches", "batch", "movements", "bins", "customers", "sales-orders", "receipts"}


def test_no_answer_of_the_api_tells_whoever_counts(house: House) -> None:
    with house.pharma.acting(ASHA) as asha:
        made = create_api_key(actor=asha, name="Handheld", scopes=sorted(ROLES["counter"]))
    noor = ApiClient(made.text)
    answers = {
        name: visit(noor, method, route.address(house.ids)) for method, name, route in endpoints() if method == "get"
    }
    faults = [f"{name}: {each}" for name, answer in answers.items() for each in told(text_of(answer))]
    assert faults == [], "\n".join(faults)
    assert sum(1 for answer in answers.values() if status_of(answer) == 200) >= 8
