"""Reading what the installation knows of its own promises."""

from __future__ import annotations

import datetime as dt

from django.db.models import Min

from omnistock.domain.notifications.queries import oldest_mail_at
from omnistock.domain.privacy.models import BackupRun, JobRun, PromiseCheck
from omnistock.domain.privacy.requests import oldest_request_at
from omnistock.domain.privacy.retention import CHECKS, MAILS, REQUEST_LOG


def newest_backup(*, kind: str, went_well: bool | None = None) -> BackupRun | None:
    """The newest run of `kind` (backup, drill or restore); with `went_well`, the newest that did or did not."""
    runs = BackupRun.objects.filter(kind=kind).order_by("-started_at", "-id")
    if went_well is not None:
        runs = runs.filter(error="") if went_well else runs.exclude(error="")
    return runs.first()


def last_runs() -> dict[str, dt.datetime]:
    """When each job of the register last ended well; one that never did is not in it."""
    return dict(JobRun.objects.values_list("name", "finished_at"))


def oldest_entry(*, store: str) -> dt.datetime | None:
    """When the oldest entry of a store was made; None where that cannot be told without a workspace, or it is empty."""
    if store == REQUEST_LOG:
        return oldest_request_at()
    if store == MAILS:
        return oldest_mail_at()
    if store == CHECKS:
        oldest: dt.datetime | None = PromiseCheck.objects.aggregate(oldest=Min("checked_at"))["oldest"]
        return oldest
    return None
