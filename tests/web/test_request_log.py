"""The request log (promise P3): four columns, routes and never what was asked for, thirty days and no more."""

from __future__ import annotations

import datetime as dt
import re
import time
import urllib.request
from collections.abc import Callable, Iterator

import psycopg
import pytest
from click.testing import CliRunner
from django.db import OperationalError, ProgrammingError, connection, transaction
from django.http import HttpResponse
from django.test import Client

from omnistock.domain.privacy import durations, requests
from omnistock.domain.privacy.operations import empty_stores
from omnistock.interfaces.cli.durations import command
from omnistock.interfaces.web import request_log
from omnistock.tenancy.each_second import EachSecond
from tests.support.server import server

CANARY = "c4n4ry"


def ask(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


class Waiting(EachSecond):
    """Writes when it is told to, and not each second."""

    is_running = True


@pytest.fixture
def writer(live_db: None, monkeypatch: pytest.MonkeyPatch) -> EachSecond:
    request_log.WAITING.clear()
    found = Waiting("request-log", request_log.write)
    monkeypatch.setattr(request_log, "WRITER", found)
    return found


@pytest.fixture
def as_owner(live_db: None, database_name: str) -> Iterator[Callable[[str], None]]:
    """Does what only an operator with the owner's password can."""
    with psycopg.connect(server().url("owner", database=database_name), autocommit=True) as owner:

        def do(statement: str) -> None:
            owner.execute(statement)

        yield do


def test_the_log_has_these_columns_and_no_other(live_db: None) -> None:
    found = ask(
        "SELECT attname, atttypid::regtype::text FROM pg_attribute "
        "WHERE attrelid = 'request_log'::regclass AND attnum > 0 AND NOT attisdropped"
    )
    assert found == [
        ("address", "inet"),
        ("at", "timestamp with time zone"),
        ("route", "text"),
        ("status", "smallint"),
    ]


def test_a_request_leaves_its_route_and_nothing_of_what_was_sent(writer: EachSecond) -> None:
    client = Client(headers={"user-agent": CANARY})
    client.get(f"/app/products/019aa000-0000-7000-8000-{'0' * 12}?q={CANARY}", REMOTE_ADDR="203.0.113.77")
    client.post("/accounts/login/", {"login": f"{CANARY}@example.com", "password": CANARY}, REMOTE_ADDR="203.0.113.77")
    client.get(f"/{CANARY}", REMOTE_ADDR="203.0.113.77")
    writer.once()
    found = ask("SELECT route, status FROM request_log WHERE address = '203.0.113.77' ORDER BY at")
    assert found == [
        ("app/products/<uuid:product_id>", 302),
        ("accounts/login/", 200),
        ("(no such page)", 404),
    ]
    assert CANARY not in str(ask("SELECT * FROM request_log"))


def test_what_a_route_took_is_counted_of_all_together_and_kept_for_its_time(writer: EachSecond) -> None:
    """Only the route's counters grow: no row of one request, and nothing of who asked."""
    today = dt.datetime.now(dt.UTC).date()
    client = Client(headers={"user-agent": CANARY})
    ask_all = "SELECT requests, milliseconds, slowest_milliseconds FROM route_duration WHERE route = 'healthz'"
    before = (ask(ask_all) or [(0, 0, 0)])[0]
    for _each in range(2):
        client.get(f"/healthz?q={CANARY}", REMOTE_ADDR="203.0.113.78")
        writer.once()
    asked, took, slowest = ask(ask_all)[0]
    assert asked == before[0] + 2
    assert 0 <= slowest <= took
    found = ask("SELECT attname FROM pg_attribute WHERE attrelid = 'route_duration'::regclass AND attnum > 0")
    assert {name for (name,) in found} == {"day", "route", "requests", "milliseconds", "slowest_milliseconds"}
    durations.add_durations([durations.Took(today - dt.timedelta(days=days), "old", 7) for days in (100, 91, 89)])
    empty_stores(now=dt.datetime.now(dt.UTC))
    assert ask("SELECT requests, milliseconds FROM route_duration WHERE route = 'old'") == [(1, 7)]
    shown = CliRunner().invoke(command, ["--days", "1", "--most", "1000"], catch_exceptions=False).output
    assert [line.split()[0] for line in shown.splitlines() if line.endswith("  healthz")] == [str(asked)]
    assert "old" not in shown.split()


def test_a_day_makes_its_partition_and_an_old_one_goes(live_db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT keep_request_log()")
    now = dt.datetime.now(dt.UTC)
    requests.write_requests([requests.Request("203.0.113.1", now, "somewhere", 200)])
    ages = ask(
        "SELECT (now() AT TIME ZONE 'UTC')::date - to_date(right(c.relname, 8), 'YYYYMMDD') FROM pg_inherits i "
        "JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'request_log'::regclass"
    )
    assert {age for (age,) in ages} == {0, -1, -2}


def test_what_is_over_its_time_is_dropped_by_the_registry_alone(as_owner: Callable[[str], None]) -> None:
    today = dt.datetime.now(dt.UTC).date()
    for age in (28, 29, 30, 45):
        day = today - dt.timedelta(days=age)
        as_owner(
            f"CREATE TABLE request_log_{day:%Y%m%d} PARTITION OF request_log "
            f"FOR VALUES FROM ('{day}T00:00Z') TO ('{day + dt.timedelta(days=1)}T00:00Z')"
        )
    assert requests.keep_request_log() == 3, "no row is older than thirty days at any time until the next night"
    assert requests.keep_request_log() == 0
    as_owner("INSERT INTO retention_days (store, days, changed_at) VALUES ('request_log', 7, now())")
    try:
        assert requests.keep_request_log() == 1
    finally:
        as_owner("DELETE FROM retention_days")


def test_the_oldest_row_is_found_without_reading_the_days_after_it(as_owner: Callable[[str], None]) -> None:
    """A busy month is many millions of rows, and the public page of retention asks for it."""
    noon = dt.datetime.now(dt.UTC).replace(hour=12) - dt.timedelta(days=40)
    days = [noon + dt.timedelta(days=n) for n in range(3)]
    for day in days:
        as_owner(
            f"CREATE TABLE request_log_{day:%Y%m%d} PARTITION OF request_log "
            f"FOR VALUES FROM ('{day:%Y-%m-%d}T00:00Z') TO ('{day + dt.timedelta(days=1):%Y-%m-%d}T00:00Z')"
        )
    try:
        requests.write_requests([requests.Request(None, at, "somewhere", 200) for at in (days[2], days[1])])
        assert requests.oldest_request_at() == days[1], "the first of these days has none"
        plan = "\n".join(line for (line,) in ask(f"EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF) {requests.OLDEST}"))
        assert re.search(rf"on request_log_{days[1]:%Y%m%d} .*actual rows", plan)
        assert re.search(rf"on request_log_{days[2]:%Y%m%d} .*never executed", plan)
    finally:
        requests.keep_request_log()


def test_the_app_can_neither_change_the_log_nor_its_days(live_db: None) -> None:
    for statement in (
        "UPDATE request_log SET route = ''",
        "DELETE FROM request_log",
        "INSERT INTO retention_days (store, days, changed_at) VALUES ('request_log', 1, now())",
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            ask(statement)


def test_a_database_that_is_away_costs_no_answer(writer: EachSecond, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(rows: object) -> None:
        raise OperationalError("the server is away")

    monkeypatch.setattr(request_log, "write_requests", gone)
    monkeypatch.setattr(request_log, "keep_request_log", lambda: gone(()))
    answer: HttpResponse = Client().get("/healthz")
    writer.once()
    assert answer.status_code == 200
    assert not request_log.WAITING


def test_the_running_product_writes_it(site: str) -> None:
    """The web server starts the writer by itself: what it still holds is there when it was asked to flush."""
    with urllib.request.urlopen(f"{site}/healthz") as answer:
        assert answer.status == 200
    until = time.monotonic() + 20
    while not ask("SELECT FROM request_log WHERE route = 'healthz' AND status = 200"):
        assert time.monotonic() < until, "the request was not written"
        ask("SELECT pg_sleep(0.05)")
