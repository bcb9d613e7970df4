"""Who is affected by an incident, what they are told, and the proof for each (promise P15)."""

from __future__ import annotations

import dataclasses
import datetime as dt
from types import MappingProxyType
from typing import Any

import pytest
from django.utils import timezone

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.incidents import notices, queries
from omnistock.domain.incidents.models import Incident, IncidentMessage, IncidentNotice, IncidentReceipt
from omnistock.domain.incidents.operations import (
    AlreadySent,
    AlreadyTold,
    ContactMissing,
    NobodyAffected,
    Query,
    change_message,
    find_affected,
    register,
    send_message,
    send_to_late,
    take_off,
    write_message,
)
from omnistock.domain.incidents.report import REPORTS, Evidence, report_pdf
from omnistock.domain.incidents.words import Contact
from omnistock.domain.notifications import kinds
from omnistock.domain.notifications.models import Notice, WorkspaceMail
from omnistock.domain.security.operations import record
from omnistock.kernel import policy
from omnistock.kernel.errors import Invalid
from omnistock.tenancy.boundary import tenant_boundary
from tests import make
from tests.make import Company
from tests.personas import ASHA, OTTO, RAVI, VIDYA
from tests.support.queue import run_waiting

pytestmark = pytest.mark.django_db
BY = "Sunil Support"
CONTACT = Contact("Demo Operator", "security@example.com")


@pytest.fixture(scope="module")
def pharma(file_db: None) -> Company:
    company = make.organization(gstin="")
    company.join(RAVI)
    return company


@pytest.fixture(scope="module")
def ottos(file_db: None) -> Company:
    return make.organization(owner=OTTO, name="Otto Trading", gstin="")


def registered(*, is_drill: bool = False) -> Incident:
    now = timezone.now() - dt.timedelta(hours=1)
    values = {"title": "A key was on a web page", "nature": "data_leak", "noticed_at": now, "aware_at": now}
    values |= {"scope": "Names of customers", "mitigation": "The key is dead"}
    return register(values=values, is_drill=is_drill, by=BY, now=timezone.now())


def found(incident: Incident, way: str, subject: object = "", **more: Any) -> tuple[int, int]:
    query = Query(way, str(subject), **more)
    made = find_affected(incident_id=incident.pk, query=query, by=BY, now=timezone.now())
    return made.workspaces, made.people


def written(incident: Incident, audience: str = "admins") -> IncidentMessage:
    return write_message(incident_id=incident.pk, audience=audience, contact=CONTACT, by=BY, now=timezone.now())


def sent(incident: Incident, audience: str = "admins") -> IncidentMessage:
    message = written(incident, audience)
    send_message(message_id=message.pk, by=BY, now=timezone.now())
    run_waiting()
    return message


def state_of(incident: Incident, clock: str) -> str:
    row = queries.incident_row(incident_id=incident.pk, now=timezone.now())
    return {each.name: each.state for each in row.clocks}[clock]


def receipts(company: Company) -> list[str]:
    with tenant_boundary(company.id):
        return sorted(IncidentReceipt.objects.values_list("membership__person__email", flat=True))


