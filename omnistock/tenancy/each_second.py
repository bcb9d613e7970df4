"""What a web process does beside its requests, so that none of them waits for it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from multiprocessing.util import Finalize
from typing import Final

from django.db import Error, connection

log = logging.getLogger("omnistock.each_second")

_STOPPED_IN_SECONDS: Final = 5


class EachSecond:
    """A thread that does `work` each second, and a last time when the process ends. `config/wsgi.py` starts it; elsewhere
    it does not run. What the database refuses is told by its kind alone, and `work` is tried again."""

    def __init__(self, name: str, work: Callable[[], object]) -> None:
        self._name = name
        self._work = work
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def is_running(self) -> bool:
        return self._thread is not None

    def start(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()
            Finalize(None, self._stop, exitpriority=1)  # a forked process does not come to `atexit`

    def _stop(self) -> None:
        self._stopping.set()
        if self._thread is not None:
            self._thread.join(timeout=_STOPPED_IN_SECONDS)

    def _run(self) -> None:
        while not self._stopping.wait(1):
            self.once()
        self.once()

    def once(self) -> None:
        """Do it now."""
        try:
            self._work()
        except Error as error:
            log.warning("%s was not written: %s", self._name, type(error).__name__)
        finally:
            connection.close()
