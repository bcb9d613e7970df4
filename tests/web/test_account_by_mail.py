"""Somebody asks by mail for their account to be deleted: written down by the operator, proved by a link, done by them."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.models import Authenticator
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone

from omnistock.domain.departure.asked_for import ProofMissing
from omnistock.domain.rights.models import RightsMessage, RightsRequest
from omnistock.domain.rights.operations import ask_for_proof, close_request
from omnistock.domain.security.models import SecurityEvent
from omnistock.interfaces.cli.rights import command
from omnistock.kernel.errors import NotFound
from omnistock.tenancy.boundary import person_boundary
from omnistock.tenancy.models import Membership, Person
from tests import make
from tests.make import Company
from tests.personas import ASHA, RAVI, Persona
from tests.web.test_rights import OFFICER

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def pharma(file_db: None) -> Company:
    company = make.organization()
    company.join(RAVI)
    return company


def run(*arguments: str) -> str:
    done = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def came_by_mail(persona: Persona, kind: str = "erasure") -> tuple[str, str]:
    """The reference of what the operator wrote down, and the address of its link."""
    sent = ("--kind", kind, "--name", persona.name, "--email", persona.email.upper(), "--came-at", "2026-11-02")
    said = run("record", *sent, "--text", "Please delete my account.")
    reference = said.split()[0]
    request = RightsRequest.objects.get(reference=reference)
    text = ask_for_proof(request_id=request.pk, base_address="/privacy/proof/", officer=OFFICER).text
    return reference, re.search("/privacy/proof/[0-9a-f]{48}", text)[0]  # type: ignore[index]


def deleted_by(person: Person) -> str:
    with person_boundary(person.pk):
        return str(SecurityEvent.objects.get(kind="account_deleted").facts["came_by"])


def test_the_clock_began_when_the_mail_came(pharma: Company) -> None:
    reference, _link = came_by_mail(RAVI)
    request = RightsRequest.objects.get(reference=reference)
    assert (request.received_at.day, request.proof) == (2, "none")
    assert (request.resolve_by - request.received_at.date()).days <= 30
    later = ("record", "--kind", "erasure", "--name", "x", "--email", RAVI.email, "--came-at", "2199-01-01")
    assert "future" in str(CliRunner().invoke(command, later).exception)


def test_whoever_has_the_address_deletes_the_account_by_the_link(pharma: Company) -> None:
    person = make.person(RAVI)
    reference, link = came_by_mail(RAVI)
    browser = Client()
    assert browser.get(f"{link}/account").status_code == 404, "nothing of an account is said before the proof"
    assert f"{link}/account" not in browser.get(link).content.decode()
    assert f"{link}/account" in browser.post(link, follow=True).content.decode()
    page = browser.get(f"{link}/account")
    assert "Demo Pharma" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    refused = browser.post(f"{link}/account", {"typed_email": ASHA.email})
    assert (refused.status_code, Person.objects.get(pk=person.pk).is_active) == (422, True)
    done = browser.post(f"{link}/account", {"typed_email": RAVI.email}, follow=True)
    assert "Your account is deleted" in done.content.decode()
    assert not Person.objects.get(pk=person.pk).is_active
    with pharma.acting(ASHA):
        assert Membership.objects.get(person_id=person.pk).ended_at
    assert deleted_by(person) == "link"
    said = RightsMessage.objects.get(request__reference=reference, kind="reply")
    assert "was deleted on" in said.text
    assert browser.get(f"{link}/account").status_code == 404, "once"


def test_a_mailbox_alone_is_not_enough_where_there_is_a_second_factor(pharma: Company) -> None:
    person = make.person(RAVI)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={})
    reference, link = came_by_mail(RAVI)
    with pytest.raises(ProofMissing):
        run("delete-account", reference)
    browser = Client()
    browser.post(link)
    assert "second factor" in browser.get(f"{link}/account").content.decode()
    assert browser.post(f"{link}/account", {"typed_email": RAVI.email}).status_code == 409
    assert Person.objects.get(pk=person.pk).is_active
    assert "Demo Pharma" in run("delete-account", reference)
    assert deleted_by(person) == "operator"


def test_the_only_owner_is_told_of_the_workspace(pharma: Company) -> None:
    _reference, link = came_by_mail(ASHA)
    browser = Client()
    browser.post(link)
    assert "only owner" in browser.get(f"{link}/account").content.decode()
    assert browser.post(f"{link}/account", {"typed_email": ASHA.email}).status_code == 409
    with pharma.acting(ASHA) as asha:
        assert asha.role == "owner"


def test_no_other_link_deletes_anything(pharma: Company) -> None:
    _reference, access = came_by_mail(RAVI, "access")
    _stranger, unknown = came_by_mail(Persona("Nobody", make.unique("nobody") + "@example.com", "viewer"))
    reference, closed = came_by_mail(RAVI)
    browser = Client()
    for link in (access, unknown, closed):
        browser.post(link)
    close_request(
        request_id=RightsRequest.objects.get(reference=reference).pk,
        outcome="withdrawn",
        text="As you asked.",
        by="Sunil",
        officer=OFFICER,
        now=timezone.now(),
    )
    for link in (access, unknown, closed, "/privacy/proof/" + "0" * 48):
        assert browser.post(f"{link}/account", {"typed_email": RAVI.email}).status_code == 404
        assert f"{link}/account" not in browser.get(link).content.decode()
    with pytest.raises(NotFound):
        run("delete-account", reference)
    assert Person.objects.get(email=RAVI.email).is_active
