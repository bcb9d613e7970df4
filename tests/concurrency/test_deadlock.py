"""A deadlock that the order of locks did not prevent: the victim does its transaction again, and nothing is done twice."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.utils import timezone
from psycopg.errors import DeadlockDetected, ForeignKeyViolation, LockNotAvailable, UniqueViolation

from omnistock.domain.audit.sealing import seal
from omnistock.tenancy.actors import system_actor
from omnistock.tenancy.boundary import RACE_ATTEMPTS, again_after_race, tenant_boundary
from omnistock.tenancy.models import Organization
from tests import make
from tests.personas import ASHA


def test_two_that_wait_for_each_other_both_get_through(live_db: None) -> None:
    pharma = make.organization()
    with pharma.acting(ASHA) as asha:
        ids = [make.customer(actor=asha, name=f"Customer {n}", code=f"C{n}").pk for n in range(2)]
    meeting = threading.Barrier(2)
    tries: list[int] = []

    def note_both(first: UUID, second: UUID) -> None:
        tries.append(1)
        with tenant_boundary(pharma.id), connection.cursor() as cursor:
            cursor.execute("UPDATE customer SET notes = notes || 'x' WHERE id = %s", [first])
            if len(tries) <= 2:
                meeting.wait(10)  # each holds what the other wants next
            cursor.execute("UPDATE customer SET notes = notes || 'x' WHERE id = %s", [second])

    def work(pair: tuple[UUID, UUID]) -> None:
        try:
            again_after_race(lambda: note_both(*pair))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, [(ids[0], ids[1]), (ids[1], ids[0])]))
    # Both are victims where both look at the same moment; that nothing was done twice is what counts.
    assert len(tries) >= 3, "one of them was the victim"
    with pharma.acting(ASHA), connection.cursor() as cursor:
        cursor.execute("SELECT notes FROM customer WHERE id = ANY(%s)", [ids])
        assert cursor.fetchall() == [("xx",), ("xx",)]


def test_sealing_leaves_a_workspace_alone_while_an_archive_is_brought_into_it(live_db: None) -> None:
    """Who brings one in holds the workspace and seals at the end: a sealer that had begun would wait for it, and it for the
    sealer."""
    pharma = make.organization()

    def sealed() -> int:
        try:
            with tenant_boundary(pharma.id), connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '5s'")
                return seal(actor=system_actor(organization_id=pharma.id, door="job", now=timezone.now()))
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with pharma.acting(ASHA):
            Organization.objects.select_for_update().get(pk=pharma.id)
            assert pool.submit(sealed).result() == 0
        assert pool.submit(sealed).result() > 0, "next time"


def _failing(reason: type[Exception], tries: list[int]) -> None:
    tries.append(1)
    raise OperationalError from reason()


def test_it_gives_up_in_the_end() -> None:
    tries: list[int] = []
    with pytest.raises(OperationalError):
        again_after_race(lambda: _failing(DeadlockDetected, tries))
    assert len(tries) == RACE_ATTEMPTS


def test_who_was_overtaken_looks_again() -> None:
    tries: list[int] = []

    def take() -> str:
        tries.append(1)
        if len(tries) == 1:
            raise IntegrityError from UniqueViolation()
        return "it is taken"

    assert again_after_race(take) == "it is taken"


@pytest.mark.parametrize("reason", [LockNotAvailable, ForeignKeyViolation])
def test_nothing_else_is_done_again(reason: type[Exception]) -> None:
    tries: list[int] = []
    with pytest.raises(OperationalError):
        again_after_race(lambda: _failing(reason, tries))
    assert len(tries) == 1
