"""The check of what happens after a breach (promise P15)."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.db import connection

from omnistock.domain.incidents.kinds import OUTER_BOUND
from omnistock.domain.incidents.queries import incidents, last_drill
from omnistock.domain.privacy.checks.outcome import Outcome, judged, needs_operator, passed
from omnistock.domain.privacy.models import JobRun
from omnistock.domain.privacy.operator import operator
from omnistock.domain.privacy.queries import is_settled

WATCH: Final = "watch_for_incidents"
WATCHED_AT_LEAST_EVERY: Final = dt.timedelta(hours=6)
LOOKED_AT_WITHIN: Final = dt.timedelta(hours=6)
DRILL_AT_LEAST_EVERY: Final = dt.timedelta(days=365)
_MAY_CHANGE: Final = """
SELECT has_any_column_privilege(current_user, 'incident_entry', 'UPDATE')
    OR has_any_column_privilege(current_user, 'incident_notice', 'UPDATE')
    OR has_table_privilege(current_user, 'incident_notice', 'DELETE')
"""


def breach_response(now: dt.datetime) -> Outcome:
    """P15: nobody waits to be told past a time limit, no draft is left lying, the log is watched, what was told stays as it
    was, and there was a drill within a year. It cannot see what no rule sees."""
    waiting = [row for row in incidents(now=now) if not row.incident.is_practice]
    real = [row for row in waiting if row.incident.state == "open" and not row.incident.is_drill]
    drafts = [row.incident for row in waiting if row.incident.state == "draft"]
    faults = [f"{row.incident.reference}: {warning}." for row in real if row.is_overdue for warning in row.warnings]
    faults += [
        f"{each.reference} has been a draft since {each.noticed_at:%d %b %Y %H:%M} UTC: nobody judged it."
        for each in drafts
        if now - each.noticed_at > OUTER_BOUND
    ]
    last = JobRun.objects.filter(name=WATCH).values_list("finished_at", flat=True).first()
    if last is not None and now - last > WATCHED_AT_LEAST_EVERY:
        faults.append(f"The security log was last watched at {last:%d %b %Y %H:%M} UTC.")
    if last is None and is_settled(now):
        faults.append("The security log was never watched: no worker runs.")
    with connection.cursor() as cursor:
        cursor.execute(_MAY_CHANGE)
        if cursor.fetchone() != (False,):
            faults.append("The product may change its timelines of incidents, or what it told workspaces.")
    if faults:
        return judged(faults, otherwise="")
    left = [each for each in drafts if now - each.noticed_at > LOOKED_AT_WITHIN]
    return _asked_of_operator(now, [each.reference for each in left], len(real), last)


def _asked_of_operator(now: dt.datetime, drafts: list[str], running: int, watched_at: dt.datetime | None) -> Outcome:
    drill, asked = last_drill(now=now), []
    if drafts:
        asked.append(f"Drafts that nobody judged for six hours: {', '.join(drafts)}.")
    if not operator().security_email:
        asked.append("Not set: SECURITY_EMAIL, which every notice of an incident names.")
    if drill is None or drill.incident.ended_at is None or now - drill.incident.ended_at > DRILL_AT_LEAST_EVERY:
        asked.append("No drill within a year: docs/operate/incidents.md says how.")
    if asked:
        return needs_operator(*asked)
    assert drill is not None
    assert drill.incident.ended_at is not None
    watched = (
        f"the security log was last watched at {watched_at:%d %b %Y %H:%M} UTC" if watched_at else "no worker runs yet"
    )
    result = "with somebody told too late" if drill.was_late else "with everybody told in time"
    return passed(
        f"{running} incidents are open, none past a time limit; {watched}.",
        f"The last drill ended on {drill.incident.ended_at:%d %b %Y}, {result}.",
    )
