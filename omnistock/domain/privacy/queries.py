"""Reading what the installation knows of its own promises."""

from __future__ import annotations

import datetime as dt
from typing import Final

from omnistock.domain.privacy.models import BackupRun, JobRun, PromiseCheck

SETTLED_AFTER: Final = dt.timedelta(hours=26)


def newest_backup(*, kind: str, went_well: bool | None = None) -> BackupRun | None:
    """The newest run of `kind` (backup, drill or restore); with `went_well`, the newest that did or did not."""
    runs = BackupRun.objects.filter(kind=kind).order_by("-started_at", "-id")
    if went_well is not None:
        runs = runs.filter(error="") if went_well else runs.exclude(error="")
    return runs.first()


def last_runs() -> dict[str, dt.datetime]:
    """When each job of the register last ended well; one that never did is not in it."""
    return dict(JobRun.objects.values_list("name", "finished_at"))


def is_settled(now: dt.datetime) -> bool:
    """Whether promises were checked here before yesterday already: what every day does must have been done since."""
    return PromiseCheck.objects.filter(checked_at__lt=now - SETTLED_AFTER).exists()
