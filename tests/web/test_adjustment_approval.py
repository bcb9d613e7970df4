"""Adjustments above the limit wait for a second person."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from omnistock.domain.identity.operations import change_workspace
from omnistock.domain.ledger.operations import rename_batch
from omnistock.domain.ledger.queries import stock
from omnistock.domain.ledger.verification import verify
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput
from omnistock.domain.stocktaking.operations import post_adjustment
from tests import make
from tests.make import Company
from tests.personas import ASHA, INES, MAYA, OTTO, RAVI, VIDYA

pytestmark = pytest.mark.django_db


class Limit:
    """Demo Pharma with 100 tablets at 10.00 each, where more than 200.00 needs a second person."""

    def __init__(self, company: Company) -> None:
        self.company = company
        with company.acting(ASHA) as asha:
            self.product = make.product(actor=asha)
            make.received(actor=asha, product=self.product, quantity="100")
            change_workspace(actor=asha, changes={"adjustment_approval_over": Decimal(200)})
            self.row = stock(actor=asha, product_id=self.product.pk).items[0]

    def adjust(self, quantity: str, *, reason: str = "lost", who: Any = MAYA) -> Any:
        with self.company.acting(who) as actor:
            line = AdjustmentLineInput(
                product_id=self.product.pk, batch_id=self.row.batch_id, quantity=Decimal(quantity)
            )
            return post_adjustment(actor=actor, warehouse_id=self.row.warehouse_id, reason=reason, lines=[line])

    def on_hand(self) -> Decimal:
        with self.company.acting(ASHA) as asha:
            return sum((row.on_hand for row in stock(actor=asha, product_id=self.product.pk).items), Decimal(0))


@pytest.fixture(scope="module")
def limit(pharma: Company) -> Limit:
    return Limit(pharma)


class TestApproval:
    def test_up_to_the_limit_it_posts(self, limit: Limit) -> None:
        assert limit.adjust("-20").status == "posted"
        assert limit.on_hand() == 80

    def test_above_it_waits_and_another_person_approves(self, limit: Limit) -> None:
        made = limit.adjust("-21")
        assert (made.status, made.value, limit.on_hand()) == ("awaiting_approval", 210, 100)
        url = reverse("adjustment", args=[made.pk])
        maya, asha = limit.company.client(MAYA), limit.company.client(ASHA)
        page = maya.get(url).content.decode()
        assert "nothing is posted" in page
        assert "Put up for approval" in page
        assert maya.post(f"{url}/decision", {"do": "approve"}).status_code == 403
        assert "Approve 1 adjustment" in asha.get(reverse("today")).content.decode()
        assert "Approve 1 adjustment" not in maya.get(reverse("today")).content.decode()
        assert asha.post(f"{url}/decision", {"do": "approve"}).status_code == 303
        assert limit.on_hand() == 79
        assert asha.post(f"{url}/decision", {"do": "approve"}).status_code == 409
        with limit.company.acting(ASHA) as actor:
            assert verify(actor=actor) == []
        assert asha.post(f"{url}/reversal", {"reason": "It was there"}).status_code == 303
        assert limit.on_hand() == 100

    def test_more_than_there_is_waits_until_it_can_be_posted(self, limit: Limit) -> None:
        made = limit.adjust("-60")
        limit.adjust("-20")
        with limit.company.acting(ASHA) as asha:
            make.received(actor=asha, product=limit.product, quantity="1", batch="B9")
        second = limit.adjust("-30")
        url = reverse("adjustment", args=[made.pk])
        asha_client = limit.company.client(ASHA)
        assert asha_client.post(f"{url}/decision", {"do": "approve"}).status_code == 303
        refused = asha_client.post(reverse("adjustment-decision", args=[second.pk]), {"do": "approve"})
        assert refused.status_code == 409
        assert limit.on_hand() == 21

    def test_a_batch_that_was_merged_since_is_adjusted_all_the_same(self, limit: Limit) -> None:
        made = [limit.adjust("-21"), limit.adjust("30", reason="found")]
        with limit.company.acting(ASHA) as asha:
            make.received(actor=asha, product=limit.product, quantity="1", batch="B9")
            rename_batch(actor=asha, batch_id=limit.row.batch_id, number="B9", keep_dates_of="other")
        client = limit.company.client(ASHA)
        for each in made:
            url = reverse("adjustment-decision", args=[each.pk])
            assert client.post(url, {"do": "approve"}).status_code == 303
        assert limit.on_hand() == 110

    def test_it_is_rejected_with_a_reason(self, limit: Limit) -> None:
        made = limit.adjust("30", reason="found")
        url, asha = reverse("adjustment", args=[made.pk]), limit.company.client(ASHA)
        assert asha.post(f"{url}/decision", {"do": "reject", "reason": " "}).status_code == 422
        assert asha.post(f"{url}/decision", {"do": "reject", "reason": "Count again"}).status_code == 303
        assert "Count again" in asha.get(url).content.decode()
        assert asha.post(f"{url}/reversal", {"reason": "x"}).status_code == 409
        assert "ADJ-00001" in asha.get("/app/adjustments?state=rejected").content.decode()
        assert limit.on_hand() == 100

    def test_who_may(self, limit: Limit, others: Company) -> None:
        made = limit.adjust("-21")
        url = reverse("adjustment-decision", args=[made.pk])
        for who in (RAVI, VIDYA):
            assert limit.company.client(who).post(url, {"do": "approve"}).status_code == 403
        assert others.client(OTTO).post(url, {"do": "approve"}).status_code == 404
        assert limit.on_hand() == 100

    def test_the_limit_is_a_setting(self, limit: Limit) -> None:
        client = limit.company.client(ASHA)
        assert 'value="200"' in client.get(reverse("workspace-settings")).content.decode()

    def test_the_api_has_it_too(self, limit: Limit) -> None:
        ines = limit.company.api(INES)
        line = {"product_id": str(limit.product.pk), "batch_id": str(limit.row.batch_id), "quantity": "-50"}
        body = {"warehouse_id": str(limit.row.warehouse_id), "reason": "stolen", "lines": [line]}
        made = ines.post("/api/v1/adjustments", body).json()
        assert made["status"] == "awaiting_approval"
        url = f"/api/v1/adjustments/{made['id']}"
        assert ines.post(f"{url}/approval").json()["code"] == "approves_own"
        assert ines.get("/api/v1/adjustments?status=awaiting_approval").json()["items"][0]["id"] == made["id"]
        assert ines.post(f"{url}/rejection", {"reason": "Typing error"}).json()["status"] == "rejected"
