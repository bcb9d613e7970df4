"""`omnistock` as an operator calls it: it runs everything, stops everything, and refuses what is unsafe."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest

from omnistock.launch import database, lifeline, migrations
from omnistock.launch.database import embedded_server
from omnistock.launch.errors import StartRefused
from omnistock.launch.postgres import ADMINISTRATOR
from tests.support.environment import SECRET_KEY, seed
from tests.support.load import Load
from tests.support.server import empty_database, server
from tests.support.site import free_port
from tests.support.upright import TIMEOUT_SECONDS, Installation, alive, children_of, command_of, run_omnistock

PARTS = ("web", "postgres", "worker", "up")
PROGRAMS = 8
ASKED = 5
BETWEEN_STRIKES = 15
"""So many postings are acknowledged between two kills, so that each comes into running work."""


def foreign(role: str, database: str) -> dict[str, str]:
    """The test server as a foreign one: what an operator sets."""
    return {"DATABASE_URL": server().url(role, database=database), "SECRET_KEY": SECRET_KEY}


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One for every test that asks for a program that runs: its first start makes the database, the others are second
    starts."""
    made = Installation(tmp_path_factory.mktemp("up") / "data", free_port())
    yield made
    made.stop()
    embedded_server(made.data).destroy()


@pytest.fixture
def running(installation: Installation) -> Installation:
    """It runs. A start takes seconds of processor time: a test that has not stopped it leaves it to the next."""
    if not installation.is_running:
        installation.stop()
        installation.port = free_port()
        installation.start()
    return installation


class TestUp:
    def test_it_refuses_a_port_that_is_taken(self, running: Installation) -> None:
        done = running.run("up", f"--port={running.port}")
        assert done.returncode == 1
        assert done.stderr == f"omnistock: port {running.port} is taken: omnistock up --port {running.port + 1}\n"

    def test_what_was_acknowledged_is_there_once_after_hard_kills_under_load(self, running: Installation) -> None:
        with under_load(running) as load:
            for strike in (web_dies, worker_dies, all_of_it_dies):
                strike(running)
                load.wait_for(len(load.acknowledged) + BETWEEN_STRIKES)

    @pytest.mark.soak
    def test_the_same_after_twenty_kills(self, running: Installation) -> None:
        with under_load(running) as load:
            for kill in range(20):
                running.strike(PARTS[kill % len(PARTS)])
                running.stop()
                running.start()
                load.wait_for(len(load.acknowledged) + BETWEEN_STRIKES)

    def test_a_web_process_that_dies_is_replaced_and_a_stop_leaves_nothing_but_what_is_written(
        self, running: Installation
    ) -> None:
        web = running.part("web")
        first, *others = children_of(web)
        assert others, "Python runs in one thread of a process at a time"
        os.kill(first, signal.SIGKILL)
        wait_until(lambda: len(now := children_of(web)) == 1 + len(others) and first not in now, lambda: running.said)
        for _ in range(ASKED):
            with urlopen(f"{running.address}/accounts/login/") as answer:
                assert answer.status == 200
        parts = running.parts()
        with embedded_server(running.data).lease(), database_as_owner(running) as connection:
            assert running.stop(signal.SIGINT) == 0, running.said
            written = "SELECT count(*) FROM omnistock.request_log WHERE route LIKE '%login%'"
            assert connection.execute(written).fetchone() == (ASKED,), "its last second is lost"
        assert f"OmniStock is ready: {running.address}\n" in running.said
        assert left_of(parts) == []

    def test_a_stop_in_the_middle_of_a_start_leaves_nothing(self, installation: Installation) -> None:
        installation.stop()
        installation.begin()
        wait_until(lambda: any(" web " in command_of(part) for part in installation.parts()), lambda: installation.said)
        parts = installation.parts()
        assert installation.stop(signal.SIGTERM) == 0, installation.said
        assert left_of(parts) == []
        assert not embedded_server(installation.data).running


