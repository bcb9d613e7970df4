"""What the worker does by itself, on committed data: sealing, and the nightly proof."""

from __future__ import annotations

import pytest

from omnistock.domain.audit.models import AuditEvent, AuditLink
from omnistock.domain.audit.sealing import broken_links
from omnistock.domain.ledger import integrity
from omnistock.domain.ledger.integrity import last_integrity_report
from omnistock.domain.ledger.types import Difference
from omnistock.interfaces.jobs import tasks
from omnistock.tenancy.actor import Actor
from tests import make
from tests.make import Company
from tests.personas import ASHA

pytestmark = pytest.mark.usefixtures("live_db")


@pytest.fixture
def pharma(live_db: None) -> Company:
    return make.organization()


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
            assert event.after == {"differences": 1, "first": ["balance MAIN: expected 5"]}
        assert f"organization {pharma.id}: 1 differences" in caplog.text


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
