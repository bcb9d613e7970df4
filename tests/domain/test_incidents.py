"""Incidents: what the rules see, the clocks, the notices and their proof, drills, and the live check of promise P15."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from omnistock.domain.incidents import queries
from omnistock.domain.incidents.models import Incident, IncidentPerson, IncidentWorkspace
from omnistock.domain.incidents.operations import (
    close_incident,
    delete_incidents_before,
    dismiss_incident,
    leave_out,
    register,
    take_up,
    tell_by_hand,
    told_due,
    watch,
)
from omnistock.domain.privacy.checks import CHECKS
from omnistock.domain.privacy.models import JobRun
from omnistock.domain.security.operations import record, record_of_account
from omnistock.kernel.ids import uuid7
from tests import make
from tests.make import Company
from tests.personas import ASHA

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
BY = "Sunil Support"
HAND = ("cert_in", "board_first", "board_detail")


@pytest.fixture(autouse=True)
def alone(settings: Any) -> None:
    """What tests that commit left is not looked at, in this test's own transaction."""
    Incident.objects.all().delete()
    settings.OPERATOR = {"SECURITY_EMAIL": "security@example.com", "OPERATOR_NAME": "Demo Operator"}


@pytest.fixture(scope="module")
def pharma(file_db: None) -> Company:
    return make.organization(gstin="")


def registered(*, now: dt.datetime | None = None, is_drill: bool = False, **values: Any) -> Incident:
    moment = now or timezone.now()
    known = {"title": "A laptop was stolen", "nature": "data_breach", "noticed_at": moment, "aware_at": moment} | values
    return register(values=known, is_drill=is_drill, by=BY, now=moment)


def states(incident: Incident, now: dt.datetime) -> dict[str, str]:
    return {clock.name: clock.state for clock in queries.incident_row(incident_id=incident.pk, now=now).clocks}


def ended(incident: Incident, now: dt.datetime) -> Incident:
    for clock in HAND:
        tell_by_hand(incident_id=incident.pk, clock=clock, text="by form", by=BY, now=now)
    leave_out(incident_id=incident.pk, clock="people", text="nobody is known", by=BY, now=now)
    return close_incident(incident_id=incident.pk, text="over", by=BY, now=now)


def opened(rule: str, now: dt.datetime) -> list[Incident]:
    return [each for each in watch(now=now) if each.rule == rule]


