"""Everything that `omnistock up` runs: what starts together stops together.

Each part leads a process group of its own, so that a Ctrl-C reaches `up` alone and it can stop them in order; a
part that does not stop is ended with all of its children; and the parts end by themselves when `up` is killed hard
(`lifeline`).
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from omnistock.launch import lifeline
from omnistock.launch.database import Database, require_bound_role, running_database
from omnistock.launch.environment import Environment
from omnistock.launch.errors import StartRefused
from omnistock.launch.migrations import missing_migrations

START_TIMEOUT_SECONDS = 60
STOP_TIMEOUT_SECONDS = 20
"""Longer than web and worker give their own work to end."""

PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


def run_all(*, environment: Environment, port: int, demo: bool) -> int:
    """Runs until Ctrl-C or SIGTERM (then 0), or until a part ends by itself (then its exit code, at least 1).

    Raises StartRefused when the port is taken or the database cannot be used.
    """
    _require_free_port(port)
    with _stop_signals() as stopping, running_database(environment) as database:
        require_bound_role(database.app_url)
        group = ProcessGroup(stopping=stopping)
        try:
            return _run(group=group, environment=environment, database=database, port=port, demo=demo)
        finally:
            group.stop()


def _run(*, group: ProcessGroup, environment: Environment, database: Database, port: int, demo: bool) -> int:
    variables = {**os.environ, **environment.variables(), "DATABASE_URL": database.app_url}
    variables.pop("DATABASE_OWNER_URL", None)
    if database.owner_url is not None and missing_migrations(database.app_url):
        owner = {**variables, "DATABASE_OWNER_URL": database.owner_url}
        if code := group.run_to_end("migrate", variables=owner):
            return code
    console = {} if database.console_url is None else {"DATABASE_CONSOLE_URL": database.console_url}
    group.start("web", f"--port={port}", variables={**variables, **console})
    backup = {} if database.backup_url is None else {"DATABASE_BACKUP_URL": database.backup_url}
    group.start("worker", variables={**variables, **backup})
    if demo and (code := group.run_to_end("demo", variables=variables)):
        return code
    if group.wait_for_answer(f"http://127.0.0.1:{port}/healthz"):
        print(f"\nOmniStock is ready: {environment.base_url}", flush=True)
        for line in group.words_of("demo"):
            print(line, flush=True)
        print("Ctrl-C stops it.\n", flush=True)
    return group.wait()


@dataclass
class Part:
    """One child process with the last of what it said."""

    name: str
    process: subprocess.Popen[str]
    words: deque[str] = field(default_factory=lambda: deque(maxlen=20))


class ProcessGroup:
    """The parts of `up`. `stopping` is set by a signal."""

    def __init__(self, *, stopping: threading.Event) -> None:
        self.stopping = stopping
        self.parts: list[Part] = []
        self.said: dict[str, list[str]] = {}
        self._rope, self._hand = os.pipe()

    def start(self, command: str, *arguments: str, variables: dict[str, str], quiet: bool = False) -> Part:
        """Starts `omnistock COMMAND`; what it says is passed on, a line at a time, behind its name."""
        process = subprocess.Popen(
            [sys.executable, "-m", "omnistock.launch", command, *arguments],
            env={**variables, lifeline.VARIABLE: str(self._rope)}, pass_fds=(self._rope,),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            errors="replace", process_group=0, preexec_fn=_end_with_parent,
        )  # fmt: skip
        part = Part(name=command, process=process)
        self.parts.append(part)
        threading.Thread(target=_pass_on, args=(part, quiet), daemon=True).start()
        return part

    def run_to_end(self, command: str, *, variables: dict[str, str]) -> int:
        """Runs `omnistock COMMAND` and gives its exit code; 0 when a stop came first."""
        part = self.start(command, variables=variables, quiet=command == "demo")
        while part.process.poll() is None and not self.stopping.wait(0.02):
            if ended := self._ended(besides=part):
                return _tell_end(ended)
        if self.stopping.is_set():
            return 0
        self.parts.remove(part)
        self.said[command] = list(part.words)
        return _tell_end(part) if part.process.returncode else 0

    def words_of(self, command: str) -> list[str]:
        """What a command that ended said."""
        return self.said.get(command, [])

    def wait_for_answer(self, address: str) -> bool:
        """Whether the web server answers before a stop, the end of a part, or START_TIMEOUT_SECONDS."""
        until = time.monotonic() + START_TIMEOUT_SECONDS
        while time.monotonic() < until and not self._ended() and not self.stopping.wait(0.05):
            with contextlib.suppress(OSError), urllib.request.urlopen(address, timeout=5):
                return True
        return False

    def wait(self) -> int:
        """Waits for a stop (0) or for the end of a part (its exit code, at least 1)."""
        while not self.stopping.wait(0.2):
            if ended := self._ended():
                return _tell_end(ended)
        return 0

    def stop(self) -> None:
        """Asks every part to stop, waits, and ends what does not."""
        for part in self.parts:
            with contextlib.suppress(ProcessLookupError):
                part.process.terminate()
        until = time.monotonic() + STOP_TIMEOUT_SECONDS
        for part in self.parts:
            try:
                part.process.wait(max(0.1, until - time.monotonic()))
            except subprocess.TimeoutExpired:
                print(f"{part.name} did not stop in time and is ended", file=sys.stderr, flush=True)
            with contextlib.suppress(ProcessLookupError):  # children of a part that was killed hard, too
                os.killpg(part.process.pid, signal.SIGKILL)
            part.process.wait()

    def _ended(self, *, besides: Part | None = None) -> Part | None:
        return next((part for part in self.parts if part is not besides and part.process.poll() is not None), None)


def _tell_end(part: Part) -> int:
    part.process.wait()
    last = next((line for line in reversed(part.words) if line.strip()), "it said nothing")
    code = part.process.returncode
    print(f"omnistock: {part.name} ended by itself ({code}): {last}", file=sys.stderr, flush=True)
    return code if 0 < code < 256 else 1


def _pass_on(part: Part, quiet: bool) -> None:
    assert part.process.stdout is not None
    for line in part.process.stdout:
        part.words.append(line.rstrip("\n"))
        if not quiet:
            print(f"{part.name:>7} | {line}", end="", flush=True)


def _end_with_parent() -> None:
    """In the child: the kernel tells it to stop when `up` is killed hard, so nothing keeps the port."""
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)


@contextlib.contextmanager
def _stop_signals() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set, from the first moment on: no start is cut off half-way."""
    stopping = threading.Event()
    former = {number: signal.signal(number, lambda *_: stopping.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopping
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _require_free_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise StartRefused(f"port {port} is taken: omnistock up --port {port + 1}") from None
