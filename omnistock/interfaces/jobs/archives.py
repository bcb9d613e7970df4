"""The whole workspace, out and in. Each is several transactions: that it began, the work itself, what came of it; so a
page sees how far it is, and a failure is on file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID

from django.utils import timezone

from omnistock.domain.exchange.archive import keeping
from omnistock.domain.exchange.archive.restoring import restore_archive
from omnistock.domain.exchange.archive.writing import write_archive
from omnistock.interfaces.jobs.telling import teller
from omnistock.interfaces.jobs.tenant import global_job, speaking_to
from omnistock.kernel.errors import DomainError
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.actors import actor_for_job, system_actor
from omnistock.tenancy.boundary import again_after_race, tenant_boundary
from omnistock.tenancy.statements import Statement

_ONE_MOMENT = Statement("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ", is_kept=False)


@global_job(keeping.WRITE_TASK)
def write_archive_job(
    organization_id: str, archive_id: str, person_id: str | None = None, api_key_id: str | None = None
) -> None:
    """Make the archive that somebody asked for, as of one moment."""
    tenant, archive = UUID(organization_id), UUID(archive_id)
    with _kept_on_file(tenant, archive), tempfile.TemporaryFile() as file:
        with tenant_boundary(tenant):
            if keeping.begin(actor=_actor(tenant, person_id, api_key_id), archive_id=archive) is None:
                return
        with tenant_boundary(tenant, _ONE_MOMENT):
            actor = _actor(tenant, person_id, api_key_id)
            actor.require("organization:export")
            manifest = write_archive(actor=actor, file=file, told=_teller(actor, archive))
        with tenant_boundary(tenant):
            actor = actor.at(timezone.now())
            keeping.finish_export(actor=actor, archive_id=archive, file=file, manifest=manifest)


@global_job(keeping.RESTORE_TASK)
def restore_archive_job(
    organization_id: str, archive_id: str, person_id: str | None = None, api_key_id: str | None = None
) -> None:
    """Bring in the archive that somebody sent. What is wrong with it is written on it, and is no failure of the job."""
    tenant, archive = UUID(organization_id), UUID(archive_id)
    with _kept_on_file(tenant, archive), tempfile.TemporaryFile() as file:
        with tenant_boundary(tenant):
            actor = _actor(tenant, person_id, api_key_id)
            if keeping.begin(actor=actor, archive_id=archive) is None:
                return
            for part in keeping.read_archive(actor=actor, archive_id=archive):
                file.write(part)

        def once() -> tuple[Actor, dict[str, int]]:
            with tenant_boundary(tenant):
                actor = _actor(tenant, person_id, api_key_id)
                with speaking_to(actor):
                    return actor, restore_archive(actor=actor, file=file, told=_teller(actor, archive))

        actor, rows = again_after_race(once)
        with tenant_boundary(tenant):
            keeping.finish_restore(actor=actor.at(timezone.now()), archive_id=archive, rows=rows)


def _actor(organization_id: UUID, person_id: str | None, api_key_id: str | None) -> Actor:
    return actor_for_job(
        organization_id=organization_id,
        person_id=UUID(person_id) if person_id else None,
        api_key_id=UUID(api_key_id) if api_key_id else None,
        now=timezone.now(),
    )


def _teller(actor: Actor, archive_id: UUID) -> Callable[[int, int], None]:
    return teller(lambda done, total: keeping.tell_progress(actor=actor, archive_id=archive_id, done=done, total=total))


@contextmanager
def _kept_on_file(organization_id: UUID, archive_id: UUID) -> Iterator[None]:
    try:
        yield
    except Exception as error:
        with tenant_boundary(organization_id):
            actor = system_actor(organization_id=organization_id, door="job", now=timezone.now())
            keeping.give_up(actor=actor, archive_id=archive_id, error=error)
        if not isinstance(error, DomainError):
            raise
