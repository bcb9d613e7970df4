"""Writing down backups, and deleting what is over. All of it is the operator's: there is no tenant here."""

from __future__ import annotations

import datetime as dt

from omnistock.domain.privacy.models import BackupRun, PromiseCheck
from omnistock.domain.privacy.retention import CHECKS, days_of

ERROR_LONGEST = 500


def record_backup(
    *,
    kind: str,
    started_at: dt.datetime,
    finished_at: dt.datetime,
    file: str = "",
    size_bytes: int = 0,
    sha256: str = "",
    is_encrypted: bool = False,
    organizations: int | None = None,
    error: str = "",
) -> None:
    """Write down one backup, drill or restore, well or badly ended (`error` is empty when it went well)."""
    BackupRun.objects.create(
        kind=kind,
        started_at=started_at,
        finished_at=finished_at,
        file=file,
        bytes=size_bytes,
        sha256=sha256,
        is_encrypted=is_encrypted,
        organizations=organizations,
        error=error[:ERROR_LONGEST],
    )


def delete_old_checks(*, now: dt.datetime) -> int:
    """Delete results of checks and backups that are older than the registry says; answers how many."""
    before = now - dt.timedelta(days=days_of(CHECKS))
    checks, _ = PromiseCheck.objects.filter(checked_at__lt=before).delete()
    runs, _ = BackupRun.objects.filter(started_at__lt=before).delete()
    return checks + runs
