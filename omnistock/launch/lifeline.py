"""The rope between `omnistock up` and its parts: when `up` is gone, however it went, they end soon after.

The kernel tells a part to stop when `up` dies (`_end_with_parent`), but a part that waits for a database which died
too may not come to it. So each part also holds the reading end of a pipe that only `up` can write to: when that closes
there is nobody left to serve, and after a grace the part ends with all of its children.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable

VARIABLE = "OMNISTOCK_LIFELINE"
"""The number of the pipe's reading end, in a part's environment."""
GRACE_SECONDS = 12
"""Longer than web and worker give their own work to end."""


def hold() -> None:
    """Watch the rope, where there is one, for as long as this process lives."""
    number = os.environ.pop(VARIABLE, "")
    if number:
        threading.Thread(target=watch, args=(int(number), _end), daemon=True, name="lifeline").start()


def watch(number: int, end: Callable[[], None]) -> None:
    """Blocks until the other end of the pipe is closed, then calls `end`."""
    while os.read(number, 1):
        pass
    end()


def _end() -> None:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os.killpg(0, signal.SIGKILL)
