"""How long the parts of `make soak` take: each has its own bound in seconds, so that the whole comes to its end, and says
with which seed it began. SOAK_SCALE=6 gives each of them six times as long."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator

from tests.support.environment import seed

SCALE = float(os.environ.get("SOAK_SCALE", "1"))


def bound(seconds: float) -> float:
    """The seconds of a part."""
    return seconds * SCALE


def rounds(name: str, *, seconds: float) -> Iterator[int]:
    """A seed for each round, from the run's own, until the part's time is over; at least one. What was done is printed."""
    chosen, started, done = seed(), time.monotonic(), 0
    dice = random.Random(f"{chosen}{name}")
    while not done or time.monotonic() - started < bound(seconds):
        yield dice.randrange(2**32)
        done += 1
    print(f"seed {chosen}: {name}: {done} rounds in {time.monotonic() - started:.0f} s")  # noqa: T201
