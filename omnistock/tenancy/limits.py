"""Rate limits, counted in memory and shared by the processes each second: no request waits for a count.

A thread of each web process adds what the process took to the database and reads the sums of all (decision 0008), so a
limit may be passed by what one second of the other processes brings, and by no more.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import count
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from omnistock.kernel.addresses import client_address, counted_as
from omnistock.kernel.errors import RateLimited
from omnistock.kernel.limits import Counter, Rule, Taken, Window, rules_with
from omnistock.tenancy.each_second import EachSecond

_PREFIX: Final = "rate"
_CACHED: Final = "cache"
# What every key of the counters' table looks like: a rule or nothing, a keyed digest, a moment or nothing.
KEY_FORM: Final = r"^(rate:[a-z_]+:[0-9a-f]{32}:[0-9]+|cache:[0-9a-f]{32})$"
# In the order of the keys, so that two processes never wait for each other.
_ADD: Final = """
INSERT INTO cache_entry AS kept (cache_key, value, expires)
SELECT * FROM unnest(%(keys)s::text[], %(counts)s::text[], %(expires)s::timestamptz[]) AS sent(key, count, expires)
ORDER BY key
ON CONFLICT (cache_key) DO UPDATE SET value = (kept.value::bigint + excluded.value::bigint)::text
RETURNING cache_key, value
"""
_SWEEP: Final = "DELETE FROM cache_entry WHERE expires < now()"
_SWEEP_EVERY: Final = 60
_SECONDS: Final = count(1)


@lru_cache(maxsize=1)
def rules() -> Mapping[str, Rule]:
    """The rules, with the operator's own numbers."""
    return rules_with(settings.RATE_LIMITS)


def take(name: str, subject: object) -> Taken:
    """Count one of what the rule `name` limits for `subject` (an id, an address). Raises `RateLimited`."""
    rule = rules()[name]
    taken = COUNTER.take(name, rule, digest(str(subject)), now=time.time())
    if taken.is_over:
        message = _("Too many requests: at most {most} in {seconds} seconds. Try again in {wait} seconds.")
        raise RateLimited(
            message.format(most=rule.most, seconds=rule.seconds, wait=taken.resets_in),
            retry_after_seconds=taken.resets_in,
            headers=headers_of(taken),
        )
    return taken


def headers_of(taken: Taken) -> dict[str, str]:
    """What an answer says of the limit that it counts for."""
    return {
        "RateLimit-Limit": str(taken.most),
        "RateLimit-Remaining": str(taken.left),
        "RateLimit-Reset": str(taken.resets_in),
        "RateLimit-Policy": f"{taken.most};w={taken.seconds}",
    }


def address_of(meta: Mapping[str, Any]) -> str | None:
    """The address that a request comes from, behind the operator's own proxies, or None where it cannot be told; `meta` is
    the request's environment."""
    return client_address(
        peer=meta.get("REMOTE_ADDR", ""),
        forwarded_for=meta.get("HTTP_X_FORWARDED_FOR", ""),
        trusted=settings.TRUSTED_PROXIES,
    )


def place_of(meta: Mapping[str, Any]) -> str:
    """Whom a limit of addresses counts a request for."""
    address = address_of(meta)
    return counted_as(address) if address else "unknown"


@lru_cache(maxsize=4096)
def digest(subject: str) -> str:
    """A subject as it is kept: nobody reads an address or an id out of it."""
    return hashlib.blake2b(subject.encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=16).hexdigest()


def cache_key(key: str, prefix: str, version: int) -> str:
    """The key of a cache entry as it is kept: a library's names addresses and accounts, ours nobody."""
    return f"{_CACHED}:{digest(f'{prefix}:{version}:{key}')}"


def share(*, now: float | None = None) -> None:
    """Add this process's counts to all others', in one statement outside of any transaction of a request."""
    COUNTER.share(_add, lengths=rules(), now=time.time() if now is None else now)


def _add(fresh: Mapping[Window, int]) -> Iterator[tuple[Window, int]]:
    by_key = {f"{_PREFIX}:{window.rule}:{window.subject}:{window.start}": window for window in fresh}
    values: dict[str, Any] = {
        "keys": list(by_key),
        "counts": [str(fresh[window]) for window in by_key.values()],
        "expires": [
            time.strftime("%Y-%m-%d %H:%M:%S+00", time.gmtime(window.start + 2 * rules()[window.rule].seconds))
            for window in by_key.values()
        ],
    }
    with connection.cursor() as cursor:
        cursor.execute(_ADD, values)
        rows = cursor.fetchall()
    return ((by_key[key], int(count)) for key, count in rows)


def sweep() -> int:
    """Delete the counters whose time is over; answers how many."""
    with connection.cursor() as cursor:
        cursor.execute(_SWEEP)
        return int(cursor.rowcount)


def _share_and_sweep() -> None:
    share()  # while the database is away, counts stay in memory
    if next(_SECONDS) % _SWEEP_EVERY == 0:
        sweep()


COUNTER: Final = Counter()
SHARER: Final = EachSecond("rate-limits", _share_and_sweep)
