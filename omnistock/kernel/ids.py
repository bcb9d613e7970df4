"""Ids are UUIDv7 (RFC 9562 section 5.7), made here and not in the database: `uuidv7()` exists only from PostgreSQL 18 on."""

from __future__ import annotations

import os
import threading
import time
from uuid import UUID

_lock = threading.Lock()
_last: int = 0


def uuid7() -> UUID:
    """A new id that sorts after every id that this process made before.

    48 bits of Unix milliseconds, then 12 + 62 bits that start random in each millisecond and count up within it,
    so that rows inserted by one request keep their order by id.
    """
    global _last
    with _lock:
        fresh = (time.time_ns() // 1_000_000) << 74 | int.from_bytes(os.urandom(9), "big") >> 1 & ((1 << 71) - 1)
        _last = fresh if fresh > _last else _last + 1
        value = _last
    milliseconds, rest = value >> 74, value & ((1 << 74) - 1)
    return UUID(int=milliseconds << 80 | 0x7 << 76 | (rest >> 62) << 64 | 0b10 << 62 | rest & ((1 << 62) - 1))
