"""How old the oldest entry of each store is: for the retention page, and for the check that the rules are kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from django.db import connection
from psycopg import sql

from omnistock.domain.privacy.requests import oldest_request_at
from omnistock.domain.privacy.retention import (
    CHECKS,
    DELIVERIES,
    DEPARTURES,
    FORM_DRAFTS,
    MAILS,
    NOTICES,
    REQUEST_LOG,
    ROUTE_DURATIONS,
    SESSIONS,
    STOPS,
    days_of,
)
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.directory import organization_ids

# A night may be missed while a machine is restarted; two may not. A rule counts whole days.
SLACK: Final = dt.timedelta(days=2)
Places = tuple[tuple[str, str], ...]
# Where the age of a store's entries stands, as (table, column): of those that go by it. Others go by another clock (the end
# of an incident, the last answer of a request), nothing but their purge may see them (the security log), or a promise of
# their own looks (the request log).
_OF_ALL: Final[Mapping[str, Places]] = MappingProxyType(
    {
        SESSIONS: (("usersessions_usersession", "created_at"),),
        ROUTE_DURATIONS: (("route_duration", "day"),),
        MAILS: (("mail", "created_at"), ("provider_event", "taken_at")),
        STOPS: (("stopped_address", "stopped_at"),),
        DEPARTURES: (("departure_certificate", "purged_at"),),
        CHECKS: (("promise_check", "checked_at"), ("backup_run", "started_at")),
    }
)
_OF_WORKSPACES: Final[Mapping[str, Places]] = MappingProxyType(
    {
        MAILS: (("workspace_mail", "created_at"),),
        NOTICES: (("notice", "created_at"),),
        FORM_DRAFTS: (("form_draft", "saved_at"),),
        DELIVERIES: (("webhook_delivery", "created_at"),),
    }
)


def oldest_entry(*, store: str) -> dt.datetime | None:
    """When the oldest entry of a store was made; None where that cannot be told without a workspace, or it is empty."""
    return oldest_request_at() if store == REQUEST_LOG else _oldest(_OF_ALL.get(store, ()))


def kept_too_long(*, now: dt.datetime) -> list[tuple[str, dt.datetime, int]]:
    """The stores with an entry that is past its days, each with its oldest and the days: those of the installation, and
    those of its workspaces taken together. It walks all workspaces."""
    found = {store: [_oldest(places)] for store, places in _OF_ALL.items()}
    for organization_id in organization_ids():
        with tenant_boundary(organization_id):
            for store, places in _OF_WORKSPACES.items():
                found.setdefault(store, []).append(_oldest(places))
    oldest = {store: min(moments) for store, each in found.items() if (moments := _known(each))}
    days = {store: days_of(store) for store in oldest}
    return [
        (store, moment, days[store])
        for store, moment in oldest.items()
        if now - moment > dt.timedelta(days=days[store]) + SLACK
    ]


def _oldest(places: Places) -> dt.datetime | None:
    moments = []
    with connection.cursor() as cursor:
        for table, column in places:
            asked = sql.SQL("SELECT min({})::timestamptz FROM {}")
            cursor.execute(asked.format(sql.Identifier(column), sql.Identifier(table)))
            moments.append(cursor.fetchone()[0])
    return min(_known(moments), default=None)


def _known(moments: Collection[dt.datetime | None]) -> list[dt.datetime]:
    return [each for each in moments if each is not None]
