"""A file brought in, in three transactions: that it began, the work itself, and where that failed, that it did; so a page sees
how far it is."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.utils import timezone

from omnistock.domain.exchange.operations import (
    RUN_TASK,
    begin_import,
    give_up_import,
    run_import,
    tell_import_progress,
)
from omnistock.interfaces.jobs.telling import teller
from omnistock.interfaces.jobs.tenant import global_job
from omnistock.kernel.errors import DomainError
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.actors import actor_for_job, system_actor
from omnistock.tenancy.boundary import again_after_deadlock, tenant_boundary


@global_job(RUN_TASK)
def run_import_job(
    organization_id: str, import_id: str, person_id: str | None = None, api_key_id: str | None = None
) -> None:
    """Bring a checked file in. What is wrong with it by now is written on the import, and is no failure of the job."""
    tenant, row_id = UUID(organization_id), UUID(import_id)

    def actor() -> Actor:
        return actor_for_job(
            organization_id=tenant,
            person_id=UUID(person_id) if person_id else None,
            api_key_id=UUID(api_key_id) if api_key_id else None,
            now=timezone.now(),
        )

    def once() -> None:
        with tenant_boundary(tenant):
            who = actor()
            told = teller(partial(_tell, who, row_id))
            run_import(actor=who, import_id=row_id, told=told)

    with tenant_boundary(tenant):
        if not begin_import(actor=actor(), import_id=row_id):
            return
    try:
        again_after_deadlock(once)
    except Exception as error:
        with tenant_boundary(tenant):
            product = system_actor(organization_id=tenant, door="job", now=timezone.now())
            give_up_import(actor=product, import_id=row_id, error=error)
        if not isinstance(error, DomainError):
            raise


def _tell(actor: Actor, import_id: UUID, done: int, total: int) -> None:
    tell_import_progress(actor=actor, import_id=import_id, done=done, total=total)
