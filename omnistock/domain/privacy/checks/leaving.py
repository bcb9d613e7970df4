"""Checks of taking everything along, and of leaving (promises P13, P14)."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from psycopg import sql

from omnistock.domain.departure.models import DepartureCertificate
from omnistock.domain.exchange.archive import kinds
from omnistock.domain.exchange.exports.lists import LISTS
from omnistock.domain.privacy.ages import kept_too_long
from omnistock.domain.privacy.catalog import tables_by_tenancy
from omnistock.domain.privacy.checks.outcome import Outcome, judged
from omnistock.domain.privacy.queries import is_settled, last_runs
from omnistock.tenancy.boundary import tenant_boundary

CLOCK_AT_LEAST_EVERY = dt.timedelta(hours=26)
_LOOKED_AT = dt.timedelta(days=40)


def everything_can_be_taken(now: dt.datetime) -> Outcome:
    """P13: every table of the running database that carries an organization is in an archive, or left out by name."""
    inside = {kind.table for kind in kinds.kinds()}
    missing = sorted(set(tables_by_tenancy().tenant) - inside - set(kinds.LEFT_OUT))
    faults = [f"An archive has no {table}, and nothing says why." for table in missing]
    told = f"{len(inside)} tables are in an archive, {len(kinds.LEFT_OUT)} are left out with their reasons"
    return judged(faults, otherwise=f"{told}; {len(LISTS)} lists can be taken out as CSV.")


def what_left_is_gone(now: dt.datetime) -> Outcome:
    """P14: no workspace is overdue, the clock ran, of those that left lately no row is there, and no store keeps what is
    over its time."""
    faults = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT overdue_departures()")
        if overdue := cursor.fetchone()[0]:
            faults.append(f"{overdue} workspaces should be deleted and are not.")
    ran = last_runs().get("advance_departures")
    if ran is not None and now - ran > CLOCK_AT_LEAST_EVERY:
        faults.append(f"The clock of deletions last ran {ran:%d %b %Y %H:%M} UTC.")
    if ran is None and is_settled(now):
        faults.append("The clock of deletions never ran: no worker runs.")
    faults += [
        f"The store {store} keeps {days} days, and its oldest entry is of {oldest:%d %b %Y}."
        for store, oldest, days in kept_too_long(now=now)
    ]
    lately = DepartureCertificate.objects.filter(purged_at__gte=now - _LOOKED_AT)
    tables = tables_by_tenancy().tenant
    for certificate in lately:
        faults += [
            f"Of the deleted workspace {certificate.organization_reference} there are rows in {table}."
            for table in _tables_with_rows(certificate, tables)
        ]
    clock = f"the clock ran {ran:%d %b %Y %H:%M} UTC" if ran else "the clock has not run yet"
    said = (
        f"No workspace is overdue; {len(lately)} left in 40 days without a row; {clock}; no store keeps what is over."
    )
    return judged(faults, otherwise=said)


def _tables_with_rows(certificate: DepartureCertificate, tables: list[str]) -> list[str]:
    with tenant_boundary(certificate.organization_reference), connection.cursor() as cursor:
        found = []
        for table in tables:
            cursor.execute(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(sql.Identifier(table)))
            if cursor.fetchone()[0]:
                found.append(table)
        return found
