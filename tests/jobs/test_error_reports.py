"""What an error report, and a line of the log, say of an error: where it was, and nothing of what it was with.

Every way out is tried with the same canaries, in a page, the API, a job and a command: none may arrive, and the report
itself must, and be of use.
"""

from __future__ import annotations

import io
import logging
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import sentry_sdk
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django import app

from omnistock.config import settings as product_settings
from omnistock.domain.privacy import error_reports
from omnistock.domain.privacy.checks import CHECKS
from omnistock.domain.privacy.error_reports import allowed, differing_options
from omnistock.interfaces.api.resources import products as api_products
from omnistock.interfaces.jobs.tenant import global_job, own_connection
from omnistock.interfaces.web.views import mails as mail_pages
from omnistock.kernel.log_lines import PlainLines
from omnistock.tenancy.models import Person
from omnistock.tenancy.queue import enqueue_global
from tests import make
from tests.personas import ASHA, INES
from tests.support import sentry

CANARIES = {
    "name": "Canary Kaveri",
    "email": "canary.kaveri@example.com",
    "phone": "+91 98111 22233",
    "gstin": "27AAACC0000C1ZV",
    "sku": "SKU-CANARY-77",
    "password": "canary sings at midnight",
    "token": "tok_canary_5f3a9c",
}
ALL = " ".join(CANARIES.values())


class Dated(ValueError):
    """An error whose text says everything."""


def break_down(*arguments: Any, **values: Any) -> None:
    """Raises with canaries in locals, in the text, in a chained error of the database and in a note."""
    secret, held = ALL, dict(CANARIES)
    logging.getLogger("omnistock.tests").error("lost %s", secret)
    logging.getLogger("somebody.else").error(f"lost {secret}")
    sentry_sdk.add_breadcrumb(message=secret, data=held)
    sentry_sdk.set_user({"email": CANARIES["email"]})
    sentry_sdk.set_tag("who", CANARIES["name"])
    sentry_sdk.set_extra("what", held)
    sentry_sdk.set_context("customer", held)
    try:
        with transaction.atomic():
            for _twice in range(2):
                Person.objects.create(name=CANARIES["name"], email=CANARIES["email"])
    except Exception as error:
        error.add_note(secret)
        raise Dated(f"{secret} is there already") from error


@pytest.fixture
def reports() -> Iterator[sentry.Sentry]:
    with sentry.serve() as state:
        stop = error_reports.start(state.dsn)
        assert stop is not None
        try:
            yield state
        finally:
            stop()


@pytest.fixture
def console(settings: Any) -> Iterator[io.StringIO]:
    """What the process prints, through the formatter that the product's settings name."""
    assert product_settings.LOGGING["formatters"]["plain"]["()"] == "omnistock.kernel.log_lines.PlainLines"  # type: ignore[index]
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PlainLines())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def the_report(state: sentry.Sentry, kind: str = "Dated") -> dict[str, Any]:
    """The report of the error itself, after everything has left; and no canary in anything that did."""
    sentry_sdk.flush(timeout=5)
    for name, canary in CANARIES.items():
        assert canary not in state.raw, name
    assert set(state.kinds) == {"event"}
    (found,) = [each for each in state.events if "exception" in each]
    values = found["exception"]["values"]
    assert [value["type"].rpartition(".")[2] for value in values][-1] == kind
    return found


def is_of_use(report: dict[str, Any]) -> None:
    """It says what broke, where, and on which constraint."""
    frames = report["exception"]["values"][-1]["stacktrace"]["frames"]
    assert frames[-1]["function"] == "break_down"
    assert frames[-1]["filename"] == "tests/jobs/test_error_reports.py"
    assert frames[-1]["lineno"] > 0
    assert "IntegrityError" in " ".join(value["type"] for value in report["exception"]["values"])
    assert report["tags"]["sqlstate"] == "23505"
    assert report["tags"]["constraint"].startswith("person_email")
    assert report["release"].startswith("omnistock@")
    assert set(report) <= {
        *("event_id", "timestamp", "platform", "level", "release", "environment", "transaction", "tags", "exception"),
        *("sdk", "contexts", "server_name"),
    }
    assert not {"vars", "context_line", "pre_context", "abs_path"} & set(frames[-1])