class TestWhoIsAffected:
    def test_by_an_address_an_account_and_a_workspace(self, pharma: Company, ottos: Company) -> None:
        incident = registered()
        with pharma.acting(RAVI) as ravi:
            record(actor=dataclasses.replace(ravi, address="192.0.2.199"), kind="export")
        assert found(incident, "address", "192.0.2.199") == (1, 1)
        assert found(incident, "address", "192.0.2.199") == (0, 0), "looked up again it is the same"
        assert found(incident, "address", "192.0.2.200") == (0, 0)
        before = timezone.now() - dt.timedelta(days=1)
        assert found(incident, "address", "192.0.2.199", until=before) == (0, 0)
        assert found(incident, "email", OTTO.email) == (1, 1), "an account, in the workspaces that it works in"
        assert found(incident, "workspace", pharma.id, with_members=True) == (0, 1), "Asha; Ravi was there"
        row = queries.incident_row(incident_id=incident.pk, now=timezone.now())
        assert (row.workspaces, row.people) == (2, 3)

    @pytest.mark.parametrize(
        ("way", "subject"), [("address", "x"), ("email", "no@example.com"), ("api_key", "1"), ("", "")]
    )
    def test_nonsense_is_refused_by_name(self, way: str, subject: str) -> None:
        incident = registered()
        with pytest.raises(Invalid):
            found(incident, way, subject)

    def test_it_is_taken_off_with_a_reason_until_it_was_told(self, pharma: Company, ottos: Company) -> None:
        incident = registered()
        found(incident, "workspace", pharma.id)
        found(incident, "workspace", ottos.id)
        who = {"incident_id": incident.pk, "by": BY, "now": timezone.now()}
        with pytest.raises(Invalid):
            take_off(**who, organization_id=ottos.id, text="")
        take_off(**who, organization_id=ottos.id, text="Not their key")
        sent(incident)
        assert receipts(ottos) == []
        with pytest.raises(AlreadyTold):
            take_off(**who, organization_id=pharma.id, text="Too late")


