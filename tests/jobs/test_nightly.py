"""What the worker does by itself, on committed data: sealing, and the nightly proof."""

from __future__ import annotations

import subprocess

import psycopg
import pytest
from django.utils import timezone

from omnistock.domain.audit.models import AuditEvent, AuditLink
from omnistock.domain.audit.sealing import broken_links
from omnistock.domain.ledger import integrity
from omnistock.domain.ledger.integrity import last_integrity_report
from omnistock.domain.ledger.types import Difference
from omnistock.domain.ledger.verification import verify
from omnistock.domain.notifications.models import WorkspaceMail
from omnistock.domain.privacy.checks import last_answers
from omnistock.interfaces.jobs import tasks
from omnistock.interfaces.jobs.tenant import NOTHING_TO_DO
from omnistock.tenancy.actor import Actor
from tests import make
from tests.make import ApiClient, Company
from tests.personas import ASHA, INES, VIDYA, Persona
from tests.support.server import server

CATALOG_PROGRAM = Persona("Catalog", "catalog@example.com", None)

pytestmark = pytest.mark.usefixtures("live_db")


@pytest.fixture
def pharma(live_db: None) -> Company:
    return make.organization()


class TestPromises:
    def test_a_process_of_its_own_answers_each_and_what_is_broken_is_told(
        self, caplog: pytest.LogCaptureFixture
    ) -> None:
        began = timezone.now()
        tasks.check_promises_job.func(timestamp=0)
        answers = last_answers()
        assert all(answer.checked_at and answer.checked_at > began for answer in answers)
        broken = [answer.promise for answer in answers if answer.result == "failed"]  # of what other tests left
        assert [record.args[0] for record in caplog.records if "is broken" in record.msg] == broken

    @pytest.mark.parametrize(
        ("variable", "value", "told"),
        [
            ("DATABASE_URL", "postgresql://app@127.0.0.1:9/none", "cannot be reached"),
            ("SIGN_UP", "x", "SIGN_UP must be"),
        ],
    )
    def test_what_did_not_begin_is_told_and_the_job_fails(
        self, variable: str, value: str, told: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setenv(variable, value)
        with pytest.raises(tasks.NotChecked):
            tasks.check_promises_job.func(timestamp=0)
        assert "promises were not checked" in caplog.text
        assert told in caplog.text

    def test_what_does_not_end_is_killed_and_told(
        self, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(tasks, "PROMISES_SECONDS", 0)
        with pytest.raises(tasks.NotChecked):
            tasks.check_promises_job.func(timestamp=0)
        assert "promises were not checked: it took more than 0 seconds" in caplog.text


class TestIntegrity:
    def test_there_is_no_report_before_the_first_night(self, pharma: Company) -> None:
        with pharma.acting(ASHA) as asha:
            assert last_integrity_report(actor=asha) is None

    def test_the_report_says_when_and_what(self, pharma: Company) -> None:
        tasks.check_integrity_job.func(organization_id=str(pharma.id))
        with pharma.acting(ASHA) as asha:
            report = last_integrity_report(actor=asha)
            assert report is not None
            assert report.differences == 0
            assert report.checked_at <= asha.now

    def test_a_difference_is_kept_and_told(
        self, pharma: Company, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        def found(*, actor: Actor) -> list[Difference]:
            return [Difference("balance", "MAIN", "5", "4")]

        monkeypatch.setattr(integrity, "verify", found)
        tasks.check_integrity_job.func(organization_id=str(pharma.id))
        with pharma.acting(ASHA):
            event = AuditEvent.objects.get(operation="ledger.check_integrity")
            assert event.after == {"differences": 1, "checks": ["balance"], "first": ["balance MAIN: expected 5"]}
        assert f"organization {pharma.id}: 1 differences" in caplog.text

    def test_a_planted_difference_is_seen_everywhere_and_stays(
        self,
        pharma: Company,
        database_name: str,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        with pharma.acting(ASHA) as asha:
            product = make.product(actor=asha, sku="DM-0142")
            make.received(actor=asha, product=product, quantity="40")
        plant_a_difference(pharma, database_name)
        tasks.check_integrity_job.func(organization_id=str(pharma.id))

        assert f"organization {pharma.id}: " in caplog.text
        # The published policy names no mail of this, so the owner reads it in the app, and the operator in the log.
        with pharma.acting(ASHA):
            assert not WorkspaceMail.objects.exists()
        assert "The nightly proof found" in pharma.client(ASHA).get("/app/notices").content.decode()
        api = pharma.api(INES).get("/api/v1/integrity").json()
        assert api["differences"] > 0
        assert api["checked_at"]
        owner, reader = (pharma.client(each).get("/app/").content.decode() for each in (ASHA, VIDYA))
        for page in (owner, reader):
            assert f"Stock integrity: {api['differences']} difference" in page
        assert "The nightly proof found" in owner
        assert "The nightly proof found" not in reader
        with pharma.acting(ASHA) as asha:
            assert len(verify(actor=asha)) == api["differences"], "nothing is repaired silently"

    def test_the_api_says_that_there_was_none_yet_and_needs_its_scope(self, pharma: Company) -> None:
        assert pharma.api(INES).get("/api/v1/integrity").json() == {"checked_at": None, "differences": None}
        assert ApiClient(pharma.key(CATALOG_PROGRAM, ["catalog:read"])).get("/api/v1/integrity").status_code == 403


def plant_a_difference(company: Company, database: str) -> None:
    """What no door of the product can do: a balance is changed by hand, as the owner of the tables."""
    with psycopg.connect(server().url("owner", database=database)) as connection:
        connection.execute("SELECT set_config('app.organization_id', %s, true)", [str(company.id)])
        done = connection.execute("UPDATE omnistock.balance SET on_hand = on_hand + 1 WHERE on_hand > 0")
        assert done.rowcount == 1


class TestSealing:
    def test_every_event_gets_its_link(self, pharma: Company) -> None:
        tasks.seal_audit.func(timestamp=0)
        with pharma.acting(ASHA) as asha:
            assert AuditLink.objects.count() == AuditEvent.objects.count() > 0
            assert list(broken_links(actor=asha)) == []

    def test_one_organization_that_fails_leaves_the_others_theirs(
        self, pharma: Company, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        later = make.organization(name="Later", gstin="")
        sealed = tasks.seal

        def failing(*, actor: Actor) -> int:
            if actor.organization_id == pharma.id:
                raise RuntimeError("its chain is locked")
            return sealed(actor=actor)

        monkeypatch.setattr(tasks, "seal", failing)
        with pytest.raises(ExceptionGroup, match="1 organizations"):
            tasks.seal_audit.func(timestamp=0)
        with later.acting(ASHA):
            assert AuditLink.objects.count() == AuditEvent.objects.count()


class TestBackups:
    def test_the_register_says_that_they_ran_where_they_did(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("DATABASE_BACKUP_URL", raising=False)
        assert tasks.back_up.func(timestamp=0) == NOTHING_TO_DO
        monkeypatch.setenv("DATABASE_BACKUP_URL", "postgresql://backup@192.0.2.7/omnistock")
        failed = subprocess.CompletedProcess([], 1, "", "no room on the disk")
        monkeypatch.setattr(tasks.subprocess, "run", lambda *_arguments, **_named: failed)
        with pytest.raises(tasks.BackupFailed):
            tasks.back_up.func(timestamp=0)
