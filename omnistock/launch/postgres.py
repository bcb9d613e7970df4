"""The embedded PostgreSQL: made, started, recovered and stopped by us, on the programs of a wheel.

It listens on a Unix socket only, in a folder that only its user and root can enter, and asks for a password
(scram). It outlives no user of it: whoever needs it holds a lease, and the last one to leave stops it.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import secrets
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import IO
from urllib.parse import quote

import psycopg
from psycopg import sql

import omnistock
from omnistock.launch.errors import StartRefused
from omnistock.launch.files import locked, write_private
from omnistock.launch.places import Places, find_places

ADMINISTRATOR = "postgres"
ROLES = ("owner", "app", "backup", "console")
DATABASE = "omnistock"
ROLES_SQL = Path(omnistock.__file__).parents[1] / "db" / "roles.sql"

SETTINGS: Mapping[str, str] = {
    "listen_addresses": "",
    "port": "5432",  # only the name of the socket's file
    "max_connections": "100",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "jit": "off",  # our queries are short: compiling them costs more than it saves
    "password_encryption": "scram-sha-256",
    "log_checkpoints": "off",
    "log_min_messages": "warning",
}
START_TIMEOUT_SECONDS = 300
"""Generous: after a hard kill the start replays the write-ahead log first."""
STOP_TIMEOUT_SECONDS = 60
ORPHAN_TIMEOUT_SECONDS = 30
"""How long the processes of a killed server may take to notice that it is gone."""


class EmbeddedPostgres:
    """The PostgreSQL server of one data folder.

    `settings` are added to SETTINGS. Every method is safe against the same in another process.
    """

    def __init__(self, folder: Path, *, settings: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self.settings = {**SETTINGS, **(settings or {})}

    @cached_property
    def places(self) -> Places:
        return find_places(self.folder)

    # --- what others ask for -------------------------------------------------------------------------------

    def url(self, role: str, *, database: str = DATABASE) -> str:
        """The connection URL of `role` (one of ROLES, or the administrator). The server must have been started
        once: before that there is no password."""
        password = self._passwords()[role]
        return f"postgresql://{role}:{password}@/{database}?host={quote(str(self.places.run), safe='')}"

    def program(self, name: str) -> Path:
        """A program of PostgreSQL's own, such as pg_dump or pgbench."""
        return self.places.programs / name

    @property
    def running(self) -> bool:
        """Whether the server is there and takes connections."""
        try:
            lines = (self.places.data / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return False
        ready = len(lines) >= 8 and lines[7].strip() == "ready"  # LOCK_FILE_LINE_PM_STATUS of PostgreSQL
        return ready and int(lines[0]) in self._processes()

    @contextlib.contextmanager
    def lease(self, *, keep: bool = False) -> Iterator[EmbeddedPostgres]:
        """Starts the server if it does not run. The last holder of a lease to leave stops it, unless it says `keep`."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "lease").open("a") as file:
            with self._alone():
                fcntl.flock(file, fcntl.LOCK_SH)
                self._start()
            try:
                yield self
            finally:
                if not keep:
                    self._leave(file)

    def _leave(self, file: IO[str]) -> None:
        with self._alone():
            fcntl.flock(file, fcntl.LOCK_UN)
            with contextlib.suppress(BlockingIOError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._stop()

    def start(self) -> None:
        """Starts the server, if it does not run, and leaves it running. Raises StartRefused with its last words."""
        with self._alone():
            self._start()

    def stop(self) -> None:
        """Stops the server, if it runs, whoever uses it."""
        with self._alone():
            self._stop()

    def destroy(self) -> None:
        """Stops the server and removes all of its data."""
        with self._alone():
            self._stop()
            shutil.rmtree(self.places.state, ignore_errors=True)
            shutil.rmtree(self.places.run, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- start and stop ------------------------------------------------------------------------------------

    def _alone(self) -> contextlib.AbstractContextManager[None]:
        return locked(self.folder / "lock")

    def _start(self) -> None:
        kept = (self.folder / "passwords.json").exists()
        if kept and self.running and self._answers():
            return
        self.places.make()
        if not kept:
            self._make_passwords()
        if not self.places.data.exists():
            self._initialise()
        elif not kept:
            self._restore_administrator()
        self._wait_for_orphans()
        self._keep_last_log()
        options = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in self._all_settings().items())
        self._run(
            "pg_ctl", "start", "--wait", f"--timeout={START_TIMEOUT_SECONDS}", "--silent",
            f"--pgdata={self.places.data}", f"--log={self.places.log}", f"--options={options}",
        )  # fmt: skip
        self._provision()

    def _stop(self) -> None:
        if not (self.places.data / "postmaster.pid").exists() or not self._processes():
            return
        stop = ("pg_ctl", "stop", "--wait", "--silent", f"--pgdata={self.places.data}")
        try:
            self._run(*stop, f"--timeout={STOP_TIMEOUT_SECONDS}", "--mode=fast")
        except StartRefused:
            self._run(*stop, f"--timeout={STOP_TIMEOUT_SECONDS}", "--mode=immediate")

    def _all_settings(self) -> dict[str, str]:
        return {**self.settings, "unix_socket_directories": str(self.places.run)}

    def _initialise(self) -> None:
        """Makes the data directory, whole or not at all: a start that was cut off begins anew."""
        building = self.places.state / "data.building"
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(mode=0o700)
        password = self.places.log.parent / "initial"
        password.unlink(missing_ok=True)
        write_private(password, self._passwords()[ADMINISTRATOR])
        if self.places.uid is not None:
            for path in (building, password):
                os.chown(path, self.places.uid, -1)
        try:
            self._run(
                "initdb", f"--pgdata={building}", f"--username={ADMINISTRATOR}", f"--pwfile={password}",
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8", *(["--no-sync"] if self.settings.get("fsync") == "off" else []),
            )  # fmt: skip
        finally:
            password.unlink()
        building.rename(self.places.data)

    def _restore_administrator(self) -> None:
        """Gives the administrator the new password where the folder with the old ones is gone but the data is not."""
        self._stop()
        command = f"ALTER ROLE {ADMINISTRATOR} PASSWORD '{self._passwords()[ADMINISTRATOR]}'\n"
        self._run("postgres", "--single", "-D", str(self.places.data), "postgres", text=command)

    def _provision(self) -> None:
        """Brings database, roles and passwords up to date. Cheap when nothing is missing."""
        with psycopg.connect(self.url(ADMINISTRATOR, database="postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if found is None:
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
        self.prepare(DATABASE)

    def prepare(self, database: str) -> None:
        """Runs db/roles.sql in `database` and sets the roles' passwords."""
        with psycopg.connect(self.url(ADMINISTRATOR, database=database), autocommit=True) as connection:
            connection.execute(ROLES_SQL.read_bytes())
            for role in ROLES:
                password = connection.pgconn.encrypt_password(self._passwords()[role].encode(), role.encode())
                statement = sql.SQL("ALTER ROLE {} PASSWORD {}")
                connection.execute(statement.format(sql.Identifier(role), sql.Literal(password.decode())))

    def _answers(self) -> bool:
        """Whether the server lets the administrator in: one that was killed this moment still looks as if it ran."""
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(self.url(ADMINISTRATOR, database="postgres")).close()
            return True
        return False

    # --- the small parts -----------------------------------------------------------------------------------

    def _make_passwords(self) -> None:
        passwords = {role: secrets.token_urlsafe(24) for role in (ADMINISTRATOR, *ROLES)}
        write_private(self.folder / "passwords.json", json.dumps(passwords, indent=2))

    def _passwords(self) -> dict[str, str]:
        path = self.folder / "passwords.json"
        try:
            passwords: dict[str, str] = json.loads(path.read_text())
        except FileNotFoundError:
            raise StartRefused(f"there is no embedded database in {self.folder} yet: run `omnistock up`") from None
        except ValueError:
            raise StartRefused(f"{path} is damaged: remove it, and new passwords are set") from None
        return passwords

    def _keep_last_log(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            self.places.log.replace(self.places.log.with_suffix(".last.log"))

    def _processes(self) -> set[int]:
        """The processes that work in the data directory: a server's and its children's working directory is it."""
        found = set()
        for entry in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if (entry / "cwd").readlink() == self.places.data.resolve():
                    found.add(int(entry.name))
        return found

    def _wait_for_orphans(self) -> None:
        """After a hard kill of the server its children still leave; and another program may have got its number.

        PostgreSQL judges a leftover lock file by whether that process number is taken, which it also is by a
        zombie and after a reboot by anything. So leftovers are removed, never while anything works in the data.
        """
        until = time.monotonic() + ORPHAN_TIMEOUT_SECONDS
        while left := self._processes():
            if time.monotonic() > until:
                raise StartRefused(f"processes {sorted(left)} still use {self.places.data}: end them, then start again")
            time.sleep(0.05)
        (self.places.data / "postmaster.pid").unlink(missing_ok=True)
        for leftover in self.places.run.glob(".s.PGSQL.*"):
            leftover.unlink(missing_ok=True)

    def _run(self, program: str, *arguments: str, text: str | None = None) -> None:
        """Runs a program of PostgreSQL's as the server's user. Raises StartRefused with its last words.

        Its output goes to a file: a server started by pg_ctl would keep a pipe open for ever.
        """
        output = self.places.log.with_name(f"{program}.log")
        keywords = self.places.as_server_user()
        if text is not None:
            del keywords["stdin"]
            keywords["input"] = text.encode()
        with output.open("wb") as file:
            command = [str(self.program(program)), *arguments]
            status = subprocess.run(command, stdout=file, stderr=subprocess.STDOUT, **keywords).returncode
        if status != 0:
            raise StartRefused(f"PostgreSQL's {program} failed: {_last_words(output, self.places.log)}")


def _last_words(*logs: Path) -> str:
    lines = [line for log in logs if log.exists() for line in log.read_text(errors="replace").splitlines()]
    return " | ".join(line.strip() for line in lines[-6:]) or "it said nothing"
