"""How far a long job is, told now and then beside its transaction."""

from __future__ import annotations

import time
from collections.abc import Callable

_EVERY_SECONDS = 1


def teller(tell: Callable[[int, int], None]) -> Callable[[int, int], None]:
    """`tell`, to be called as often as one likes."""
    last = time.monotonic()

    def told(done: int, total: int) -> None:
        nonlocal last
        if time.monotonic() - last >= _EVERY_SECONDS:
            last = time.monotonic()
            tell(done, total)

    return told
