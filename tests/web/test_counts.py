"""Counts on the screen: planned, counted blind by scan or by typing, looked at, approved."""

from __future__ import annotations

import re
from decimal import Decimal
from uuid import UUID

import pytest

from omnistock.domain.stocktaking.models import StockCountEntry
from tests import make
from tests.domain.counting import Shelves
from tests.make import Company
from tests.personas import ASHA, INES, MAYA, OTTO, RAVI, VIDYA
from tests.support.pages import statements
from tests.web.counting import newest, text

pytestmark = pytest.mark.django_db


SECRETS = ("7919", "6397", "5483")


@pytest.fixture(scope="module")
def shelves(pharma: Company) -> Shelves:
    return Shelves(pharma)


def bin_url(count_id: UUID, place: UUID) -> str:
    return f"/app/counts/{count_id}/bins/{place}"


def typed(shelves: Shelves, quantity: str, *, batch: str = "B2301", **more: str) -> dict[str, str]:
    return {
        "product_id": str(shelves.product.pk),
        "batch_id": str(shelves.batch[batch]),
        "quantity": quantity,
        **more,
    }


class TestBlind:
    def test_nothing_that_a_counter_gets_says_what_the_books_say(self, shelves: Shelves) -> None:
        """Every response about counts that the warehouse role can get, before, while and after it counts."""
        with shelves.company.acting(ASHA) as asha:
            for quantity, batch in zip(SECRETS, ("X1", "X2", "X3"), strict=True):
                make.received(
                    actor=asha, product=shelves.product, quantity=quantity, batch=batch, location_id=shelves.first
                )
        count_id = shelves.plan()
        ravi = shelves.company.client(RAVI)
        scopes = ["counts:read", "counts:write", "catalog:read", "warehouses:read"]
        program = shelves.company.api(INES, scopes=scopes)
        here = bin_url(count_id, shelves.first)
        api = f"/api/v1/stock-counts/{count_id}"
        seen = []

        def look() -> None:
            pages = (
                *("/app/", "/app/counts", "/app/counts.csv", "/app/counts/plans", "/app/counts/plans.csv"),
                *(f"/app/counts/{count_id}", f"/app/counts/{count_id}/sheet.csv", f"/app/counts/{count_id}/sheet"),
                *(here, f"{here}?code=X1", f"{here}?code=DM-0142", f"{here}?code=Azithral", "/app/search?q=CNT-00001"),
                *(f"{here}?product={shelves.product.pk}&whole=1", "/app/exports/stock_counts.csv"),
            )
            for page in pages:
                answer = ravi.get(page, follow=True)
                assert answer.status_code == 200, page
                seen.append((page, text(answer)))
            for path in ("/api/v1/stock-counts", api, f"{api}/lines", "/api/v1/count-plans"):
                answer = program.get(path)
                assert answer.status_code == 200, path
                seen.append((path, text(answer)))

        look()
        assert ravi.post(f"{here}/entries", typed(shelves, "many")).status_code == 422
        refused = ravi.post(f"{here}/completion")
        assert refused.status_code == 409
        seen.append(("refused", text(refused)))
        line = {"location_id": str(shelves.first), "product_id": str(shelves.product.pk), "quantity": "3"}
        entry = {"lines": [{**line, "batch_number": "X1"}]}
        written = program.post(f"{api}/entries", entry)
        assert written.status_code == 200
        seen.append(("entries", text(written)))
        assert ravi.post(f"{here}/entries", typed(shelves, "4")).status_code == 303
        assert ravi.post(f"{here}/completion", {"rest": "on"}).status_code == 303
        look()
        assert program.get(f"{api}/variances").status_code == 403
        assert ravi.get("/app/counts/accuracy").status_code == 403
        for secret in SECRETS:
            for where, body in seen:
                assert secret not in re.sub(r"[,\s\u2009\u202f]", "", re.sub("<[^>]*>", "", body)), (secret, where)
                assert secret not in body, (secret, where)
        # The figures are there for who may see them: the test would see a leak.
        review = text(shelves.company.client(MAYA).get(f"/app/counts/{count_id}"))
        assert "7,919" in review

    def test_the_programs_lines_have_their_figures_for_who_may_see_them(self, shelves: Shelves) -> None:
        count_id = shelves.counted(first="37")
        lines = shelves.company.api(INES).get(f"/api/v1/stock-counts/{count_id}/lines").json()["items"]
        assert ("40", "37", "-3") in {
            (each["book_base"], each["counted_base"], each["difference_base"]) for each in lines
        }


