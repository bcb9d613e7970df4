"""The request log (promise P3): IP address, time, route and status of each request, and nothing else.

Rows are written many at once, apart from the requests that they tell of. They stand in partitions by day, which
`keep_request_log` makes ahead and drops when their time is over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import connection

COLUMNS: Final = ("address", "at", "route", "status")

_WRITE: Final = """
INSERT INTO request_log (address, at, route, status)
SELECT * FROM unnest(%s::inet[], %s::timestamptz[], %s::text[], %s::smallint[])
"""
# No index orders the rows; their partitions are looked through day by day, until one has any.
OLDEST: Final = """
SELECT its.oldest
FROM (
    SELECT to_date(right(c.relname, 8), 'YYYYMMDD')::timestamp AT TIME ZONE 'UTC' AS begins
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'request_log'::regclass ORDER BY begins
) AS day
CROSS JOIN LATERAL (
    SELECT min(at) AS oldest FROM request_log WHERE at >= day.begins AND at < day.begins + interval '24 hours'
) AS its
WHERE its.oldest IS NOT NULL ORDER BY day.begins LIMIT 1
"""


@dataclass(frozen=True, slots=True)
class Request:
    """`address` None: it could not be told. `route` is the template (`app/products/<uuid:product_id>`), never what
    was asked for."""

    address: str | None
    at: dt.datetime
    route: str
    status: int


def write_requests(requests: Sequence[Request]) -> None:
    """Append `requests`. Raises django.db.Error where the day has no partition yet: call `keep_request_log` first."""
    values = [[getattr(request, name) for request in requests] for name in COLUMNS]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, values)


def keep_request_log() -> int:
    """Make the partitions of today and the two days after it, and drop those whose time is over; answers how many
    went. Called when a web process starts, and every night."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT keep_request_log()")
        return int(cursor.fetchone()[0])


def oldest_request_at() -> dt.datetime | None:
    """The time of the oldest row, or None. Reads the first partition alone that has any."""
    with connection.cursor() as cursor:
        cursor.execute(OLDEST)
        found = cursor.fetchone()
        return found[0] if found else None
