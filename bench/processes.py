"""The product's own processes under measurement: started as an operator starts them, with their time and memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bench.place import Place
from tests.support.site import free_port

TICKS = os.sysconf("SC_CLK_TCK")
START_SECONDS = 60


@dataclass(frozen=True)
class Running:
    """One part of the product. `pid` leads it; its children count as it."""

    address: str
    pid: int

    @property
    def pids(self) -> list[int]:
        return family(self.pid)

    def cpu_seconds(self) -> float:
        """User and system time of the part so far."""
        return sum(cpu_seconds_of(pid) for pid in self.pids)

    def pss_mb(self) -> float:
        """Proportional memory of the part, in megabytes."""
        return sum(pss_kb_of(pid) for pid in self.pids) / 1024


@contextmanager
def running(place: Place, part: str) -> Iterator[Running]:
    """`omnistock web` or `omnistock worker` on the bench's database."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "omnistock.launch", part, *([f"--port={port}"] if part == "web" else [])]
    variables = {**os.environ, "BASE_URL": address}
    variables.pop("OMNISTOCK_POOL", None)
    with subprocess.Popen(command, env=variables, stdout=subprocess.DEVNULL) as process:
        try:
            if part == "web":
                _wait_for(address, process)
            yield Running(address, process.pid)
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with suppress(OSError), urllib.request.urlopen(f"{address}/healthz", timeout=5):
            return
        time.sleep(0.05)
    raise RuntimeError("omnistock web did not answer")


def family(pid: int) -> list[int]:
    """A process and everything under it."""
    found = [pid]
    for parent in found:
        for entry in Path(f"/proc/{parent}/task").glob("*/children"):
            found += [int(child) for child in entry.read_text().split()]
    return found


def cpu_seconds_of(pid: int) -> float:
    with suppress(OSError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS
    return 0


def pss_kb_of(pid: int) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    return 0


def postgres_cpu_seconds(place: Place) -> float:
    """Time of the server and of all its connections, those that ended included."""
    pid = int((place.server.places.data / "postmaster.pid").read_text().split()[0])
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    ended = (int(fields[13]) + int(fields[14])) / TICKS
    return ended + sum(cpu_seconds_of(each) for each in family(pid))
