"""The pages of requests about personal data, from outside, for oneself, and in a workspace."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from omnistock.domain.attachments.operations import attach_file
from omnistock.domain.consent.queries import consents_of
from omnistock.domain.rights.models import PrincipalRequest, RightsRequest
from omnistock.domain.rights.operations import ask_for_proof, close_request
from omnistock.domain.rights.words import Officer
from omnistock.domain.sales.inputs import SalesOrderLineInput
from omnistock.domain.sales.operations import cancel_sales_order
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.limits import COUNTER
from omnistock.tenancy.models import Person
from tests import make
from tests.make import Company
from tests.personas import ASHA, MAYA, OTTO
from tests.support.pages import is_asked_to_confirm, markup
from tests.support.pictures import png

OFFICER = Officer("Nobody In Particular", "grievance@example.com", "Demo Operator", "Pune")
FORM = {"kind": "access", "name": "Tara Sen", "email": "tara@example.com"}

pytestmark = pytest.mark.django_db


def state_page(client: Client, **values: str) -> str:
    answer = client.post("/privacy/requests", FORM | values, follow=True)
    assert answer.status_code == 200
    return re.sub(r"<time.*?</time>|R-\w{8}|/privacy/requests/\w+|[A-Za-z0-9]{64}", "", answer.content.decode())


class TestFromOutside:
    def test_an_address_with_an_account_is_answered_as_any_other(self) -> None:
        known = state_page(Client(), email=make.person(ASHA).email)
        assert "Your request is with us" in known
        assert known == state_page(Client(), email="nobody@example.com")

    def test_bad_input_keeps_what_was_typed(self) -> None:
        answer = Client().post("/privacy/requests", FORM | {"kind": "grievance", "email": "nonsense"})
        assert answer.status_code == 422
        shown = answer.content.decode()
        assert "Tara Sen" in shown
        assert "id_text_error" in shown
        assert not RightsRequest.objects.exists()

    def test_it_is_throttled(self) -> None:
        client = Client()
        found = [client.post("/privacy/requests", FORM).status_code for _each in range(11)]
        assert found == [303] * 10 + [429]
        COUNTER.forget()

    def test_the_link_proves_the_address_by_a_press_and_shows_the_letter(self) -> None:
        Client().post("/privacy/requests", FORM)
        request = RightsRequest.objects.get()
        text = ask_for_proof(request_id=request.pk, base_address="", officer=OFFICER).text
        address = f"/privacy/proof/{re.search('[0-9a-f]{48}', text)[0]}"  # type: ignore[index]
        client = Client()
        assert "The address is mine" in client.get(address).content.decode()
        request.refresh_from_db()
        assert request.proof == "none", "a mail program that looks at the link proves nothing"
        assert client.get(f"{address}/letter.pdf").status_code == 404
        assert client.post(address).status_code == 303
        close_request(
            request_id=request.pk,
            outcome="met",
            text="Nothing is kept.",
            by="S",
            officer=OFFICER,
            now=request.received_at,
        )
        assert "Nothing is kept." in client.get(address).content.decode()
        assert client.get(f"{address}/letter.pdf").content.startswith(b"%PDF")


class TestOneself:
    def test_everything_at_once_and_other_requests_proved(self) -> None:
        pharma = make.organization()
        client = pharma.client(ASHA)
        report = client.get("/app/my-data/report").content.decode()
        assert ASHA.email in report
        assert re.search(r"<td><time datetime=[^>]+>\d+ \w{3} \d{4}, \d\d:\d\d</time></td>", report), "as everywhere"
        assert "<td>True</td>" not in report
        taken = json.loads(client.get("/app/my-data/file").content)
        assert taken["sections"]["memberships"]["records"][0]["workspace"] == "Demo Pharma"
        answer = client.post("/app/my-data", {"kind": "nomination", "nominee_name": "Kiran Rao"}, follow=True)
        assert RightsRequest.objects.get().proof == "in_app"
        assert RightsRequest.objects.get().reference in answer.content.decode()

    def test_anothers_request_is_not_found(self) -> None:
        make.organization().client(ASHA).post("/app/my-data", {"kind": "erasure"})
        otto = make.organization(owner=OTTO, name="Otto Trading", gstin="").client(OTTO)
        address = f"/app/my-data/requests/{RightsRequest.objects.get().pk}"
        assert [otto.get(each).status_code for each in (address, f"{address}/letter.pdf")] == [404, 404]

    def test_signing_up_is_kept_with_the_words_that_were_shown(self) -> None:
        shown = Client().get("/accounts/signup/").content.decode()
        values = {"name": "Nila Roy", "email": "nila@example.com", "password1": "a long sentence nobody guesses"}
        Client().post("/accounts/signup/", values)
        (event,) = consents_of(person_id=Person.objects.get(email="nila@example.com").pk)
        assert (event.purpose, event.action) == ("account", "given")
        assert event.text in shown


class TestErasingAPerson:
    def test_from_a_request_to_what_was_kept_and_the_answer(self, pharma: Company, others: Company) -> None:
        with pharma.acting(ASHA) as asha:
            tara = make.customer(actor=asha, name="Tara Sen", email="tara@example.com", phone="+91 98765 43210")
        client = pharma.client(ASHA)
        values = {"kind": "erasure", "name": "Tara Sen", "email": "tara@example.com"}
        request = str(client.post("/app/principal-requests/new", values)["Location"])
        address = f"/app/erasures/new?request={request.rpartition('/')[2]}"
        shown = client.get(address).content.decode()
        assert f'value="customer:{tara.pk}"' in shown
        assert address.replace("&", "&amp;") in client.get(request).content.decode()
        posted = {"subjects": [f"customer:{tara.pk}"]}
        assert client.post(address, posted).status_code == 422, "nobody said that it is them"
        assert client.post(address, {"subjects": ["customer:x"], "is_sure": "on"}).status_code == 422
        done = client.post(address, posted | {"is_sure": "on"})
        made = str(done["Location"])
        page = client.get(made).content.decode()
        assert "Customer: name, code, email, phone, tax numbers and notes" in page
        assert "The request itself" in page
        assert "Tara" not in client.get(f"/app/customers/{tara.pk}").content.decode()
        assert "Erased:" in client.get(request).content.decode(), "the answer is drafted"
        assert made in client.get("/app/erasures").content.decode()
        assert "customer 1" in client.get("/app/erasures/export").content.decode()
        for each in (made, address):
            assert (others.client(OTTO).get(each).status_code, pharma.client(MAYA).get(each).status_code) == (404, 403)

    def test_files_with_their_documents_are_shown_to_be_judged(self, pharma: Company, others: Company) -> None:
        with pharma.acting(ASHA) as asha:
            line = SalesOrderLineInput(product_id=make.product(actor=asha).pk, quantity=Decimal(1))
            order = make.sales_order(actor=asha, lines=[line], confirm=False)
            of = {"actor": asha, "subject_kind": "sales_order", "subject_id": order.pk}
            card = attach_file(**of, name="id card.png", parts=[png(1, 1)])
            cancel_sales_order(actor=asha, sales_order_id=order.pk, reason="As they asked")
        client, them = pharma.client(ASHA), f"customer:{order.customer_id}"
        address = f"/app/erasures/new?customer={order.customer_id}"
        shown = markup(client.get(address))
        assert f'name="papers" value="{card.pk}"' in shown
        assert reverse("attachment", args=[card.pk]) in shown
        filtered = client.get(f"/app/attachments?customer={order.customer_id}").content.decode()
        assert "id card.png" in filtered
        assert client.get(f"/app/attachments?customer={card.pk}").status_code == 404
        posted = {"subjects": [them], "is_sure": "on", "papers": ["x"]}
        assert client.post(address, posted).status_code == 422
        done = client.post(address, posted | {"papers": [str(card.pk)]})
        assert "Files with documents of theirs, removed for good" in client.get(done["Location"]).content.decode()
        assert client.get(reverse("attachment", args=[card.pk])).status_code == 404
        found = pharma.api(ASHA).get("/api/v1/attachments", {"customer_id": str(order.customer_id)})
        assert (found.status_code, found.json()["items"]) == (200, [])

    def test_what_is_not_over_stands_in_the_way_and_the_menu_leads_there(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            line = SalesOrderLineInput(product_id=make.product(actor=asha).pk, quantity=Decimal(1))
            order = make.sales_order(actor=asha, lines=[line], confirm=False)
        client = pharma.client(ASHA)
        address = f"/app/erasures/new?customer={order.customer_id}"
        assert address in client.get(f"/app/customers/{order.customer_id}").content.decode()
        assert "not over yet" in client.get(address).content.decode()
        refused = client.post(address, {"subjects": [f"customer:{order.customer_id}"], "is_sure": "on"})
        assert (refused.status_code, order.number in refused.content.decode()) == (409, True)
        assert client.get("/app/erasures/new").status_code == 404


class TestDeletingOnesAccount:
    ADDRESS = "/app/my-data/deletion"

    def test_it_lists_what_stays_before_and_after_and_is_done_once_proved(self) -> None:
        client = make.organization().client(MAYA)
        assert self.ADDRESS in client.get("/app/my-data").content.decode()
        before = client.get(self.ADDRESS).content.decode()
        assert "entry of the audit log" in before
        assert client.post(self.ADDRESS, {"typed_email": "somebody@example.com"}).status_code == 422
        sent = client.post(self.ADDRESS, {"typed_email": MAYA.email}, follow=True)
        assert sent.redirect_chain == [("/accounts-deleted", 303)]
        assert "entry of the audit log" in sent.content.decode()
        assert "entry of the audit log" not in client.get("/accounts-deleted").content.decode(), "shown once"
        assert client.get("/app/my-data").status_code == 302
        assert not Person.objects.filter(email=MAYA.email).exists()

    def test_the_last_owner_keeps_it_and_who_did_not_prove_who_they_are(self) -> None:
        pharma = make.organization()
        client = pharma.client(ASHA)
        assert "Not yet: you are the only owner here." in client.get(self.ADDRESS).content.decode()
        refused = client.post(self.ADDRESS, {"typed_email": ASHA.email})
        assert (refused.status_code, "only owner of: Demo Pharma" in refused.content.decode()) == (409, True)
        stale = pharma.client(MAYA)
        session = stale.session
        session["account_authentication_methods"] = [{"method": "password", "at": 1}]
        session.save()
        answer = stale.post(self.ADDRESS, {"typed_email": MAYA.email})
        assert is_asked_to_confirm(answer, self.ADDRESS)
        assert Person.objects.filter(email=MAYA.email, is_active=True).exists()


class TestInAWorkspace:
    @pytest.fixture
    def address(self, pharma: Company) -> str:
        values = {"kind": "access", "name": "Tara Sen", "email": "tara@example.com"}
        answer = pharma.client(ASHA).post("/app/principal-requests/new", values)
        assert answer.status_code == 303
        return str(answer["Location"])

    def test_it_is_listed_answered_and_taken_out(self, pharma: Company, address: str) -> None:
        client = pharma.client(ASHA)
        assert "Tara Sen" in client.get("/app/principal-requests?status=open").content.decode()
        assert "tara@example.com" in client.get("/app/principal-requests/export").content.decode()
        shown = client.get(f"{address}/bundle").content.decode()
        assert "Found by" in shown
        assert "found_by" not in shown
        assert client.post(address, {"outcome": "met"}).status_code == 422
        assert client.post(address, {"outcome": "met", "answer": "Sent."}).status_code == 303
        assert "Sent." in client.get(address).content.decode()

    def test_others_and_who_may_not_see_nothing(self, pharma: Company, others: Company, address: str) -> None:
        for each in (address, f"{address}/bundle", f"{address}/bundle/file"):
            assert others.client(OTTO).get(each).status_code == 404
            assert pharma.client(MAYA).get(each).status_code == 403
        assert others.client(OTTO).post(address, {"outcome": "met", "answer": "x"}).status_code == 404
        with tenant_boundary(pharma.id):
            assert PrincipalRequest.objects.get().answered_at is None
