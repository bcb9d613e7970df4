"""Many statements in one round trip: their answers, their errors, and what a lost connection does."""

from __future__ import annotations

import gc
import time
import weakref
from collections.abc import Callable, Iterator
from uuid import UUID

import psycopg
import pytest
from django.db import DataError, Error, IntegrityError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext

from omnistock.domain.catalog.models import Product
from omnistock.tenancy import pipeline
from omnistock.tenancy.backend.base import TransactionOver
from omnistock.tenancy.backend.pool import still_works
from omnistock.tenancy.boundary import commit_with_answer, tenant_boundary
from omnistock.tenancy.models import Organization
from omnistock.tenancy.statements import Statement, send, send_ahead, send_later
from tests import make

pytestmark = pytest.mark.usefixtures("live_db")
SOME = UUID("01900000-0000-7000-8000-000000000001")


def test_answers_come_in_the_order_of_the_statements() -> None:
    for _first_prepared_then_known in range(2):
        with transaction.atomic():
            named = Statement("SELECT %(b)s::text || %(a)s::text, %(a)s::text", {"a": "1", "b": "2"})
            placed = Statement("SELECT %s::uuid, '100%%'", [SOME])
            nothing = Statement("SET LOCAL app.organization_id = ''", is_kept=False)
            bare = Statement("SELECT '100%'")
            none = Statement("SELECT 1 WHERE %(no)s", {"no": False})
            send(named, placed, nothing, bare, none)
        answers = [each.rows for each in (named, placed, nothing, bare, none)]
        assert answers == [[("21", "1")], [(SOME, "100%")], [], [("100%",)], []]


def test_the_first_statement_that_fails_is_raised_and_ends_the_transaction() -> None:
    made = Statement("CREATE TEMPORARY TABLE once (id int PRIMARY KEY) ON COMMIT DROP")
    twin = Statement("INSERT INTO once VALUES (%(id)s)", {"id": 1})
    late = Statement("SELECT 'never run'")
    with pytest.raises(IntegrityError, match="once_pkey"), transaction.atomic():
        send(made, twin, twin, late)
    with transaction.atomic():
        send(late)
    assert late.rows == [("never run",)]


