"""A serial number that is in stock already is found by the database alone: the form stands there again all the same, with what
was typed and the sentence at its cell."""

from __future__ import annotations

from typing import Any

import pytest

from omnistock.domain.ledger.queries import stock
from tests import make
from tests.make import Company
from tests.personas import ASHA

pytestmark = pytest.mark.django_db


class Bench:
    def __init__(self, company: Company) -> None:
        self.company = company
        with company.acting(ASHA) as asha:
            self.product = make.product(actor=asha, sku="SC-1", name="Serial Scale", tracking="serial", expires=False)
            self.warehouse = str(make.main_warehouse().pk)
            self.day = asha.today.isoformat()

    def line(self, at: int, number: str) -> dict[str, str]:
        cells = {"product_id": str(self.product.id), "name": "Serial Scale", "quantity": "1", "batch_number": number}
        return {f"lines-{at}-{key}": value for key, value in (cells | {"unit_cost": "100"}).items()}

    def receive(self, *numbers: str, notes: str = "") -> Any:
        lines = {key: value for at, number in enumerate(numbers) for key, value in self.line(at, number).items()}
        head = {"warehouse_id": self.warehouse, "received_on": self.day, "notes": notes}
        return self.company.client(ASHA).post("/app/receipts/new", head | lines)

    def on_hand(self) -> int:
        with self.company.acting(ASHA) as asha:
            return len(stock(actor=asha, product_id=self.product.id).items)


@pytest.fixture(scope="module")
def bench(pharma: Company) -> Bench:
    return Bench(pharma)


def test_the_form_stands_again_with_the_sentence_at_the_cell(bench: Bench) -> None:
    assert bench.receive("S-1").status_code == 303
    refused = bench.receive("S-1", notes="typed by hand")
    text = refused.content.decode()
    assert refused.status_code == 409
    assert "typed by hand" in text
    assert 'id="id_lines-0-batch_number_error"' in text
    assert "S-1 is in stock already" in text
    assert bench.on_hand() == 1


def test_of_several_all_are_named_and_none_comes_in(bench: Bench) -> None:
    bench.receive("S-1")
    refused = bench.receive("S-1", "S-2", notes="typed by hand")
    text = refused.content.decode()
    assert refused.status_code == 409
    assert "typed by hand" in text
    assert "S-1, S-2" in text
    assert bench.on_hand() == 1


def test_an_adjustment_keeps_its_form_too(bench: Bench) -> None:
    bench.receive("S-1")
    head = {"warehouse_id": bench.warehouse, "reason": "found", "notes": "typed by hand"}
    refused = bench.company.client(ASHA).post("/app/adjustments/new", head | bench.line(0, "S-1"))
    assert refused.status_code == 409
    assert "typed by hand" in refused.content.decode()
    assert "S-1 is in stock already" in refused.content.decode()
    assert bench.on_hand() == 1
