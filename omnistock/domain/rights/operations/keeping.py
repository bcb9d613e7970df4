"""What the night does with requests: name the late ones, and forget those that are over their time."""

from __future__ import annotations

import datetime as dt

from omnistock.domain.rights.models import RightsRequest
from omnistock.domain.rights.queries import queue


def told_late(*, now: dt.datetime) -> list[str]:
    """A sentence for each open request that is late or falls due within two days, for whoever runs the installation."""
    return [f"{row.reference} ({row.kind}): {row.warning}" for row in queue(now=now) if row.warning]


def delete_requests_before(*, moment: dt.datetime) -> int:
    """Forget requests that were closed before `moment`, with what was said in them; answers how many."""
    closed = RightsRequest.objects.filter(resolved_at__lt=moment)
    count = closed.count()
    closed.delete()
    return count
