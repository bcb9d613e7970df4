"""Whether the heads of the audit logs stand outside the database (promise P8: every access is in your audit log)."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from omnistock.domain.audit.anchoring import broken_files, newest_day
from omnistock.domain.ledger.integrity import integrity_report_of
from omnistock.domain.privacy.queries import last_runs
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.directory import organization_ids

# A night may be missed while a machine is restarted; two may not.
AT_LEAST_EVERY_DAYS = 3
WRITE = "anchor_audit_heads"


def broken_trails() -> list[str]:
    """The workspaces whose newest nightly proof found their audit log changed."""
    faults = []
    for organization_id in organization_ids():
        with tenant_boundary(organization_id):
            report = integrity_report_of(organization_id)
        if report is not None and not report.is_trail_whole:
            faults.append(f"The audit log of workspace {organization_id} is not as it was written.")
    return faults


def anchor_faults(now: dt.datetime) -> list[str]:
    """What is wrong with the files, and whether they go on."""
    faults = [f"Of the audit logs' anchors, {problem}." for problem in broken_files(settings.ANCHORS)]
    newest, ran = newest_day(settings.ANCHORS), last_runs().get(WRITE)
    if newest is None and ran is not None:
        faults.append(f"The heads of the audit logs were written down on {ran:%d %b %Y}, and no file of them is there.")
    if newest is not None and (now.date() - newest).days >= AT_LEAST_EVERY_DAYS:
        faults.append(f"The heads of the audit logs were last written down on {newest:%d %b %Y}.")
    return faults


def anchored_told() -> str:
    newest = newest_day(settings.ANCHORS)
    if newest is None:
        return "The heads of the audit logs were not written down outside the database yet."
    return f"The heads of the audit logs were written down outside the database on {newest:%d %b %Y}."
