"""A file brought in, in three transactions: that it began, the work itself, and where that failed, that it did; so a page sees
how far it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from uuid import UUID

from django.utils import timezone

from omnistock.domain.exchange.operations import (
    CHECK_TASK,
    RUN_TASK,
    begin_import,
    give_up_import,
    run_check,
    run_import,
    tell_check_progress,
    tell_import_progress,
)
from omnistock.interfaces.jobs.telling import teller
from omnistock.interfaces.jobs.tenant import global_job, speaking_to
from omnistock.kernel.errors import DomainError
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.actors import actor_for_job, system_actor
from omnistock.tenancy.boundary import again_after_race, tenant_boundary


@global_job(RUN_TASK)
def run_import_job(
    organization_id: str, import_id: str, person_id: str | None = None, api_key_id: str | None = None
) -> None:
    """Bring a checked file in. What is wrong with it by now is written on the import, and is no failure of the job."""
    tenant, row_id = UUID(organization_id), UUID(import_id)
    actor = partial(_actor, tenant, person_id, api_key_id)
    with tenant_boundary(tenant):
        if not begin_import(actor=actor(), import_id=row_id):
            return

    def work(who: Actor) -> None:
        run_import(actor=who, import_id=row_id, told=teller(partial(_tell, who, row_id)))

    _carry_out(tenant, row_id, actor, work)


@global_job(CHECK_TASK)
def check_import_job(
    organization_id: str, import_id: str, person_id: str | None = None, api_key_id: str | None = None
) -> None:
    """Judge a big file. What is wrong with it is written on the import."""
    tenant, row_id = UUID(organization_id), UUID(import_id)

    def work(who: Actor) -> None:
        run_check(actor=who, import_id=row_id, told=teller(partial(_tell_check, who, row_id)))

    _carry_out(tenant, row_id, partial(_actor, tenant, person_id, api_key_id), work)


def _carry_out(tenant: UUID, row_id: UUID, actor: Callable[[], Actor], work: Callable[[Actor], None]) -> None:
    def once() -> None:
        with tenant_boundary(tenant):
            who = actor()
            with speaking_to(who):
                work(who)

    try:
        again_after_race(once)
    except Exception as error:
        with tenant_boundary(tenant):
            product = system_actor(organization_id=tenant, door="job", now=timezone.now())
            give_up_import(actor=product, import_id=row_id, error=error)
        if not isinstance(error, DomainError):
            raise


def _actor(tenant: UUID, person_id: str | None, api_key_id: str | None) -> Actor:
    return actor_for_job(
        organization_id=tenant,
        person_id=UUID(person_id) if person_id else None,
        api_key_id=UUID(api_key_id) if api_key_id else None,
        now=timezone.now(),
    )


def _tell(actor: Actor, import_id: UUID, done: int, total: int) -> None:
    tell_import_progress(actor=actor, import_id=import_id, done=done, total=total)


def _tell_check(actor: Actor, import_id: UUID, done: int, total: int) -> None:
    tell_check_progress(actor=actor, import_id=import_id, done=done, total=total)
