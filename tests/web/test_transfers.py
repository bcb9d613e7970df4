"""A transfer on the screen: one document, two actions; which paper goes along; what arrived short."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from omnistock.domain.ledger.operations import hold_batch
from omnistock.domain.ledger.queries import movements, stock
from omnistock.domain.ledger.verification import verify
from omnistock.domain.stocktaking.challans import challan_document
from omnistock.domain.stocktaking.queries import TransferFilter, TransferView, transfer, transfers
from tests import make
from tests.make import Company
from tests.personas import ASHA, INES, MAYA, OTTO, RAVI, VIDYA
from tests.support.pages import markup

pytestmark = pytest.mark.django_db


class Road:
    """Demo Pharma with 40 of B1 (expires first) and 40 of B2, a second warehouse of its registration, and one of another."""

    def __init__(self, company: Company) -> None:
        self.company = company
        with company.acting(ASHA) as asha:
            self.product = make.product(actor=asha, sku="DM-0142", name="Azithral Demo 500 tab")
            main = make.main_warehouse()
            self.here = main.pk
            for at, number in enumerate(("B1", "B2")):
                line = {"batch_number": number, "expires_on": asha.today.replace(year=asha.today.year + 1 + at)}
                make.received(actor=asha, product=self.product, quantity="40", batch=number, **line)
            self.near = make.warehouse(actor=asha, name="Thane depot", registration_id=main.registration_id).pk
            other = make.registration(actor=asha)
            self.far = make.warehouse(actor=asha, name="Bengaluru depot", registration_id=other.pk).pk

    def typed(self, to: Any, **changes: str) -> dict[str, str]:
        usual = {"from_warehouse_id": str(self.here), "to_warehouse_id": str(to), "do": "dispatch"}
        line = {"lines-0-product_id": str(self.product.pk), "lines-0-quantity": "50", "lines-0-unit": "tablet"}
        return usual | line | changes

    def one(self, **wanted: Any) -> TransferView:
        with self.company.acting(ASHA) as asha:
            found = transfers(actor=asha, wanted=TransferFilter(**wanted)).items[0]
            return transfer(actor=asha, transfer_id=found.id)

    def lying(self, warehouse_id: Any) -> dict[tuple[str, str], Decimal]:
        with self.company.acting(ASHA) as asha:
            rows = stock(actor=asha, warehouse_id=warehouse_id, product_id=self.product.pk).items
            return {(row.batch_number, row.location_kind): row.on_hand for row in rows}


@pytest.fixture(scope="module")
def road(pharma: Company) -> Road:
    return Road(pharma)


class TestOneDocumentTwoActions:
    def test_dispatch_then_arrived(self, road: Road) -> None:
        client = road.company.client(RAVI)
        sent = client.post("/app/transfers/new", road.typed(road.near, carrier="Own van"))
        assert sent.status_code == 303
        found = road.one()
        assert (found.status, found.paper, found.carrier) == ("in_transit", "challan", "Own van")
        assert found.challan_number.startswith("DC/")
        assert [(each.batch_number, each.quantity) for each in found.lines[0].sent] == [("B1", 40), ("B2", 10)]
        assert road.lying(road.near) == {("B1", "transit"): 40, ("B2", "transit"): 10}
        assert "Receive 1 transfer" in client.get(reverse("today")).content.decode()
        page = client.get(sent["Location"]).content.decode()
        assert re.findall(r'name="lines-\d-quantity"[^>]* value="(\d+)"', page) == ["40", "10"]  # batch by batch
        line = {"lines-0-line_id": str(found.lines[0].id), "lines-0-quantity": "50"}
        assert client.post(f"{sent['Location']}/arrive", line).status_code == 303
        assert road.one().status == "arrived"
        assert {kind for _number, kind in road.lying(road.near)} == {"storage"}
        begun = markup(client.get("/app/transfers/new"))  # the same way as the last one
        assert all(f'<option value="{end}" selected>' in begun for end in (road.here, road.near))

    def test_the_challan_prints_three_copies(self, road: Road) -> None:
        client = road.company.client(RAVI)
        sent = client.post("/app/transfers/new", road.typed(road.near))["Location"]
        printed = client.get(f"{sent}/challan.pdf")
        assert (printed["Content-Type"], printed.content[:5]) == ("application/pdf", b"%PDF-")
        sent_id = road.one().id
        with road.company.acting(ASHA) as asha:
            data = challan_document(actor=asha, transfer_id=sent_id)
        assert data["copies"] == ["original", "duplicate", "triplicate"]
        assert data["seller"]["gstin"] == data["buyer"]["gstin"] == make.PHARMA_GSTIN
        assert [(line["batch_number"], line["quantity"]) for line in data["lines"]] == [("B1", "40"), ("B2", "10")]
        assert all(line["taxable"] for line in data["lines"])

    def test_another_registration_needs_a_tax_invoice(self, road: Road) -> None:
        client = road.company.client(RAVI)
        refused = client.post("/app/transfers/new", road.typed(road.far))
        assert refused.status_code == 422
        assert "issue a tax invoice before" in refused.content.decode()
        assert road.lying(road.here)["B1", "storage"] == 40
        done = client.post("/app/transfers/new", road.typed(road.far, invoice_note="INV/26-27/000007"))
        assert done.status_code == 303
        found = road.one()
        assert (found.paper, found.challan_number, found.invoice_note) == ("invoice", "", "INV/26-27/000007")
        assert client.get(f"{done['Location']}/challan.pdf").status_code == 409

    def test_batches_are_proposed_and_chosen_by_hand(self, road: Road) -> None:
        client = road.company.client(RAVI)
        page = client.post("/app/transfers/new", road.typed(road.near, do="propose")).content.decode()
        assert 'value="B1"' in page
        assert 'value="B2"' in page
        draft = client.post("/app/transfers/new", road.typed(road.near, do="draft"))["Location"]
        assert "Same registration" in client.get(draft).content.decode()
        assert 'value="B1"' in client.get(f"{draft}/edit").content.decode()
        chosen = road.typed(road.near) | {"lines-0-batch_number": "b2", "lines-0-quantity": "30"}
        assert client.post(f"{draft}/edit", chosen).status_code == 303
        assert road.lying(road.near) == {("B2", "transit"): 30}
        unknown = road.typed(road.near) | {"lines-0-batch_number": "X9"}
        assert "has no batch" in client.post("/app/transfers/new", unknown).content.decode()

    def test_held_goods_are_offered_quarantine(self, road: Road) -> None:
        client = road.company.client(RAVI)
        with road.company.acting(ASHA) as asha:
            held = stock(actor=asha, product_id=road.product.pk).items[0]
            hold_batch(actor=asha, batch_id=held.batch_id, reason="Broken seal")
        typed = road.typed(road.near) | {"lines-0-batch_number": held.batch_number, "lines-0-quantity": "5"}
        refused = client.post("/app/transfers/new", typed)
        assert refused.status_code == 409
        assert "quarantine place only" in refused.content.decode()
        sent = client.post("/app/transfers/new", typed | {"to_quarantine": "on"})
        assert sent.status_code == 303
        line = {"lines-0-line_id": str(road.one().lines[0].id), "lines-0-quantity": "5"}
        client.post(f"{sent['Location']}/arrive", line)
        assert road.lying(road.near) == {(held.batch_number, "quarantine"): 5}


class TestMissing:
    def short(self, road: Road) -> str:
        client = road.company.client(RAVI)
        url = client.post("/app/transfers/new", road.typed(road.near))["Location"]
        line = {"lines-0-line_id": str(road.one().lines[0].id), "lines-0-quantity": "47", "lines-0-reason": "Short"}
        client.post(f"{url}/arrive", line)
        return str(url)

    def test_it_stays_named_until_it_is_found(self, road: Road) -> None:
        url, client = self.short(road), road.company.client(RAVI)
        assert "arrived short" in client.get(reverse("today")).content.decode()
        assert "TR-00001" in client.get("/app/transfers?show=missing").content.decode()
        assert "still missing" in client.get(url).content.decode()
        line = {"lines-0-line_id": str(road.one().lines[0].id), "lines-0-quantity": "1", "lines-0-reason": "Short"}
        assert client.post(f"{url}/arrive", line).status_code == 303
        assert road.one().lines[0].missing_base == 2

    def test_the_batch_that_is_missing_is_named(self, road: Road) -> None:
        """Of one line that left in two batches: of the one that expires first two are missing, of the other none."""
        client = road.company.client(RAVI)
        url = client.post("/app/transfers/new", road.typed(road.near))["Location"]
        line = road.one().lines[0]
        typed = {"lines-0-quantity": "38", "lines-0-reason": "Short", "lines-1-quantity": "10"}
        for at, batch in enumerate(line.sent):
            typed |= {f"lines-{at}-line_id": str(line.id), f"lines-{at}-batch_id": str(batch.batch_id)}
        twice = typed | {"lines-1-batch_id": typed["lines-0-batch_id"]}
        assert client.post(f"{url}/arrive", twice).status_code == 422
        unknown = typed | {"lines-1-batch_id": str(line.id)}
        assert "of this batch is on its way" in client.post(f"{url}/arrive", unknown).content.decode()
        assert client.post(f"{url}/arrive", typed).status_code == 303
        assert road.lying(road.near) == {("B1", "storage"): 38, ("B1", "transit"): 2, ("B2", "storage"): 10}
        found = road.one().lines[0]
        assert (found.arrived_quantity_base, found.missing_base, found.short_reason) == (48, 2, "Short")
        assert [each.in_transit for each in found.sent] == [2, 0]

    def test_it_is_written_off_by_who_may(self, road: Road) -> None:
        url = self.short(road)
        assert road.company.client(RAVI).post(f"{url}/write-off", {"reason": "lost"}).status_code == 403
        maya = road.company.client(MAYA)
        assert maya.post(f"{url}/write-off", {"reason": "gift"}).status_code == 422
        assert maya.post(f"{url}/write-off", {"reason": "lost"}).status_code == 303
        assert road.one().lines[0].missing_base == 0
        assert maya.post(f"{url}/write-off", {"reason": "lost"}).status_code == 422
        assert "TR-00001" not in maya.get("/app/transfers?show=missing").content.decode()
        with road.company.acting(ASHA) as asha:
            assert movements(actor=asha, reason="lost").items[0].quantity == 3
            assert verify(actor=asha) == []
        assert maya.post(f"{url}/reversal", {"reason": "All of it turned up"}).status_code == 303
        assert road.lying(road.here) == {("B1", "storage"): 40, ("B2", "storage"): 40}

    def test_a_stranger_and_a_viewer_do_nothing(self, road: Road, others: Company) -> None:
        url = self.short(road)
        assert road.company.client(VIDYA).post(f"{url}/write-off", {"reason": "lost"}).status_code == 403
        for path in (url, f"{url}/edit", f"{url}/challan.pdf"):
            assert others.client(OTTO).get(path).status_code == 404
        assert others.client(OTTO).post(f"{url}/write-off", {"reason": "lost"}).status_code == 404

    def test_the_list_is_taken_out(self, road: Road) -> None:
        self.short(road)
        text = b"".join(road.company.client(ASHA).get("/app/transfers.csv?show=missing")).decode()
        assert "TR-00001" in text
        assert "Missing" in text


class TestApi:
    def test_change_dispatch_arrive_and_write_off(self, road: Road) -> None:
        ines, what = road.company.api(INES), {"product_id": str(road.product.pk)}
        body = {
            "from_warehouse_id": str(road.here),
            "to_warehouse_id": str(road.far),
            "lines": [{**what, "quantity": "9"}],
        }
        made = ines.post("/api/v1/transfers", body).json()
        url = f"/api/v1/transfers/{made['id']}"
        assert made["paper"] == "invoice"
        changed = ines.patch(url, {"lines": [{**what, "quantity": "8"}], "notes": "Less"})
        assert (changed.status_code, changed.json()["lines"][0]["quantity"]) == (200, "8")
        refused = ines.post(f"{url}/dispatch")
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "invoice_needed")
        sent = ines.post(f"{url}/dispatch", {"invoice_note": "INV-1"}).json()
        assert sent["status"] == "in_transit"
        assert ines.patch(url, {"lines": [{**what, "quantity": "1"}]}).status_code == 409
        assert ines.get(f"{url}.pdf").status_code == 409
        line = {"line_id": sent["lines"][0]["id"], "quantity": "6", "reason": "short"}
        assert ines.post(f"{url}/arrival", {"lines": [line]}).json()["lines"][0]["missing_base"] == "2"
        assert ines.get("/api/v1/transfers?is_missing=true").json()["items"][0]["id"] == made["id"]
        too_many = {"reason": "stolen", "lines": [{"line_id": line["line_id"], "quantity": "3"}]}
        assert ines.post(f"{url}/write-off", too_many).status_code == 422
        done = ines.post(f"{url}/write-off", {"reason": "stolen"}).json()
        assert done["lines"][0]["written_off_quantity_base"] == "2"
        assert ines.get(f"{url}/reversal").json()["is_possible"] is True
