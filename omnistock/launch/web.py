"""The web server: Granian serving the WSGI application."""

from __future__ import annotations

import multiprocessing
import os

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

STOP_TIMEOUT_SECONDS = 10


def serve(*, host: str, port: int) -> None:
    """Serves until told to stop. The environment is ready for Django's settings (`prepare_django`).

    Python runs in one thread of a process at a time, so there are as many processes as `WEB_PROCESSES` says, each with
    as many blocking threads as its pool has connections: a request that runs never waits for one. The application is
    loaded once, before the processes part, and they share its memory (docs/decisions/0019). One that dies is replaced.
    """
    from omnistock.config.wsgi import begin

    multiprocessing.set_start_method("fork", force=True)
    threads = int(os.environ.setdefault("WEB_THREADS", "8"))
    Granian(
        target="omnistock.config.wsgi:application",
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=int(os.environ.get("WEB_PROCESSES", "2")),
        blocking_threads=threads,
        workers_kill_timeout=STOP_TIMEOUT_SECONDS,
        respawn_failed_workers=True,
        websockets=False,
        log_access=False,  # the product keeps a request log of its own, with less in it
        log_level=LogLevels.error,  # below that it only doubts the number of threads, which is the pool's on purpose
    ).serve(target_loader=begin, wrap_loader=False)
