"""The embedded PostgreSQL: made, started twice, killed hard, left by its last user, and closed to strangers."""

from __future__ import annotations

import os
import signal
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from omnistock.launch.errors import StartRefused
from omnistock.launch.postgres import ADMINISTRATOR, ROLES, EmbeddedPostgres

FAST = {"fsync": "off"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """One for all: to make the data takes longer than any test here. Each starts it, and may leave it stopped."""
    found = EmbeddedPostgres(tmp_path_factory.mktemp("a folder") / "postgres", settings=FAST)
    yield found
    found.destroy()
    assert not found.places.state.exists()


@pytest.fixture
def new_server(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    """One without data."""
    found = EmbeddedPostgres(tmp_path / "postgres", settings=FAST)
    yield found
    found.destroy()


def number_of(server: EmbeddedPostgres) -> int:
    return int((server.places.data / "postmaster.pid").read_text().split()[0])


def test_every_role_can_sign_in_and_none_is_too_strong(server: EmbeddedPostgres) -> None:
    server.start()
    query = "SELECT current_user, rolsuper, rolbypassrls, current_schema() FROM pg_roles WHERE rolname = current_user"
    found = []
    for role in ROLES:
        with psycopg.connect(server.url(role)) as connection:
            found.append(connection.execute(query).fetchone())
    assert found == [
        ("owner", False, False, "omnistock"),
        ("app", False, False, "omnistock"),
        ("backup", False, True, "omnistock"),
        ("console", False, False, "omnistock"),
    ]


def test_app_may_use_what_owner_makes_and_no_more(server: EmbeddedPostgres) -> None:
    server.start()
    with psycopg.connect(server.url("owner")) as connection:
        connection.execute("CREATE TABLE thing (id bigint GENERATED ALWAYS AS IDENTITY, name text)")
    with psycopg.connect(server.url("app"), autocommit=True) as connection:
        connection.execute("INSERT INTO thing (name) VALUES ('x')")
        for forbidden in ("TRUNCATE thing", "DROP TABLE thing", "CREATE TABLE other ()", "SET ROLE owner"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(forbidden)
    with psycopg.connect(server.url("backup")) as connection:
        assert connection.execute("SELECT name FROM thing").fetchall() == [("x",)]


def test_a_wrong_password_is_refused_and_the_right_one_is_private(server: EmbeddedPostgres) -> None:
    server.start()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(server.url("app").replace("app:", "app:x"))
    assert stat.S_IMODE((server.folder / "passwords.json").stat().st_mode) == 0o600
    assert stat.S_IMODE(server.places.run.stat().st_mode) == 0o700


def test_it_keeps_its_rows_over_a_stop_and_over_a_hard_kill(server: EmbeddedPostgres) -> None:
    server.start()
    with psycopg.connect(server.url("owner")) as connection:
        connection.execute("CREATE TABLE kept (id int)")
        connection.execute("INSERT INTO kept VALUES (1)")
    server.stop()
    assert not server.running
    server.start()
    os.kill(number_of(server), signal.SIGKILL)
    server.start()
    with psycopg.connect(server.url("app")) as connection:
        assert connection.execute("SELECT id FROM kept").fetchall() == [(1,)]


def test_a_leftover_lock_file_with_a_number_that_is_taken_stops_nothing(server: EmbeddedPostgres) -> None:
    server.start()
    left = (server.places.data / "postmaster.pid").read_text().splitlines()
    server.stop()
    (server.places.data / "postmaster.pid").write_text("\n".join([str(os.getpid()), *left[1:]]) + "\n")
    assert not server.running
    server.start()
    assert server.running


def test_a_start_that_was_cut_off_begins_anew(new_server: EmbeddedPostgres) -> None:
    half = new_server.places.state / "data.building"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    new_server.start()
    assert new_server.running


def test_lost_passwords_are_set_anew_and_the_data_stays(server: EmbeddedPostgres) -> None:
    server.start()
    with psycopg.connect(server.url("owner")) as connection:
        connection.execute("CREATE TABLE left_over ()")
    former = server.url("app")
    (server.folder / "passwords.json").unlink()
    server.start()
    assert server.url("app") != former
    with psycopg.connect(server.url("app")) as connection:
        connection.execute("SELECT FROM left_over")


def test_starts_at_the_same_time_make_one_server(new_server: EmbeddedPostgres) -> None:
    starts = [threading.Thread(target=EmbeddedPostgres(new_server.folder, settings=FAST).start) for _ in range(4)]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    with psycopg.connect(new_server.url(ADMINISTRATOR)) as connection:
        assert connection.execute("SELECT count(*) FROM pg_database WHERE datname = 'omnistock'").fetchone() == (1,)


def test_the_last_to_leave_stops_it(server: EmbeddedPostgres) -> None:
    with server.lease():
        with EmbeddedPostgres(server.folder).lease():
            assert server.running
        assert server.running
    assert not server.running


def test_it_says_why_it_does_not_start(server: EmbeddedPostgres) -> None:
    server.stop()
    with pytest.raises(StartRefused, match="max_connections"):
        EmbeddedPostgres(server.folder, settings={"max_connections": "many"}).start()
