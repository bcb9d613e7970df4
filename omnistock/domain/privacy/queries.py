"""Reading what the installation knows of its own promises."""

from __future__ import annotations

from omnistock.domain.privacy.models import BackupRun


def newest_backup(*, kind: str, went_well: bool | None = None) -> BackupRun | None:
    """The newest run of `kind` (backup, drill or restore); with `went_well`, the newest that did or did not."""
    runs = BackupRun.objects.filter(kind=kind).order_by("-started_at", "-id")
    if went_well is not None:
        runs = runs.filter(error="") if went_well else runs.exclude(error="")
    return runs.first()
