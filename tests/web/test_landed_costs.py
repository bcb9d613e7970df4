"""Landed costs on the screen and through the API."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from omnistock.domain.ledger.queries import value_on_hand
from omnistock.domain.purchasing.models import LandedCost
from tests import make
from tests.make import Company
from tests.personas import ASHA, INES, OTTO, RAVI, VIDYA
from tests.support.pages import statements

pytestmark = pytest.mark.django_db
FORM = {"basis": "value", "lines-0-description": "Freight", "lines-0-amount": "1,250.50", "supplier": "", "notes": ""}


@pytest.fixture(scope="module")
def receipt(pharma: Company) -> Any:
    with pharma.acting(ASHA) as asha:
        made: Any = make.received(actor=asha, product=make.product(actor=asha), quantity="40")
    return made


def worth(company: Company) -> Decimal | None:
    with company.acting(ASHA) as asha:
        return value_on_hand(actor=asha)


class TestTheScreen:
    def test_it_is_added_from_the_receipt_and_taken_back(self, pharma: Company, receipt: Any) -> None:
        client = pharma.client(ASHA)
        before = worth(pharma)
        where = f"/app/receipts/{receipt.pk}/landed-costs/new"
        assert where in client.get(f"/app/receipts/{receipt.pk}").content.decode()
        assert client.get(where).status_code == 200
        answer = client.post(where, FORM)
        assert answer.status_code == 303
        assert worth(pharma) == (before or 0) + Decimal("1250.50")
        page = client.get(answer["Location"]).content.decode()
        assert "LC-00001" in page
        assert "Freight" in page
        assert "LC-00001" in client.get("/app/landed-costs").content.decode()
        assert "LC-00001" in b"".join(client.get("/app/landed-costs.csv")).decode()  # type: ignore[arg-type]
        assert "LC-00001" in client.get(f"/app/receipts/{receipt.pk}").content.decode()
        shown = client.get(f"{answer['Location']}/reversal").content.decode()
        assert "Value on hand, and cost of goods sold, fall by" in shown
        assert "1,250.50" in shown
        assert worth(pharma) == (before or 0) + Decimal("1250.50")  # looking changes nothing
        assert client.post(f"{answer['Location']}/reversal", {"reason": "typing"}).status_code == 303
        assert worth(pharma) == before
        assert client.post(f"{answer['Location']}/reversal", {}).status_code == 409

    def test_a_refused_form_keeps_what_was_typed(self, pharma: Company, receipt: Any) -> None:
        typed = {**FORM, "lines-0-description": "", "lines-1-description": "Duty", "lines-1-amount": "many"}
        answer = pharma.client(ASHA).post(f"/app/receipts/{receipt.pk}/landed-costs/new", typed)
        assert answer.status_code == 422
        assert "Duty" in answer.content.decode()
        assert "many" in answer.content.decode()
        with pharma.acting(ASHA):
            assert not LandedCost.objects.exists()

    @pytest.mark.parametrize("persona", [RAVI, VIDYA])
    def test_who_may_not_is_refused(self, pharma: Company, receipt: Any, persona: Any) -> None:
        client = pharma.client(persona)
        assert client.post(f"/app/receipts/{receipt.pk}/landed-costs/new", FORM).status_code == 403
        assert client.get("/app/landed-costs").status_code == 403
        assert "landed-costs/new" not in client.get(f"/app/receipts/{receipt.pk}").content.decode()

    def test_another_organization_finds_nothing(self, others: Company, receipt: Any) -> None:
        client = others.client(OTTO)
        assert client.get(f"/app/receipts/{receipt.pk}/landed-costs/new").status_code == 404
        assert client.post(f"/app/receipts/{receipt.pk}/landed-costs/new", FORM).status_code == 404

    def test_the_list_costs_the_same_for_one_row_and_for_many(self, pharma: Company, receipt: Any) -> None:
        client = pharma.client(ASHA)
        client.post(f"/app/receipts/{receipt.pk}/landed-costs/new", FORM)
        first = statements(client, "/app/landed-costs")
        for _more in range(5):
            client.post(f"/app/receipts/{receipt.pk}/landed-costs/new", FORM)
        assert statements(client, "/app/landed-costs") == first


class TestTheApi:
    def body(self, receipt: Any) -> dict[str, Any]:
        return {"receipt_id": str(receipt.pk), "lines": [{"description": "Duty", "amount": "80.01"}]}

    def test_it_is_made_once_read_and_reversed(self, pharma: Company, receipt: Any) -> None:
        api = pharma.api(INES)
        body = self.body(receipt) | {"id": str(uuid4())}
        made = api.post("/api/v1/landed-costs", body)
        assert made.status_code == 201, made.content
        assert made.json()["value"] == "80.01"
        assert made.json()["shares"][0]["value"] == "80.01"
        assert api.post("/api/v1/landed-costs", body).status_code == 200
        where = f"/api/v1/landed-costs/{made.json()['id']}"
        assert api.get(where).json()["number"] == "LC-00001"
        assert len(api.get("/api/v1/landed-costs").json()["items"]) == 1
        assert api.post(f"{where}/reversal", {"reason": "twice"}).json()["reversed_at"]
        assert api.post(f"{where}/reversal").json()["code"] == "already_reversed"

    def test_a_receipt_under_it_stays(self, pharma: Company, receipt: Any) -> None:
        api = pharma.api(INES)
        api.post("/api/v1/landed-costs", self.body(receipt))
        refused = api.post(f"/api/v1/receipts/{receipt.pk}/reversal")
        assert (refused.status_code, refused.json()["code"]) == (409, "landed_cost_stands")

    def test_bad_input_is_named_at_its_place(self, pharma: Company, receipt: Any) -> None:
        line = {"description": "", "amount": "0"}
        refused = pharma.api(INES).post("/api/v1/landed-costs", self.body(receipt) | {"lines": [line]})
        assert refused.status_code == 422
        assert {each["pointer"] for each in refused.json()["errors"]} == {"/lines/0/description", "/lines/0/amount"}

    def test_a_missing_scope_is_refused(self, pharma: Company, receipt: Any) -> None:
        api = pharma.api(INES, scopes=["purchasing:read"])
        assert api.post("/api/v1/landed-costs", self.body(receipt)).status_code == 403
        assert api.get(f"/api/v1/landed-costs/{uuid4()}").status_code == 404
