"""`omnistock incident`: a drill from the first line to its end."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from omnistock.domain.incidents.models import Incident
from omnistock.interfaces.cli.incident import command
from tests import make

pytestmark = pytest.mark.django_db
NOTICED = "2026-01-05T10:00"


def run(*arguments: str) -> str:
    done = CliRunner().invoke(command, arguments, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.output


def test_a_drill_is_walked_to_its_end() -> None:
    pharma = make.organization(gstin="")
    by = ("--by", "Sunil")
    title = make.unique("Stolen laptop")
    reference = run("register", title, "--nature", "data_breach", "--noticed", NOTICED, "--drill", *by).strip()
    assert f"DRILL {reference}" in run("list")
    assert "should have been told" in run("list")
    found = run("affected", reference, "--way", "workspace", "--subject", str(pharma.id), "--with-members", *by)
    assert found == "1 workspaces and 1 people more\n"
    assert run("unreached", reference).strip() == pharma.owner.email
    run("note", reference, "--text", "The disk was sealed", "--at", NOTICED, *by)
    for clock in ("cert_in", "board_first", "board_detail"):
        run("told", reference, clock, "--text", "by form", *by)
    for clock in ("people", "admins"):
        run("leave-out", reference, clock, "--text", "a drill", *by)
    run("close", reference, "--text", "Walked", *by)
    assert "The disk was sealed" in run("show", reference)
    assert Incident.objects.get(reference=reference).state == "closed"
