"""A pack that shows another expiry than the file: told to whoever counts, kept, and corrected by the approver in one press."""

from __future__ import annotations

import datetime as dt

import pytest

from omnistock.domain.catalog.operations import change_product
from omnistock.domain.ledger.queries import batches
from omnistock.domain.stocktaking.counting_queries import stock_count
from omnistock.kernel.days import parse_expiry
from tests.domain.counting import Shelves
from tests.make import Company
from tests.personas import ASHA, INES, NOOR, OTTO, RAVI, VIDYA

pytestmark = pytest.mark.django_db
GTIN = "09520000000196"


@pytest.fixture(scope="module")
def shelves(pharma: Company) -> Shelves:
    made = Shelves(pharma)
    with pharma.acting(ASHA) as asha:
        change_product(actor=asha, product_id=made.product.pk, changes={"barcodes": [GTIN]})
    return made


def file_of(shelves: Shelves) -> tuple[dt.date | None, str]:
    with shelves.company.acting(ASHA) as asha:
        found = batches(actor=asha, number="B2301").items[0]
    return found.expires_on, found.expiry_precision


def packs_of(shelves: Shelves, count_id: object) -> list[dt.date]:
    with shelves.company.acting(ASHA) as asha:
        return [each.pack_expires_on for each in stock_count(actor=asha, count_id=str(count_id)).other_expiries]


class TestCounting:
    def test_a_scan_tells_it_at_once_and_keeps_it(self, shelves: Shelves) -> None:
        count_id, client = shelves.plan(), shelves.company.client(RAVI)
        here = f"/app/counts/{count_id}/bins/{shelves.first}"
        scanned = client.get(here, {"code": f"(01){GTIN}(17)291130(10)B2301"}).content.decode()
        assert "The pack says 30 Nov 2029, the file" in scanned
        page = client.post(
            f"{here}/entries",
            {
                "source": "scan",
                "product_id": str(shelves.product.pk),
                "batch_id": str(shelves.batch["B2301"]),
                "expires_on": "2029-11-30",
                "quantity": "40",
            },
            follow=True,
        ).content.decode()
        assert "whoever approves is shown it" in page
        assert "another expiry on the pack" in page
        assert packs_of(shelves, count_id) == [dt.date(2029, 11, 30)]

    def test_a_scan_of_a_merged_number_finds_the_batch_with_its_goods(self, shelves: Shelves) -> None:
        count_id, client = shelves.plan(), shelves.company.client(RAVI)
        shelves.merge("B2307", into="B2301")
        here = f"/app/counts/{count_id}/bins/{shelves.first}"
        scanned = client.get(here, {"code": f"(01){GTIN}(17)291130(10)B2307"}).content.decode()
        assert "B2307 was merged into B2301" in scanned
        assert "The pack says 30 Nov 2029, the file" in scanned
        assert f'name="batch_id" value="{shelves.batch["B2301"]}"' in scanned

    def test_what_agrees_is_no_news(self, shelves: Shelves) -> None:
        count_id, (expires_on, _precision) = shelves.plan(), file_of(shelves)
        assert expires_on is not None
        shelves.count(count_id, "40", expires_on=expires_on)
        month, precision = parse_expiry(f"{expires_on:%m/%Y}")  # which names no day, and so contradicts none
        shelves.count(count_id, "25", batch="B2307", expires_on=month, expiry_precision=precision.value)
        assert packs_of(shelves, count_id) == []

    def test_a_batch_on_file_that_was_not_on_the_list_is_counted_all_the_same(
        self, shelves: Shelves, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It was refused once (`batch_differs`), and nothing of what lay there was written down."""
        count_id = shelves.plan(ids=[shelves.second])
        monkeypatch.delitem(shelves.batch, "B2307")  # as a number from the pack, not as one of the list
        shelves.count(count_id, "3", batch="b2307 ", place=shelves.second, expires_on=dt.date(2029, 11, 30))
        assert packs_of(shelves, count_id) == [dt.date(2029, 11, 30)]


class TestCorrecting:
    @pytest.fixture
    def counted(self, shelves: Shelves) -> str:
        count_id = shelves.plan()
        shelves.count(count_id, "40", expires_on=dt.date(2029, 11, 30), expiry_precision="month")
        shelves.finish(count_id, rest=True)
        return str(count_id)

    def lines(self, shelves: Shelves, count_id: str) -> list[str]:
        with shelves.company.acting(ASHA) as asha:
            return [str(each.line_id) for each in stock_count(actor=asha, count_id=count_id).other_expiries]

    def test_one_press_corrects_the_file(self, shelves: Shelves, counted: str) -> None:
        client, (line_id,) = shelves.company.client(ASHA), self.lines(shelves, counted)
        page = client.get(f"/app/counts/{counted}").content.decode()
        assert "The pack of B2301 says 11/29" in page
        assert "Correct the file" in page
        table = client.get(f"/app/counts/{counted}/lines.csv").content.decode()
        assert "2029-11" in table
        done = client.post(f"/app/counts/{counted}/expiry", {"expiry": line_id})
        assert done.status_code == 303
        assert file_of(shelves) == (dt.date(2029, 11, 30), "month")
        page = client.get(f"/app/counts/{counted}").content.decode()
        assert "Correct the file" not in page
        assert "Expiry of B2301 corrected by its pack" in page
        assert client.post(f"/app/counts/{counted}/expiry", {"expiry": line_id}).status_code == 422

    def test_so_does_the_api(self, shelves: Shelves, counted: str, others: Company) -> None:
        ines, (line_id,) = shelves.company.api(INES), self.lines(shelves, counted)
        url = f"/api/v1/stock-counts/{counted}"
        (told,) = ines.get(url).json()["other_expiries"]
        assert (told["pack_expires_on"], told["pack_expiry_precision"]) == ("2029-11-30", "month")
        assert [line["other_expiry"] for line in ines.get(f"{url}/lines").json()["items"] if line["other_expiry"]] == [
            told
        ]
        body = {"line_id": line_id}
        assert others.api(OTTO).post(f"{url}/expiry-corrections", body).status_code == 404
        counter = shelves.company.api(VIDYA, scopes=["counts:read", "counts:write", "counts:approve"])
        assert counter.post(f"{url}/expiry-corrections", body).status_code == 403
        assert ines.post(f"{url}/expiry-corrections", body).json()["other_expiries"] == []
        assert ines.post(f"{url}/expiry-corrections", body).status_code == 422

    def test_who_counts_is_told_and_corrects_nothing(self, shelves: Shelves, counted: str) -> None:
        client, (line_id,) = shelves.company.client(NOOR), self.lines(shelves, counted)
        assert client.get(f"/app/counts/{counted}/lines.csv").status_code == 403
        assert client.post(f"/app/counts/{counted}/expiry", {"expiry": line_id}).status_code == 403
        assert file_of(shelves)[1] == "day"
