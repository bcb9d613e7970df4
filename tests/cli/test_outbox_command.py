"""`omnistock outbox`: on a server without a provider, who runs it reads the link that confirms the first account."""

from __future__ import annotations

from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client

from omnistock.interfaces.cli.outbox import command
from tests import make
from tests.personas import ASHA, FARID

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked(django_capture_on_commit_callbacks: Any) -> None:
    """Asha asked for a new password."""
    make.person(ASHA)
    with django_capture_on_commit_callbacks(execute=True):
        Client().post("/accounts/password/reset/", {"email": ASHA.email})


def test_it_prints_the_kept_mail_with_its_link(asked: None) -> None:
    said = CliRunner().invoke(command, ["--to", ASHA.email.upper()]).output
    assert ASHA.email in said
    assert "/accounts/password/reset/key/" in said
    assert CliRunner().invoke(command, ["--to", FARID.email]).output == "No mail is kept.\n"


def test_not_where_a_provider_sends_them(asked: None, settings: Any) -> None:
    settings.RESEND_API_KEY = "re_test"
    answer = CliRunner().invoke(command, [])
    assert answer.exit_code == 1
    assert ASHA.email not in answer.output