class TestTheClocks:
    def test_each_runs_from_its_own_moment(self) -> None:
        now = timezone.now()
        incident = registered(now=now, noticed_at=now - 5 * HOUR)
        waiting = {"board_first": "near", "people": "near", "admins": "asleep", "board_detail": "waiting"}
        assert states(incident, now) == {"cert_in": "near", **waiting}
        assert states(incident, now + 2 * HOUR)["cert_in"] == "overdue"
        assert states(incident, now + 71 * HOUR)["board_detail"] == "near"
        late = states(incident, now + 73 * HOUR)
        assert {late[name] for name in ("board_first", "people", "board_detail")} == {"overdue"}
        assert any(f"{incident.reference}: CERT-In" in each for each in told_due(now=now + 2 * HOUR))

    def test_without_personal_data_only_cert_in_is_told(self) -> None:
        now = timezone.now()
        found = states(registered(now=now, is_personal=False), now)
        assert [name for name, state in found.items() if state != "asleep"] == ["cert_in"]

    def test_the_database_holds_what_must_be(self) -> None:
        incident = registered()
        for broken in ({"state": "closed"}, {"aware_at": None}, {"aware_at": incident.noticed_at - HOUR}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Incident.objects.filter(pk=incident.pk).update(**broken)

    def test_what_is_over_its_time_is_forgotten_whole(self) -> None:
        now = timezone.now()
        incident = ended(registered(now=now), now)
        assert delete_incidents_before(moment=now) == 0
        assert delete_incidents_before(moment=now + HOUR) == 1
        assert not queries.entries_of(incident_id=incident.pk)


class TestDetection:
    def test_a_burst_opens_one_draft_for_its_cause(self, pharma: Company) -> None:
        now = timezone.now()
        for _each in range(30):
            record_of_account(kind="sign_in_failed", now=now, address="192.0.2.77", outcome="refused")
        (draft,) = opened("sign_ins_from_address", now)
        assert (draft.state, draft.cause) == ("draft", "sign_ins_from_address:192.0.2.77")
        assert opened("sign_ins_from_address", now) == [], "seen again it is the same"
        dismiss_incident(incident_id=draft.pk, text="Our own test", by=BY, now=now)
        assert opened("sign_ins_from_address", now) == [], "what was judged is not judged again"
        for _each in range(30):
            record_of_account(kind="sign_in_failed", now=now + HOUR, address="192.0.2.77", outcome="refused")
        assert len(opened("sign_ins_from_address", now + HOUR)) == 1, "but what came after is"

    def test_fewer_and_older_ones_are_everyday(self) -> None:
        now = timezone.now()
        for each in range(40):
            at = now if each < 29 else now - 2 * HOUR
            record_of_account(kind="sign_in_failed", now=at, address="192.0.2.78", outcome="refused")
        assert [each for each in opened("sign_ins_from_address", now) if "192.0.2.78" in each.cause] == []

    @pytest.mark.parametrize(
        ("rule", "kind", "outcome", "count"),
        [
            ("mass_export", "export", "done", 40),
            ("refused_reads", "not_ours", "refused", 15),
            ("integrity", "integrity_difference", "done", 1),
        ],
    )
    def test_what_is_done_in_a_workspace_names_it(
        self, pharma: Company, rule: str, kind: str, outcome: str, count: int
    ) -> None:
        with pharma.acting(ASHA) as asha:
            for _each in range(count):
                record(actor=asha, kind=kind, outcome=outcome)
        (draft,) = [
            each for each in opened(rule, timezone.now()) if str(asha.person_id) in each.cause or rule == "integrity"
        ]
        place = IncidentWorkspace.objects.get(incident=draft)
        assert (place.organization_reference, place.how) == (pharma.id, f"rule {rule}")
        assert IncidentPerson.objects.get(incident=draft).person_reference == asha.person_id

    def test_a_key_in_a_new_place_but_not_in_its_first(self, pharma: Company) -> None:
        now, key = timezone.now(), uuid7()
        with pharma.acting(ASHA) as asha:
            from omnistock.domain.security.models import SecurityEvent

            def used(at: dt.datetime) -> None:
                SecurityEvent.objects.create(
                    at=at, kind="api_key_new_place", outcome="done", organization_reference=asha.organization_id,
                    api_key_id=key, door="api", facts={"network": "198.51.100.0/24"},
                )  # fmt: skip

            used(now - 48 * HOUR)
        assert opened("key_new_place", now - 47.5 * HOUR) == []
        with pharma.acting(ASHA):
            used(now)
        assert [each.cause for each in opened("key_new_place", now)] == [f"key_new_place:{key}"]

    def test_taken_up_its_clocks_run_and_the_nightly_proof_is_seen(self, pharma: Company) -> None:
        now = timezone.now()
        with pharma.acting(ASHA) as asha:
            record(actor=asha, kind="integrity_difference", count=2)
        (draft,) = opened("integrity", now)
        assert f"{draft.reference}: a draft waits" in " ".join(told_due(now=now))
        taken = take_up(incident_id=draft.pk, values={}, by=BY, now=now + HOUR)
        assert taken.state == "open"
        assert states(taken, now + HOUR)["admins"] == "waiting", "a workspace is affected"


class TestTheLiveCheck:
    def result(self, now: dt.datetime) -> tuple[str, str]:
        outcome = CHECKS["P15"](now)
        return outcome.result, " ".join(outcome.details)

    def test_it_asks_for_a_drill_and_an_address_and_then_passes(self, settings: Any) -> None:
        now = timezone.now()
        JobRun.objects.all().delete()
        assert self.result(now)[0] == "operator"
        assert "No drill" in self.result(now)[1]
        ended(registered(now=now, is_drill=True), now)
        assert self.result(now) == ("passed", self.result(now)[1])
        assert "everybody told in time" in self.result(now)[1]
        assert self.result(now + dt.timedelta(days=366))[0] == "operator", "once a year"
        settings.OPERATOR = {}
        assert self.result(now)[0] == "operator"

    def test_it_fails_when_somebody_waits_too_long_and_is_well_again_when_they_were_told(self) -> None:
        now = timezone.now()
        JobRun.objects.all().delete()
        ended(registered(now=now, is_drill=True), now)
        registered(now=now, is_drill=True, title="A drill that nobody ends")
        incident = registered(now=now)
        assert self.result(now + 5 * HOUR)[0] == "passed"
        assert self.result(now + 7 * HOUR)[0] == "failed"
        assert f"{incident.reference}: CERT-In" in self.result(now + 7 * HOUR)[1]
        ended(incident, now + 7 * HOUR)
        assert self.result(now + 7 * HOUR)[0] == "passed"

    def test_a_draft_is_judged_and_the_log_is_watched(self, pharma: Company) -> None:
        now = timezone.now()
        JobRun.objects.all().delete()
        ended(registered(now=now, is_drill=True), now)
        JobRun.objects.create(name="watch_for_incidents", finished_at=now)
        assert self.result(now + HOUR)[0] == "passed"
        assert self.result(now + 7 * HOUR)[0] == "failed", "nobody watches"
        JobRun.objects.all().delete()
        with pharma.acting(ASHA) as asha:
            record(actor=asha, kind="integrity_difference")
        watch(now=now)
        assert self.result(now + HOUR)[0] == "passed"
        assert self.result(now + 7 * HOUR)[0] == "operator"
        assert self.result(now + 73 * HOUR)[0] == "failed"
