"""The job queue's door: a job is a row in the same transaction, so it happens exactly when the write does.

The queue's table has no tenant, so arguments are ids only. Who enqueued is restored as an `Actor` by the worker.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from omnistock.tenancy.actor import Actor


def enqueue(*, actor: Actor, task: str, **ids: UUID | str | int) -> None:
    """Run the task named `task` (see `interfaces/jobs/`) after this transaction commits, as `actor`."""
    _defer(task, {"organization_id": str(actor.organization_id), "person_id": actor.person_id and str(actor.person_id)} | _plain(ids))


def enqueue_global(*, task: str, **ids: UUID | str | int) -> None:
    """Run a task that belongs to no organization (a mail of the sign-up, a nightly walk)."""
    _defer(task, _plain(ids))


def _plain(ids: dict[str, Any]) -> dict[str, Any]:
    return {name: str(value) if isinstance(value, UUID) else value for name, value in ids.items()}


def _defer(task: str, arguments: dict[str, Any]) -> None:
    from procrastinate.contrib.django import app

    app.configure_task(task, allow_unknown=True).defer(**arguments)
