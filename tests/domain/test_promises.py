"""Every promise's check: kept on a fresh installation, and seen as broken when it is broken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

import psycopg
import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import override_settings
from django.utils import timezone

from omnistock.domain.drafts.models import FormDraft
from omnistock.domain.identity.factors import seal
from omnistock.domain.incidents.models import Incident
from omnistock.domain.notifications.models import Mail, Notice, ProviderEvent, WorkspaceMail
from omnistock.domain.notifications.notices import About, choose_notices, tell
from omnistock.domain.privacy.catalog import tables_by_tenancy
from omnistock.domain.privacy.checks import CHECKS, check_promises, last_answers, last_kept
from omnistock.domain.privacy.models import BackupRun, PromiseCheck
from omnistock.domain.privacy.operations import empty_stores, record_backup
from omnistock.domain.privacy.promises import PROMISES
from omnistock.domain.privacy.retention import RULES, WITHOUT_RULE
from omnistock.domain.webhooks.models import WebhookDelivery
from omnistock.interfaces.jobs.tasks import check_promises_if_never
from omnistock.interfaces.web.views.public import SECTIONS
from omnistock.kernel.ids import uuid7
from omnistock.tenancy import limits
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.directory import organization_ids
from omnistock.tenancy.models import Person
from tests import make
from tests.personas import ASHA
from tests.support import resend
from tests.support.queue import waiting
from tests.support.server import server

NAMED = {
    "OPERATOR_NAME": "Demo Operator",
    "OPERATOR_ADDRESS": "1 Example Road, Pune",
    "PRIVACY_EMAIL": "privacy@example.com",
    "SECURITY_EMAIL": "security@example.com",
    "GRIEVANCE_EMAIL": "grievance@example.com",
    "GRIEVANCE_OFFICER_NAME": "Nobody In Particular",
    "DPO_EMAIL": "dpo@example.com",
    "DATA_REGION": "Mumbai",
}


def forget_what_other_tests_left() -> None:
    """Tests that commit fill tables with rows that no gateway wrote; here, in a transaction, they are not looked at."""
    Person.objects.update(password="!")
    Mail.objects.all().delete()
    Incident.objects.all().delete()
    for organization_id in organization_ids():
        with tenant_boundary(organization_id):
            for model in (WorkspaceMail, Notice, FormDraft, WebhookDelivery):
                model.objects.all().delete()


def failed_jobs() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'")
        return int(cursor.fetchone()[0])


def result_of(promise: str) -> str:
    return CHECKS[promise](timezone.now()).result


class TestTheRegister:
    def test_there_are_nineteen_and_the_policy_prints_each_once(self) -> None:
        assert list(PROMISES) == [f"P{number}" for number in range(1, 20)]
        assert sorted(name for section in SECTIONS for name in section.promises) == sorted(PROMISES)

    @pytest.mark.django_db
    def test_every_table_has_a_retention_rule(self) -> None:
        """Tables of a workspace go with it; every other is in a rule, or holds nothing of anybody."""
        ruled = {table for rule in RULES.values() for table in rule.tables}
        tables = tables_by_tenancy()
        found = {name for name, _reason in tables.global_tables}
        assert found - ruled - WITHOUT_RULE == set()
        assert (ruled | WITHOUT_RULE) - found - set(tables.tenant) == set()


@pytest.mark.django_db
class TestAFreshInstallation:
    def test_nothing_is_broken_and_the_operator_is_told_what_to_give(self, settings) -> None:
        settings.PASSWORD_HASHERS = ["omnistock.domain.identity.passwords.Bcrypt12"]  # tests hash cheaply
        forget_what_other_tests_left()
        answers = {answer.promise: answer for answer in check_promises(now=timezone.now())}
        assert [answer for answer in answers.values() if answer.result == "failed"] == []
        assert {name for name, answer in answers.items() if answer.result == "operator"} == {
            *("P5", "P15", "P16", "P17", "P19")
        }
        assert "GRIEVANCE_OFFICER_NAME" in answers["P16"].details[0]

    def test_what_the_operator_gives_is_seen(self, settings) -> None:
        settings.OPERATOR = NAMED
        now = timezone.now()
        record_backup(kind="backup", started_at=now, finished_at=now, file="x", size_bytes=1)
        assert {name: result_of(name) for name in ("P5", "P16", "P17", "P19")} == {
            "P5": "passed",
            "P16": "passed",
            "P17": "passed",
            "P19": "passed",
        }

    def test_the_last_answer_of_each_is_kept(self) -> None:
        assert {answer.result for answer in last_answers()} == {"unchecked"}
        first = timezone.now() - dt.timedelta(days=1)
        PromiseCheck.objects.create(promise="P12", result="passed", details=[], checked_at=first)
        PromiseCheck.objects.create(promise="P12", result="failed", details=["x"], checked_at=timezone.now())
        assert {answer.promise: answer.result for answer in last_answers()}["P12"] == "failed"
        assert last_kept() == {"P12": first}

    def test_the_first_is_asked_for_once_and_never_again(self) -> None:
        for _start in range(2):
            check_promises_if_never()
        assert [task for task, _arguments in waiting()] == ["check_promises"]
        connection.cursor().execute("DELETE FROM procrastinate_jobs")
        PromiseCheck.objects.create(promise="P12", result="passed", details=[], checked_at=timezone.now())
        check_promises_if_never()
        assert waiting() == []

    def test_a_check_that_breaks_has_failed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(now: dt.datetime) -> None:
            raise RuntimeError("no")

        monkeypatch.setitem(CHECKS, "P2", broken)
        (found,) = [answer for answer in check_promises(now=timezone.now()) if answer.promise == "P2"]
        assert found.result == "failed"
        assert found.details == ("The check itself broke: RuntimeError.",)


@pytest.mark.django_db
class TestABrokenPromise:
    def test_another_hasher_or_a_foreign_hash(self, settings) -> None:
        settings.PASSWORD_HASHERS = ["omnistock.domain.identity.passwords.Bcrypt12"]
        Person.objects.update(password="!")
        assert result_of("P1") == "passed"
        person = Person.objects.create_user("weak.hash@example.com", None, name="Asha Rao")
        assert result_of("P1") == "passed", "no password at all is no weak one"
        Person.objects.filter(pk=person.pk).update(password="pbkdf2_sha256$1$x$y")
        assert result_of("P1") == "failed"
        Person.objects.filter(pk=person.pk).update(password="bcrypt_sha256$$2b$04$x")
        assert result_of("P1") == "failed"
        Person.objects.update(password="!")
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        assert result_of("P1") == "failed"

    def test_passwords_that_everybody_uses_or_an_open_factor(self, settings) -> None:
        settings.PASSWORD_HASHERS = ["omnistock.domain.identity.passwords.Bcrypt12"]
        person = Person.objects.create_user("nila@example.com", None, name="Nila Roy")
        Person.objects.update(password="!")
        assert result_of("P1") == "passed"
        kept = Authenticator.objects.create(user=person, type="totp", data={"secret": seal("JBSWY3DPEHPK3PXP")})
        assert result_of("P1") == "passed"
        kept.data = {"secret": "JBSWY3DPEHPK3PXP"}
        kept.save()
        assert result_of("P1") == "failed", "an open secret"
        kept.delete()
        for left in range(2):
            with override_settings(AUTH_PASSWORD_VALIDATORS=settings.AUTH_PASSWORD_VALIDATORS[left : left + 1]):
                assert result_of("P1") == "failed", left

    @pytest.mark.parametrize("broken", ["rate:sign_in:192.0.2.7:1", ":1:allauth:rl:login:ip:192.0.2.7", "old"])
    def test_a_counter_that_names_somebody_or_outlives_its_day(self, broken: str) -> None:
        limits.COUNTER.forget()
        limits.take("sign_in", "192.0.2.7")
        limits.share()
        cache.set("allauth:rl:login:ip:192.0.2.7", [1.0], timeout=60)
        assert result_of("P7") == "passed"
        key, days = (f"cache:{'0' * 32}", 2) if broken == "old" else (broken, 0)
        with connection.cursor() as cursor:
            sql = "INSERT INTO cache_entry VALUES (%s, '1', now() - make_interval(days => %s))"
            cursor.execute(sql, [key, days])
        assert result_of("P7") == "failed"

    def test_a_mail_that_the_policy_does_not_name(self) -> None:
        Mail.objects.create(kind="newsletter", recipient="asha@example.com", subject="x", text="x")
        assert result_of("P6") == "failed"

    def test_an_old_backup_or_a_drill_that_failed(self, settings) -> None:
        settings.OPERATOR = NAMED
        old = timezone.now() - dt.timedelta(days=3)
        record_backup(kind="backup", started_at=old, finished_at=old, file="x")
        assert result_of("P5") == "failed"
        now = timezone.now()
        record_backup(kind="backup", started_at=now, finished_at=now, file="y")
        record_backup(kind="drill", started_at=now, finished_at=now, error="a checksum differs")
        assert result_of("P5") == "failed"

    def test_mail_past_the_gateway_and_tracking_at_the_provider(self, settings) -> None:
        forget_what_other_tests_left()
        assert result_of("P6") == "passed"
        with override_settings(EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend"):
            assert result_of("P6") == "failed"
        with resend.serve() as provider:
            resend.use(settings, provider)
            assert result_of("P6") == "operator", "the domain is not known there"
            domain = {"id": "d1", "name": "mail.example.com", "open_tracking": False, "click_tracking": False}
            provider.domains = [domain, {"id": "d2", "name": "other.example.com", "open_tracking": True}]
            assert result_of("P6") == "passed"
            provider.domains[0]["click_tracking"] = True
            assert result_of("P6") == "failed"
            provider.domains[0]["click_tracking"] = False
            settings.RESEND_WEBHOOK_SECRET = ""
            assert result_of("P6") == "operator", "bounces are not heard of"
        ProviderEvent.objects.create(id="msg_1", kind="email.opened", taken_at=timezone.now())
        assert result_of("P6") == "failed"

    def test_a_workspaces_mail_that_the_policy_does_not_name(self) -> None:
        pharma = make.organization()
        with pharma.acting(ASHA):
            WorkspaceMail.objects.create(organization_id=pharma.id, kind="newsletter", recipient=ASHA.email)
        assert result_of("P6") == "failed"

    def test_a_notice_that_nobody_asked_for(self) -> None:
        forget_what_other_tests_left()
        pharma = make.organization()
        with pharma.acting(ASHA) as asha:
            choose_notices(actor=asha, app=["order_dispatched"])
            tell(actor=asha, kind="order_dispatched", abouts=[About(uuid7(), {})])
        assert result_of("P7") == "passed"
        with pharma.acting(ASHA) as asha:
            choose_notices(actor=asha)
        assert result_of("P7") == "passed", "they asked for it when they were told"
        with pharma.acting(ASHA) as asha:
            Notice.objects.create(
                organization_id=pharma.id,
                membership_id=asha.membership_id,
                kind="invoice_overdue",
                about_id=uuid7(),
                created_at=timezone.now(),
            )
        assert result_of("P7") == "failed"

    @override_settings(SESSION_COOKIE_NAME="another")
    def test_another_cookie(self) -> None:
        assert result_of("P10") == "failed"

    def test_a_policy_that_lets_others_in(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(
            "omnistock.interfaces.web.middleware.CONTENT_SECURITY_POLICY",
            "default-src 'none'; script-src 'self' https://tracker.example; connect-src 'self'",
        )
        assert result_of("P9") == "failed"

    @override_settings(POSTHOG_KEY="phc_practice")
    def test_the_host_of_the_analytics_is_no_stranger_to_the_front_page(self) -> None:
        assert result_of("P9") == "passed"

    @override_settings(POSTHOG_KEY="phc_practice", POSTHOG_HOST="https://us.i.posthog.com")
    def test_views_told_outside_of_europe(self) -> None:
        assert result_of("P11") == "failed"


class TestABrokenWall:
    @pytest.fixture
    def as_owner(self, live_db: None, database_name: str) -> Iterator[Callable[[str], None]]:
        with psycopg.connect(server().url("owner", database=database_name), autocommit=True) as owner:
            yield lambda statement: owner.execute(statement)

    @pytest.mark.parametrize(
        ("promise", "break_it", "mend_it"),
        [
            ("P12", "ALTER TABLE product NO FORCE ROW LEVEL SECURITY", "ALTER TABLE product FORCE ROW LEVEL SECURITY"),
            (
                "P12",
                "ALTER TABLE supplier DISABLE ROW LEVEL SECURITY",
                "ALTER TABLE supplier ENABLE ROW LEVEL SECURITY",
            ),
            ("P8", "GRANT SELECT ON customer TO console", "REVOKE SELECT ON customer FROM console"),
            (
                "P8",
                "GRANT SELECT (email) ON organization TO console",
                "REVOKE SELECT (email) ON organization FROM console",
            ),
            ("P8", "GRANT UPDATE ON access_grant TO console", "REVOKE UPDATE ON access_grant FROM console"),
            ("P8", "GRANT INSERT ON staff TO app", "REVOKE INSERT ON staff FROM app"),
            ("P17", "GRANT DELETE ON consent_event TO app", "REVOKE DELETE ON consent_event FROM app"),
            ("P2", "GRANT SELECT ON payment TO PUBLIC", "REVOKE SELECT ON payment FROM PUBLIC"),
            ("P3", "ALTER TABLE request_log ADD COLUMN agent text", "ALTER TABLE request_log DROP COLUMN agent"),
        ],
    )
    def test_it_is_seen(
        self, promise: str, break_it: str, mend_it: str, as_owner: Callable[[str], None], settings
    ) -> None:
        settings.OPERATOR = NAMED
        assert result_of(promise) == "passed"
        as_owner(break_it)
        try:
            assert result_of(promise) == "failed"
        finally:
            as_owner(mend_it)
        assert result_of(promise) == "passed"

    def test_a_timeline_that_can_be_changed(self, as_owner: Callable[[str], None]) -> None:
        Incident.objects.all().delete()
        assert result_of("P15") == "operator", "no drill yet"
        for table in ("incident_entry", "incident_notice"):
            as_owner(f"GRANT UPDATE ON {table} TO app")
            try:
                assert result_of("P15") == "failed"
            finally:
                as_owner(f"REVOKE UPDATE ON {table} FROM app")


@pytest.mark.django_db
def test_stores_are_emptied_by_their_rules() -> None:
    now = timezone.now()
    Mail.objects.all().delete()  # of tests that commit
    failed = failed_jobs()
    for days in (10, 89, 91):
        mail = Mail.objects.create(kind="password_reset", recipient="asha@example.com", subject=str(days), text="x")
        Mail.objects.filter(pk=mail.pk).update(created_at=now - dt.timedelta(days=days))
    Session.objects.create(session_key="ended", session_data="x", expire_date=now - dt.timedelta(minutes=1))
    Session.objects.create(session_key="open", session_data="x", expire_date=now + dt.timedelta(days=1))
    for days in (399, 401):
        moment = now - dt.timedelta(days=days)
        record_backup(kind="backup", started_at=moment, finished_at=moment)
    gone = empty_stores(now=now)
    assert (gone["mails"], gone["sessions"], gone["checks"]) == (1, 1, 1)
    assert set(Mail.objects.values_list("subject", flat=True)) == {"10", "89"}
    assert Session.objects.filter(session_key="open").exists()
    assert BackupRun.objects.count() == 1
    assert failed_jobs() == failed
