"""What was once broken by hand in the database, and seen by no check."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.urls import get_resolver
from django.utils import timezone

from omnistock.domain.audit.operations import record
from omnistock.domain.drafts.keeping import keep_draft
from omnistock.domain.drafts.models import FormDraft
from omnistock.domain.notifications.models import Mail
from omnistock.domain.privacy.checks import CHECKS
from omnistock.domain.privacy.checks.database import ADMINISTRATION, STAND_INS
from omnistock.domain.privacy.checks.keeping import ASKED_FOR
from omnistock.domain.privacy.models import JobRun, PromiseCheck
from omnistock.domain.privacy.operations import record_backup
from omnistock.domain.privacy.requests import Request, keep_request_log, write_requests
from omnistock.tenancy.backend.policies import CURRENT_ORGANIZATION
from omnistock.tenancy.models import Person
from tests import make
from tests.domain.test_promises import NAMED, forget_what_other_tests_left, result_of
from tests.personas import ASHA
from tests.support.server import server

OWN = f"organization_id = {CURRENT_ORGANIZATION}"
GRANT = "access_grant_by_a_member_for_a_day_at_most"
DAY = dt.timedelta(days=1)


def every_route(patterns: Iterable[Any], before: str = "") -> Iterator[str]:
    for each in patterns:
        route = before + str(each.pattern)
        yield from every_route(each.url_patterns, route) if hasattr(each, "url_patterns") else [route]


class TestAWallThatLooksWhole:
    @pytest.fixture
    def hands(self, live_db: None, database_name: str) -> Iterator[Callable[[str], None]]:
        """Of who runs the server: what the owner of the tables may not, they may."""
        with psycopg.connect(server().url("postgres", database=database_name), autocommit=True) as them:
            them.execute("SET search_path TO omnistock")
            yield lambda statements: [them.execute(each) for each in statements.split(";")]

    @pytest.mark.parametrize(
        ("promise", "break_it", "mend_it"),
        [
            (
                "P12",
                "ALTER POLICY tenant ON invoice USING (true) WITH CHECK (true)",
                f"ALTER POLICY tenant ON invoice USING ({OWN}) WITH CHECK ({OWN})",
            ),
            ("P12", "CREATE POLICY leak ON invoice USING (true)", "DROP POLICY leak ON invoice"),
            ("P12", "CREATE VIEW all_invoices AS SELECT * FROM invoice", "DROP VIEW all_invoices"),
            (
                "P12",
                "CREATE FUNCTION all_products() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT 1::bigint'",
                "DROP FUNCTION all_products()",
            ),
            (
                "P12",
                "CREATE FUNCTION organization_directory(name text) RETURNS bigint LANGUAGE sql SECURITY DEFINER "
                "SET search_path = omnistock, pg_temp AS 'SELECT 1::bigint'",
                "DROP FUNCTION organization_directory(text)",
            ),
            (
                "P12",
                "ALTER FUNCTION organization_directory() SET search_path = public, omnistock",
                "ALTER FUNCTION organization_directory() SET search_path = omnistock, pg_temp",
            ),
            (
                "P12",
                "ALTER FUNCTION organization_directory() OWNER TO postgres",
                "ALTER FUNCTION organization_directory() OWNER TO owner",
            ),
            (
                "P2",
                "CREATE ROLE curious; GRANT SELECT (name) ON customer TO curious",
                "REVOKE SELECT (name) ON customer FROM curious; DROP ROLE curious",
            ),
            (
                "P8",
                "ALTER POLICY console_reads ON share USING (true)",
                "ALTER POLICY console_reads ON share USING (withdrawn_at IS NULL)",
            ),
            ("P8", "GRANT UPDATE (after) ON audit_event TO app", "REVOKE UPDATE (after) ON audit_event FROM app"),
            ("P8", "GRANT TRUNCATE ON audit_link TO app", "REVOKE TRUNCATE ON audit_link FROM app"),
            ("P17", "GRANT UPDATE (text) ON consent_event TO app", "REVOKE UPDATE (text) ON consent_event FROM app"),
        ],
    )
    def test_it_is_seen(
        self, promise: str, break_it: str, mend_it: str, hands: Callable[[str], None], settings
    ) -> None:
        settings.OPERATOR = NAMED
        assert result_of(promise) == "passed"
        hands(break_it)
        try:
            assert result_of(promise) == "failed"
        finally:
            hands(mend_it)
        assert result_of(promise) == "passed"

    def test_who_may_act_as_the_product(self, live_db: None, database_name: str) -> None:
        """Roles are the server's, which other tests share: nobody else sees this one."""
        with psycopg.connect(server().url("postgres", database=database_name)) as them:
            assert them.execute(STAND_INS).fetchall() == []
            them.execute("CREATE ROLE curious_member NOINHERIT")
            them.execute("GRANT app TO curious_member")
            assert them.execute(STAND_INS).fetchall() == [("curious_member", "app")]
            them.rollback()

    def test_who_may_copy_the_server(self, live_db: None, database_name: str) -> None:
        with psycopg.connect(server().url("postgres", database=database_name)) as them:
            before = them.execute(ADMINISTRATION).fetchall()
            them.execute("CREATE ROLE curious_replica REPLICATION")
            assert them.execute(ADMINISTRATION).fetchall() == sorted([*before, ("curious_replica",)])
            them.rollback()

    def test_a_function_that_does_something_else(self, hands: Callable[[str], None]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_functiondef('organization_directory'::regproc)")
            (made,) = cursor.fetchone()
        hands(made.replace("FROM organization", "FROM organization WHERE organization.id IS NOT NULL"))
        try:
            assert result_of("P12") == "failed"
        finally:
            hands(made)
        assert result_of("P12") == "passed"

    def test_a_grant_without_its_bound(self, hands: Callable[[str], None]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [GRANT])
            (rule,) = cursor.fetchone()
        hands(f"ALTER TABLE access_grant DROP CONSTRAINT {GRANT}, ADD CONSTRAINT {GRANT} CHECK (true)")
        try:
            assert result_of("P8") == "failed"
        finally:
            hands(f"ALTER TABLE access_grant DROP CONSTRAINT {GRANT}, ADD CONSTRAINT {GRANT} {rule}")
        assert result_of("P8") == "passed"


@pytest.mark.django_db
class TestWhatPassedForKept:
    def test_a_plain_password_behind_the_sign_of_none(self, settings) -> None:
        settings.PASSWORD_HASHERS = ["omnistock.domain.identity.passwords.Bcrypt12"]
        Person.objects.update(password="!")
        nila = Person.objects.create_user("nila@example.com", None, name="Nila Roy")
        assert result_of("P1") == "passed"
        Person.objects.filter(pk=nila.pk).update(password="!practice makes tidy shelves")
        assert result_of("P1") == "failed"

    def test_a_route_that_says_what_was_asked_for(self) -> None:
        keep_request_log()
        now = timezone.now()
        write_requests([Request("192.0.2.7", now, "app/products/<uuid:product_id>", 200)])
        assert result_of("P3") == "passed"
        write_requests([Request("192.0.2.7", now, "app/products?q=Asha", 200)])
        assert result_of("P3") == "failed"

    def test_no_route_of_ours_looks_like_what_was_asked_for(self) -> None:
        assert [route for route in every_route(get_resolver().url_patterns) if re.search(ASKED_FOR, route)] == []

    def test_a_counter_that_is_kept_for_years(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO cache_entry VALUES (%s, '1', now() + interval '1 year')", [f"cache:{'0' * 32}"])
        assert result_of("P7") == "failed"

    def test_a_trial_that_was_long_ago(self, settings) -> None:
        settings.OPERATOR = NAMED
        now = timezone.now()
        record_backup(kind="backup", started_at=now, finished_at=now, file="x")
        record_backup(kind="drill", started_at=now - 5 * DAY, finished_at=now - 5 * DAY)
        assert result_of("P5") == "operator"

    def test_a_worker_that_never_ran(self) -> None:
        forget_what_other_tests_left()
        JobRun.objects.all().delete()
        PromiseCheck.objects.all().delete()
        assert (result_of("P14"), result_of("P15")) == ("passed", "operator"), "a new installation is not red"
        PromiseCheck.objects.create(promise="P12", result="passed", details=[], checked_at=timezone.now() - 2 * DAY)
        assert (result_of("P14"), result_of("P15")) == ("failed", "failed")

    def test_a_store_that_nothing_empties(self) -> None:
        forget_what_other_tests_left()
        mail = Mail.objects.create(kind="password_reset", recipient="asha@example.com", subject="x", text="x")
        assert result_of("P14") == "passed"
        Mail.objects.filter(pk=mail.pk).update(created_at=timezone.now() - 100 * DAY)
        assert CHECKS["P14"](timezone.now()).details[0].startswith("The store mails keeps 90 days")

    def test_a_store_of_a_workspace_that_nothing_empties(self) -> None:
        forget_what_other_tests_left()
        pharma = make.organization()
        with pharma.acting(ASHA) as asha:
            keep_draft(actor=asha, page="receipt-new", document="", fields=[("notes", "x")])
        assert result_of("P14") == "passed"
        with pharma.acting(ASHA):
            FormDraft.objects.update(saved_at=timezone.now() - 20 * DAY)
        assert CHECKS["P14"](timezone.now()).details[0].startswith("The store form_drafts keeps 14 days")

    def test_an_audit_log_that_the_nightly_proof_found_changed(self) -> None:
        pharma = make.organization()
        said = {"differences": 1, "checks": ["audit_chain"], "first": []}
        with pharma.acting(ASHA) as asha:
            record(
                actor=asha,
                operation="ledger.check_integrity",
                subject_kind="organization",
                subject_id=pharma.id,
                subject_name="Pharma",
                after=said,
            )
        assert f"The audit log of workspace {pharma.id}" in CHECKS["P8"](timezone.now()).details[0]
