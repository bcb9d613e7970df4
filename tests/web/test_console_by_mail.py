"""What came by mail is written down in the console: a privacy request, an account's deletion, a workspace's deletion."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from omnistock.domain.departure.models import Departure
from omnistock.domain.notifications.models import Notice
from omnistock.domain.rights.models import RightsRequest
from omnistock.domain.security.models import SecurityEvent
from omnistock.interfaces.cli import departure
from omnistock.tenancy.boundary import person_boundary
from omnistock.tenancy.models import Organization, Person
from tests import make
from tests.cli.test_organization_command import run
from tests.make import Company
from tests.personas import ASHA, RAVI, Persona
from tests.web.test_console import SUNIL, browser, pharma, staff

__all__ = ["pharma", "staff"]
CAME = timezone.now().replace(second=0, microsecond=0) - dt.timedelta(days=3)
WHEN = f"{CAME:%Y-%m-%dT%H:%M}"


@pytest.fixture(autouse=True)
def officer(settings: Any) -> None:
    settings.OPERATOR = {"GRIEVANCE_EMAIL": "grievance@example.com"}


def written_down(client: Client, email: str, **values: str) -> tuple[str, RightsRequest]:
    """The page of a request that came by mail, and the request."""
    asked = {"kind": "erasure", "name": "Ravi", "email": email, "came_at": WHEN, "language": "hi", **values}
    sent = client.post("/console/privacy/new", asked)
    assert sent.status_code == 303, sent.content.decode()
    return sent["Location"], RightsRequest.objects.get(pk=sent["Location"].rsplit("/", 1)[1])


def deleting(client: Client, page: str, **values: str) -> Any:
    return client.post(page, {"do": "delete-account", "why": "Called the number on file", **values})


class TestARequest:
    def test_its_clocks_count_from_the_mail(self, staff: None, pharma: Company) -> None:
        client = browser()
        assert "Write one down" in client.get("/console/privacy").content.decode()
        page, made = written_down(client, "ravi@mail.example")
        assert (made.received_at, made.language, made.proof) == (CAME, "hi", "none")
        assert made.reference in client.get(page).content.decode()
        sunil = make.person(SUNIL)
        with person_boundary(sunil.pk):
            kept = SecurityEvent.objects.filter(kind="request_recorded", person_id=sunil.pk)
            assert kept.latest("id").facts == {"what": made.reference}

    def test_every_fault_is_told_at_once(self, staff: None, pharma: Company) -> None:
        before = RightsRequest.objects.count()
        future = f"{timezone.now() + dt.timedelta(days=1):%Y-%m-%dT%H:%M}"
        for came_at, said in (("", "Say when the mail came"), (future, "in the future")):
            shown = browser().post("/console/privacy/new", {"kind": "grievance", "email": "x", "came_at": came_at})
            assert shown.status_code == 422
            for field in ("came_at", "name", "email", "text"):
                assert f'href="#id_{field}"' in shown.content.decode(), field
            assert said in shown.content.decode()
        assert RightsRequest.objects.count() == before

    def test_nobody_else_writes_one(self, staff: None, pharma: Company) -> None:
        for page in ("/console/privacy/new", f"/console/accounts/{pharma.id}/departure"):
            assert pharma.client(ASHA).get(page).status_code == 404
            assert browser(factor=False).get(page).status_code == 403
            assert Client().get(page).status_code == 302


class TestAnAccount:
    def test_is_deleted_once_its_address_is_proved(self, staff: None, pharma: Company) -> None:
        leaver = Persona("Leaver", make.unique("leaver") + "@example.com", "viewer")
        pharma.join(leaver)
        person, client = make.person(leaver), browser()
        page, made = written_down(client, leaver.email)
        assert "delete-account" not in client.get(page).content.decode()
        assert deleting(client, page, typed_email=leaver.email).status_code == 409, "not proved"
        RightsRequest.objects.filter(pk=made.pk).update(proof="link", proved_at=timezone.now())
        assert "delete-account" in client.get(page).content.decode()
        refused = deleting(client, page, typed_email=RAVI.email, why="")
        assert refused.status_code == 422
        assert {'href="#id_typed_email"', 'href="#id_why"'} <= set(refused.content.decode().replace(">", " ").split())
        assert Person.objects.get(pk=person.pk).is_active
        assert deleting(client, page, typed_email=leaver.email.upper()).status_code == 303
        assert not Person.objects.get(pk=person.pk).is_active
        shown = client.get(page).content.decode()
        assert "delete-account" not in shown, "once"
        assert "Console Pharma" not in shown, "where somebody works is none of the staff's business"
        with person_boundary(person.pk):
            facts = SecurityEvent.objects.get(kind="account_deleted", person_id=person.pk).facts
        assert facts == {"came_by": "operator", "staff": SUNIL.name, "why": "Called the number on file"}

    def test_of_the_only_owner_stays_and_no_workspace_is_named(self, staff: None, pharma: Company) -> None:
        client = browser()
        page, made = written_down(client, ASHA.email)
        RightsRequest.objects.filter(pk=made.pk).update(proof="link", proved_at=timezone.now())
        refused = deleting(client, page, typed_email=ASHA.email)
        assert refused.status_code == 409
        assert "without an owner" in refused.content.decode()
        assert "Console Pharma" not in refused.content.decode()
        assert make.person(ASHA).is_active


class TestAWorkspace:
    def test_waits_for_its_owner_who_is_told(self, staff: None, pharma: Company) -> None:
        client, page = browser(), f"/console/accounts/{pharma.id}/departure"
        assert page in client.get("/console/accounts?q=console").content.decode()
        assert "Nothing is deleted" in client.get(page).content.decode()
        assert client.post(page, {"came_at": ""}).status_code == 422
        assert client.post(page, {"came_at": WHEN, "reason": "We close."}).status_code == 303
        shown = client.get(page).content.decode()
        assert "its owners are told" in shown
        assert "/departures/" not in shown, "who holds the link may delete the workspace"
        assert client.post(page, {"came_at": WHEN}).status_code == 409
        with pharma.acting(ASHA):
            made = Departure.objects.get()
            assert (made.status, made.came_at, made.asked_by_id) == ("unconfirmed", CAME, None)
            assert Organization.objects.get().purge_at is None
            assert Notice.objects.get(about_id=made.pk).kind == "deletion_came_by_mail"
        assert "A request came by mail" in pharma.client(ASHA).get("/app/settings/departure").content.decode()
        link = run(departure.command, "link", str(pharma.id)).output.strip()
        assert "Somebody asked by mail" in Client().get("/departures/" + link.rsplit("/", 1)[1]).content.decode()

    def test_that_is_not_there(self, staff: None, pharma: Company) -> None:
        page = "/console/accounts/01890000-0000-7000-8000-000000000000/departure"
        assert browser().get(page).status_code == 404
        assert browser().post(page, {"came_at": WHEN}).status_code == 404