def no_canary_in(stream: io.StringIO) -> str:
    """What of our own loggers is printed is written by us; what the test says through one is taken out."""
    said = "\n".join(line for line in stream.getvalue().split("\n") if "omnistock.tests" not in line)
    for name, canary in CANARIES.items():
        assert canary not in said, name
    assert "Dated" in said
    assert "break_down" in said
    return said


@pytest.mark.django_db
class TestDoors:
    def test_a_page(self, reports: sentry.Sentry, console: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
        pharma = make.organization()
        monkeypatch.setattr(mail_pages, "workspace_mails", break_down)
        browser: Any = pharma.client(ASHA)
        browser.raise_request_exception = False
        answer = browser.get(
            "/app/mails", {"q": ALL}, headers={"X-Canary": ALL, "Referer": f"/x?{ALL}", "User-Agent": ALL}
        )
        assert answer.status_code == 500
        assert CANARIES["sku"] not in answer.content.decode()
        report = the_report(reports)
        is_of_use(report)
        assert report["transaction"] == "app/mails"
        assert report["tags"]["status"] == "500"
        said = no_canary_in(console)
        assert "route=app/mails status=500" in said
        assert "constraint=person_email" in said

    def test_the_api(self, reports: sentry.Sentry, console: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
        pharma = make.organization()
        monkeypatch.setattr(api_products.operations, "create_product", break_down)
        sent = {"sku": CANARIES["sku"], "name": ALL, "unit": "pcs"}
        answer = pharma.api(INES).post(f"/api/v1/products?token={CANARIES['token']}", sent)
        if answer.status_code == 422:  # an unknown parameter of the query is refused before anything breaks
            answer = pharma.api(INES).post("/api/v1/products", sent)
        assert answer.status_code == 500
        report = the_report(reports)
        is_of_use(report)
        assert report["transaction"] == "api/v1/products"
        no_canary_in(console)

    def test_a_command(self, reports: sentry.Sentry, capsys: pytest.CaptureFixture[str]) -> None:
        try:
            break_down()
        except Dated:
            sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
        report = the_report(reports)
        is_of_use(report)
        assert report["level"] == "fatal"

    def test_a_page_that_is_not_there_is_no_report_and_its_address_is_not_printed(
        self, reports: sentry.Sentry, console: io.StringIO
    ) -> None:
        Client().get(f"/app/products/{CANARIES['token']}", {"q": CANARIES["email"]})
        Client().get("/privacy", headers={"Host": "canary.kaveri.example"})
        sentry_sdk.flush(timeout=5)
        assert reports.events == []
        assert CANARIES["token"] not in console.getvalue()
        assert "canary" not in console.getvalue()


@global_job("tests.break_down")
def breaking_job(**ids: Any) -> None:
    break_down()


def test_a_job_of_the_real_worker(live_db: None, reports: sentry.Sentry, console: io.StringIO) -> None:
    enqueue_global(task="tests.break_down", thing_id=CANARIES["token"])
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:  # type: ignore[attr-defined]
        worker_app.run_worker(wait=False, install_signal_handlers=False, task_middleware=[own_connection])
    report = the_report(reports)
    is_of_use(report)
    assert report["tags"]["task"] == "tests.break_down"
    said = no_canary_in(console)
    assert "task=tests.break_down" in said


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread(reports: sentry.Sentry) -> None:
    def ends() -> None:
        raise Dated(ALL)

    thread = threading.Thread(target=ends)
    thread.start()
    thread.join()
    assert the_report(reports)["level"] == "fatal"


class TestTheList:
    def test_nothing_passes_that_is_not_on_it(self) -> None:
        """Whatever an SDK of tomorrow puts into an event, and even where it stands in a field that is on the list."""
        frame = {"filename": f"/home/{ALL}/x.py", "function": ALL, "lineno": ALL, "vars": CANARIES, "context_line": ALL}
        event = {
            **dict.fromkeys(
                ("user", "request", "extra", "contexts", "breadcrumbs", "modules", "message", "logentry"), ALL
            ),
            **dict.fromkeys(("server_name", "new_field", "release", "environment", "level", "event_id", "logger"), ALL),
            "transaction": ALL,
            "tags": {**CANARIES, "task": ALL, "place": ALL, "status": ALL},
            "exception": {"values": [{"type": ALL, "module": ALL, "value": ALL, "stacktrace": {"frames": [frame]}}]},
            "spans": [{"description": ALL}],
        }
        made = str(allowed(event, {}))
        for name, canary in CANARIES.items():
            assert canary not in made, name

    def test_the_client_runs_with_every_option_as_it_is_written(
        self, reports: sentry.Sentry, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        client = sentry_sdk.get_client()
        options: dict[str, Any] = dict(client.options)
        assert differing_options(client) == []
        gathered = options["data_collection"]
        for name, value in (
            ("max_request_body_size", "always"),
            ("send_default_pii", True),
            ("data_collection", gathered | {"user_info": True}),
            ("data_collection", gathered | {"of_tomorrow": True}),
        ):
            with monkeypatch.context() as later:
                later.setitem(client.options, name, value)
                assert differing_options(client) == [name]
        assert options["before_send"] is allowed
        assert options["before_send_transaction"]({}, {}) is None
        assert options["before_breadcrumb"]({}, {}) is None
        assert set(sentry_sdk.get_client().integrations) == set()

    def test_without_a_dsn_nothing_is_started(self) -> None:
        assert error_reports.start("") is None
        assert not sentry_sdk.get_client().is_active()


def test_granian_writes_no_access_log(monkeypatch: pytest.MonkeyPatch) -> None:
    from granian.log import LogLevels

    from omnistock.launch import web

    seen: dict[str, Any] = {}

    class Server:
        def __init__(self, **options: Any) -> None:
            seen.update(options)

        def serve(self, **_loading: Any) -> None:
            """Nothing."""

    monkeypatch.setattr(web, "Granian", Server)
    web.serve(host="127.0.0.1", port=1)
    assert seen["log_access"] is False
    assert seen["log_level"] == LogLevels.error


@pytest.mark.django_db
def test_the_formatter_of_the_console_is_the_plain_one() -> None:
    assert connection.vendor == "postgresql"
    assert product_settings.LOGGING["handlers"]["console"]["formatter"] == "plain"  # type: ignore[index]
    assert product_settings.LOGGING["loggers"]["django"]["handlers"] == []  # type: ignore[index]


def the_check() -> str:
    """What the live check of promise P4 says."""
    return CHECKS["P4"](timezone.now()).result


class TestTheLiveCheck:
    def test_an_error_report_that_says_more_or_says_it_unasked(self, settings, monkeypatch: pytest.MonkeyPatch) -> None:
        assert the_check() == "passed"
        settings.SENTRY_DSN = "https://public@o1.ingest.example/1"
        assert the_check() == "operator", "this process began before it was set"
        with sentry.serve() as server:
            settings.SENTRY_DSN = server.dsn
            stop = error_reports.start(server.dsn)
            try:
                assert the_check() == "passed"
                options = sentry_sdk.get_client().options
                monkeypatch.setitem(options, "include_local_variables", True)
                assert the_check() == "failed"
                monkeypatch.setitem(options, "include_local_variables", False)
                monkeypatch.setitem(options, "before_send", lambda event, hint: event)
                assert the_check() == "failed"
                monkeypatch.setitem(options, "before_send", error_reports.allowed)
                settings.SENTRY_DSN = ""
                assert the_check() == "failed", "reports leave although none is wanted"
                assert server.raw == "", "a check sends nothing"
            finally:
                stop()
