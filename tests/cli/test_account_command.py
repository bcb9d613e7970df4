"""`omnistock account`: out everywhere, and a lost factor taken away; both are in the security log."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from click.testing import CliRunner
from django.test import Client

from omnistock.domain.security.models import SecurityEvent
from omnistock.interfaces.cli.account import command
from omnistock.tenancy.boundary import person_boundary
from tests import make
from tests.personas import ASHA, PASSWORD

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Any:
    return CliRunner().invoke(command, [*arguments, "--why", "Called back on the known number"])


def signed_in() -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": ASHA.email, "password": PASSWORD})
    return client


def test_somebody_is_signed_out_everywhere() -> None:
    person = make.person(ASHA)
    first, second = signed_in(), signed_in()
    assert first.get("/app/profile").status_code == 200
    assert run("end-sessions", ASHA.email.upper()).output == "2 sessions are ended.\n"
    assert [client.get("/app/profile").status_code for client in (first, second)] == [302, 302]
    with person_boundary(person.pk):
        event = SecurityEvent.objects.get(kind="session_ended", door="cli")
        assert (event.facts["by"], event.facts["why"]) == ("operator", "Called back on the known number")


def test_lost_factors_are_taken_away_with_every_session() -> None:
    person = make.person(ASHA)
    inside = signed_in()
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=person, type=kind, data={})
    assert run("forget-factors", ASHA.email).output == "2 factors are taken away, and every session is ended.\n"
    assert not Authenticator.objects.filter(user=person).exists()
    assert inside.get("/app/profile").status_code == 302
    with person_boundary(person.pk):
        assert SecurityEvent.objects.filter(kind="factor_removed", door="cli").count() == 2


def test_nobody_is_there() -> None:
    answer = run("end-sessions", "nobody@example.com")
    assert (answer.exit_code, answer.output) == (1, "Error: There is no account nobody@example.com.\n")
