"""A recall on the screen: found, frozen, worked off, closed; its letters, its list and what others may not."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from omnistock.domain.fulfilment.operations import dispatch_order
from omnistock.domain.ledger.queries import batch_of, batches
from omnistock.domain.recalls.queries import recalls
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput
from omnistock.domain.stocktaking.operations import post_adjustment
from tests import make
from tests.make import Company
from tests.personas import ASHA, FARID, OTTO, RAVI, VIDYA
from tests.support.pages import statements

pytestmark = pytest.mark.django_db


class House:
    """Demo Pharma with 40 of batch B2301, of which 25 went to City Clinic."""

    def __init__(self, company: Company) -> None:
        self.company = company
        with company.acting(ASHA) as asha:
            self.product = make.product(actor=asha, sku="DM-0142", name="Azithral Demo 500 tab")
            make.received(actor=asha, product=self.product, quantity="40", batch="B2301")
            self.clinic = make.customer(
                actor=asha, name="City Clinic", phone="+91 00000 00000", email="clinic@example.com"
            )
            self.today = asha.today
        self.sell("25")
        with company.acting(ASHA) as asha:
            self.batch_id = batches(actor=asha, number="B2301").items[0].id

    def sell(self, quantity: str) -> None:
        with self.company.acting(ASHA) as asha:
            line = SalesOrderLineInput(product_id=self.product.pk, quantity=Decimal(quantity))
            order = make.sales_order(actor=asha, lines=[line], customer_id=self.clinic.pk)
            dispatch_order(actor=asha, sales_order_id=order.pk)

    def freeze(self, **values: Any) -> str:
        """Press "Freeze and open recall"; the address of its page."""
        wanted = {"batch_ids": str(self.batch_id), "reason": "Sour smell", "do": "freeze"} | values
        answer = self.company.client(ASHA).post("/app/recalls/new", wanted)
        assert answer.status_code == 303, answer.content.decode()
        return str(answer["Location"])

    def status(self) -> str:
        with self.company.acting(ASHA) as asha:
            return batch_of(actor=asha, batch_id=self.batch_id).status

    def count(self) -> int:
        with self.company.acting(ASHA) as asha:
            return len(recalls(actor=asha).items)


@pytest.fixture(scope="module")
def house(pharma: Company) -> House:
    return House(pharma)


class TestFinding:
    def test_the_batch_page_is_the_answer(self, house: House) -> None:
        text = house.company.client(ASHA).get(f"/app/batches/{house.batch_id}").content.decode()
        for said in (
            "City Clinic",
            "+91 00000 00000",
            "GR-00001",
            "Difference 0",
            "Freeze and open recall",
            "Print labels",
        ):
            assert said in text

    @pytest.mark.parametrize("query", ["q=b23", "receipt=GR-00001", "q=B2301&from={from}&through={from}"])
    def test_it_is_found_by_what_a_notice_names(self, house: House, query: str) -> None:
        day = (house.today + dt.timedelta(days=400)).isoformat()
        text = house.company.client(ASHA).get(f"/app/recalls/new?{query.replace('{from}', day)}").content.decode()
        assert "B2301" in text
        assert "1 customer has had goods" in text

    @pytest.mark.parametrize("query", ["q=%00", "from=x", "through=9999-99-99", "product=x", "q=zzz", "receipt=zzz"])
    def test_nonsense_finds_nothing_and_breaks_nothing(self, house: House, query: str) -> None:
        page = house.company.client(ASHA).get(f"/app/recalls/new?{query}")
        assert page.status_code == 200
        assert "B2301" not in page.content.decode()

    def test_another_organization_finds_nothing(self, house: House, others: Company) -> None:
        assert "Azithral" not in others.client(OTTO).get("/app/recalls/new?q=B2301").content.decode()


class TestFreezing:
    def test_one_action_freezes_and_opens(self, house: House) -> None:
        page = house.company.client(ASHA).get(house.freeze())
        text = page.content.decode()
        for said in (
            "RC-00001",
            "Sour smell",
            "City Clinic",
            "clinic@example.com",
            "still to account for",
            "Difference 0",
        ):
            assert said in text
        assert house.status() == "recalled"

    def test_a_drill_freezes_nothing(self, house: House) -> None:
        text = house.company.client(ASHA).get(house.freeze(do="drill")).content.decode()
        assert "Stop watch" in text
        assert house.status() == "usable"

    def test_a_refusal_keeps_what_was_typed(self, house: House) -> None:
        sent = {"batch_ids": str(house.batch_id), "reason": " ", "do": "freeze"}
        answer = house.company.client(ASHA).post("/app/recalls/new", sent)
        assert answer.status_code == 422
        assert "B2301" in answer.content.decode()
        assert (house.status(), house.count()) == ("usable", 0)

    @pytest.mark.parametrize("batch_ids", ["", "x"])
    def test_without_a_batch_nothing_opens(self, house: House, batch_ids: str) -> None:
        sent = {"batch_ids": batch_ids, "reason": "Sour smell"}
        assert house.company.client(ASHA).post("/app/recalls/new", sent).status_code == 422
        assert house.count() == 0

    def test_who_may_not(self, house: House, others: Company) -> None:
        sent = {"batch_ids": str(house.batch_id), "reason": "Sour smell", "do": "freeze"}
        for persona in (RAVI, VIDYA, FARID):
            assert house.company.client(persona).post("/app/recalls/new", sent).status_code == 403
            assert "Freeze" not in house.company.client(persona).get(f"/app/batches/{house.batch_id}").content.decode()
        assert others.client(OTTO).post("/app/recalls/new", sent).status_code == 404
        assert (house.status(), house.count()) == ("usable", 0)


class TestWork:
    def test_a_customer_is_worked_off_and_the_recall_closed(self, house: House) -> None:
        url, client = house.freeze(), house.company.client(ASHA)
        contact = f"{url}/customers/{house.clinic.pk}"
        typed = {"contacted": "on", "answered": "on", "answers-0-destroyed": "20", "notes": "Spoke to Dr Rao"}
        assert client.post(contact, typed).status_code == 303
        text = client.get(url).content.decode()
        assert "Spoke to Dr Rao" in text
        assert "80 %" in text
        refused = client.post(f"{url}/close", {"closing": ""})
        assert refused.status_code == 422
        assert "say in words" in refused.content.decode()
        assert client.post(f"{url}/close", {"closing": "Five were used"}).status_code == 303
        assert "Five were used" in client.get(url).content.decode()
        assert client.post(contact, typed).status_code == 409

    def test_too_much_is_refused_beside_what_was_typed(self, house: House) -> None:
        url, client = house.freeze(), house.company.client(ASHA)
        answer = client.post(f"{url}/customers/{house.clinic.pk}", {"answers-0-destroyed": "26", "notes": "Kept"})
        assert answer.status_code == 422
        assert "25 is left to account for" in answer.content.decode()
        assert 'value="Kept"' in answer.content.decode()
        assert client.post(f"{url}/customers/{house.clinic.pk}", {"answers-0-used": "x"}).status_code == 422

    def test_goods_go_to_quarantine_and_release_undoes_the_freeze(self, house: House) -> None:
        url, client = house.freeze(), house.company.client(ASHA)
        assert "Frozen goods lie among the others" in client.get(url).content.decode()
        assert client.post(f"{url}/quarantine").status_code == 303
        assert "Frozen goods lie among the others" not in client.get(url).content.decode()
        assert client.post(f"{url}/quarantine").status_code == 409
        assert client.post(f"{url}/release", {"release_reason": ""}).status_code == 422
        assert client.post(f"{url}/release", {"release_reason": "All is well"}).status_code == 303
        assert house.status() == "usable"

    def test_letters_and_contacts(self, house: House) -> None:
        url, client = house.freeze(), house.company.client(ASHA)
        for path in ("letters.pdf", f"customers/{house.clinic.pk}/letter.pdf"):
            assert client.get(f"{url}/{path}").content.startswith(b"%PDF")
        assert "clinic@example.com" in client.get(f"{url}/contacts.csv").content.decode()
        assert client.get(f"{url}/customers/{house.batch_id}/letter.pdf").status_code == 404

    def test_nobody_else_reads_or_works_it(self, house: House, others: Company) -> None:
        url, otto = house.freeze(), others.client(OTTO)
        for path in ("", "/letters.pdf", "/contacts.csv"):
            assert otto.get(url + path).status_code == 404
        for step in ("quarantine", "close", "release", f"customers/{house.clinic.pk}"):
            assert otto.post(f"{url}/{step}", {"release_reason": "x"}).status_code == 404
            assert house.company.client(VIDYA).post(f"{url}/{step}").status_code == 403
        assert house.status() == "recalled"


class TestList:
    def test_empty_it_offers_a_drill(self, house: House) -> None:
        assert "Try a drill" in house.company.client(ASHA).get("/app/recalls").content.decode()

    def test_it_lists_finds_and_exports(self, house: House) -> None:
        url, client = house.freeze(), house.company.client(VIDYA)
        assert "RC-00001" in client.get("/app/recalls?q=b2301").content.decode()
        assert "RC-00001" not in client.get("/app/recalls?status=closed").content.decode()
        assert "Sour smell" in client.get("/app/recalls/export.csv").content.decode()
        assert client.get("/app/search?q=RC-00001")["Location"] == url

    def test_everybody_who_sees_stock_is_told_today(self, house: House) -> None:
        house.freeze()
        for persona in (ASHA, RAVI, VIDYA):
            assert "1 recall is open" in house.company.client(persona).get("/app/").content.decode()

    def test_the_page_costs_the_same_for_one_customer_and_for_many(self, house: House) -> None:
        url, client = house.freeze(do="drill"), house.company.client(ASHA)
        first = statements(client, url)
        for _each in range(3):
            house.sell("2")
        assert statements(client, url) == first


class TestExpired:
    def test_today_moves_what_has_expired_in_one_action(self, house: House) -> None:
        with house.company.acting(ASHA) as asha:
            expired = asha.today - dt.timedelta(days=1)
            # What is received expired goes to quarantine by itself; what was there at the opening lies among the others.
            lines = [
                AdjustmentLineInput(
                    product_id=house.product.pk, quantity=Decimal(7), batch_number=number, expires_on=day
                )
                for number, day in (("OLD", expired), ("LAST", asha.today))
            ]
            post_adjustment(actor=asha, warehouse_id=make.main_warehouse().pk, reason="opening", lines=lines)
        client = house.company.client(RAVI)
        assert "1 batch has expired" in client.get("/app/").content.decode()
        assert client.post("/app/batches/quarantine", {"do": "expired"}).status_code == 303
        assert "has expired" not in client.get("/app/").content.decode()
        again = client.post("/app/batches/quarantine", {"do": "expired"})
        assert again["Location"].endswith("?expires=expired")
        assert house.company.client(VIDYA).post("/app/batches/quarantine", {"do": "expired"}).status_code == 403