class TestCounting:
    def test_from_today_to_the_last_bin(self, shelves: Shelves) -> None:
        count_id = shelves.plan()
        ravi = shelves.company.client(RAVI)
        assert "Count 2 bins (" in text(ravi.get("/app/"))
        first = ravi.get(f"/app/counts/{count_id}/next-bin")
        assert first["Location"] == bin_url(count_id, shelves.first)
        page = text(ravi.get(first["Location"]))
        assert "A-01" in page
        assert "B2307" in page
        asked = text(ravi.get(first["Location"], {"code": "b2301"}))
        assert "How many are here?" in asked
        assert ravi.post(f"{first['Location']}/entries", typed(shelves, "3 box + 4 strip")).status_code == 303
        shown = text(ravi.get(first["Location"]))
        assert "3 box + 4 strip" in shown
        refused = ravi.post(f"{first['Location']}/completion")
        assert refused.status_code == 409
        assert "B2307 was not counted" in text(refused)
        done = ravi.post(f"{first['Location']}/completion", {"rest": "on"})
        assert done["Location"] == f"/app/counts/{count_id}/next-bin"
        second = ravi.get(done["Location"])["Location"]
        assert second == bin_url(count_id, shelves.second)
        last = ravi.post(f"{second}/completion", {"rest": "on"})
        assert last["Location"] == f"/app/counts/{count_id}"
        assert newest(shelves).status == "awaiting_approval"

    def test_what_a_code_or_a_text_means(self, shelves: Shelves) -> None:
        count_id = shelves.plan()
        ravi, here = shelves.company.client(RAVI), bin_url(count_id, shelves.first)
        assert "Which one?" in text(ravi.get(here, {"code": "azithral"}))
        assert "The packs show no batch" in text(ravi.get(here, {"code": "DM-0142"}))
        assert "How many are here?" in text(ravi.get(here, {"code": "ST-1"}))
        assert "Nothing here is called “zzz”" in text(ravi.get(here, {"code": "zzz"}))
        assert ravi.get(here, {"code": "\x00", "line": "x", "product": "x"}).status_code == 200
        assert ravi.get(here, {"product": str(shelves.warehouse)}).status_code == 200

    def test_an_unknown_batch_is_typed_with_its_expiry(self, shelves: Shelves) -> None:
        count_id = shelves.plan()
        ravi, here = shelves.company.client(RAVI), bin_url(count_id, shelves.first)
        other = f"{here}?product={shelves.product.pk}"
        assert other in text(ravi.get(here, {"code": "azithral"}))
        assert 'name="batch_number"' in text(ravi.get(other))
        new = {"product_id": str(shelves.product.pk), "batch_number": "N9", "quantity": "7"}
        refused = ravi.post(f"{here}/entries", new)
        assert refused.status_code == 422
        assert "id_expires_on_error" in text(refused)
        assert 'value="N9"' in text(refused)
        assert ravi.post(f"{here}/entries", {**new, "expires_on": "03/31"}).status_code == 303
        assert "N9" in text(ravi.get(here))

    @pytest.mark.parametrize("quantity", ["", "many", "-4", "3 4", "1.5", "2 crates", "9" * 90])
    def test_a_refusal_keeps_what_was_typed(self, shelves: Shelves, quantity: str) -> None:
        count_id = shelves.plan()
        ravi, here = shelves.company.client(RAVI), bin_url(count_id, shelves.first)
        refused = ravi.post(f"{here}/entries", typed(shelves, quantity))
        assert refused.status_code == 422
        assert "id_quantity_error" in text(refused)
        assert f'value="{quantity}"' in text(refused)
        with shelves.company.acting(ASHA):
            assert not StockCountEntry.objects.exists()

    def test_it_is_theirs_to_count(self, shelves: Shelves, others: Company) -> None:
        count_id = shelves.plan()
        here = bin_url(count_id, shelves.first)
        for url in (here, f"/app/counts/{count_id}", f"/app/counts/{count_id}/sheet.csv"):
            assert others.client(OTTO).get(url).status_code == 404
        assert others.client(OTTO).post(f"{here}/entries", typed(shelves, "1")).status_code == 404
        vidya = shelves.company.client(VIDYA)
        assert vidya.get(here).status_code == 403
        assert vidya.post(f"{here}/entries", typed(shelves, "1")).status_code == 403
        assert vidya.post(f"{here}/completion").status_code == 403
        assert shelves.company.client(RAVI).get(bin_url(count_id, shelves.warehouse)).status_code == 404


