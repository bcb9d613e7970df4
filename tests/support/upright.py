"""`omnistock up` as an operator runs it, for tests that strike parts of it down."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

from omnistock.launch.database import embedded_server
from tests.support.environment import ROOT

TIMEOUT_SECONDS = 300
"""Generous: the first start makes the database."""


class Installation:
    """One data folder with its own PostgreSQL, web and worker on a port."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port = data, port
        self.said: list[str] = []
        """Since the last start."""
        self._process: subprocess.Popen[str] | None = None
        self._listener: threading.Thread | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Until it says that it is ready."""
        ready = self.begin()
        assert ready.wait(TIMEOUT_SECONDS), self.said[-20:]
        assert self.is_running, self.said[-20:]

    def begin(self) -> threading.Event:
        """Only the first moment of a start. What is given is set when it says that it is ready, or nothing any more."""
        command = [sys.executable, "-m", "omnistock.launch", "up", f"--port={self.port}", f"--data={self.data}"]
        self._process = subprocess.Popen(
            [*command, "--no-demo"], env=clean_environment(), cwd=ROOT, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        self.said = []
        ready = threading.Event()
        self._listener = threading.Thread(target=_listen, args=(self._process, self.said, ready), daemon=True)
        self._listener.start()
        return ready

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """In order, whatever of it is left. Gives what it ended with."""
        if self._process is None:
            return 0
        self._process.send_signal(number)
        return self.end()

    def end(self) -> int:
        """Waits until it has ended and said its last. Gives what it ended with."""
        assert self._process is not None
        assert self._listener is not None
        code = self._process.wait(TIMEOUT_SECONDS)
        self._listener.join(TIMEOUT_SECONDS)
        self._process = None
        return code

    def strike(self, part: str) -> None:
        """Kill the part hard, with all of its children: `web`, `worker`, `postgres`, or `up` itself alone."""
        assert self._process is not None
        if part == "postgres":
            pid_file = embedded_server(self.data).places.data / "postmaster.pid"
            os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
        elif part == "up":
            os.kill(self._process.pid, signal.SIGKILL)
        else:
            os.killpg(self.part(part), signal.SIGKILL)

    def part(self, name: str) -> int:
        """The process of a part, which leads the group of its own children."""
        assert self._process is not None
        return next(each for each in children_of(self._process.pid) if f" {name} " in f"{command_of(each)} ")

    def parts(self) -> list[int]:
        """The processes of its parts, with their children."""
        assert self._process is not None
        leaders = children_of(self._process.pid)
        return leaders + [child for leader in leaders for child in children_of(leader)]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`omnistock …` beside it, on its database."""
        return run_omnistock(*arguments, OMNISTOCK_DATA=str(self.data))


def _listen(process: subprocess.Popen[str], said: list[str], ready: threading.Event) -> None:
    assert process.stdout is not None
    with process.stdout:
        for line in process.stdout:
            said.append(line)
            if "is ready" in line:
                ready.set()
    ready.set()


def run_omnistock(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """`omnistock …` to its end, with nothing of this process's environment but `variables`."""
    return subprocess.run(
        [sys.executable, "-m", "omnistock.launch", *arguments],
        env={**clean_environment(), **variables}, cwd=ROOT, capture_output=True, text=True, timeout=TIMEOUT_SECONDS,
    )  # fmt: skip


def clean_environment() -> dict[str, str]:
    return {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}


def children_of(number: int) -> list[int]:
    with contextlib.suppress(OSError):
        return [int(child) for child in Path(f"/proc/{number}/task/{number}/children").read_text().split()]
    return []


def command_of(number: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{number}/cmdline").read_text().replace("\0", " ")
    return ""


def alive(number: int) -> bool:
    """Whether a process runs; a zombie that nobody has waited for does not."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    return False
