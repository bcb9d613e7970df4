"""Refunds on the screen: from a payment's and a customer's page, with what was typed kept, and for who may."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from omnistock.domain.billing.inputs import PaymentInput
from omnistock.domain.billing.operations import record_payment
from omnistock.kernel.ids import uuid7
from tests import make
from tests.personas import ASHA, FARID, OTTO, VIDYA
from tests.web.test_selling import text_of

pytestmark = pytest.mark.django_db
NEW = "/app/refunds/new"


class Purse:
    """Demo Pharma, to whom Kite Camp paid 500.00 in advance."""

    def __init__(self) -> None:
        self.company = make.organization()
        with self.company.acting(ASHA) as asha:
            self.customer_id = make.customer(actor=asha, name="Kite Camp").pk
            paid = PaymentInput(customer_id=self.customer_id, amount=Decimal(500), method="upi")
            self.payment_id: UUID = record_payment(actor=asha, payment=paid).pk
        self.payment = f"/app/payments/{self.payment_id}"

    def asked(self, amount: str, **changes: str) -> dict[str, str]:
        return {"payment_id": str(self.payment_id), "amount": amount, "method": "bank", "reference": "UTR 7"} | changes


@pytest.fixture(scope="module")
def purse(file_db: None) -> Purse:
    return Purse()


def content(client: Client, url: str) -> str:
    answer = client.get(url)
    assert answer.status_code == 200, url
    return answer.content.decode()


def test_a_part_goes_back_from_the_payments_page(purse: Purse) -> None:
    farid = purse.company.client(FARID)
    offer = f"{NEW}?customer={purse.customer_id}&amp;payment={purse.payment_id}"
    assert offer in content(farid, purse.payment)
    assert f"{NEW}?customer={purse.customer_id}" in content(farid, f"/app/customers/{purse.customer_id}")
    form = content(farid, f"{NEW}?customer={purse.customer_id}")
    assert 'value="500.00"' in form

    answer = farid.post(NEW, purse.asked("120", refunded_on="", notes="Camp was shorter"))
    assert answer.status_code == 303
    page = text_of(farid.get(answer["Location"]))
    assert "RF-00001" in page
    assert "Camp was shorter" in page
    page = text_of(farid.get(purse.payment))
    assert "RF-00001" in page
    assert "380.00" in page
    assert "RF-00001" in text_of(farid.get(f"/app/customers/{purse.customer_id}/statement"))
    assert "RF-00001" in text_of(farid.get("/app/refunds?q=UTR"))
    taken_out = b"".join(farid.get("/app/refunds/export")).decode()  # type: ignore[arg-type]
    assert "RF-00001" in taken_out
    assert ",120," in taken_out


def test_a_refusal_keeps_what_was_typed_and_changes_nothing(purse: Purse) -> None:
    farid = purse.company.client(FARID)
    answer = farid.post(NEW, purse.asked("501", notes="Kept"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "pays no invoice, less than" in page
    assert 'value="501"' in page
    assert "Kept" in page
    for wrong in ({"payment_id": ""}, {"amount": "lots"}, {"payment_id": str(purse.customer_id)}):
        assert farid.post(NEW, purse.asked("1") | wrong).status_code == 422
    assert "No refunds yet" in text_of(farid.get("/app/refunds"))


def test_a_payment_waits_for_its_refunds_and_says_so(purse: Purse) -> None:
    farid = purse.company.client(FARID)
    made = farid.post(NEW, purse.asked("120"))["Location"]
    page = farid.get(f"{purse.payment}/reversal")
    assert f'href="{made}"' in page.content.decode()
    assert "reverse its refunds first" in text_of(page)
    assert "correct the stock" not in text_of(page)
    assert "₹ 120.00 of PAY-00001 is an advance again." in text_of(farid.get(f"{made}/reversal"))


def test_the_same_form_sent_twice_gives_back_once(purse: Purse) -> None:
    """Who is told of a fault then would give the money back a second time by a new form."""
    farid, typed = purse.company.client(FARID), purse.asked("500", id=str(uuid7()))
    first, again = farid.post(NEW, typed), farid.post(NEW, typed)
    assert (again.status_code, again["Location"]) == (303, first["Location"])
    assert "RF-00002" not in text_of(farid.get("/app/refunds"))


def test_who_comes_second_is_told_why_though_nothing_is_left(purse: Purse) -> None:
    farid = purse.company.client(FARID)
    assert farid.post(NEW, purse.asked("500")).status_code == 303
    answer = farid.post(NEW, purse.asked("500"))
    assert answer.status_code == 422
    assert "pays no invoice, less than" in text_of(answer)


def test_who_may_not_is_offered_nothing(purse: Purse) -> None:
    vidya: Any = purse.company.client(VIDYA)
    for url in (purse.payment, f"/app/customers/{purse.customer_id}", "/app/refunds"):
        assert NEW not in content(vidya, url)
    assert vidya.post(NEW, purse.asked("1")).status_code == 403
    made = purse.company.client(FARID).post(NEW, purse.asked("1"))["Location"]
    assert vidya.get(made).status_code == 200
    others = make.organization(owner=OTTO, name="Otto Trading", gstin="").client(OTTO)
    assert others.get(made).status_code == 404
    assert others.post(NEW, purse.asked("1")).status_code == 422


def test_it_begins_in_the_first_field_that_is_not_filled_in(purse: Purse) -> None:
    farid = purse.company.client(FARID)

    def begins_in() -> list[str]:
        return re.findall(r'<(?:input|select)[^>]* name="(\w+)"[^>]* autofocus', content(farid, NEW))

    assert begins_in() == ["amount"], "there is one payment to choose"
    with purse.company.acting(ASHA) as asha:
        again = PaymentInput(customer_id=purse.customer_id, amount=Decimal(20), method="cash")
        record_payment(actor=asha, payment=again)
    assert begins_in() == ["payment_id"]
