"""A web server of the product for browsers and real HTTP clients."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

from tests.support.environment import ROOT

START_TIMEOUT_SECONDS = 60


@contextlib.contextmanager
def serve() -> Iterator[str]:
    """Runs `omnistock web` on the database of DATABASE_URL. Gives its address, such as http://127.0.0.1:34567."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    log = ROOT / "build" / f"site-{port}.log"
    command = [sys.executable, "-m", "omnistock.launch", "web", f"--port={port}"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env={**os.environ, "BASE_URL": address}, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT
        )
        try:
            _wait_for(address, process)
            yield address
        finally:
            process.terminate()
            process.wait(30)
    log.unlink()


@contextlib.contextmanager
def work(address: str) -> Iterator[None]:
    """Runs `omnistock worker` beside the site at `address`, on the database of DATABASE_URL."""
    log = ROOT / "build" / f"worker-{os.getpid()}.log"
    command = [sys.executable, "-m", "omnistock.launch", "worker"]
    with log.open("wb") as output:
        variables = {**os.environ, "BASE_URL": address}
        process = subprocess.Popen(command, env=variables, cwd=ROOT, stdout=output, stderr=subprocess.STDOUT)
        try:
            yield
            if process.poll() is not None:
                raise RuntimeError(f"omnistock worker ended with {process.returncode}: see build/worker-*.log")
        finally:
            process.terminate()
            process.wait(30)
    log.unlink()


def free_port() -> int:
    """A port of the loopback that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + START_TIMEOUT_SECONDS
    while time.monotonic() < until:
        if process.poll() is not None:
            raise RuntimeError(f"omnistock web ended with {process.returncode}: see build/site-*.log")
        with contextlib.suppress(OSError), urllib.request.urlopen(f"{address}/healthz", timeout=5):
            return
        time.sleep(0.05)
    raise RuntimeError("omnistock web did not answer in time: see build/site-*.log")
