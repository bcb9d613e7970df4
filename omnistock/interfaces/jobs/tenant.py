"""`@tenant_job` and `@global_job`: what stands round every job, as `@tenant_view` stands round every page.

A job's arguments are ids only, since the queue's table has no tenant. The worker looks after its connection
(`own_connection`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import close_old_connections
from django.utils import timezone, translation
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from omnistock.domain.privacy.operations import note_run
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.actors import actor_for_job
from omnistock.tenancy.boundary import again_after_race, tenant_boundary
from omnistock.tenancy.statements import Statement

Job = Callable[..., Any]
NOTHING_TO_DO: Final = "nothing to do"
"""What a job answers that was not its place's to do: the register then does not say that it ran."""


def own_connection(call_next: Callable[[], Any], context: JobContext, worker: Any) -> Any:
    """The worker's middleware: its threads live on, so each job finds a connection that works and gives it back."""
    close_old_connections()
    try:
        result = call_next()
        if result != NOTHING_TO_DO:
            note_run(name=context.task.name if context.task else "", now=timezone.now())
        return result
    finally:
        close_old_connections()


@contextmanager
def speaking_to(actor: Actor) -> Iterator[None]:
    """What is written inside, whoever asked for the job reads in their language."""
    with translation.override(actor.language or settings.LANGUAGE_CODE):
        yield


def tenant_job(name: str, *, retry: RetryStrategy | None = None, sees_one_moment: bool = False) -> Callable[[Job], Any]:
    """Decorate `job(*, actor, **ids)`. It runs in the boundary of its organization, as whoever asked for it
    (`tenancy.queue.enqueue`), and is undone whole when it fails; what lost a race (`again_after_race`) is done again at once.

    `sees_one_moment`: all its statements see the database as it was at the first (REPEATABLE READ).
    """
    first = [Statement("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")] if sees_one_moment else []

    def decorate(job: Job) -> Any:
        @app.task(name=name, retry=retry or False)
        @wraps(job)
        def run(organization_id: str, person_id: str | None = None, api_key_id: str | None = None, **ids: Any) -> None:
            def once() -> None:
                with tenant_boundary(UUID(organization_id), *first):
                    actor = actor_for_job(
                        organization_id=UUID(organization_id),
                        person_id=UUID(person_id) if person_id else None,
                        api_key_id=UUID(api_key_id) if api_key_id else None,
                        now=timezone.now(),
                    )
                    job(actor=actor, **ids)

            again_after_race(once)

        return run

    return decorate


def global_job(
    name: str, *, retry: RetryStrategy | None = None, queueing_lock: str | None = None
) -> Callable[[Job], Any]:
    """Decorate `job(**ids)` of no organization: a mail, a walk over all of them. It opens its own transactions."""

    def decorate(job: Job) -> Any:
        return app.task(name=name, retry=retry or False, queueing_lock=queueing_lock)(job)

    return decorate
