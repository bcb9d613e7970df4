"""What a workspace is told, and what it asks, through the API: notices, tickets, incidents."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any
from uuid import UUID

import pytest
from django.utils import timezone

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.incidents.models import Incident, IncidentReceipt
from omnistock.domain.incidents.operations import Query, find_affected, register, send_message, write_message
from omnistock.domain.incidents.words import Contact
from omnistock.domain.notifications.models import Notice
from omnistock.domain.notifications.notices import About, choose_notices, tell, tell_own
from omnistock.domain.support.models import TicketMessage
from omnistock.domain.support.operations import answer_ticket
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actors import support_actor
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.models import ApiKey
from tests import make
from tests.api.test_day import API, done
from tests.make import ApiClient, Company
from tests.personas import ASHA, INES, RAVI, VIDYA
from tests.support.queue import run_waiting

pytestmark = pytest.mark.django_db
FACTS = {"number": "INV-00007", "due_on": "2026-11-20"}


class TestNotices:
    @pytest.fixture
    def notice(self, pharma: Company) -> dict[str, Any]:
        """Asha, who made the key of Ines, is told of an invoice; Ravi of another, and Asha of her own account."""
        with pharma.acting(ASHA) as asha:
            choose_notices(actor=asha, app=["invoice_overdue"])
            tell(actor=asha, kind="invoice_overdue", abouts=[About(uuid7(), FACTS)])
            tell_own(
                actor=asha, kind="new_sign_in", about=About(uuid7(), {"address": "192.0.2.1", "device": "Firefox"})
            )
            return {"id": str(Notice.objects.get(kind="invoice_overdue").pk)}

    def test_they_are_those_of_who_made_the_key_and_are_read_for_them(
        self, pharma: Company, ines: ApiClient, notice: dict[str, Any]
    ) -> None:
        found = done(ines.get(f"{API}/notices"), 200)
        assert [each["id"] for each in found["items"]] == [notice["id"]], "never what is of Asha's own account"
        assert found["unread"] == 1
        assert found["items"][0]["text"] == "Invoice INV-00007 was due on 20 Nov 2026 and is not paid in full."
        assert found["items"][0]["url"].endswith(f"/app/invoices/{found['items'][0]['about_id']}")
        hindi = done(ines.get(f"{API}/notices", {"language": "hi"}), 200)["items"][0]["text"]
        assert "INV-00007" in hindi
        assert hindi != found["items"][0]["text"]
        read = done(ines.post(f"{API}/notices/{notice['id']}/reading"), 200)
        assert read["read_at"] is not None
        assert done(ines.get(f"{API}/notices", {"is_read": "false"}), 200) == {
            "items": [],
            "next_cursor": None,
            "unread": 0,
        }
        with pharma.acting(ASHA):
            assert Notice.objects.get(pk=notice["id"]).read_at is not None
            assert Notice.objects.filter(kind="new_sign_in", read_at=None).count() == 1

    def test_those_that_were_seen_are_marked_at_once(self, ines: ApiClient, notice: dict[str, Any]) -> None:
        before = (timezone.now() - dt.timedelta(days=1)).isoformat()
        wrong = ines.post(f"{API}/notices/reading", {}, **{"Idempotency-Key": "k" * 201})
        assert (wrong.status_code, done(ines.get(f"{API}/notices"), 200)["unread"]) == (422, 1)
        assert done(ines.post(f"{API}/notices/reading", {"until": before}), 200) == {"read": 0, "unread": 1}
        assert done(ines.post(f"{API}/notices/reading"), 200) == {"read": 1, "unread": 0}

    @pytest.mark.parametrize(
        ("scopes", "seen", "marked"),
        [
            (["notices:read", "billing:read"], 200, 403),
            (["notices:write", "billing:read"], 403, 200),
            (["billing:read"], 403, 403),
            (["notices:read", "notices:write", "stock:read"], 404, 404),
        ],
    )
    def test_a_key_is_told_no_more_than_its_scopes_may_know(
        self, pharma: Company, notice: dict[str, Any], scopes: list[str], seen: int, marked: int
    ) -> None:
        key = ApiClient(pharma.key(VIDYA, scopes))
        assert key.get(f"{API}/notices/{notice['id']}").status_code == seen
        assert key.post(f"{API}/notices/{notice['id']}/reading").status_code == marked

    def test_another_organization_and_a_key_of_nobody(
        self, pharma: Company, ines: ApiClient, otto: ApiClient, notice: dict[str, Any]
    ) -> None:
        assert otto.get(f"{API}/notices/{notice['id']}").status_code == 404
        assert otto.post(f"{API}/notices/{notice['id']}/reading").status_code == 404
        assert done(otto.get(f"{API}/notices"), 200)["items"] == []
        with tenant_boundary(pharma.id):
            ApiKey.objects.update(created_by=None)
        answer = ines.get(f"{API}/notices")
        assert (answer.status_code, answer.json()["code"]) == (403, "key_of_nobody")
        assert "Set-up › API keys" in answer.json()["detail"]


class TestTickets:
    ASKED = {
        "subject": "Import stops",
        "text": "Row 7 is refused.",
        "external_id": "JIRA-7",
        "attachments": [{"name": "rows.csv", "content": base64.b64encode(b"a,b\n1,2").decode()}],
    }

    def test_it_is_opened_answered_written_on_and_closed(self, pharma: Company, ines: ApiClient) -> None:
        made = done(ines.post(f"{API}/tickets", self.ASKED))
        at = f"{API}/tickets/{made['id']}"
        assert (made["status"], made["opened_by"], made["external_id"]) == ("open", INES.name, "JIRA-7")
        (said,) = made["messages"]
        (file,) = said["attachments"]
        answer = ines.get(f"{at}/attachments/{file['id']}")
        assert (answer.content, answer["Content-Disposition"]) == (b"a,b\n1,2", 'attachment; filename="rows.csv"')
        self._answered(pharma, made["id"])
        whole = done(ines.get(at), 200)
        assert [(each["is_staff"], each["text"]) for each in whole["messages"]][1] == (True, "Look at column B.")
        assert whole["status"] == "answered"
        (told,) = done(ines.get(f"{API}/notices"), 200)["items"]
        assert told["kind"] == "ticket_answered", "who made the key is told of the answer"
        assert done(ines.post(f"{at}/closure"), 200)["status"] == "closed"
        again = done(ines.post(f"{at}/messages", {"text": "Once more."}), 200)
        assert (again["status"], len(again["messages"])) == ("open", 3)
        assert [each["id"] for each in done(ines.get(f"{API}/tickets", {"status": "open"}), 200)["items"]] == [
            made["id"]
        ]
        with pharma.acting(ASHA):
            events = AuditEvent.objects.filter(subject_id=made["id"]).exclude(api_key_id=None)
            assert sorted(events.values_list("operation", flat=True)) == [
                "support.close_ticket",
                "support.open_ticket",
                "support.write_message",
            ]

    def _answered(self, pharma: Company, ticket_id: str) -> None:
        with tenant_boundary(pharma.id):
            staff = support_actor(
                organization_id=pharma.id,
                person_id=uuid7(),
                name="Sunil",
                permissions=frozenset({"support:staff"}),
                now=timezone.now(),
            )
            answer_ticket(actor=staff, ticket_id=UUID(ticket_id), text="Look at column B.")

    def test_a_request_that_comes_twice_is_done_once(self, ines: ApiClient) -> None:
        made = done(ines.post(f"{API}/tickets", self.ASKED, **{"Idempotency-Key": "one"}))
        assert done(ines.post(f"{API}/tickets", self.ASKED, **{"Idempotency-Key": "one"}))["id"] == made["id"]
        for _each in range(2):
            ines.post(f"{API}/tickets/{made['id']}/messages", {"text": "More."}, **{"Idempotency-Key": "two"})
        assert len(done(ines.get(f"{API}/tickets/{made['id']}"), 200)["messages"]) == 2

    def test_what_is_wrong_is_named_at_once_and_nothing_changes(self, ines: ApiClient) -> None:
        done(ines.post(f"{API}/tickets", self.ASKED))
        answer = ines.post(f"{API}/tickets", {"subject": " ", "text": "", "external_id": "JIRA-7"})
        pointers = {each["pointer"]: each["code"] for each in answer.json()["errors"]}
        assert (answer.status_code, pointers) == (
            422,
            {"/subject": "missing", "/text": "missing", "/external_id": "taken"},
        )
        bad = {"subject": "x", "text": "y", "attachments": [{"name": "a", "content": "no base64!"}]}
        answer = ines.post(f"{API}/tickets", bad)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/attachments/0/content")
        assert len(done(ines.get(f"{API}/tickets"), 200)["items"]) == 1

    def test_others_and_those_who_only_read(self, pharma: Company, ines: ApiClient, otto: ApiClient) -> None:
        made = done(ines.post(f"{API}/tickets", self.ASKED))
        at = f"{API}/tickets/{made['id']}"
        file = made["messages"][0]["attachments"][0]["id"]
        for answer in (
            otto.get(at),
            otto.get(f"{at}/attachments/{file}"),
            otto.post(f"{at}/messages", {"text": "x"}),
            otto.post(f"{at}/closure"),
        ):
            assert answer.status_code == 404
        reader = ApiClient(pharma.key(VIDYA, ["support:read"]))
        assert reader.get(at).status_code == 200
        assert reader.post(f"{at}/closure").status_code == 403
        assert reader.post(f"{API}/tickets", self.ASKED).status_code == 403
        assert ApiClient(pharma.key(RAVI, ["stock:read"])).get(f"{API}/tickets").status_code == 403
        with pharma.acting(ASHA):
            assert TicketMessage.objects.count() == 1


class TestIncidents:
    @pytest.fixture
    def told(self, pharma: Company) -> str:
        """Asha, the owner, was told of an incident; the id of the notice."""
        now = timezone.now()
        values = {"title": "A key was on a web page", "nature": "data_leak", "scope": "Names of customers"}
        moments = {"noticed_at": now - dt.timedelta(hours=1), "aware_at": now - dt.timedelta(hours=1)}
        incident: Incident = register(values=values | moments, is_drill=False, by="Sunil", now=now)
        query = Query("workspace", str(pharma.id))
        find_affected(incident_id=incident.pk, query=query, by="Sunil", now=now)
        contact = Contact("Demo Operator", "security@example.com")
        message = write_message(incident_id=incident.pk, audience="admins", contact=contact, by="Sunil", now=now)
        send_message(message_id=message.pk, by="Sunil", now=now)
        run_waiting()
        with tenant_boundary(pharma.id):
            return str(IncidentReceipt.objects.get().notice_id)

    def test_what_was_told_is_read_with_its_proof_and_as_paper(self, ines: ApiClient, told: str) -> None:
        (head,) = done(ines.get(f"{API}/incidents"), 200)["items"]
        assert (head["id"], head["audience"], head["told"], head["seen"]) == (told, "admins", 1, 0)
        whole = done(ines.get(f"{API}/incidents/{told}"), 200)
        assert "Names of customers" in whole["text"]
        assert [(each["name"], each["is_mailed"], each["seen_at"]) for each in whole["receipts"]] == [
            (ASHA.name, False, None)
        ], "a program that reads it is not the person who was told"
        hindi = done(ines.get(f"{API}/incidents/{told}", {"language": "hi"}), 200)
        assert hindi["text"] != whole["text"]
        assert hindi["text"].count("Names of customers") == 1
        assert ines.get(f"{API}/incidents/{told}.pdf").content.startswith(b"%PDF")

    def test_another_organization_and_a_key_without_the_scope(
        self, pharma: Company, otto: ApiClient, told: str
    ) -> None:
        key = ApiClient(pharma.key(RAVI, ["support:read"]))
        for path in ("", ".pdf"):
            assert otto.get(f"{API}/incidents/{told}{path}").status_code == 404
            assert key.get(f"{API}/incidents/{told}{path}").status_code == 403
        assert done(otto.get(f"{API}/incidents"), 200)["items"] == []
        assert key.get(f"{API}/incidents").status_code == 403
        with make.organization(name="Third").acting(ASHA):
            assert IncidentReceipt.objects.count() == 0