class TestApproval:
    def test_lines_out_of_tolerance_come_first_with_what_explains_them(self, shelves: Shelves) -> None:
        count_id = shelves.counted(first="30", third="11", tolerance_percent=Decimal(10))
        shelves.lose("2", place=shelves.second)
        page = text(shelves.company.client(MAYA).get(f"/app/counts/{count_id}"))
        assert "Approve 4 lines" in page
        assert page.index("Out of tolerance") < page.index("Agrees")
        assert "counted 11; 2 tablet left since; the difference stays" in page
        assert "Free sample" in page

    def test_it_is_approved_with_causes(self, shelves: Shelves) -> None:
        count_id = shelves.counted(first="30")
        maya, url = shelves.company.client(MAYA), f"/app/counts/{count_id}"
        line_id = shelves.line(count_id).pk
        assert "Approve 1 count" in text(maya.get("/app/"))
        assert maya.post(f"{url}/approval", {f"cause-{line_id}": "damaged"}).status_code == 303
        assert shelves.on_hand() == 30
        page = text(maya.get(url))
        assert "ADJ-00001" in page
        assert "Damaged" in page
        assert maya.post(f"{url}/approval").status_code == 409
        assert maya.post(f"{url}/reversal", {"reason": "Wrong rack"}).status_code == 303
        assert shelves.on_hand() == 40
        assert "Wrong rack" in text(maya.get(url))
        assert shelves.differences() == []

    def test_lines_go_back_and_one_of_two_results_is_chosen(self, shelves: Shelves) -> None:
        count_id = shelves.counted(first="30")
        maya, url = shelves.company.client(MAYA), f"/app/counts/{count_id}"
        line_id = shelves.line(count_id).pk
        assert maya.post(f"{url}/recount", {"by_another": "on"}).status_code == 422
        assert maya.post(f"{url}/recount", {"line": str(line_id)}).status_code == 303
        shelves.count(count_id, "38")
        shelves.count(count_id, "39", by=ASHA)
        shelves.finish(count_id, shelves.first)
        page = text(maya.get(url))
        assert "Two results" in page
        assert "before the recount" in page
        assert maya.post(f"{url}/approval").status_code == 409
        with shelves.company.acting(ASHA):
            entry = StockCountEntry.objects.get(counted_base=39)
        assert maya.post(f"{url}/choice", {"entry": f"{line_id}:{entry.pk}"}).status_code == 303
        assert maya.post(f"{url}/choice", {"entry": "x"}).status_code == 422
        assert maya.post(f"{url}/approval").status_code == 303
        assert shelves.on_hand() == 39

    def test_a_count_is_ended_or_given_up(self, shelves: Shelves) -> None:
        count_id = shelves.plan()
        maya = shelves.company.client(MAYA)
        assert maya.post(f"/app/counts/{count_id}/end").status_code == 409
        shelves.count(count_id, "40")
        assert maya.post(f"/app/counts/{count_id}/end").status_code == 303
        assert maya.post(f"/app/counts/{count_id}/cancellation").status_code == 303
        assert newest(shelves).status == "cancelled"

    def test_worth_is_for_who_sees_costs(self, shelves: Shelves) -> None:
        count_id = shelves.counted(first="30")
        url = f"/app/counts/{count_id}"
        assert "₹" in text(shelves.company.client(MAYA).get(url))
        shelves.company.limit(MAYA, sees_costs=False)
        assert "₹" not in text(shelves.company.client(MAYA).get(url))
        assert "₹" not in text(shelves.company.client(MAYA).get("/app/counts"))

    def test_a_counter_a_viewer_and_a_stranger_approve_nothing(self, shelves: Shelves, others: Company) -> None:
        count_id = shelves.counted(first="30")
        line = {"line": str(shelves.line(count_id).pk)}
        for step in ("approval", "recount", "causes", "choice", "end", "cancellation", "reversal"):
            url = f"/app/counts/{count_id}/{step}"
            assert shelves.company.client(RAVI).post(url, line).status_code == 403
            assert shelves.company.client(VIDYA).post(url, line).status_code == 403
            assert others.client(OTTO).post(url, line).status_code in (404, 422)
        assert shelves.on_hand() == 40
        assert newest(shelves).status == "awaiting_approval"

    def test_it_costs_the_same_for_one_and_for_many(self, shelves: Shelves) -> None:
        one = shelves.counted(scope=None, ids=[shelves.second, shelves.first])
        maya = shelves.company.client(MAYA)
        few = statements(maya, f"/app/counts/{one}")
        lists = statements(maya, "/app/counts")
        shelves.approve(one)
        with shelves.company.acting(ASHA) as asha:
            for n in range(12):
                make.received(
                    actor=asha, product=shelves.product, quantity="3", batch=f"M{n}", location_id=shelves.first
                )
        many = shelves.plan(ids=[shelves.first])
        shelves.finish(many, shelves.first, rest=True)
        assert statements(maya, f"/app/counts/{many}") == few
        assert statements(maya, "/app/counts") == lists
