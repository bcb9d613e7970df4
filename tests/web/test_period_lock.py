"""Closing the books: who may, what it means, and that no door posts into closed days."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.ledger.operations import set_lock_date
from omnistock.domain.ledger.queries import batches, books
from omnistock.domain.purchasing.inputs import ReceiptLineInput
from tests import make
from tests.make import Company
from tests.personas import ASHA, FARID, INES, OTTO

pytestmark = pytest.mark.django_db


class Ledger:
    """Goods that came yesterday and the day before; the books closed or open."""

    def __init__(self, company: Company) -> None:
        self.company = company
        with company.acting(ASHA) as asha:
            self.today, self.now = asha.today, asha.now
            self.product = make.product(actor=asha)
            self.warehouse = make.main_warehouse().pk
            line = {"effective_at": asha.now - dt.timedelta(days=5)}
            goods = ReceiptLineInput(
                product_id=self.product.pk,
                quantity=Decimal(10),
                unit_cost=Decimal(10),
                batch_number="B1",
                expires_on=self.today + dt.timedelta(days=400),
            )
            make.receipt(actor=asha, lines=[goods], **line)
            self.batch_id = batches(actor=asha, number="B1").items[0].id

    def close(self, days_ago: int) -> dt.date:
        day: dt.date = self.today - dt.timedelta(days=days_ago)
        with self.company.acting(ASHA) as asha:
            set_lock_date(actor=asha, locked_through=day)
        return day

    def locked(self) -> dt.date | None:
        with self.company.acting(ASHA) as asha:
            return books(actor=asha).locked_through

    def at(self, days_ago: int) -> str:
        moment: dt.datetime = self.now - dt.timedelta(days=days_ago)
        return moment.isoformat()

    def body(self, days_ago: int, quantity: str = "-1") -> dict[str, Any]:
        line = {"product_id": str(self.product.pk), "quantity": quantity, "batch_id": str(self.batch_id)}
        return {
            "warehouse_id": str(self.warehouse),
            "reason": "lost" if quantity.startswith("-") else "found",
            "effective_at": self.at(days_ago),
            "lines": [line],
        }

    def receipt(self, days_ago: int) -> dict[str, Any]:
        expires_on = (self.today + dt.timedelta(days=400)).isoformat()
        line = {
            "product_id": str(self.product.pk),
            "quantity": "3",
            "unit_cost": "1",
            "batch_number": "B2",
            "expires_on": expires_on,
        }
        return {"warehouse_id": str(self.warehouse), "effective_at": self.at(days_ago), "lines": [line]}


@pytest.fixture(scope="module")
def ledger(pharma: Company) -> Ledger:
    return Ledger(pharma)


class TestThePage:
    def test_it_previews_closes_and_opens_with_a_reason(self, ledger: Ledger) -> None:
        client = ledger.company.client(ASHA)
        day = (ledger.today - dt.timedelta(days=2)).isoformat()
        text = client.get(f"/app/period-lock?through={day}").content.decode()
        assert "This would close" in text
        assert "100.00" in text
        assert client.post("/app/period-lock", {"locked_through": day}).status_code == 303
        assert ledger.locked() == dt.date.fromisoformat(day)
        refused = client.post("/app/period-lock", {"locked_through": ""})
        assert refused.status_code == 422
        assert "Say why" in refused.content.decode()
        assert ledger.locked() == dt.date.fromisoformat(day)
        assert client.post("/app/period-lock", {"locked_through": "", "reason": "late bill"}).status_code == 303
        assert ledger.locked() is None
        text = client.get("/app/period-lock").content.decode()
        assert "late bill" in text
        with ledger.company.acting(ASHA):
            names = AuditEvent.objects.filter(subject_kind="period").order_by("id").values_list("operation", flat=True)
            assert list(names) == ["ledger.close_books", "ledger.open_books"]

    def test_today_cannot_be_closed(self, ledger: Ledger) -> None:
        answer = ledger.company.client(ASHA).post("/app/period-lock", {"locked_through": ledger.today.isoformat()})
        assert answer.status_code == 422
        assert ledger.locked() is None

    @pytest.mark.parametrize("query", ["through=x", "through=9999-01-01", "through=0001-01-01"])
    def test_nonsense_in_the_address_is_no_refusal(self, ledger: Ledger, query: str) -> None:
        assert ledger.company.client(ASHA).get(f"/app/period-lock?{query}").status_code == 200

    def test_only_who_may_change_settings_sees_and_sets_it(self, ledger: Ledger) -> None:
        client = ledger.company.client(FARID)
        assert client.get("/app/period-lock").status_code == 403
        assert client.post("/app/period-lock", {"locked_through": "2020-01-01"}).status_code == 403
        assert ledger.locked() is None

    def test_another_organization_keeps_its_own(self, ledger: Ledger, others: Company) -> None:
        ledger.close(2)
        assert "closed through" not in others.client(OTTO).get("/app/period-lock").content.decode()


class TestTheApi:
    def test_it_closes_and_opens(self, ledger: Ledger) -> None:
        api = ledger.company.api(INES)
        day = (ledger.today - dt.timedelta(days=3)).isoformat()
        assert api.put("/api/v1/period-lock", {"locked_through": day}).json() == {"locked_through": day}
        assert api.get("/api/v1/period-lock").json() == {"locked_through": day}
        refused = api.put("/api/v1/period-lock", {"locked_through": None})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/reason")
        assert api.put("/api/v1/period-lock", {"locked_through": None, "reason": "late bill"}).status_code == 200

    def test_a_missing_scope_is_refused(self, ledger: Ledger) -> None:
        api = ledger.company.api(INES, scopes=["stock:read"])
        assert api.get("/api/v1/period-lock").status_code == 200
        assert api.put("/api/v1/period-lock", {"locked_through": "2020-01-01"}).status_code == 403


class TestEveryDoor:
    @pytest.mark.parametrize(("path", "body"), [("/api/v1/adjustments", "body"), ("/api/v1/receipts", "receipt")])
    def test_nothing_is_posted_into_closed_days(self, ledger: Ledger, path: str, body: str) -> None:
        day = ledger.close(2)
        api = ledger.company.api(INES)
        refused = api.post(path, getattr(ledger, body)(3))
        assert (refused.status_code, refused.json()["code"]) == (409, "period_locked")
        assert refused.json()["errors"][0]["locked_through"] == day.isoformat()
        assert "ask an owner" in refused.json()["detail"]
        assert api.post(path, getattr(ledger, body)(1)).status_code == 201

    def test_a_late_issue_that_empties_a_later_point_names_it(self, ledger: Ledger) -> None:
        api = ledger.company.api(INES)
        assert api.post("/api/v1/adjustments", ledger.body(2, "-8")).status_code == 201
        assert api.post("/api/v1/adjustments", ledger.body(1, "8")).status_code == 201
        refused = api.post("/api/v1/adjustments", ledger.body(3, "-5"))
        assert (refused.status_code, refused.json()["code"]) == (409, "insufficient_stock")
        short = dt.datetime.fromisoformat(ledger.at(2)).astimezone(ZoneInfo("Asia/Kolkata"))
        assert f"only 2 to spare on {short.day} {short:%b %Y, %H:%M}" in refused.json()["detail"]
