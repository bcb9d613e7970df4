"""Ids are UUIDv7 (RFC 9562 section 5.7), made here and not in the database: `uuidv7()` exists only from PostgreSQL 18 on."""

from __future__ import annotations

import os
import threading
import time
from uuid import UUID, SafeUUID

RANDOM_BYTES = 9
DRAWN_AT_ONCE = 256
"""Ids whose random bits are asked for together: each question gives the interpreter away, and a request makes a dozen
ids, so one question an id lets every other thread go first a dozen times."""

_new, _set, _unknown = object.__new__, object.__setattr__, SafeUUID.unknown
_lock = threading.Lock()
_last: int = 0
_random: bytes = b""


def uuid7() -> UUID:
    """A new id that sorts after every id that this process made before.

    48 bits of Unix milliseconds, then 12 + 62 bits that start random in each millisecond and count up within it,
    so that rows inserted by one request keep their order by id.
    """
    return _id(_taken(1))


def uuid7s(count: int) -> list[UUID]:
    """`count` new ids, as if asked for one after the other: one look at the clock for all lines of a document."""
    first = _taken(count) if count else 0
    return [_id(value) for value in range(first, first + count)]


def _taken(count: int) -> int:
    """The first of `count` values in a row that nobody else is given."""
    global _last, _random
    with _lock:
        if not _random:
            _random = os.urandom(RANDOM_BYTES * DRAWN_AT_ONCE)
        drawn, _random = _random[:RANDOM_BYTES], _random[RANDOM_BYTES:]
        fresh = (time.time_ns() // 1_000_000) << 74 | int.from_bytes(drawn, "big") >> 1 & ((1 << 71) - 1)
        first = fresh if fresh > _last else _last + 1
        _last = first + count - 1
    return first


def _id(value: int) -> UUID:
    """The 74 bits and the milliseconds before them with version and variant between. Made without `UUID()`, which would
    look for the one of seven ways in which it was asked."""
    milliseconds, rest = value >> 74, value & ((1 << 74) - 1)
    made = _new(UUID)
    _set(made, "int", milliseconds << 80 | 0x7 << 76 | (rest >> 62) << 64 | 0b10 << 62 | rest & ((1 << 62) - 1))
    _set(made, "is_safe", _unknown)
    return made


def _forget_random_bits() -> None:
    """In the child of a fork: what the parent has drawn is the parent's."""
    global _random
    _random = b""


os.register_at_fork(after_in_child=_forget_random_bits)
