"""Checks of what is kept and for how long (promises P3, P5)."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from omnistock.domain.privacy.checks.outcome import Outcome, judged, needs_operator
from omnistock.domain.privacy.operator import operator
from omnistock.domain.privacy.queries import newest_backup
from omnistock.domain.privacy.requests import COLUMNS, oldest_request_at
from omnistock.domain.privacy.retention import BACKUPS, REQUEST_LOG, days_of

# A night may be missed while a machine is restarted; two may not.
BACKUP_AT_LEAST_EVERY = dt.timedelta(hours=50)
# No template of a route has any of these; what was asked for has: a query, an address, an id.
ASKED_FOR = "[=&@%]|[0-9a-f]{8}-[0-9a-f]{4}-"


def request_log(now: dt.datetime) -> Outcome:
    """P3: the four columns and no other, routes as they are written in the code, and no row older than the registry's days."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = 'request_log'::regclass AND attnum > 0 AND NOT attisdropped"
        )
        columns = {row[0] for row in cursor.fetchall()}
        asked = "SELECT count(*) FROM request_log WHERE at >= %s AND route ~ %s"
        cursor.execute(asked, [now - dt.timedelta(days=1), ASKED_FOR])
        (said_more,) = cursor.fetchone()
    faults = [f"{said_more} rows of the last day say what was asked for, not its route."] if said_more else []
    if columns != set(COLUMNS):
        faults.append(f"The request log has other columns than it should: {', '.join(sorted(columns ^ set(COLUMNS)))}.")
    days, oldest = days_of(REQUEST_LOG), oldest_request_at()
    if oldest is not None and now - oldest > dt.timedelta(days=days):
        faults.append(f"The oldest row of the request log is of {oldest:%d %b %Y}: more than {days} days ago.")
    since = f"its oldest row is of {oldest:%d %b %Y}" if oldest else "it is empty"
    return judged(faults, otherwise=f"The request log keeps {', '.join(COLUMNS)} for {days} days; {since}.")


def region_and_backups(now: dt.datetime) -> Outcome:
    """P5: the region is named, the newest backup is fresh, and the newest drill brought it back."""
    backup, drill = newest_backup(kind="backup", went_well=True), newest_backup(kind="drill")
    missing = []
    if not operator().data_region:
        missing.append("DATA_REGION is not set: name the region of the database.")
    if backup is None:
        missing.append(
            "No backup was made yet: give the worker DATABASE_BACKUP_URL, or run omnistock backup every night."
        )
    faults = []
    if backup is not None and now - backup.started_at > BACKUP_AT_LEAST_EVERY:
        faults.append(f"The newest backup is of {backup.started_at:%d %b %Y %H:%M} UTC.")
    if drill is not None and drill.error:
        faults.append(f"The newest restore drill failed: {drill.error}")
    if drill is not None and now - drill.started_at > BACKUP_AT_LEAST_EVERY:
        missing.append(f"No backup was restored on trial since {drill.started_at:%d %b %Y %H:%M} UTC: try one.")
    if missing and not faults:
        return needs_operator(*missing)
    made = f"{backup.started_at:%d %b %Y %H:%M} UTC" if backup else ""
    tried = f"restored on trial {drill.started_at:%d %b %Y %H:%M} UTC" if drill else "not yet restored on trial"
    said = f"Region {operator().data_region}; newest backup {made}, {tried}; kept {days_of(BACKUPS)} days."
    return judged(faults, otherwise=said)
