"""The agreement about processing (promise P18): who may bind the business accepts the text that they read."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from omnistock.domain.agreements.dpa import CURRENT, VERSIONS
from omnistock.domain.agreements.models import Agreement
from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.notifications.models import Notice
from omnistock.domain.privacy.checks.settled import sub_processors_are_listed
from omnistock.domain.privacy.models import SubProcessorNotice
from omnistock.domain.privacy.operations import note_run
from omnistock.domain.privacy.processors import announce
from omnistock.interfaces.jobs.tasks import tell_sub_processors
from omnistock.kernel.errors import Invalid
from tests.make import Company
from tests.personas import ANIL, ASHA, OTTO, RAVI

pytestmark = pytest.mark.django_db

READ = {"version": CURRENT.number, "text_sha256": CURRENT.sha256, "function": "Proprietor", "confirmed": "on"}
# What was published stays as it was: a change of the text is a new version with a digest of its own.
PUBLISHED = {"1": "bcfb7d2385ae1378bad90d9b9efccaa742e92915be3c6a9041fb83ee9f0dd459"}


def test_a_published_text_is_never_edited() -> None:
    assert {number: version.sha256 for number, version in VERSIONS.items()} == PUBLISHED


def test_everyone_can_read_it() -> None:
    shown = Client().get("/dpa").content.decode()
    assert CURRENT.sha256 in shown
    assert Client().get("/dpa.pdf").content.startswith(b"%PDF")


class TestAccepting:
    def test_an_owner_accepts_and_takes_it_away(self, pharma: Company, others: Company) -> None:
        client = pharma.client(ASHA)
        assert client.get("/app/agreements/dpa.pdf").status_code == 404
        assert client.post("/app/agreements", READ).status_code == 303
        with pharma.acting(ASHA):
            kept = Agreement.objects.get()
            assert (kept.kind, kept.version, kept.text_sha256) == ("dpa", CURRENT.number, CURRENT.sha256)
            assert (kept.person_name, kept.function, kept.address) == (ASHA.name, "Proprietor", "127.0.0.1")
            assert AuditEvent.objects.filter(operation="agreements.accept_dpa").count() == 1
        assert client.get("/app/agreements/dpa.pdf").content.startswith(b"%PDF")
        assert "Proprietor" in client.get("/app/agreements.csv").getvalue().decode()
        assert "Proprietor" not in others.client(OTTO).get("/app/agreements").content.decode()

    def test_a_text_that_was_not_read_is_not_accepted(self, pharma: Company) -> None:
        client = pharma.client(ASHA)
        for wrong in ({"text_sha256": "0" * 64}, {"version": "0"}, {"function": ""}, {"confirmed": ""}):
            answer = client.post("/app/agreements", READ | wrong)
            assert answer.status_code in (409, 422)
        with pharma.acting(ASHA):
            assert not Agreement.objects.exists()

    def test_who_may_not_bind_the_business_is_kept_out(self, pharma: Company) -> None:
        assert pharma.client(RAVI).post("/app/agreements", READ).status_code == 403
        assert pharma.client(RAVI).get("/app/agreements/processing.pdf").status_code == 403

    def test_clauses_are_asked_for_and_records_made(self, pharma: Company) -> None:
        client = pharma.client(ASHA)
        assert client.post("/app/agreements/clauses", {"module": "two", "function": "Director"}).status_code == 303
        assert client.post("/app/agreements/clauses", {"module": "nine", "function": "Director"}).status_code == 422
        assert client.get("/app/agreements/processing.pdf").content.startswith(b"%PDF")
        with pharma.acting(ASHA):
            assert [(each.kind, each.version) for each in Agreement.objects.all()] == [("scc", "two")]


class TestSubProcessors:
    NOW = timezone.now()

    def test_a_change_is_announced_thirty_days_ahead(self, db: None) -> None:
        with pytest.raises(Invalid, match="The earliest day is"):
            announce(name="Sentry", starts_on=self.NOW.date() + dt.timedelta(days=29), now=self.NOW)
        announce(name="Sentry", starts_on=self.NOW.date() + dt.timedelta(days=31), now=self.NOW)
        assert "receives data from" in Client().get("/subprocessors").content.decode()

    def test_owners_and_admins_are_told_in_the_app_once(self, pharma: Company) -> None:
        announce(name="Sentry", starts_on=self.NOW.date() + dt.timedelta(days=31), now=self.NOW)
        for persona in (ANIL, RAVI):
            pharma.join(persona)
        late = self.NOW + dt.timedelta(days=2)
        assert sub_processors_are_listed(late).result == "failed", "nobody was told"
        for _twice in range(2):
            tell_sub_processors.func(organization_id=str(pharma.id))
        with pharma.acting(ASHA):
            told = Notice.objects.filter(kind="sub_processor_announced")
            assert set(told.values_list("membership__person__name", flat=True)) == {ASHA.name, ANIL.name}
            assert told.count() == 2
        assert (
            "Sentry will receive data as our sub-processor" in pharma.client(ASHA).get("/app/notices").content.decode()
        )
        note_run(name="tell_sub_processors", now=self.NOW)
        assert sub_processors_are_listed(late).result == "passed"

    def test_one_that_is_switched_on_without_notice_needs_the_operator(self, pharma: Company, settings) -> None:
        assert sub_processors_are_listed(self.NOW).result == "passed"
        settings.POSTHOG_KEY = "phc_practice"
        assert sub_processors_are_listed(self.NOW).result == "operator"
        assert not SubProcessorNotice.objects.get(name="PostHog").was_ahead
        assert sub_processors_are_listed(self.NOW + dt.timedelta(days=31)).result == "passed"
