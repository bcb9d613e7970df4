"""The web server: Granian serving the WSGI application."""

from __future__ import annotations

import os

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

STOP_TIMEOUT_SECONDS = 10


def serve(*, host: str, port: int) -> None:
    """Serves until told to stop. The environment is ready for Django's settings (`prepare_django`).

    One process with as many blocking threads as the pool has connections: a request that runs never waits for
    one. More processes come by running `omnistock web` on more machines.
    """
    threads = int(os.environ.setdefault("WEB_THREADS", "8"))
    Granian(
        target="omnistock.config.wsgi:application",
        interface=Interfaces.WSGI,
        address=host,
        port=port,
        workers=1,
        blocking_threads=threads,
        workers_kill_timeout=STOP_TIMEOUT_SECONDS,
        websockets=False,
        log_access=False,  # the product keeps a request log of its own, with less in it
        log_level=LogLevels.error,  # below that it only doubts the number of threads, which is the pool's on purpose
    ).serve()
