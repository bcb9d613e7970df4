"""The public pages that the registers make."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from omnistock.domain.privacy.checks import check_promises
from omnistock.domain.privacy.cookies import COOKIES
from omnistock.domain.privacy.models import BackupRun, PromiseCheck
from omnistock.domain.privacy.operations import record_backup
from omnistock.domain.privacy.promises import PROMISES

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_checked_yet(db: None) -> None:
    """A worker that another test ran for real has checked the promises of this database."""
    PromiseCheck.objects.all().delete()
    BackupRun.objects.all().delete()


def page(path: str, language: str = "en") -> str:
    answer = Client(headers={"accept-language": language}).get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_policy_prints_every_promise_once_with_its_state() -> None:
    shown = page("/privacy")
    for promise in PROMISES.values():
        assert shown.count(f'href="/trust#{promise.id}"') == 1
    assert "no check yet" in shown
    check_promises(now=timezone.now())
    assert "P12: checked" in page("/privacy")


def test_a_check_of_long_ago_says_nothing_of_today() -> None:
    long_ago = timezone.now() - dt.timedelta(days=3)
    for promise, result in (("P12", "passed"), ("P2", "failed")):
        PromiseCheck.objects.create(promise=promise, result=result, details=[], checked_at=long_ago)
    shown = page("/privacy")
    assert "P12: not checked lately" in shown
    assert "broken: P2" in page("/status")
    assert "P2: broken" in shown


def test_who_is_not_named_is_not_invented(settings) -> None:
    assert "to be named" in page("/grievance")
    settings.OPERATOR = {"GRIEVANCE_OFFICER_NAME": "Nobody In Particular", "GRIEVANCE_EMAIL": "grievance@example.com"}
    shown = page("/grievance")
    assert "Nobody In Particular" in shown
    assert 'href="mailto:grievance@example.com"' in shown


def test_the_lists_follow_the_configuration(settings) -> None:
    assert "No service of another company" in page("/subprocessors")
    settings.RESEND_API_KEY = "re_test"
    assert "Resend" in page("/subprocessors")
    shown = page("/cookies")
    assert all(cookie.name in shown for cookie in COOKIES)
    assert "Request log" in page("/retention")


def test_the_trust_page_lists_the_tables_of_the_running_database() -> None:
    shown = page("/trust")
    assert "django_session" in shown
    assert "who is signed in" in shown
    assert "forced row-level security" in shown
    assert "These carry it and are not" not in shown


def test_security_txt_is_there_when_it_has_an_address(settings) -> None:
    assert Client().get("/.well-known/security.txt").status_code == 404
    settings.OPERATOR = {"SECURITY_EMAIL": "security@example.com"}
    shown = page("/.well-known/security.txt")
    assert "Contact: mailto:security@example.com\n" in shown
    assert "Expires: " in shown


def test_every_public_page_has_its_crumb_and_security_its_contact() -> None:
    for path in ("/privacy", "/trust", "/retention", "/subprocessors", "/cookies", "/grievance", "/security"):
        shown = page(path)
        assert 'aria-current="page"' in shown
        assert "All rights reserved" in shown


def test_the_status_is_no_better_than_what_was_found() -> None:
    assert "not run yet" in page("/status")
    now = timezone.now()
    for promise in PROMISES:
        PromiseCheck.objects.create(promise=promise, result="passed", details=[], checked_at=now)
    assert ">passed" in page("/status")
    PromiseCheck.objects.create(promise="P5", result="operator", details=[], checked_at=now + dt.timedelta(seconds=1))
    assert "the operator must act on P5" in page("/status")
    PromiseCheck.objects.all().update(checked_at=now - dt.timedelta(days=3))
    assert "not checked lately" in page("/status")


def test_security_claims_no_trial_that_was_not_made() -> None:
    assert "No backup of this installation was restored on trial" in page("/security")
    now = timezone.now()
    record_backup(kind="drill", started_at=now, finished_at=now)
    assert "A backup was last restored on trial" in page("/security")