@pytest.fixture
def kept() -> Iterator[None]:
    """A table of this session's own."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE kept (id int PRIMARY KEY)")
        yield
        cursor.execute("DROP TABLE kept")


def _keep(id: int) -> Statement:
    return Statement("INSERT INTO kept VALUES (%(id)s)", {"id": id})


def _kept() -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM kept ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def test_what_is_sent_later_is_there_for_whoever_asks(kept: None) -> None:
    with transaction.atomic():
        send_later(_keep(1))
        count = Statement("SELECT count(*) FROM kept")
        send(count)
        assert count.rows == [(1,)]
        send_later(_keep(2))
        assert _kept() == [1, 2], "past our own statements, too"
        send_later(_keep(3))
        reported = Statement("SELECT count(*) FROM kept")
        send(reported, plan_anew=True)
        assert reported.rows == [(3,)]
        send_later(_keep(4))
    send_later(_keep(5))
    assert _kept() == [1, 2, 3, 4, 5], "with the commit, and at once outside of a transaction"


def _keep_and_fail(id: int) -> None:
    with transaction.atomic():
        send_later(_keep(id))
        raise ZeroDivisionError


def test_what_is_sent_later_ends_with_its_transaction_or_savepoint(kept: None) -> None:
    with pytest.raises(ZeroDivisionError):
        _keep_and_fail(1)
    with transaction.atomic():
        send_later(_keep(2))
        with pytest.raises(ZeroDivisionError):
            _keep_and_fail(3)
        with transaction.atomic():
            send_later(_keep(4))
    assert _kept() == [2, 4]


def test_what_fails_later_undoes_the_transaction(kept: None) -> None:
    with pytest.raises(IntegrityError, match="kept_pkey"), transaction.atomic():
        send_later(_keep(1), _keep(1))
    assert _kept() == []


def _ahead(*statements: Statement) -> None:
    """A transaction of these, one after the other."""
    with transaction.atomic():
        for statement in statements:
            send_ahead(statement)


def _keep_ahead_and_fail(id: int) -> None:
    with transaction.atomic():
        send_ahead(_keep(id))
        raise ZeroDivisionError


def test_what_is_sent_ahead_is_there_for_whoever_asks(kept: None) -> None:
    with transaction.atomic():
        asked = Statement("SELECT 'ahead'")
        send_later(_keep(1))
        send_ahead(_keep(2), asked)
        send_ahead(_keep(3))
        send_later(_keep(4))
        count = Statement("SELECT count(*) FROM kept")
        send(count)
        assert (asked.rows, count.rows) == ([("ahead",)], [(4,)])
        send_ahead(_keep(5))
        assert _kept() == [1, 2, 3, 4, 5], "past our own statements, too"
        send_ahead(asked)
        send()
        send_ahead(_keep(6))
        reported = Statement("SELECT count(*) FROM kept")
        send(reported, plan_anew=True)
        assert reported.rows == [(6,)]
        send_ahead(_keep(7))
        with CaptureQueriesContext(connection) as seen:
            send_ahead(_keep(8))
            send(count)
        assert (count.rows, len(seen)) == ([(8,)], 1), "who counts statements sees them all"
        send_ahead(_keep(9))
    send_ahead(_keep(10))
    assert _kept() == list(range(1, 11)), "with the commit, and at once outside of a transaction"


def test_what_is_sent_ahead_is_under_way(kept: None) -> None:
    with transaction.atomic():
        send(Statement("SELECT 1"))
        mine = connection.connection
        with psycopg.connect(mine.info.dsn, password=mine.info.password) as other:
            other.execute("SELECT pg_advisory_xact_lock(7)")
            send_ahead(Statement("SELECT pg_advisory_xact_lock(7)"))
            waiting = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND pid = %s AND NOT granted"
            until = time.monotonic() + 10
            while time.monotonic() < until and other.execute(waiting, [mine.info.backend_pid]).fetchone() == (0,):
                pass
            assert other.execute(waiting, [mine.info.backend_pid]).fetchone() == (1,), "nobody has asked for it yet"
        send()


def test_what_is_sent_ahead_ends_with_its_transaction_or_savepoint(kept: None) -> None:
    with pytest.raises(ZeroDivisionError):
        _keep_ahead_and_fail(1)
    with transaction.atomic():
        send_ahead(_keep(2))
        with pytest.raises(ZeroDivisionError):
            _keep_ahead_and_fail(3)
        with transaction.atomic():
            send_ahead(_keep(4))
    assert _kept() == [2, 4]


def test_what_fails_ahead_undoes_the_transaction(kept: None) -> None:
    with pytest.raises(IntegrityError, match="kept_pkey"):
        _ahead(_keep(1), _keep(1), _keep(2))
    with pytest.raises(Error):
        _ahead(_keep(3), Statement("SELECT %(what)s", {"what": object()}))
    assert _kept() == []


def test_what_fails_ahead_undoes_its_savepoint_and_no_more(kept: None) -> None:
    with transaction.atomic():
        send_ahead(_keep(1))
        with pytest.raises(IntegrityError, match="kept_pkey"):
            _ahead(_keep(2), _keep(1))
        with pytest.raises(ZeroDivisionError):  # and what nobody asked for is nobody's concern
            _keep_ahead_and_fail(1)
        send_ahead(_keep(3))
    assert _kept() == [1, 3]


def test_lists_arrive_as_they_were() -> None:
    words = ['a "b" \\ {c}, d', "", "NULL", None]
    empty: list[str] = []
    asked = Statement(
        "SELECT %(words)s::text[], %(late)s::text[], %(none)s::int[], %(empty)s::uuid[], %(ids)s::uuid[]",
        {"words": words, "late": [None, "x,y"], "none": [None, None], "empty": empty, "ids": [None, SOME]},
    )
    ids = Statement("SELECT %(two)s::uuid[], %(gap)s::uuid[]", {"two": [SOME, UUID(int=1)], "gap": [SOME, None]})
    with transaction.atomic():
        send(asked, ids)
    assert asked.rows == [(words, [None, "x,y"], [None, None], [], [None, SOME])]
    assert ids.rows == [([SOME, UUID(int=1)], [SOME, None])], "as PostgreSQL keeps them, and as text where one is null"


def test_what_cannot_be_sent_leaves_the_connection_as_it_was() -> None:
    with transaction.atomic():
        with pytest.raises(Error):
            send(Statement("SELECT %(what)s", {"what": object()}))
        good = Statement("SELECT 1")
        send(good)
    assert good.rows == [(1,)]


def test_only_so_many_stay_prepared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "PREPARED_AT_MOST", 3)
    with transaction.atomic():
        for number in (*range(8), 0):
            asked = Statement(f"SELECT {number}")
            send(asked)
            assert asked.rows == [(number,)]


@pytest.fixture
def ended() -> Iterator[psycopg.Connection]:
    """The test's connection, after the server has ended it."""
    with transaction.atomic():
        send(Statement("SELECT 1"))
    mine = connection.connection
    with psycopg.connect(mine.info.dsn, password=mine.info.password, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [mine.info.backend_pid])
    yield mine
    connection.close()


