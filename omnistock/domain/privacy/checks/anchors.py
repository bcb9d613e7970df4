"""Whether the heads of the audit logs stand outside the database (promise P8: every access is in your audit log)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from omnistock.domain.audit.anchoring import broken_files, newest_day

# A night may be missed while a machine is restarted; two may not.
AT_LEAST_EVERY_DAYS = 3


def anchor_faults(now: dt.datetime) -> list[str]:
    """What is wrong with the files, and whether they go on."""
    faults = [f"Of the audit logs' anchors, {problem}." for problem in broken_files(settings.ANCHORS)]
    newest = newest_day(settings.ANCHORS)
    if newest is not None and (now.date() - newest).days >= AT_LEAST_EVERY_DAYS:
        faults.append(f"The heads of the audit logs were last written down on {newest:%d %b %Y}.")
    return faults


def anchored_told() -> str:
    newest = newest_day(settings.ANCHORS)
    if newest is None:
        return "The heads of the audit logs were not written down outside the database yet."
    return f"The heads of the audit logs were written down outside the database on {newest:%d %b %Y}."
