"""Writing down backups, and deleting what is over. All of it is the operator's: there is no tenant here."""

from __future__ import annotations

import datetime as dt

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection

from omnistock.domain.audit.anchoring import delete_files_before
from omnistock.domain.departure.operations import delete_expired_departures
from omnistock.domain.incidents.operations import delete_incidents_before
from omnistock.domain.notifications import reading
from omnistock.domain.notifications.operations import (
    delete_mails_before,
    delete_provider_events_before,
    forget_stops_before,
)
from omnistock.domain.privacy.durations import delete_durations_before
from omnistock.domain.privacy.jobs import JOB_REGISTER
from omnistock.domain.privacy.models import BackupRun, JobRun, PromiseCheck
from omnistock.domain.privacy.requests import keep_request_log
from omnistock.domain.privacy.retention import (
    ANCHORS,
    CHECKS,
    DEPARTURES,
    INCIDENTS,
    JOBS,
    MAILS,
    NOTICES,
    REQUEST_LOG,
    RIGHTS,
    ROUTE_DURATIONS,
    SECURITY_LOG,
    STOPS,
    days_of,
)
from omnistock.domain.rights.operations import delete_requests_before
from omnistock.domain.security.operations import delete_expired_events
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.limits import sweep

_DELETE_JOBS = """
DELETE FROM procrastinate_jobs j
WHERE j.status IN ('failed', 'cancelled', 'aborted', 'succeeded') AND NOT EXISTS (
    SELECT FROM procrastinate_events e WHERE e.job_id = j.id AND e.at >= %s)
"""

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


def note_run(*, name: str, now: dt.datetime) -> None:
    """A job of the register ended well."""
    if name in JOB_REGISTER:
        JobRun.objects.update_or_create(name=name, defaults={"finished_at": now})


def empty_stores(*, now: dt.datetime) -> dict[str, int]:
    """Delete what is over its time in every store of the installation itself; answers how much, by store.

    What a workspace holds is not touched: that goes with the workspace.
    """
    sessions, _ = Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
    checks, _ = PromiseCheck.objects.filter(checked_at__lt=_before(CHECKS, now)).delete()
    runs, _ = BackupRun.objects.filter(started_at__lt=_before(CHECKS, now)).delete()
    with connection.cursor() as cursor:
        cursor.execute(_DELETE_JOBS, [_before(JOBS, now)])
        jobs = cursor.rowcount
    return {
        REQUEST_LOG: keep_request_log(),
        ROUTE_DURATIONS: delete_durations_before(_before(ROUTE_DURATIONS, now).date()),
        SECURITY_LOG: delete_expired_events(),
        MAILS: delete_mails_before(moment=_before(MAILS, now))
        + delete_provider_events_before(moment=_before(MAILS, now)),
        STOPS: forget_stops_before(moment=_before(STOPS, now)),
        JOBS: jobs,
        DEPARTURES: delete_expired_departures(),
        ANCHORS: delete_files_before(settings.ANCHORS, day=_before(ANCHORS, now).date()),
        CHECKS: checks + runs,
        RIGHTS: delete_requests_before(moment=_before(RIGHTS, now)),
        INCIDENTS: delete_incidents_before(moment=_before(INCIDENTS, now)),
        "sessions": sessions,
        "counters": sweep(),
    }


def empty_workspace_stores(*, actor: Actor) -> int:
    """Delete the mails and notices of the acting workspace that are over their time; answers how many."""
    return reading.delete_old(
        actor=actor, mails_before=_before(MAILS, actor.now), notices_before=_before(NOTICES, actor.now)
    )


def _before(store: str, now: dt.datetime) -> dt.datetime:
    return now - dt.timedelta(days=days_of(store))
