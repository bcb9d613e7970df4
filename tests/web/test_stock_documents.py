"""Adjustments and transfers on the screen."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from omnistock.domain.ledger.queries import batches, stock
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput, TransferLineInput
from omnistock.domain.stocktaking.operations import create_transfer, post_adjustment
from omnistock.domain.stocktaking.queries import transfer
from tests import make
from tests.make import Company
from tests.personas import ASHA, OTTO, RAVI, VIDYA
from tests.support.pages import statements

pytestmark = pytest.mark.django_db


class Shelf:
    """Demo Pharma with 40 strips of batch B2301 on its shelf."""

    def __init__(self, company: Company) -> None:
        self.company = company
        with company.acting(ASHA) as asha:
            self.product = make.product(actor=asha, sku="DM-0142", name="Azithral Demo 500 tab")
            make.received(actor=asha, product=self.product, quantity="40", batch="B2301")
            self.warehouse_id = make.main_warehouse().pk
            self.batch_id = batches(actor=asha, number="B2301").items[0].id

    def lose(self, quantity: str = "4") -> UUID:
        line = AdjustmentLineInput(product_id=self.product.pk, quantity=-Decimal(quantity), batch_id=self.batch_id)
        with self.company.acting(ASHA) as asha:
            done = post_adjustment(actor=asha, warehouse_id=self.warehouse_id, reason="lost", lines=[line])
        return done.pk

    def on_hand(self, warehouse_id: Any = None) -> Decimal:
        """Without what is on its way."""
        with self.company.acting(ASHA) as asha:
            rows = stock(actor=asha, warehouse_id=warehouse_id or self.warehouse_id).items
            return sum((row.on_hand for row in rows if row.location_kind != "transit"), Decimal(0))


@pytest.fixture(scope="module")
def shelf(pharma: Company) -> Shelf:
    return Shelf(pharma)


class TestAdjustments:
    def test_the_list_and_the_page_show_it(self, shelf: Shelf) -> None:
        adjustment_id = shelf.lose()
        client = shelf.company.client(VIDYA)
        listed = client.get("/app/adjustments").content.decode()
        assert "ADJ-00001" in listed
        assert "Lost" in listed
        page = client.get(f"/app/adjustments/{adjustment_id}")
        assert page.status_code == 200
        assert "B2301" in page.content.decode()
        assert f"/app/adjustments/{adjustment_id}" in client.get("/app/movements").content.decode()

    def test_the_list_is_filtered(self, shelf: Shelf) -> None:
        shelf.lose()
        client = shelf.company.client(RAVI)
        assert "ADJ-00001" in client.get("/app/adjustments?reason=lost&state=standing").content.decode()
        assert "ADJ-00001" not in client.get("/app/adjustments?reason=found").content.decode()
        assert "ADJ-00001" not in client.get("/app/adjustments?state=reversed").content.decode()
        assert client.get("/app/adjustments?reason=x&state=x&warehouse=x").status_code == 200

    def test_it_costs_the_same_for_one_and_for_many(self, shelf: Shelf) -> None:
        shelf.lose("1")
        client = shelf.company.client(ASHA)
        first = statements(client, "/app/adjustments")
        for _each in range(8):
            shelf.lose("1")
        assert statements(client, "/app/adjustments") == first

    def test_it_is_taken_back_once(self, shelf: Shelf) -> None:
        adjustment_id = shelf.lose()
        assert shelf.on_hand() == 36
        client, url = shelf.company.client(RAVI), f"/app/adjustments/{adjustment_id}/reversal"
        assert client.post(url, {"reason": "Found behind the rack"}).status_code == 303
        assert shelf.on_hand() == 40
        assert "Found behind the rack" in client.get(f"/app/adjustments/{adjustment_id}").content.decode()
        assert client.post(url).status_code == 409
        assert shelf.on_hand() == 40

    def test_a_viewer_and_a_stranger_take_nothing_back(self, shelf: Shelf, others: Company) -> None:
        adjustment_id = shelf.lose()
        url = f"/app/adjustments/{adjustment_id}"
        assert shelf.company.client(VIDYA).post(f"{url}/reversal").status_code == 403
        assert others.client(OTTO).post(f"{url}/reversal").status_code == 404
        assert others.client(OTTO).get(url).status_code == 404
        assert shelf.on_hand() == 36


class TestNewAdjustment:
    def typed(self, shelf: Shelf, **changes: str) -> dict[str, str]:
        return {
            "warehouse_id": str(shelf.warehouse_id),
            "reason": "lost",
            "notes": "Fell off the rack",
            "lines-0-product_id": str(shelf.product.pk),
            "lines-0-batch_number": "b2301",
            "lines-0-quantity": "-4",
            **changes,
        }

    def test_what_is_lost_leaves_its_batch(self, shelf: Shelf) -> None:
        client = shelf.company.client(RAVI)
        assert client.get("/app/adjustments/new").status_code == 200
        answer = client.post("/app/adjustments/new", self.typed(shelf))
        assert answer.status_code == 303
        assert "Fell off the rack" in client.get(answer["Location"]).content.decode()
        assert shelf.on_hand() == 36

    def test_what_is_found_may_be_a_new_batch(self, shelf: Shelf) -> None:
        changes = {"reason": "found", "lines-0-batch_number": "N7", "lines-0-expires_on": "03/29"}
        typed = self.typed(shelf, **changes) | {"lines-0-quantity": "3"}
        assert shelf.company.client(RAVI).post("/app/adjustments/new", typed).status_code == 303
        assert shelf.on_hand() == 43

    def test_the_same_form_posts_once(self, shelf: Shelf) -> None:
        client, typed = shelf.company.client(RAVI), self.typed(shelf, id="019b76da-a800-7000-8000-000000000001")
        first, second = (client.post("/app/adjustments/new", typed) for _each in range(2))
        assert first["Location"] == second["Location"]
        assert shelf.on_hand() == 36

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"reason": "found"}, "without a minus"),
            ({"reason": ""}, 'href="#id_reason"'),
            ({"warehouse_id": ""}, 'href="#id_warehouse_id"'),
            ({"lines-0-batch_number": "X9"}, "no batch “X9”"),
            ({"lines-0-location": "NOWHERE"}, "no place “NOWHERE”"),
            ({"lines-0-quantity": "four"}, "id_lines-0-quantity_error"),
            ({"lines-0-quantity": "-400"}, "id_lines-0"),
            ({"lines-0-product_id": ""}, "There is no line"),
        ],
    )
    def test_a_refusal_keeps_what_was_typed(self, shelf: Shelf, changes: dict[str, str], words: str) -> None:
        answer = shelf.company.client(RAVI).post("/app/adjustments/new", self.typed(shelf, **changes))
        assert answer.status_code in (409, 422)
        assert words in answer.content.decode()
        assert "Fell off the rack" in answer.content.decode()
        assert shelf.on_hand() == 40

    def test_a_viewer_and_a_stranger_post_nothing(self, shelf: Shelf, others: Company) -> None:
        assert shelf.company.client(VIDYA).post("/app/adjustments/new", self.typed(shelf)).status_code == 403
        assert others.client(OTTO).post("/app/adjustments/new", self.typed(shelf)).status_code == 422
        assert shelf.on_hand() == 40


class TestTransfers:
    @pytest.fixture
    def there(self, shelf: Shelf) -> Any:
        with shelf.company.acting(ASHA) as asha:
            return make.warehouse(actor=asha, name="Hubballi depot").pk

    def drafted(self, shelf: Shelf, there: Any) -> str:
        line = TransferLineInput(product_id=shelf.product.pk, quantity=Decimal(10))
        with shelf.company.acting(ASHA) as asha:
            done = create_transfer(
                actor=asha, from_warehouse_id=shelf.warehouse_id, to_warehouse_id=there, lines=[line]
            )
        return f"/app/transfers/{done.pk}"

    def counted(self, shelf: Shelf, url: str, **cells: str) -> dict[str, str]:
        with shelf.company.acting(ASHA) as asha:
            line_id = transfer(actor=asha, transfer_id=url.rpartition("/")[2]).lines[0].id
        return {"lines-0-line_id": str(line_id), **{f"lines-0-{key}": value for key, value in cells.items()}}

    def test_goods_leave_and_arrive(self, shelf: Shelf, there: Any) -> None:
        url, client = self.drafted(shelf, there), shelf.company.client(RAVI)
        assert "Hubballi depot" in client.get("/app/transfers?status=draft").content.decode()
        assert client.post(f"{url}/dispatch").status_code == 303
        assert (shelf.on_hand(), shelf.on_hand(there)) == (30, 0)
        assert client.post(f"{url}/arrive", self.counted(shelf, url, quantity="10")).status_code == 303
        assert (shelf.on_hand(), shelf.on_hand(there)) == (30, 10)
        assert url in client.get("/app/movements").content.decode()

    def test_less_than_was_sent_needs_a_reason(self, shelf: Shelf, there: Any) -> None:
        url, client = self.drafted(shelf, there), shelf.company.client(RAVI)
        client.post(f"{url}/dispatch")
        refused = client.post(f"{url}/arrive", self.counted(shelf, url, quantity="7"))
        assert refused.status_code == 422
        assert "Say why less arrived" in refused.content.decode()
        assert shelf.on_hand(there) == 0
        assert client.post(f"{url}/arrive", self.counted(shelf, url, quantity="7", reason="Wet")).status_code == 303
        assert shelf.on_hand(there) == 7
        assert "Wet" in client.get(url).content.decode()

    def test_it_is_given_up_or_brought_back(self, shelf: Shelf, there: Any) -> None:
        given_up, sent, client = self.drafted(shelf, there), self.drafted(shelf, there), shelf.company.client(RAVI)
        assert client.post(f"{given_up}/cancel").status_code == 303
        assert client.post(f"{given_up}/dispatch").status_code == 409
        client.post(f"{sent}/dispatch")
        assert client.post(f"{sent}/reversal").status_code == 303
        assert shelf.on_hand() == 40

    def test_a_viewer_and_a_stranger_send_nothing(self, shelf: Shelf, there: Any, others: Company) -> None:
        url = self.drafted(shelf, there)
        assert shelf.company.client(VIDYA).get(url).status_code == 200
        assert shelf.company.client(VIDYA).post(f"{url}/dispatch").status_code == 403
        assert others.client(OTTO).post(f"{url}/dispatch").status_code == 404
        assert others.client(OTTO).get(url).status_code == 404
        assert shelf.on_hand() == 40

    def test_a_new_one_is_a_draft_or_is_refused_as_it_was_typed(self, shelf: Shelf, there: Any) -> None:
        client, url = shelf.company.client(RAVI), "/app/transfers/new"
        typed = {
            "from_warehouse_id": str(shelf.warehouse_id),
            "to_warehouse_id": str(there),
            "notes": "For the depot",
            "lines-0-product_id": str(shelf.product.pk),
            "lines-0-quantity": "10",
        }
        assert client.get(url).status_code == 200
        for changes in (
            {"to_warehouse_id": ""},
            {"to_warehouse_id": str(shelf.warehouse_id)},
            {"lines-0-quantity": ""},
        ):
            refused = client.post(url, typed | changes)
            assert refused.status_code == 422
            assert "For the depot" in refused.content.decode()
        assert "Nothing has been transferred" in client.get("/app/transfers").content.decode()
        made = client.post(url, typed)
        assert made.status_code == 303
        assert "For the depot" in client.get(made["Location"]).content.decode()
        assert shelf.company.client(VIDYA).post(url, typed).status_code == 403