def test_a_lost_connection_is_an_error_and_no_endless_wait(ended: psycopg.Connection) -> None:
    with pytest.raises(OperationalError), transaction.atomic():
        send(Statement("SELECT 1"), Statement("SELECT 2"))


def test_a_connection_that_is_lost_on_the_way_is_an_error(ended: psycopg.Connection) -> None:
    with pytest.raises(OperationalError):
        _ahead(Statement("SELECT 1"), Statement("SELECT 2"))


def test_the_pool_sees_that_a_connection_has_ended(ended: psycopg.Connection) -> None:
    with pytest.raises(psycopg.OperationalError):
        still_works(ended)


def test_the_pool_asks_nothing_of_a_connection_that_works(monkeypatch: pytest.MonkeyPatch) -> None:
    with transaction.atomic():
        send(Statement("SELECT 1"))
    monkeypatch.delattr(psycopg.Connection, "execute")
    still_works(connection.connection)


def test_a_connection_that_was_closed_is_let_go() -> None:
    with transaction.atomic():
        send(Statement("SELECT 1"))
    kept = weakref.ref(connection.connection)
    connection.close()
    gc.collect()
    assert kept() is None


def test_through_a_pooler_a_trip_is_one_query(kept: None) -> None:
    connection.connection.prepare_threshold = None
    with transaction.atomic():
        send_later(_keep(1))
        send_ahead(_keep(2))
        count, bare = Statement("SELECT count(*) FROM kept"), Statement("SELECT '100%'")
        send(count, bare)
        assert (count.rows, bare.rows) == ([(2,)], [("100%",)])
        send_ahead(_keep(3))
    assert _kept() == [1, 2, 3]


def test_through_a_pooler_the_commit_goes_along_too() -> None:
    organization_id = make.organization().id
    connection.connection.prepare_threshold = None
    for name, last, error in (("First", "SELECT 1", TransactionOver), ("Second", "SELECT 1 / 0", DataError)):
        with pytest.raises(error):
            _name_and_ask_twice(organization_id, _naming(organization_id, name), last=last)
    assert _name_of(organization_id) == "First"


@pytest.mark.parametrize(
    "ask",
    [send, send_later, send_ahead, lambda _statement: Product.objects.exists()],
    ids=["at once", "later", "ahead", "by a model"],
)
def test_after_its_last_question_a_boundary_answers_nothing(ask: Callable[[Statement], object]) -> None:
    organization_id = make.organization().id
    with pytest.raises(TransactionOver):
        _name_and_ask_twice(organization_id, _naming(organization_id, "Renamed"), ask=ask)
    assert _name_of(organization_id) == "Renamed"


def _name_and_ask_twice(
    organization_id: UUID, naming: Statement, *, last: str = "SELECT 1", ask: Callable[[Statement], object] = send
) -> None:
    with tenant_boundary(organization_id):
        send_later(naming)
        commit_with_answer()
        send(Statement(last))
        ask(Statement("SELECT 1"))


def _naming(organization_id: UUID, name: str) -> Statement:
    values = {"organization": organization_id, "name": name}
    return Statement("UPDATE organization SET name = %(name)s WHERE id = %(organization)s", values)


def _name_of(organization_id: UUID) -> str:
    with tenant_boundary(organization_id):
        return Organization.objects.get(pk=organization_id).name