class TestTheNotice:
    def test_admins_and_people_are_told_in_the_app_with_a_receipt_each(self, pharma: Company, ottos: Company) -> None:
        incident = registered()
        found(incident, "workspace", pharma.id)
        found(incident, "email", RAVI.email)
        assert state_of(incident, "admins") == "waiting"
        message = sent(incident)
        assert "Names of customers" in message.text
        assert "security@example.com" in message.text
        assert state_of(incident, "admins") == "done"
        assert state_of(incident, "people") == "near"
        assert receipts(pharma) == [ASHA.email]
        sent(incident, "people")
        assert state_of(incident, "people") == "done"
        assert receipts(pharma) == [ASHA.email, RAVI.email]
        assert receipts(ottos) == []
        with tenant_boundary(pharma.id):
            assert set(Notice.objects.values_list("kind", flat=True)) == {"incident"}
            assert not WorkspaceMail.objects.exists(), "the published policy names no such mail"
            assert AuditEvent.objects.filter(operation="incidents.deliver_notice").count() == 2
        assert notices.unreached(incident_id=incident.pk) == []

    def test_by_mail_where_the_published_policy_names_it(
        self, pharma: Company, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kind = kinds.MailKind("incident_notice", "Tells of an incident", at_most=10)
        now = policy.published()
        named = policy.PolicyVersion(now.number + 1, now.published_on, now.mail_kinds | {"incident_notice"})
        for module in ("kinds", "operations", "backend", "unsubscribing", "sending"):
            name = f"omnistock.domain.notifications.{module}.MAIL_KINDS"
            with_it = MappingProxyType({**kinds.MAIL_KINDS, "incident_notice": kind})
            monkeypatch.setattr(name, with_it, raising=False)
        monkeypatch.setattr(policy, "VERSIONS", (*policy.VERSIONS, named))
        incident = registered()
        found(incident, "workspace", pharma.id)
        sent(incident)
        with tenant_boundary(pharma.id):
            assert [each.recipient for each in WorkspaceMail.objects.all()] == [ASHA.email]
            assert IncidentReceipt.objects.get().is_mailed

    def test_it_is_edited_until_it_is_sent_and_never_afterwards(self, pharma: Company) -> None:
        incident = registered()
        message = written(incident)
        assert written(incident).pk == message.pk, "one unsent notice for each"
        with pytest.raises(NobodyAffected):
            send_message(message_id=message.pk, by=BY, now=timezone.now())
        found(incident, "workspace", pharma.id)
        change_message(message_id=message.pk, subject="What happened", text="All of it", by=BY, now=timezone.now())
        send_message(message_id=message.pk, by=BY, now=timezone.now())
        run_waiting()
        with tenant_boundary(pharma.id):
            assert IncidentNotice.objects.get().text == "All of it"
        with pytest.raises(AlreadySent):
            change_message(message_id=message.pk, subject="x", text="y", by=BY, now=timezone.now())
        with pytest.raises(AlreadySent):
            send_message(message_id=message.pk, by=BY, now=timezone.now())
        with pytest.raises(ContactMissing):
            write_message(
                incident_id=incident.pk, audience="admins", contact=Contact("", ""), by=BY, now=timezone.now()
            )

    def test_each_reads_it_in_their_own_language(self, pharma: Company) -> None:
        incident = registered()
        found(incident, "workspace", pharma.id)
        message = written(incident)
        assert "What happened, and what is concerned" in message.text
        assert "क्या हुआ, और किससे जुड़ा है" in message.text_hi
        assert "Names of customers" in message.text_hi, "our own words stand in both, until they are translated"
        sent(incident)
        asha = pharma.client(ASHA)
        with tenant_boundary(pharma.id):
            path = f"/app/incidents/{IncidentNotice.objects.get().pk}"
        assert "किससे जुड़ा है" not in asha.get(path).content.decode()
        asha.post("/app/appearance", {"language": "hi"})
        page = asha.get(path).content.decode()
        assert "क्या हुआ, और किससे जुड़ा है" in page
        assert "What happened, and what is concerned" in page, "what was written stands beside it"
        assert asha.get(f"{path}/paper").content.startswith(b"%PDF")

    def test_who_is_found_later_is_told_too_and_the_clock_runs_meanwhile(self, pharma: Company, ottos: Company) -> None:
        incident = registered()
        found(incident, "workspace", pharma.id)
        sent(incident)
        found(incident, "workspace", ottos.id)
        assert state_of(incident, "admins") == "waiting"
        assert send_to_late(incident_id=incident.pk) == 1
        run_waiting()
        assert state_of(incident, "admins") == "done"
        assert receipts(ottos) == [OTTO.email]
        assert receipts(pharma) == [ASHA.email], "told once"

    def test_a_drill_comes_to_nobody(self, pharma: Company) -> None:
        drill = registered(is_drill=True)
        found(drill, "workspace", pharma.id, with_members=True)
        message = written(drill)
        assert message.subject.startswith("DRILL")
        assert message.text.startswith("DRILL")
        with pytest.raises(Invalid):
            change_message(message_id=message.pk, subject="A real one", text="x", by=BY, now=timezone.now())
        sent(drill)
        assert state_of(drill, "admins") == "done"
        assert receipts(pharma) == []
        with tenant_boundary(pharma.id):
            assert not Notice.objects.exists()


class TestReadingIt:
    def test_for_whom_it_is_for_and_who_reads_all(self, pharma: Company, ottos: Company) -> None:
        incident = registered()
        found(incident, "email", RAVI.email)
        pharma.join(VIDYA)
        sent(incident, "people")
        with tenant_boundary(pharma.id):
            notice = IncidentNotice.objects.get()
        page = f"/app/incidents/{notice.pk}"
        assert notice.subject in pharma.client(ASHA).get("/app/incidents").content.decode()
        with tenant_boundary(pharma.id):
            assert IncidentReceipt.objects.get().seen_at is None, "Asha looked, who was not the one told"
        assert "Names of customers" in pharma.client(RAVI).get(page).content.decode()
        with tenant_boundary(pharma.id):
            assert IncidentReceipt.objects.get().seen_at is not None
        assert pharma.client(VIDYA).get(page).status_code == 404, "neither told nor allowed to read all"
        assert pharma.client(VIDYA).get("/app/incidents").status_code == 403
        assert ottos.client(OTTO).get(page).status_code == 404
        assert "Names of customers" in pharma.client(ASHA).get("/app/incidents/export").content.decode()

    @pytest.mark.parametrize("to", list(REPORTS))
    def test_the_report_is_a_paper(self, pharma: Company, to: str) -> None:
        incident = registered(is_drill=to == "cert_in")
        found(incident, "workspace", pharma.id)
        evidence = Evidence(
            row=queries.incident_row(incident_id=incident.pk, now=timezone.now()),
            entries=queries.entries_of(incident_id=incident.pk),
            workspaces=queries.workspaces_of(incident_id=incident.pk),
            proofs=[],
        )
        assert report_pdf(to=to, evidence=evidence, contact=CONTACT, now=timezone.now()).startswith(b"%PDF")
