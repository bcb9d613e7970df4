"""The boundary: one transaction in which exactly one organization exists.

`SET LOCAL` with a validated literal, never `set_config()` and never plain SET: a pooler in transaction mode keeps no session
state, and a distributed PostgreSQL propagates the statement. The transaction is durable, so boundaries cannot nest: a released
inner one would leave the outer in the other tenant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final, TypeVar
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected, UniqueViolation

from omnistock.kernel.errors import DomainError
from omnistock.tenancy.current import _organization_id, current_organization_id
from omnistock.tenancy.statements import Statement, commit_along, send, send_ahead, send_later

RACE_ATTEMPTS: Final = 5

T = TypeVar("T")
_confirm: ContextVar[Callable[[], None] | None] = ContextVar("confirm", default=None)


class Mistaken(Exception):
    """What a boundary was opened on the belief of is not so any more. Nothing was committed."""


@contextmanager
def tenant_boundary(
    organization_id: UUID, *first: Statement, confirm: Callable[[], None] | None = None
) -> Iterator[None]:
    """Open the one transaction of a request, a job or a command, inside `organization_id`. Commits at the end.

    The statements of `first` go along with the setting, in the same round trip. With `confirm` both go along with what is
    asked first inside: the block begins on what its caller believes that they will answer. `confirm` is called before anything
    is committed and before a refusal leaves the block, and raises `Mistaken` where they answered something else.
    """
    with _setting("app.organization_id", organization_id, *first, waits=confirm is not None):
        token, doubt = _organization_id.set(organization_id), _confirm.set(confirm)
        try:
            yield
        except DomainError:  # a refusal is an answer, too
            be_sure()
            raise
        else:
            be_sure()
        finally:
            _organization_id.reset(token)
            _confirm.reset(doubt)


def commit_with_answer() -> None:
    """Commit what this boundary has written along with what it asks next, which is its last: one round trip for both. Whoever
    asks more is refused. Within a test's own transaction it does nothing."""
    be_sure()
    if len(connection.atomic_blocks) == 1:
        commit_along()


def commit_and_read_on() -> None:
    """Commit what this boundary has written and go on reading in a new transaction of the same organization.

    Every lock ends with it: an answer that is read and drawn afterwards holds nobody up. What comes later cannot undo the
    write any more, so call it only when all is written. It goes along with the first that is read. Within a test's own
    transaction it does nothing.
    """
    be_sure()
    if len(connection.atomic_blocks) > 1:
        return
    send_later(*_commit_and_chain())


def commit_ahead() -> None:
    """The same for who needs nothing more of the database: it writes and commits while the answer is put together, and the
    end of the boundary waits for it and raises what failed."""
    be_sure()
    if len(connection.atomic_blocks) == 1:
        send_ahead(*_commit_and_chain())


def _commit_and_chain() -> tuple[Statement, Statement]:
    commit = Statement("COMMIT AND CHAIN", is_kept=False)
    return commit, _set_local("app.organization_id", current_organization_id())


def be_sure() -> None:
    """Have what the boundary was opened on confirmed now. Raises `Mistaken`."""
    if confirm := _confirm.get():
        confirm()


def again_after_race(do: Callable[[], T]) -> T:
    """`do`, which opens its own boundary, and does nothing that outlives a rollback (an upload it reads by `chunks`, from the
    beginning); once more in a new one when it lost a race. The database chose it as the victim of a deadlock (the belt beside
    the one order of locks: a transaction that posts twice locks balances after totals), or somebody took meanwhile what it
    had found free, as an external id: it sees them now, and says so. Or it began on a belief that was `Mistaken`."""
    for _attempt in range(RACE_ATTEMPTS - 1):
        try:
            return do()
        except (OperationalError, IntegrityError, Mistaken) as error:
            if not is_lost_race(error):
                raise
    return do()


def is_lost_race(error: BaseException) -> bool:
    return is_deadlock(error) or isinstance(error, Mistaken) or isinstance(error.__cause__, UniqueViolation)


def is_deadlock(error: BaseException) -> bool:
    return isinstance(error.__cause__, DeadlockDetected)


@contextmanager
def person_boundary(person_id: UUID) -> Iterator[None]:
    """A transaction in which a person's own memberships and workspaces can be read (raw SQL only), and nothing else of a tenant."""
    with _setting("app.person_id", person_id):
        yield


@contextmanager
def _setting(name: str, value: UUID, *first: Statement, waits: bool = False) -> Iterator[None]:
    """A durable transaction with the setting in it. The former value is put back after success and outside the block, for the
    sake of tests, whose outer transaction stays open: in a `finally` inside, it would mask the error that broke the transaction."""
    nested_in_test = connection.in_atomic_block
    with transaction.atomic(durable=True):
        (send_later if waits else send)(_set_local(name, value), *first)
        yield
    if nested_in_test:
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL {name} = ''")


def _set_local(name: str, value: UUID) -> Statement:
    """Not prepared under its own name: each organization would leave a statement behind."""
    return Statement(f"SET LOCAL {name} = '{UUID(str(value))}'", is_kept=False)
