"""`omnistock` as an operator calls it: it runs everything, stops everything, and refuses what is unsafe."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import psycopg
import pytest

from omnistock.launch import database, lifeline, migrations
from omnistock.launch.database import embedded_server
from omnistock.launch.errors import StartRefused
from omnistock.launch.postgres import ADMINISTRATOR
from tests.support.environment import ROOT, SECRET_KEY, seed
from tests.support.load import Load
from tests.support.server import server
from tests.support.site import free_port
from tests.support.upright import Installation, alive, children_of, clean_environment, command_of

TIMEOUT_SECONDS = 300  # generous: the first start makes the database
PARTS = ("web", "postgres", "worker", "up")
PROGRAMS = 8
ASKED = 5
BETWEEN_STRIKES = 15
"""So many postings are acknowledged between two kills, so that each comes into running work."""


def omnistock(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "omnistock.launch", *arguments],
        env={**clean_environment(), **variables}, cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT_SECONDS,
    )  # fmt: skip


def foreign(role: str, database: str) -> dict[str, str]:
    """The test server as a foreign one: what an operator sets."""
    return {"DATABASE_URL": server().url(role, database=database), "SECRET_KEY": SECRET_KEY}


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """One data folder for every `up`: the first start makes the database, the others are second starts."""
    folder = tmp_path_factory.mktemp("up") / "data"
    yield folder
    embedded_server(folder).destroy()


class TestUp:
    @contextlib.contextmanager
    def up(self, data: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], list[str]]]:
        """`omnistock up` from the moment it says that it is ready, and what it says."""
        command = [sys.executable, "-m", "omnistock.launch", "up", f"--port={port}", f"--data={data}", "--no-demo"]
        process = subprocess.Popen(
            command, env=clean_environment(), cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        said: list[str] = []
        ready = threading.Event()

        def listen() -> None:
            assert process.stdout is not None
            for line in process.stdout:
                said.append(line)
                if "is ready" in line:
                    ready.set()
            ready.set()

        listener = threading.Thread(target=listen, daemon=True)
        listener.start()
        try:
            assert ready.wait(TIMEOUT_SECONDS), said
            assert process.poll() is None, said
            yield process, said
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(TIMEOUT_SECONDS)
            listener.join()
            if process.stdout is not None:
                process.stdout.close()

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_it_runs_everything_and_leaves_nothing(self, data: Path, number: signal.Signals) -> None:
        port = free_port()
        with self.up(data, port) as (process, said):
            parts = children_of(process.pid)
            assert len(parts) >= 2
            with urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
                assert answer.status == 200
            process.send_signal(number)
            assert process.wait(TIMEOUT_SECONDS) == 0, said
        assert f"OmniStock is ready: http://127.0.0.1:{port}\n" in said
        assert not [part for part in parts if alive(part)]
        assert not embedded_server(data).running

    def test_a_part_that_dies_stops_the_rest(self, data: Path) -> None:
        with self.up(data, free_port()) as (process, said):
            worker = next(part for part in children_of(process.pid) if "worker" in command_of(part))
            os.kill(worker, signal.SIGKILL)
            assert process.wait(TIMEOUT_SECONDS) != 0
        assert any("worker ended by itself" in line for line in said)
        assert not embedded_server(data).running

    def test_a_web_process_that_dies_is_replaced_and_the_last_second_is_written(self, data: Path) -> None:
        installation = Installation(data, free_port())
        installation.start()
        web = installation.part("web")
        first, *others = children_of(web)
        assert others, "Python runs in one thread of a process at a time"
        os.kill(first, signal.SIGKILL)
        until = time.monotonic() + TIMEOUT_SECONDS
        while len(now := children_of(web)) < 1 + len(others) or first in now:
            assert time.monotonic() < until, installation.said
            time.sleep(0.02)
        for _ in range(ASKED):
            with urlopen(f"{installation.address}/accounts/login/") as answer:
                assert answer.status == 200
        installation.stop()
        with embedded_server(data).lease(), psycopg.connect(embedded_server(data).url("owner")) as connection:
            written = "SELECT count(*) FROM omnistock.request_log WHERE route LIKE '%login%'"
            assert connection.execute(written).fetchone() == (ASKED,)

    def test_it_starts_again_after_everything_was_killed_hard(self, data: Path) -> None:
        with self.up(data, free_port()) as (process, _):
            postmaster = int((embedded_server(data).places.data / "postmaster.pid").read_text().split()[0])
            for number in (process.pid, postmaster):
                os.kill(number, signal.SIGKILL)
        key = (data / "secret_key").read_text()
        (data / "secret_key").unlink()  # it lies beside the data, too
        with self.up(data, free_port()) as (process, said):
            process.send_signal(signal.SIGINT)
            assert process.wait(TIMEOUT_SECONDS) == 0, said
        assert (data / "secret_key").read_text() == key

    def test_nothing_is_left_after_up_and_its_database_were_killed_hard(self, data: Path) -> None:
        """The parts see that nobody is there to serve, even while they wait for a database that is gone too."""
        installation = Installation(data, free_port())
        installation.start()
        parts = [installation.part(name) for name in ("web", "worker")]
        parts += [child for part in parts for child in children_of(part)]
        installation.strike("postgres")
        installation.strike("up")
        installation.stop()
        until = time.monotonic() + lifeline.GRACE_SECONDS + 20
        while left := [part for part in parts if alive(part)]:
            assert time.monotonic() < until, [command_of(part) for part in left]
            time.sleep(0.05)

    def test_a_part_that_dies_leaves_no_child(self, data: Path) -> None:
        installation = Installation(data, free_port())
        installation.start()
        web = installation.part("web")
        children = children_of(web)
        assert children
        os.kill(web, signal.SIGKILL)
        installation.stop()
        assert [child for child in children if alive(child)] == []

    def test_it_refuses_a_port_that_is_taken(self, data: Path) -> None:
        port = free_port()
        with self.up(data, port):
            done = omnistock("up", f"--port={port}", f"--data={data}")
        assert done.returncode == 1
        assert done.stderr == f"omnistock: port {port} is taken: omnistock up --port {port + 1}\n"


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
        done = omnistock(command, *port, **foreign(role, database_name))
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
                done = omnistock(command, *port, **foreign("app", database_name))
            finally:
                connection.execute("UPDATE django_migrations SET name = rtrim(name, '_') WHERE id = %s", newest)
        assert done.returncode == 1
        assert done.stderr == (
            "omnistock: the database lacks 1 of this version's migrations: "
            "run `omnistock migrate` first (on a PostgreSQL of your own with DATABASE_OWNER_URL)\n"
        )

    def test_it_refuses_to_migrate_without_the_owner(self, database_name: str) -> None:
        done = omnistock("migrate", **foreign("app", database_name))
        assert (done.returncode, "DATABASE_OWNER_URL must be set" in done.stderr) == (1, True)

    def test_it_migrates_again_without_a_change(self, database_name: str) -> None:
        owner = server().url("owner", database=database_name)
        with psycopg.connect(owner) as connection:
            before = connection.execute("SELECT count(*) FROM django_migrations").fetchone()
            connection.commit()
            done = omnistock("migrate", **foreign("app", database_name), DATABASE_OWNER_URL=owner)
            assert (done.returncode, done.stderr) == (0, "")
            assert connection.execute("SELECT count(*) FROM django_migrations").fetchone() == before

    def test_only_what_is_not_there_yet_is_left_to_django(
        self, database_name: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        asked: list[str] = []
        monkeypatch.setattr("django.core.management.call_command", lambda name, **_: asked.append(name))
        owner = server().url("owner", database=database_name)
        migrations.migrate_as_owner(owner)
        assert asked == []
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
        done = omnistock("web", DATABASE_URL=url, SECRET_KEY=SECRET_KEY)
        assert done.returncode == 1
        assert done.stderr.startswith("omnistock: the database at 127.0.0.1 cannot be reached")
        assert len(done.stderr.splitlines()) == 1

    def test_it_prints_the_urls(self, database_name: str) -> None:
        given = foreign("app", database_name)
        assert omnistock("database-url", **given).stdout.strip() == given["DATABASE_URL"]
        assert "DATABASE_OWNER_URL is not set" in omnistock("database-url", "--role=owner", **given).stderr


def test_it_prints_no_url_of_a_database_that_was_never_made(tmp_path: Path) -> None:
    done = omnistock("database-url", OMNISTOCK_DATA=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, "")
    assert "run `omnistock up`" in done.stderr


def test_data_without_the_key_that_it_is_sealed_with_is_told_of(tmp_path: Path) -> None:
    """For root the data lies elsewhere: whoever removed the data folder finds it again, and did not mean to."""
    data = embedded_server(tmp_path).places.data
    data.mkdir(parents=True)
    try:
        done = omnistock("verify", OMNISTOCK_DATA=str(tmp_path))
        assert done.returncode == 1
        assert f"there is a database in {data.parent} already, and {tmp_path}/secret_key" in done.stderr
        assert not (tmp_path / "secret_key").exists()
    finally:
        embedded_server(tmp_path).destroy()


def test_wrong_usage_is_told() -> None:
    assert omnistock("up", "--port=0").returncode == 2
    assert "No such command 'fly'" in omnistock("fly").stderr


class TestCrash:
    """Parts are killed hard in the middle of load: what was acknowledged is there once, and everything adds up."""

    @pytest.mark.parametrize("strikes", [3, pytest.param(20, marks=pytest.mark.soak)])
    def test_what_was_acknowledged_is_there_once(self, data: Path, strikes: int) -> None:
        dice = random.Random(chosen := seed())
        installation = Installation(data, free_port())
        installation.start()
        try:
            load = Load(f"{installation.address}/api/v1", key_of_a_new_organization(installation))
            load.prepare()
            with load.running(PROGRAMS, dice):
                for strike in range(strikes):
                    load.wait_for(len(load.acknowledged) + BETWEEN_STRIKES)
                    installation.strike(PARTS[strike % len(PARTS)])
                    installation.stop()
                    installation.start()
                load.wait_for(len(load.acknowledged) + BETWEEN_STRIKES)
            print(f"seed {chosen}: {strikes} kills, {len(load.acknowledged)} acknowledged, {load.refused}")  # noqa: T201
            load.judge(dice)
            verified = installation.run("verify")
            assert verified.returncode == 0, verified.stdout + verified.stderr
        finally:
            installation.stop()


def key_of_a_new_organization(installation: Installation) -> str:
    person = ("--owner-email=asha@example.com", "--owner-name=Asha Rao", "--password=a long sentence nobody guesses")
    made = installation.run("organization", "create", "--name=Demo Pharma", *person)
    assert made.returncode == 0, made.stderr
    key = installation.run("api-key", "create", f"--organization={made.stdout.split()[-1]}", "--scopes=all")
    assert key.returncode == 0, key.stderr
    return key.stdout.split()[-1]
