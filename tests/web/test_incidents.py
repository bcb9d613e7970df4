"""Incidents in the operator's console and in the workspaces that they concern (promise P15)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from uuid import UUID

import psycopg
import pytest
from django.test import Client
from django.utils import timezone

from omnistock.domain.incidents.models import Incident, IncidentEntry, IncidentReceipt
from omnistock.domain.incidents.operations import deliver_notice
from omnistock.tenancy.actors import system_actor
from omnistock.tenancy.boundary import tenant_boundary
from tests import make
from tests.make import Company
from tests.personas import ASHA
from tests.support.server import server
from tests.web.test_console import SUNIL, browser


@pytest.fixture
def staff(live_db: None, database_name: str) -> Iterator[Client]:
    """Sunil's browser, staff for one test."""
    person = make.person(SUNIL)
    with psycopg.connect(server().url("owner", database=database_name), autocommit=True) as owner:
        owner.execute("INSERT INTO omnistock.staff (person_id, reason) VALUES (%s, 'tests')", [person.pk])
        yield browser()
        owner.execute("DELETE FROM omnistock.staff WHERE person_id = %s", [person.pk])


@pytest.fixture
def pharma(live_db: None) -> Company:
    return make.organization(name="Incident Pharma", gstin="")


def moment(*, hours_ago: float = 0) -> str:
    return f"{timezone.now() - dt.timedelta(hours=hours_ago):%Y-%m-%dT%H:%M}"


def registered(client: Client, **values: str) -> Incident:
    form = {"title": make.unique("A key was on a web page"), "nature": "data_leak", "is_personal": "on"}
    form |= {"noticed_at": moment(hours_ago=7), "aware_at": moment(hours_ago=1)} | values
    answer = client.post("/console/incidents/new", form)
    assert answer.status_code == 303, answer.content.decode()
    return Incident.objects.get(pk=answer["Location"].rpartition("/")[2])


class TestTheRegister:
    def test_clocks_run_and_are_stopped_and_it_is_closed(self, staff: Client) -> None:
        incident = registered(staff)
        page = f"/console/incidents/{incident.pk}"
        shown = staff.get(page).content.decode()
        assert "CERT-In: should have been told by" in shown
        assert "Board, first intimation: to be told without delay" in shown
        assert incident.title in staff.get("/console/incidents").content.decode()
        assert incident.reference in staff.get("/console/").content.decode(), "it stands where staff look first"
        assert staff.post(page, {"do": "close", "close-text": "Over."}).status_code == 409, "nobody was told"
        answer = staff.post(page, {"do": "told", "told-clock": "cert_in"})
        assert answer.status_code == 422
        assert 'id="id_told-text_error"' in answer.content.decode()
        for clock in ("cert_in", "board_first", "board_detail"):
            told = {"do": "told", "told-clock": clock, "told-text": "Form sent, no. 7", "told-happened_at": moment()}
            assert staff.post(page, told).status_code == 303
        left = {"do": "not-needed", "not-needed-clock": "people", "not-needed-text": "Nobody is known by it"}
        assert staff.post(page, left).status_code == 303
        assert "Told late" in staff.get(page).content.decode(), "CERT-In had six hours"
        assert staff.post(page, {"do": "close", "close-text": "The key is dead."}).status_code == 303
        assert staff.post(page, {"do": "note", "note-text": "Afterwards"}).status_code == 409, "it is over"
        assert "The key is dead." in staff.get(page).content.decode()
        assert IncidentEntry.objects.filter(incident=incident, kind="told").count() == 3

    def test_bad_input_says_where_and_keeps_what_was_typed(self, staff: Client) -> None:
        form = {"title": "", "nature": "nonsense", "place": "The queue", "noticed_at": moment(hours_ago=-3)}
        answer = staff.post("/console/incidents/new", form | {"aware_at": "never"})
        assert answer.status_code == 422
        assert "id_aware_at_error" in answer.content.decode()
        answer = staff.post("/console/incidents/new", form)
        shown = answer.content.decode()
        assert answer.status_code == 422
        assert all(f"id_{name}_error" in shown for name in ("title", "nature", "noticed_at"))
        assert "The queue" in shown
        before = {"noticed_at": moment(), "aware_at": moment(hours_ago=1), "title": "x", "nature": "other"}
        assert "Nobody is aware of it before" in staff.post("/console/incidents/new", before).content.decode()

    def test_two_who_write_at_once_are_told(self, staff: Client) -> None:
        incident = registered(staff)
        page = f"/console/incidents/{incident.pk}"
        form = {"do": "record", "title": incident.title, "nature": "data_leak", "version": "1", "scope": "Names"}
        assert staff.post(page, form).status_code == 303
        assert staff.post(page, form | {"scope": "Other"}).status_code == 409
        incident.refresh_from_db()
        assert incident.scope == "Names"

    def test_nobody_else_finds_it(self, staff: Client, pharma: Company) -> None:
        incident = registered(staff)
        for client in (pharma.client(ASHA), browser(factor=False)):
            for page in ("/console/incidents", f"/console/incidents/{incident.pk}"):
                assert client.get(page).status_code in (404, 403)
        assert pharma.client(ASHA).post(f"/console/incidents/{incident.pk}", {"do": "close"}).status_code == 404
        assert staff.get(f"/console/incidents/{pharma.id}").status_code == 404


class TestTelling:
    def test_from_the_list_to_the_proof_and_the_papers(self, staff: Client, pharma: Company, settings) -> None:
        settings.OPERATOR = {"SECURITY_EMAIL": "security@example.com"}
        incident = registered(staff, scope="Names of customers")
        page = f"/console/incidents/{incident.pk}"
        answer = staff.post(f"{page}/affected", {"way": "address", "subject": "nonsense"})
        assert answer.status_code == 422
        assert "id_subject_error" in answer.content.decode()
        assert staff.post(f"{page}/affected", {"way": "workspace", "subject": str(pharma.id)}).status_code == 303
        assert "Incident Pharma" in staff.get(f"{page}/affected").content.decode()
        message = staff.post(f"{page}/messages", {"audience": "admins"})["Location"]
        shown = staff.get(message).content.decode()
        assert "Names of customers" in shown
        form = {"do": "send", "subject": "What happened", "text": "Names of customers were seen."}
        assert staff.post(message, form | {"text": ""}).status_code == 422
        assert staff.post(message, form).status_code == 303
        with tenant_boundary(pharma.id):
            actor = system_actor(organization_id=pharma.id, door="job", now=timezone.now())
            deliver_notice(actor=actor, message_id=UUID(message.rpartition("/")[2]))
            deliver_notice(actor=actor, message_id=UUID(message.rpartition("/")[2]))
            (receipt,) = IncidentReceipt.objects.all()
        shown = staff.get(page).content.decode()
        assert str(receipt.membership_id) in shown
        assert ASHA.name not in shown, "the console knows no names of people"
        assert "Security incident" in pharma.client(ASHA).get("/app/notices").content.decode()
        assert (
            "Names of customers were seen."
            in pharma.client(ASHA).get(f"/app/incidents/{receipt.notice_id}").content.decode()
        )
        paper = staff.get(f"{page}/reports/board_detail.pdf")
        assert paper.content.startswith(b"%PDF")
        assert staff.get(f"{page}/reports/nobody.pdf").status_code == 404

    def test_without_an_address_no_notice_is_written(self, staff: Client, settings) -> None:
        settings.OPERATOR = {}
        incident = registered(staff)
        answer = staff.post(f"/console/incidents/{incident.pk}/messages", {"audience": "admins"}, follow=True)
        assert "Set SECURITY_EMAIL first" in answer.content.decode()
