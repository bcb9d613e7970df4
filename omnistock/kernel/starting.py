"""The start of a process: everything that it will ever need is imported at once, and stays."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def start() -> Iterator[None]:
    """The block imports what the process lives by.

    Imports make a quarter of a million objects, none of which is ever garbage. The collector would go through them six
    hundred times meanwhile, a fifth of the whole start, and again in the middle of a request later (some 0.1 s each
    time); so it waits, and leaves out what is there afterwards.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
