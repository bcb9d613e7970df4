"""Bins on the screen: what lies where, moving it, putting a receipt away, making many at once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from omnistock.domain.ledger.queries import stock
from omnistock.domain.purchasing.operations import put_away_receipt
from omnistock.domain.stocktaking.moves import moves
from omnistock.domain.warehouses.models import Location
from tests import make
from tests.make import Company
from tests.personas import ASHA, INES, MEENA, OTTO, RAVI, VIDYA
from tests.support.pages import statements

pytestmark = pytest.mark.django_db


class Rack:
    """Demo Pharma with 40 tablets of B2301 received, and bins A-01 to A-03."""

    def __init__(self, company: Company) -> None:
        self.company = company
        with company.acting(ASHA) as asha:
            self.product = make.product(actor=asha, sku="DM-0142", name="Azithral Demo 500 tab")
            self.receipt = make.received(actor=asha, product=self.product, quantity="40", batch="B2301")
            main = make.main_warehouse()
            self.warehouse_id = main.pk
            self.bins = {
                code: make.location(actor=asha, warehouse=main, code=code).pk for code in ("A-01", "A-02", "A-03")
            }
            self.home = Location.objects.get(pk=main.default_location_id)

    def lying(self) -> dict[str, Decimal]:
        with self.company.acting(ASHA) as asha:
            return {row.location_code: row.on_hand for row in stock(actor=asha, product_id=self.product.pk).items}

    def typed(self, **changes: str) -> dict[str, str]:
        usual = {"warehouse_id": str(self.warehouse_id), "from": self.home.code, "what": "b2301", "quantity": "10"}
        return {**usual, "to": "a-01", **changes}


@pytest.fixture(scope="module")
def rack(pharma: Company) -> Rack:
    return Rack(pharma)


class TestMoving:
    def test_bin_batch_quantity_bin_is_one_action(self, rack: Rack) -> None:
        client = rack.company.client(RAVI)
        assert "data-scan-steps" in client.get("/app/moves/new").content.decode()
        answer = client.post("/app/moves/new", rack.typed())
        assert answer.status_code == 303
        assert answer["Location"].startswith("/app/moves/new?")
        assert rack.lying()["A-01"] == 10
        assert "MV-00001" in client.get("/app/moves").content.decode()

    def test_what_is_wrong_stands_at_its_field(self, rack: Rack) -> None:
        client = rack.company.client(RAVI)
        wrong = rack.typed(**{"from": "X-99", "what": "nothing", "quantity": "x", "to": ""})
        page = client.post("/app/moves/new", wrong)
        assert page.status_code == 422
        text = page.content.decode()
        for name in ("from", "what", "quantity", "to"):
            assert f'id="id_{name}_error"' in text
        too_much = client.post("/app/moves/new", rack.typed(quantity="41"))
        assert too_much.status_code == 409
        assert "id_quantity_error" in too_much.content.decode() or "40" in too_much.content.decode()
        assert "A-01" not in rack.lying()

    def test_from_the_page_of_a_bin(self, rack: Rack) -> None:
        client, url = rack.company.client(RAVI), f"/app/bins/{rack.home.pk}"
        page = client.get(f"{url}?all=1").content.decode()
        assert 'value="40"' in page
        with rack.company.acting(ASHA) as asha:
            row = stock(actor=asha, location_id=rack.home.pk).items[0]
        cells = {"lines-0-product_id": str(row.product_id), "lines-0-batch_id": str(row.batch_id)}
        assert client.post(f"{url}/moves", {**cells, "location": "A-02"}).status_code == 422
        assert client.post(f"{url}/moves", {**cells, "lines-0-quantity": "5", "location": ""}).status_code == 422
        assert client.post(f"{url}/moves", {**cells, "lines-0-quantity": "5", "location": "A-02"}).status_code == 303
        assert rack.lying()["A-02"] == 5
        assert "B2301" in client.get(f"/app/bins/{rack.bins['A-02']}").content.decode()

    def test_a_viewer_looks_and_a_stranger_does_not(self, rack: Rack, others: Company) -> None:
        rack.company.client(RAVI).post("/app/moves/new", rack.typed())
        with rack.company.acting(ASHA) as asha:
            move_id = moves(actor=asha).items[0].id
        vidya, otto = rack.company.client(VIDYA), others.client(OTTO)
        for url in ("/app/bins", f"/app/bins/{rack.bins['A-01']}", "/app/moves", f"/app/moves/{move_id}"):
            assert vidya.get(url).status_code == 200
        assert vidya.post("/app/moves/new", rack.typed()).status_code == 403
        assert vidya.get(f"/app/moves/{move_id}/reversal").status_code == 403
        for url in (f"/app/bins/{rack.bins['A-01']}", f"/app/moves/{move_id}", f"/app/moves/{move_id}/reversal"):
            assert otto.get(url).status_code == 404
        assert "A-01" not in otto.get("/app/bins").content.decode()
        assert otto.post("/app/moves/new", rack.typed()).status_code == 422

    def test_lists_cost_the_same_and_are_taken_out(self, rack: Rack) -> None:
        client = rack.company.client(ASHA)
        client.post("/app/moves/new", rack.typed(quantity="1"))
        first = [statements(client, url) for url in ("/app/bins", "/app/moves")]
        for code in ("A-02", "A-03"):
            client.post("/app/moves/new", rack.typed(quantity="1", to=code))
        assert [statements(client, url) for url in ("/app/bins", "/app/moves")] == first
        assert "A-03" in b"".join(client.get("/app/bins.csv?holds=full")).decode()
        assert "MV-00003" in b"".join(client.get("/app/moves.csv")).decode()
        assert "A-02" not in client.get("/app/bins?q=A-03&holds=full").content.decode()

    @pytest.mark.parametrize("query", ["holds=x", "kind=x", "zone=%00", "warehouse=1", "q=%00"])
    def test_nonsense_in_the_address_is_no_refusal(self, rack: Rack, query: str) -> None:
        assert rack.company.client(ASHA).get(f"/app/bins?{query}").status_code == 200


class TestPutAway:
    def test_an_empty_bin_is_suggested_then_where_it_lies(self, rack: Rack) -> None:
        client, url = rack.company.client(RAVI), f"/app/receipts/{rack.receipt.pk}/put-away"
        page = client.get(url).content.decode()
        assert 'value="A-01"' in page
        assert "an empty bin" in page
        assert client.post(url, self.typed(rack, "A-02")).status_code == 303
        assert rack.lying() == {"A-02": 40}
        with rack.company.acting(ASHA) as asha:
            again = make.received(actor=asha, product=rack.product, quantity="7", batch="B2302")
        page = client.get(f"/app/receipts/{again.pk}/put-away").content.decode()
        assert 'value="A-02"' in page
        assert "it lies there already" in page

    def test_a_receipt_that_lies_well_leads_on_to_the_next(self, rack: Rack) -> None:
        client, url = rack.company.client(RAVI), f"/app/receipts/{rack.receipt.pk}"

        def primary() -> str:
            return next(part for part in client.get(url).content.decode().split("<a ") if "data-primary" in part)

        assert "Put away" in primary()
        assert client.post(f"{url}/put-away", self.typed(rack, "A-02")).status_code == 303
        assert "Receive the next" in primary()

    def test_the_receipt_names_what_was_put_where_and_what_waits(self, rack: Rack) -> None:
        client, url = rack.company.client(RAVI), f"/app/receipts/{rack.receipt.pk}"
        assert client.post(f"{url}/put-away", self.typed(rack, "A-02", "15")).status_code == 303
        page = client.get(url).content.decode()
        with rack.company.acting(ASHA) as asha:
            (move,) = moves(actor=asha).items
        assert f"Put away by {move.number}" in page  # in its history
        for word in ("put away to", f"/app/bins/{rack.bins['A-02']}", f"/app/moves/{move.id}", "not put away yet"):
            assert word in page
        assert RAVI.name in page
        ines = rack.company.api(INES)
        found = ines.get(f"/api/v1/receipts/{rack.receipt.pk}/put-away").json()
        (done,), line_id = found["done"], ines.get(f"/api/v1/receipts/{rack.receipt.pk}").json()["lines"][0]["id"]
        assert (done["line_id"], done["location_code"], done["quantity"]) == (line_id, "A-02", "15")
        assert (done["move_id"], done["by"]) == (str(move.id), RAVI.name)
        assert {(part["quantity"], part["is_waiting"]) for part in found["items"]} == {("15", False), ("25", True)}
        assert ines.post(f"/api/v1/moves/{move.id}/reversal").status_code == 200
        assert ines.get(f"/api/v1/receipts/{rack.receipt.pk}/put-away").json()["done"] == [], "taken back"
        assert f"{move.number} taken back" in client.get(url).content.decode()

    def typed(self, rack: Rack, code: str, quantity: str = "40") -> dict[str, str]:
        with rack.company.acting(ASHA) as asha:
            row = stock(actor=asha, product_id=rack.product.pk).items[0]
        return {
            "lines-0-product_id": str(row.product_id),
            "lines-0-batch_id": str(row.batch_id),
            "lines-0-from_location_id": str(row.location_id),
            "lines-0-quantity": quantity,
            "lines-0-location": code,
        }

    def test_nothing_to_move_and_no_such_bin_are_told(self, rack: Rack) -> None:
        client, url = rack.company.client(RAVI), f"/app/receipts/{rack.receipt.pk}/put-away"
        assert "give at least one line" in client.post(url, self.typed(rack, "")).content.decode()
        refused = client.post(url, self.typed(rack, "Z-9"))
        assert refused.status_code == 422
        assert "There is no place" in refused.content.decode()
        assert client.post(url, self.typed(rack, "A-01", "41")).status_code == 409
        assert "A-01" not in rack.lying()

    def test_who_may(self, rack: Rack, others: Company) -> None:
        url = f"/app/receipts/{rack.receipt.pk}/put-away"
        assert rack.company.client(VIDYA).get(url).status_code == 403
        assert others.client(OTTO).get(url).status_code == 404
        assert others.client(OTTO).post(url, self.typed(rack, "A-01")).status_code == 404


class TestManyBins:
    def test_forty_in_one_press(self, rack: Rack) -> None:
        with rack.company.acting(ASHA):
            url = f"/app/warehouses/{make.main_warehouse().pk}"
        client = rack.company.client(ASHA)
        assert client.post(url, {"code": "B-01..B-40", "kind": "picking", "zone": "Front"}).status_code == 303
        assert "B-40" in client.get("/app/bins?zone=Front").content.decode()
        refused = client.post(url, {"code": "B-40..B-41", "kind": "picking"})
        assert refused.status_code == 422
        assert "id_code_error" in refused.content.decode()
        assert rack.company.client(MEENA).post(url, {"code": "C-1..C-2", "kind": "storage"}).status_code == 403


class TestApi:
    def test_moves_and_put_away(self, rack: Rack, others: Company) -> None:
        ines = rack.company.api(INES)
        parts = ines.get(f"/api/v1/receipts/{rack.receipt.pk}/put-away").json()["items"]
        assert [(part["suggested_code"], part["quantity"]) for part in parts] == [("A-01", "40")]
        line = {
            "product_id": str(rack.product.pk),
            "batch_id": parts[0]["batch_id"],
            "quantity": "40",
            "from_location_id": parts[0]["location_id"],
            "to_location_id": str(rack.bins["A-01"]),
        }
        made = ines.post(f"/api/v1/receipts/{rack.receipt.pk}/put-away", {"lines": [line]})
        assert made.status_code == 201
        assert made.json()["kind"] == "put_away"
        back = {**line, "from_location_id": line["to_location_id"], "to_location_id": str(rack.bins["A-02"])}
        body = {"warehouse_id": str(rack.warehouse_id), "lines": [back]}
        moved = ines.post("/api/v1/moves", body)
        assert moved.status_code == 201
        url = f"/api/v1/moves/{moved.json()['id']}"
        assert ines.get("/api/v1/moves").json()["items"][0]["number"]
        preview = ines.get(f"{url}/reversal").json()
        assert (preview["is_possible"], preview["effects"][0]["to_location"]) == (True, "A-01")
        assert ines.post(f"{url}/reversal").status_code == 200
        assert ines.post(f"{url}/reversal").status_code == 409
        reader = rack.company.key(make.Persona("Rita", "rita@example.com", None), scopes=["stock:read"])
        assert make.ApiClient(reader).post("/api/v1/moves", body).status_code == 403
        other = others.api(make.Persona("Olga", "olga@example.com", None))
        assert other.get(url).status_code == 404
        assert other.get(f"/api/v1/receipts/{rack.receipt.pk}/put-away").status_code == 404
        bins = {"warehouse_id": str(rack.warehouse_id), "pattern": "D-1..D-3"}
        assert [each["code"] for each in ines.post("/api/v1/location-sets", bins).json()] == ["D-1", "D-2", "D-3"]


def test_a_receipt_that_was_taken_back_is_not_put_away(rack: Rack) -> None:
    client, url = rack.company.client(RAVI), f"/app/receipts/{rack.receipt.pk}"
    client.post(f"{url}/reversal", {"reason": "Wrong truck"})
    assert "nothing of it to put away" in client.get(f"{url}/put-away").content.decode()
    with rack.company.acting(ASHA) as asha, pytest.raises(Exception, match="was taken back"):
        put_away_receipt(actor=asha, receipt_id=rack.receipt.pk, lines=[])
