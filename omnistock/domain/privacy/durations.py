"""How long each route takes, by day: counters of all requests together, apart from the request log, which keeps no durations
because a duration beside an address says more of a person than promise P3 allows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db import connection
from django.db.models import F, Max, Sum

from omnistock.domain.privacy.models import RouteDuration

# By route, so that two web processes lock the same rows in one order.
_ADD: Final = """
INSERT INTO route_duration (day, route, requests, milliseconds, slowest_milliseconds)
SELECT day, left(route, 300), count(*), sum(milliseconds), max(milliseconds)
FROM unnest(%s::date[], %s::text[], %s::int[]) AS took (day, route, milliseconds)
GROUP BY 1, 2 ORDER BY 1, 2
ON CONFLICT (day, route) DO UPDATE SET
    requests = route_duration.requests + excluded.requests,
    milliseconds = route_duration.milliseconds + excluded.milliseconds,
    slowest_milliseconds = greatest(route_duration.slowest_milliseconds, excluded.slowest_milliseconds)
"""


@dataclass(frozen=True, slots=True)
class Took:
    """One request took so long until its answer began."""

    day: dt.date
    route: str
    milliseconds: int


@dataclass(frozen=True, slots=True)
class RouteTimes:
    """What a route's requests took since some day: together, on average, and the slowest of them."""

    route: str
    requests: int
    milliseconds: int
    slowest_milliseconds: int

    @property
    def mean_milliseconds(self) -> float:
        return self.milliseconds / self.requests


def add_durations(took: Iterable[Took]) -> None:
    """Add to the counters, in one statement."""
    rows = list(took)
    with connection.cursor() as cursor:
        cursor.execute(
            _ADD, [[each.day for each in rows], [each.route for each in rows], [each.milliseconds for each in rows]]
        )


def slowest_routes(*, since: dt.date, limit: int) -> list[RouteTimes]:
    """The routes that took most of all together since that day, in one statement."""
    rows = (
        RouteDuration.objects.filter(day__gte=since)
        .values("route")
        .annotate(asked=Sum("requests"), took=Sum("milliseconds"), slowest=Max("slowest_milliseconds"))
        .order_by(F("took").desc(), "route")[:limit]
    )
    return [RouteTimes(row["route"], row["asked"], row["took"], row["slowest"]) for row in rows]


def delete_durations_before(day: dt.date) -> int:
    """Answers how many rows went."""
    count, _by_model = RouteDuration.objects.filter(day__lt=day).delete()
    return count
