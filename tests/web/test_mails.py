"""What becomes of a workspace's mails: over the wire, told by the signed webhook, shown to who runs the workspace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.notifications.models import Mail, Notice, ProviderEvent, StoppedAddress, WorkspaceMail
from omnistock.domain.notifications.notices import About, choose_notices, tell
from omnistock.domain.notifications.operations import send_mail
from omnistock.kernel.ids import uuid7
from tests.make import ApiClient, Company
from tests.personas import ANIL, ASHA, INES, MAYA, OTTO, RAVI, Persona
from tests.support import resend
from tests.support.pages import statements
from tests.support.queue import run_waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def provider(settings: Any) -> Iterator[resend.Resend]:
    with resend.serve() as state:
        resend.use(settings, state)
        yield state


def told(company: Company, count: int = 1) -> None:
    """Asha asks for mail and the app, and is told."""
    with company.acting(ASHA) as asha:
        choose_notices(actor=asha, mail=["order_dispatched"], app=["order_dispatched"])
        for at in range(count):
            facts = {"order": f"SO-{at}", "warehouse": "Main", "number": f"D-{at}"}
            tell(actor=asha, kind="order_dispatched", abouts=[About(uuid7(), facts)])
    run_waiting()


def hear(said: Any, **how: Any) -> int:
    body, headers = resend.signed(said, **{"at": timezone.now(), **how})
    return (
        Client(enforce_csrf_checks=True)
        .post("/webhooks/mail", body, content_type="application/json", headers=headers)
        .status_code
    )


def status(company: Company) -> str:
    with company.acting(ASHA):
        return WorkspaceMail.objects.get().status


class TestOverTheWire:
    def test_one_click_unsubscribing_is_in_its_head(self, pharma: Company, provider: resend.Resend) -> None:
        told(pharma)
        with pharma.acting(ASHA):
            mail = WorkspaceMail.objects.get()
        assert (mail.status, mail.text) == ("sent", "")
        assert provider.last["headers"] == {
            "List-Unsubscribe": f"<{mail.unsubscribe_url}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
        assert provider.last["tags"] == [{"name": "mail", "value": f"{pharma.id}_{mail.id}"}]
        assert mail.unsubscribe_url in provider.last["html"]


class TestTheWebhook:
    def test_delivered_then_unwanted_and_no_more_mail(self, pharma: Company, provider: resend.Resend) -> None:
        told(pharma)
        sent = provider.last
        assert hear(resend.event("email.delivered", sent)) == 204
        assert status(pharma) == "delivered"
        assert hear(resend.event("email.complained", sent)) == 204
        assert hear(resend.event("email.delivered", sent)) == 204, "late, and no news"
        assert status(pharma) == "complained"
        with pharma.acting(ASHA):
            assert AuditEvent.objects.get(operation="notifications.stop_mail").subject_name == ASHA.email
        before = len(provider.requests)
        told(pharma)
        assert len(provider.requests) == before
        with pharma.acting(ASHA):
            assert WorkspaceMail.objects.filter(status="suppressed").count() == 1

    def test_what_bounced_for_now_stops_nothing(self, pharma: Company, provider: resend.Resend) -> None:
        told(pharma)
        assert hear(resend.event("email.bounced", provider.last, bounce={"type": "Transient"})) == 204
        assert status(pharma) == "bounced"
        assert not StoppedAddress.objects.exists()

    def test_account_mails_too(self, provider: resend.Resend) -> None:
        send_mail(kind="password_reset", recipient=ASHA.email, subject="x", text="x")
        run_waiting()
        assert hear(resend.event("email.bounced", provider.last, bounce={"type": "Permanent"})) == 204
        assert Mail.objects.get().status == "bounced"
        assert StoppedAddress.objects.get().reason == "bounced"

    def test_a_forgery_an_old_one_and_a_repetition_change_nothing(
        self, pharma: Company, provider: resend.Resend
    ) -> None:
        told(pharma)
        said = resend.event("email.complained", provider.last)
        now = timezone.now()
        other = "whsec_c29tZWJvZHkgZWxzZSdzIHNlY3JldA=="
        assert hear(said, secret=other) == 400
        assert hear(said, at=now - dt.timedelta(minutes=6)) == 400
        assert hear(said, at=now + dt.timedelta(minutes=6)) == 400
        body, headers = resend.signed(said, at=now)
        for broken in (
            {**headers, "svix-signature": ""},
            {**headers, "svix-signature": "v2," + headers["svix-signature"][3:]},
            {**headers, "svix-id": "msg_other"},
            {**headers, "svix-timestamp": "now"},
            {},
        ):
            answer = Client().post("/webhooks/mail", body, content_type="application/json", headers=broken)
            assert answer.status_code == 400
        changed = body.replace(b"complained", b"delivered ")
        answer = Client().post("/webhooks/mail", changed, content_type="application/json", headers=headers)
        assert answer.status_code == 400
        assert status(pharma) == "sent"
        assert hear({"type": "email.delivered"}, message_id="msg_1") == 204
        assert hear(said, message_id="msg_1") == 204
        assert status(pharma) == "sent", "a message id is taken once"
        for nonsense in ([], "x", {"type": 7}, {"data": {"tags": 3}}):
            assert hear(nonsense) == 400
        assert hear({"type": "email.bounced", "data": {"tags": {"mail": "1_2"}}}) == 204
        assert not StoppedAddress.objects.exists()

    def test_a_workspace_is_told_of_its_own_mails_only(
        self, pharma: Company, others: Company, provider: resend.Resend
    ) -> None:
        told(pharma)
        said = resend.event("email.complained", provider.last)
        said["data"]["tags"]["mail"] = f"{others.id}_{said['data']['tags']['mail'][-36:]}"
        assert hear(said) == 204
        said["data"]["tags"]["mail"] = f"{uuid7()}_{uuid7()}"
        assert hear(said) == 204
        assert status(pharma) == "sent"

    def test_without_a_secret_it_is_not_there(self, settings: Any) -> None:
        settings.RESEND_WEBHOOK_SECRET = ""
        assert hear({"type": "email.delivered"}) == 404

    def test_whoever_opens_a_mail_is_nobodys_business(self, provider: resend.Resend) -> None:
        assert hear({"type": "email.opened", "data": {}}) == 204
        assert ProviderEvent.objects.get().kind == "email.opened"


class TestThePage:
    def test_it_shows_state_and_address_to_who_runs_the_workspace(
        self, pharma: Company, others: Company, provider: resend.Resend
    ) -> None:
        told(pharma)
        hear(resend.event("email.bounced", provider.last))
        page = pharma.client(ANIL).get("/app/mails").content.decode()
        assert ASHA.email in page
        assert "Bounced" in page
        assert "Send there again" in page
        assert ASHA.email not in others.client(OTTO).get("/app/mails").content.decode()
        for persona in (MAYA, RAVI):
            assert pharma.client(persona).get("/app/mails").status_code == 403
        csv = b"".join(pharma.client(ANIL).get("/app/mails/export")).decode()
        assert ASHA.email in csv

    def test_the_api_tells_the_same_and_asks_for_its_scope(
        self, pharma: Company, others: Company, provider: resend.Resend
    ) -> None:
        told(pharma)
        hear(resend.event("email.bounced", provider.last))
        (found,) = pharma.api(INES).get("/api/v1/mails?status=bounced").json()["items"]
        assert (found["recipient"], found["kind"], found["attempts"]) == (ASHA.email, "order_dispatched", 1)
        assert pharma.api(INES).get("/api/v1/mails?status=queued").json()["items"] == []
        assert pharma.api(INES).get("/api/v1/mails?status=nonsense").status_code == 422
        assert others.api(INES).get("/api/v1/mails").json()["items"] == []
        reader = ApiClient(pharma.key(Persona("Reader", "reader@example.com", None), ["sales:read"]))
        assert reader.get("/api/v1/mails").status_code == 403

    def test_a_bounce_is_lifted_with_a_line_in_the_trail(
        self, pharma: Company, others: Company, provider: resend.Resend
    ) -> None:
        told(pharma)
        hear(resend.event("email.bounced", provider.last))
        with pharma.acting(ASHA):
            path = f"/app/mails/{WorkspaceMail.objects.get().id}/resumption"
        assert others.client(OTTO).post(path).status_code == 404
        assert pharma.client(RAVI).post(path).status_code == 403
        assert StoppedAddress.objects.exists()
        assert pharma.client(ANIL).post(path).status_code == 303
        assert not StoppedAddress.objects.exists()
        with pharma.acting(ASHA):
            assert AuditEvent.objects.get(operation="notifications.resume_mail").subject_name == ASHA.email

    def test_that_mail_is_unwanted_only_its_owner_takes_back(self, pharma: Company, provider: resend.Resend) -> None:
        told(pharma)
        hear(resend.event("email.complained", provider.last))
        with pharma.acting(ASHA):
            path = f"/app/mails/{WorkspaceMail.objects.get().id}/resumption"
        assert pharma.client(ANIL).post(path).status_code == 409
        asha = pharma.client(ASHA)
        assert "marked our mail as unwanted" in asha.get("/app/notices/choices").content.decode()
        assert asha.post("/app/notices/own-mail-resumption").status_code == 303
        assert not StoppedAddress.objects.exists()

    def test_it_takes_the_same_statements_for_one_and_for_many(self, pharma: Company) -> None:
        told(pharma)
        asha = pharma.client(ASHA)
        one = statements(asha, "/app/mails"), statements(asha, "/app/notices")
        told(pharma, 30)
        assert (statements(asha, "/app/mails"), statements(asha, "/app/notices")) == one


class TestInTheApp:
    def test_unread_until_it_is_read(self, pharma: Company) -> None:
        asha = pharma.client(ASHA)
        assert "Nothing to read." in asha.get("/app/notices").content.decode()
        told(pharma, 2)
        page = asha.get("/app/notices").content.decode()
        assert "Order SO-1 left Main with dispatch D-1." in page
        assert page.count("data-unread") == 2
        assert "notice-count" in asha.get("/app/products").content.decode()
        with pharma.acting(ASHA):
            first = Notice.objects.order_by("id")[0]
        answer = asha.post(f"/app/notices/{first.id}/reading")
        assert answer.headers["Location"] == f"/app/dispatches/{first.about_id}"
        assert asha.get("/app/notices").content.decode().count("data-unread") == 1
        assert asha.post("/app/notices").status_code == 303
        assert "notice-count" not in asha.get("/app/notices").content.decode()

    def test_anothers_notice_is_not_there(self, pharma: Company, others: Company) -> None:
        told(pharma)
        with pharma.acting(ASHA):
            notice = Notice.objects.get()
        for client in (pharma.client(ANIL), others.client(OTTO)):
            assert client.post(f"/app/notices/{notice.id}/reading").status_code == 404
            assert "SO-0" not in client.get("/app/notices").content.decode()
            client.post("/app/notices")
        with pharma.acting(ASHA):
            assert Notice.objects.get().read_at is None

    def test_the_pages_of_the_register_are_there(self) -> None:
        from django.urls import resolve

        from omnistock.domain.notifications.kinds import NOTICE_KINDS

        for kind in NOTICE_KINDS.values():
            for path in (kind.page.format(id=uuid7(), ticket_id=uuid7()), kind.pages.partition("?")[0]):
                assert resolve(path), path