@contextlib.contextmanager
def under_load(running: Installation) -> Iterator[Load]:
    """Programs post during the block. After it what was acknowledged is there once, and everything adds up."""
    dice = random.Random(chosen := seed())
    load = Load(f"{running.address}/api/v1", key_of_a_new_organization(running))
    load.prepare()
    with load.running(PROGRAMS, dice):
        load.wait_for(BETWEEN_STRIKES)
        yield load
    print(f"seed {chosen}: {len(load.acknowledged)} acknowledged between hard kills, {load.refused}")  # noqa: T201
    load.judge(dice)
    verified = running.run("verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr


def web_dies(running: Installation) -> None:
    assert children_of(running.part("web")), "they are left behind"
    _a_part_dies(running, "web")


def worker_dies(running: Installation) -> None:
    _a_part_dies(running, "worker")


def _a_part_dies(running: Installation, name: str) -> None:
    """It stops the rest, and leaves no child."""
    parts = running.parts()
    os.kill(running.part(name), signal.SIGKILL)
    assert running.end() != 0
    assert any(f"{name} ended by itself" in line for line in running.said), running.said
    assert left_of(parts) == []
    assert not embedded_server(running.data).running
    running.start()


def all_of_it_dies(running: Installation) -> None:
    """The parts see that nobody is there to serve, even while they wait for a database that is gone too; and the key that
    lies beside the data is put back."""
    parts = running.parts()
    running.strike("postgres")
    running.strike("up")
    running.end()
    wait_until(lambda: left_of(parts) == [], lambda: left_of(parts), seconds=lifeline.GRACE_SECONDS + 20)
    key = (running.data / "secret_key").read_text()
    (running.data / "secret_key").unlink()
    running.start()
    assert (running.data / "secret_key").read_text() == key


def left_of(parts: list[int]) -> list[str]:
    """What still runs of them."""
    return [command_of(part) for part in parts if alive(part)]


def wait_until(is_so: Callable[[], bool], tell: Callable[[], list[str]], *, seconds: float = TIMEOUT_SECONDS) -> None:
    until = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < until, tell()
        time.sleep(0.02)


def database_as_owner(running: Installation) -> psycopg.Connection:
    return psycopg.connect(embedded_server(running.data).url("owner"))


def key_of_a_new_organization(installation: Installation) -> str:
    person = ("--owner-email=asha@example.com", "--owner-name=Asha Rao", "--password=a long sentence nobody guesses")
    made = installation.run("organization", "create", "--name=Demo Pharma", *person)
    assert made.returncode == 0, made.stderr
    key = installation.run("api-key", "create", f"--organization={made.stdout.split()[-1]}", "--scopes=all")
    assert key.returncode == 0, key.stderr
    return key.stdout.split()[-1]


@pytest.mark.usefixtures("django_db_setup")
class TestForeignDatabase:
    @pytest.mark.parametrize("command", ["web", "worker", "up"])
    @pytest.mark.parametrize(
        ("role", "reason"),
        [(ADMINISTRATOR, "is a superuser"), ("backup", "has BYPASSRLS"), ("owner", "owns the tables")],
    )
    def test_it_refuses_a_role_that_is_not_bound(
        self, command: str, role: str, reason: str, database_name: str
    ) -> None:
        port = [] if command == "worker" else [f"--port={free_port()}"]
        done = run_omnistock(command, *port, **foreign(role, database_name))
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1
        assert f"'{role}', which {reason}" in done.stderr

    @pytest.mark.parametrize("command", ["web", "worker", "verify"])
    def test_it_refuses_a_database_of_an_older_version(self, command: str, database_name: str) -> None:
        owner = server().url("owner", database=database_name)
        port = [f"--port={free_port()}"] if command == "web" else []
        with psycopg.connect(owner, autocommit=True) as connection:
            newest = connection.execute("SELECT max(id) FROM django_migrations").fetchone()
            connection.execute("UPDATE django_migrations SET name = name || '_' WHERE id = %s", newest)
            try:
                done = run_omnistock(command, *port, **foreign("app", database_name))
            finally:
                connection.execute("UPDATE django_migrations SET name = rtrim(name, '_') WHERE id = %s", newest)
        assert done.returncode == 1
        assert done.stderr == (
            "omnistock: the database lacks 1 of this version's migrations: "
            "run `omnistock migrate` first (on a PostgreSQL of your own with DATABASE_OWNER_URL)\n"
        )

    def test_it_refuses_to_migrate_without_the_owner(self, database_name: str) -> None:
        done = run_omnistock("migrate", **foreign("app", database_name))
        assert (done.returncode, "DATABASE_OWNER_URL must be set" in done.stderr) == (1, True)

    def test_it_migrates_again_without_a_change(self, database_name: str) -> None:
        owner = server().url("owner", database=database_name)
        with psycopg.connect(owner) as connection:
            before = connection.execute("SELECT count(*) FROM django_migrations").fetchone()
            connection.commit()
            done = run_omnistock("migrate", **foreign("app", database_name), DATABASE_OWNER_URL=owner)
            assert (done.returncode, done.stderr) == (0, "")
            assert connection.execute("SELECT count(*) FROM django_migrations").fetchone() == before

    def test_only_what_is_not_there_yet_is_left_to_django(self, monkeypatch: pytest.MonkeyPatch) -> None:
        asked: list[str] = []
        monkeypatch.setattr("django.core.management.call_command", lambda name, **_: asked.append(name))
        with empty_database(name := f"test_new_{os.getpid()}") as running:
            owner = running.url("owner", database=name)
            migrations.migrate_as_owner(owner)
            assert asked == [], "a new one is made of the dump"
            assert migrations.missing_migrations(owner) == set()
            monkeypatch.setattr(migrations, "known_migrations", lambda _: {("tenancy", "9999_of_tomorrow")})
            migrations.migrate_as_owner(owner)
        assert asked == ["migrate", "createcachetable"]

    def test_it_refuses_a_server_that_is_too_old(self, database_name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        """Before anything is asked of it or written to it."""
        monkeypatch.setattr(database, "OLDEST_VERSION", 90)
        for check, role in ((database.require_bound_role, "app"), (database.require_version, "owner")):
            with pytest.raises(StartRefused, match=r"its socket is PostgreSQL 18\.\d+: OmniStock needs 90 or newer$"):
                check(server().url(role, database=database_name))

    def test_it_says_that_nobody_answers(self) -> None:
        url = f"postgresql://app:x@127.0.0.1:{free_port()}/omnistock"
        done = run_omnistock("web", DATABASE_URL=url, SECRET_KEY=SECRET_KEY)
        assert done.returncode == 1
        assert done.stderr.startswith("omnistock: the database at 127.0.0.1 cannot be reached")
        assert len(done.stderr.splitlines()) == 1

    def test_it_prints_the_urls(self, database_name: str) -> None:
        given = foreign("app", database_name)
        assert run_omnistock("database-url", **given).stdout.strip() == given["DATABASE_URL"]
        assert "DATABASE_OWNER_URL is not set" in run_omnistock("database-url", "--role=owner", **given).stderr


def test_it_prints_no_url_of_a_database_that_was_never_made(tmp_path: Path) -> None:
    done = run_omnistock("database-url", OMNISTOCK_DATA=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert "run `omnistock up`" in done.stderr


def test_data_without_the_key_that_it_is_sealed_with_is_told_of(tmp_path: Path) -> None:
    """For root the data lies elsewhere: whoever removed the data folder finds it again, and did not mean to."""
    data = embedded_server(tmp_path).places.data
    data.mkdir(parents=True)
    try:
        done = run_omnistock("verify", OMNISTOCK_DATA=str(tmp_path))
        assert done.returncode == 1
        assert f"there is a database in {data.parent} already, and {tmp_path}/secret_key" in done.stderr
        assert not (tmp_path / "secret_key").exists()
    finally:
        embedded_server(tmp_path).destroy()


def test_wrong_usage_is_told() -> None:
    assert run_omnistock("up", "--port=0").returncode == 2
    assert "No such command 'fly'" in run_omnistock("fly").stderr
