"""The job queue's door: a job is a row in the same transaction, so it happens exactly when the write does.

The queue's table has no tenant, so arguments are ids only. Who enqueued is restored as an `Actor` by the worker.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from omnistock.tenancy.actor import Actor


def enqueue(*, actor: Actor, task: str, **ids: UUID | str | int) -> None:
    """Run the task named `task` (see `interfaces/jobs/`) after this transaction commits, as `actor`."""
    asked = {"organization_id": actor.organization_id, "person_id": actor.person_id, "api_key_id": actor.api_key_id}
    _defer(task, _plain({**asked, **ids}))


def enqueue_global(*, task: str, **ids: UUID | str | int) -> None:
    """Run a task that belongs to no organization (a mail of the sign-up, a nightly walk)."""
    _defer(task, _plain(ids))


def enqueue_for_each(*, organization_ids: Iterable[UUID], tasks: Sequence[str]) -> None:
    """Run each of `tasks` for each organization, as the product itself. One that still waits is not queued again."""
    for organization_id in organization_ids:
        for task in tasks:
            # The lock is a unique index: its refusal must not break what is round it, hence the savepoint.
            with suppress(AlreadyEnqueued), transaction.atomic():
                _defer(task, {"organization_id": str(organization_id)}, queueing_lock=f"{task} {organization_id}")


def _plain(ids: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, UUID) else value for name, value in ids.items()}


def _defer(task: str, arguments: dict[str, Any], *, queueing_lock: str | None = None) -> None:
    app.configure_task(task, allow_unknown=True, queueing_lock=queueing_lock).defer(**arguments)
