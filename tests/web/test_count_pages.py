"""Making a count, its paper sheet, and the pages around counts."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from omnistock.domain.stocktaking.models import CountPlan, StockCount, StockCountEntry
from omnistock.tenancy.models import Membership
from tests.domain.counting import Shelves
from tests.make import Company
from tests.personas import ASHA, MAYA, NOOR, OTTO, RAVI, VIDYA
from tests.support.pages import markup
from tests.web.counting import newest, text

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def shelves(pharma: Company) -> Shelves:
    return Shelves(pharma)


class TestMaking:
    def test_a_count_of_bins(self, shelves: Shelves) -> None:
        maya = shelves.company.client(MAYA)
        assert "No count is due today." in text(maya.get("/app/counts"))
        form = text(maya.get("/app/counts/new"))
        assert "A-01" in form
        sent = {"warehouse_id": str(shelves.warehouse), "scope": "locations", "location": str(shelves.first)}
        made = maya.post("/app/counts/new", sent)
        assert made.status_code == 303
        assert "A-01" in text(maya.get(made["Location"]))
        again = maya.post("/app/counts/new", sent)
        assert again.status_code == 409
        assert "A-01 is being counted in CNT-00001" in text(again)

    def test_only_whom_it_is_given_to_is_offered_to_count(self, shelves: Shelves) -> None:
        ravi = shelves.company.client(RAVI)
        with shelves.company.acting(ASHA):
            given = Membership.objects.get(person__email=RAVI.email).pk
        page = reverse("stock-count", args=[shelves.plan(counter_ids=[given])])
        assert "Count A-01" in text(ravi.get(page))
        assert "Count A-01" in text(shelves.company.client(MAYA).get(page))
        assert "Count A-01" not in text(shelves.company.client(NOOR).get(page))

    def test_a_batch_and_a_bin_are_counted_from_their_own_page(self, shelves: Shelves) -> None:
        maya, batch = shelves.company.client(MAYA), shelves.batch["B2301"]
        warehouse = f"&amp;warehouse={shelves.warehouse}"
        asked = f"/app/counts/new?scope=batches&amp;batch={batch}{warehouse}"
        assert asked in text(maya.get(f"/app/batches/{batch}"))
        assert "B2301" in text(maya.get(asked.replace("&amp;", "&")))
        made = maya.post(
            "/app/counts/new", {"warehouse_id": str(shelves.warehouse), "scope": "batches", "batch": str(batch)}
        )
        assert markup(maya.get(made["Location"])).count("0 / 1") == 2  # of each of the two bins that have it
        asked = f"/app/counts/new?scope=locations&amp;location={shelves.first}{warehouse}"
        assert asked in text(maya.get(reverse("bin", args=[shelves.first])))
        assert "/app/counts/new" not in text(shelves.company.client(RAVI).get(f"/app/batches/{batch}"))

    @pytest.mark.parametrize(
        ("changes", "target"),
        [
            ({"location": ""}, "location"),
            ({"scope": "x"}, "scope"),
            ({"warehouse_id": ""}, "warehouse_id"),
            ({"tolerance_percent": "300"}, "tolerance_percent"),
            ({"tolerance_value": "x"}, "tolerance_value"),
            ({"due_on": "soon"}, "due_on"),
            ({"scope": "abc", "abc_class": "Z"}, "abc_class"),
            ({"scope": "products"}, "product"),
            ({"scope": "category", "category": "x"}, "category"),
        ],
    )
    def test_a_refusal_keeps_what_was_typed(self, shelves: Shelves, changes: dict[str, str], target: str) -> None:
        sent = {
            "warehouse_id": str(shelves.warehouse),
            "scope": "locations",
            "location": str(shelves.first),
            "notes": "After the rains",
            **changes,
        }
        refused = shelves.company.client(MAYA).post("/app/counts/new", sent)
        assert refused.status_code == 422
        assert "After the rains" in text(refused)
        assert f"#id_{target}" in text(refused) or "thing to mend" in text(refused)
        with shelves.company.acting(ASHA):
            assert not StockCount.objects.exists()

    def test_a_plan_makes_counts(self, shelves: Shelves) -> None:
        maya = shelves.company.client(MAYA)
        assert "No count is planned." in text(maya.get("/app/counts/plans"))
        sent = {
            "name": "Fast movers",
            "warehouse_id": str(shelves.warehouse),
            "scope": "abc",
            "abc_class": "A",
            "every_days": "7",
            "bins_at_once": "6",
        }
        refused = maya.post("/app/counts/plans/new", {**sent, "every_days": "", "name": ""})
        assert refused.status_code == 422
        assert maya.post("/app/counts/plans/new", sent).status_code == 303
        listed = text(maya.get("/app/counts/plans"))
        assert "Fast movers" in listed
        assert "every week" in listed
        with shelves.company.acting(ASHA):
            plan = CountPlan.objects.get()
        url = f"/app/counts/plans/{plan.pk}"
        assert 'value="Fast movers"' in text(maya.get(url))
        assert maya.post(url, {**sent, "every_days": "14", "version": "1"}).status_code == 303
        assert maya.post(f"{url}/start").status_code == 303
        assert newest(shelves).plan_id == plan.pk
        assert maya.post(f"{url}/archival").status_code == 303
        assert maya.post(f"{url}/start").status_code == 303  # said in words on the list
        with shelves.company.acting(ASHA):
            assert StockCount.objects.count() == 1

    def test_a_counter_and_a_stranger_plan_nothing(self, shelves: Shelves, others: Company) -> None:
        ravi = shelves.company.client(RAVI)
        assert ravi.get("/app/counts/new").status_code == 403
        assert ravi.post("/app/counts/new", {}).status_code == 403
        assert ravi.post("/app/counts/plans/new", {}).status_code == 403
        sent = {"warehouse_id": str(shelves.warehouse), "scope": "warehouse"}
        assert others.client(OTTO).post("/app/counts/new", sent).status_code == 422


class TestSheet:
    def file(self, content: str) -> SimpleUploadedFile:
        return SimpleUploadedFile("sheet.csv", content.encode(), content_type="text/csv")

    def sheet(self, shelves: Shelves, count_id: UUID) -> list[str]:
        return text(shelves.company.client(RAVI).get(f"/app/counts/{count_id}/sheet.csv")).lstrip("\ufeff").splitlines()

    def test_it_is_printed_blind_filled_and_read_back(self, shelves: Shelves) -> None:
        count_id = shelves.plan()
        head, *rows = self.sheet(shelves, count_id)
        assert head == "Bin,SKU,Product,Batch,Expiry,Units,Counted"
        assert len(rows) == 4
        filled = [f"{row}3 box + 4 strip" if ",B2301," in row else f"{row}5" for row in rows]
        ravi = shelves.company.client(RAVI)
        answer = ravi.post(f"/app/counts/{count_id}/sheet", {"file": self.file("\n".join([head, *filled]))})
        assert answer.status_code == 303
        assert newest(shelves).status == "awaiting_approval"
        assert shelves.line(count_id).difference_base == 300

    def test_a_number_that_was_merged_since_is_said(self, shelves: Shelves) -> None:
        """On the sheet that was printed before, and to whoever types or scans it."""
        count_id, ravi = shelves.plan(), shelves.company.client(RAVI)
        head, *rows = self.sheet(shelves, count_id)
        shelves.merge("B2307", into="B2301")
        said = "B2307 was merged into B2301"
        here = f"/app/counts/{count_id}/bins/{shelves.first}"
        asked = text(ravi.get(here, {"code": "b2307"}))
        assert said.lower() in asked.lower()
        assert f'name="batch_id" value="{shelves.batch["B2301"]}"' in asked
        assert said in text(ravi.get("/app/scan", {"code": "B2307"}))
        typed = {"product_id": str(shelves.product.pk), "batch_number": "B2307", "quantity": "25"}
        assert "write one sum under B2301" in text(ravi.post(f"{here}/entries", typed))
        filled = [f"{row}5" for row in rows]
        sent = {"file": self.file("\n".join([head, *filled]))}
        assert said in text(ravi.post(f"/app/counts/{count_id}/sheet", sent, follow=True))
        assert shelves.line(count_id).difference_base == 10 - 65

    def test_every_error_is_told_with_its_row_and_column(self, shelves: Shelves) -> None:
        count_id = shelves.plan()
        rows = [
            "Bin,SKU,Product,Batch,Expiry,Counted",
            "A-01,DM-0142,,B2301,,many",
            "Z-99,DM-0142,,B2301,,4",
            "A-01,NONE,,,,4",
            "A-01,DM-0142,,N9,someday,4",
            "A-01,DM-0142,,B2307,,",
        ]
        answer = shelves.company.client(RAVI).post(
            f"/app/counts/{count_id}/sheet", {"file": self.file("\n".join(rows))}
        )
        assert answer.status_code == 422
        shown = text(answer)
        for where in ("Row 2, Counted", "Row 3, Bin", "Row 4, SKU", "Row 5, Expiry"):
            assert where in shown
        assert "Row 6" not in shown
        with shelves.company.acting(ASHA):
            assert not StockCountEntry.objects.exists()

    @pytest.mark.parametrize("content", ["", "a,b\n1,2", "Bin,SKU,Batch,Counted\nA-01,DM-0142,B2301,", "\x00"])
    def test_what_is_no_filled_sheet_is_refused(self, shelves: Shelves, content: str) -> None:
        count_id = shelves.plan()
        ravi, url = shelves.company.client(RAVI), f"/app/counts/{count_id}/sheet"
        assert ravi.post(url, {"file": self.file(content)}).status_code == 422
        assert ravi.post(url).status_code == 422
        assert shelves.company.client(VIDYA).post(url).status_code == 403


class TestAround:
    def test_accuracy_as_a_picture_a_table_and_a_file(self, shelves: Shelves) -> None:
        vidya = shelves.company.client(VIDYA)
        assert "No count has been approved yet." in text(vidya.get("/app/counts/accuracy"))
        shelves.approve(shelves.counted(first="30"))
        page = text(shelves.company.client(MAYA).get("/app/counts/accuracy"))
        assert "75.0 %" in page
        assert "<svg" in page
        assert ",4,3,75,3," in text(vidya.get("/app/counts/accuracy.csv"))

    def test_lists_are_filtered_and_exported(self, shelves: Shelves) -> None:
        count_id = shelves.plan()
        maya = shelves.company.client(MAYA)
        assert "CNT-00001" in text(maya.get("/app/counts?status=open&q=CNT"))
        assert "CNT-00001" not in text(maya.get("/app/counts?status=approved"))
        assert maya.get("/app/counts?status=x&warehouse=x&plan=x&cursor=").status_code == 200
        assert "CNT-00001" in text(maya.get("/app/counts.csv"))
        assert f"/app/counts/{count_id}" in text(maya.get("/app/search?q=CNT-00001", follow=True))

    def test_notices_are_asked_for(self, shelves: Shelves) -> None:
        vidya = shelves.company.client(VIDYA)
        assert "A stock count was approved" in text(vidya.get("/app/notices/choices"))
        assert vidya.post("/app/notices/choices", {"mail": "stock_count_completed"}).status_code == 303
        assert "checked" in text(vidya.get("/app/notices/choices"))
        assert vidya.post("/app/notices/choices", {"mail": "everything"}).status_code == 422

    def test_the_workspace_sets_its_tolerance(self, shelves: Shelves) -> None:
        asha = shelves.company.client(ASHA)
        page = text(asha.get("/app/settings"))
        assert 'name="count_tolerance_percent"' in page
        assert "None" not in page
