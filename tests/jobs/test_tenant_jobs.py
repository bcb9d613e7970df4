"""A job is enqueued with the write and runs as whoever asked for it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from psycopg.errors import DeadlockDetected

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.identity.operations import create_api_key, end_membership, revoke_api_key
from omnistock.interfaces.jobs.tasks import nightly
from omnistock.interfaces.jobs.tenant import tenant_job
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.actors import NotSignedIn, actor_for_api_key, parse_api_key
from omnistock.tenancy.models import Membership
from omnistock.tenancy.queue import enqueue, enqueue_for_each
from tests import make
from tests.make import Company
from tests.personas import ASHA, OTTO, RAVI
from tests.support.queue import run_waiting, waiting

pytestmark = pytest.mark.django_db
seen: list[Actor] = []


@tenant_job("tests.look_round")
def look_round(*, actor: Actor, thing_id: str) -> None:
    seen.append(actor)
    assert Membership.objects.count() >= 1
    if thing_id == "break":
        Membership.objects.update(role="viewer")
        raise RuntimeError("broken")
    if thing_id == "victim" and len(seen) == 1:
        raise OperationalError from DeadlockDetected()


@pytest.fixture(autouse=True)
def nothing_seen() -> None:
    seen.clear()


def test_the_victim_of_a_deadlock_is_done_again(pharma: Company) -> None:
    with pharma.acting(RAVI) as ravi:
        enqueue(actor=ravi, task="tests.look_round", thing_id="victim")
    run_waiting()
    assert len(seen) == 2


def test_it_runs_as_the_person_who_asked(pharma: Company) -> None:
    with pharma.acting(RAVI) as ravi:
        enqueue(actor=ravi, task="tests.look_round", thing_id=uuid7())
    assert run_waiting() == 1
    assert (seen[0].name, seen[0].role, seen[0].door) == (RAVI.name, "warehouse", "job")
    assert seen[0].organization_id == pharma.id


def test_it_runs_with_the_scopes_of_the_key(pharma: Company) -> None:
    with pharma.acting(ASHA) as asha:
        made = create_api_key(actor=asha, name="Shop", scopes=["stock:read"])
        secret = parse_api_key(made.text)[1]
        key = actor_for_api_key(organization_id=pharma.id, secret=secret, now=timezone.now())
        enqueue(actor=key, task="tests.look_round", thing_id=uuid7())
    run_waiting()
    assert (seen[0].api_key_id, seen[0].permissions) == (made.api_key.pk, {"stock:read"})


def test_nothing_is_done_for_who_left(pharma: Company) -> None:
    with pharma.acting(RAVI) as ravi:
        enqueue(actor=ravi, task="tests.look_round", thing_id=uuid7())
    with pharma.acting(ASHA) as asha:
        end_membership(actor=asha, membership_id=Membership.objects.get(role="warehouse").pk)
    with pytest.raises(NotSignedIn):
        run_waiting()
    assert seen == []


def test_nothing_is_done_for_a_revoked_key(pharma: Company) -> None:
    with pharma.acting(ASHA) as asha:
        made = create_api_key(actor=asha, name="Shop", scopes=["stock:read"])
        secret = parse_api_key(made.text)[1]
        key = actor_for_api_key(organization_id=pharma.id, secret=secret, now=timezone.now())
        enqueue(actor=key, task="tests.look_round", thing_id=uuid7())
        revoke_api_key(actor=asha, api_key_id=made.api_key.pk)
    with pytest.raises(NotSignedIn):
        run_waiting()


def test_a_job_that_breaks_is_undone_whole(pharma: Company) -> None:
    with pharma.acting(ASHA) as asha:
        enqueue(actor=asha, task="tests.look_round", thing_id="break")
    with pytest.raises(RuntimeError):
        run_waiting()
    with pharma.acting(ASHA) as asha:
        assert asha.role == "owner"


def test_a_refused_write_enqueues_nothing(pharma: Company) -> None:
    with pharma.acting(ASHA) as asha:
        enqueue(actor=asha, task="tests.look_round", thing_id=uuid7())
        transaction.set_rollback(True)
    assert waiting() == []


class TestNight:
    def test_each_organization_gets_its_own_once(self, pharma: Company) -> None:
        other = make.organization(owner=OTTO, name="Other", gstin="")
        for _twice in range(2):
            nightly.func(timestamp=0)
        jobs = [arguments["organization_id"] for name, arguments in waiting() if name == "delete_expired_keys"]
        assert {jobs.count(str(company.id)) for company in (pharma, other)} == {1}
        assert len(jobs) == len(set(jobs))

    def test_old_idempotency_keys_go_and_young_ones_stay(self, pharma: Company) -> None:
        other = make.organization(owner=OTTO, name="Other", gstin="")
        for company, persona in ((pharma, ASHA), (other, OTTO)):
            with company.acting(persona) as actor:
                for days in (91, 89):
                    insert_key(actor, days)
        enqueue_for_each(organization_ids=[pharma.id, other.id], tasks=["delete_expired_keys"])
        run_waiting()
        with pharma.acting(ASHA):
            assert kept_keys() == 1
            event = AuditEvent.objects.get(operation="identity.delete_expired_keys")
            assert (event.after, event.actor_name) == ({"deleted": 1}, "OmniStock")


def insert_key(actor: Actor, days: int) -> None:
    """A key as it was written `days` ago, its UUIDv7 from then."""
    at = actor.now - dt.timedelta(days=days)
    made = uuid7()
    old = type(made)(int=(int(at.timestamp() * 1000) << 80) | (made.int & ((1 << 80) - 1)))
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO idempotency_key (organization_id, id, who, key, body_hash, object_id, created_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [actor.organization_id, old, actor.who, f"{days} days", b"x", uuid7(), at],
        )


def kept_keys() -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM idempotency_key")
        return cursor.fetchone()[0]
