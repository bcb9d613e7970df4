"""The pool of connections. Django asks each connection a question before it is used, which is a round trip a request."""

from __future__ import annotations

import select
from collections.abc import Callable, Mapping
from typing import Any

from psycopg import Connection
from psycopg_pool import ConnectionPool


def pool_of(
    parameters: Mapping[str, Any], *, configure: Callable[[Connection[Any]], None], options: Mapping[str, Any]
) -> ConnectionPool[Connection[Any]]:
    """A pool that is not open yet, as Django makes it, which gives out only what `still_works`."""
    return ConnectionPool(
        kwargs=dict(parameters), open=False, configure=configure, check=still_works, **options
    )  # fmt: skip


def still_works(connection: Connection[Any]) -> None:
    """Raises where the server has closed the connection. Nobody has asked an idle connection anything, so that there
    is something to read is how its end looks; then it is asked."""
    waiting = select.poll()
    waiting.register(connection.fileno(), select.POLLIN)
    if waiting.poll(0):
        ConnectionPool.check_connection(connection)
