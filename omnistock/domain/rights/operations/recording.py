"""A request that came by mail is written down by the operator's staff, in the console."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from omnistock.domain.rights.models import RightsRequest
from omnistock.domain.rights.operations.filing import NewRequest, file_request
from omnistock.domain.security.operations import record_of_account


def record_request(
    *,
    asked: NewRequest,
    came_at: dt.datetime | None,
    language: str,
    staff_id: UUID,
    address: str | None,
    now: dt.datetime,
) -> RightsRequest:
    """Its clocks started when the mail came. Who wrote it down stands in the security log. Raises `Invalid`."""
    with transaction.atomic():
        made = file_request(asked=asked, language=language, now=now, came_at=came_at, is_by_mail=True).request
        facts = {"what": made.reference}
        record_of_account(kind="request_recorded", now=now, address=address, person_id=staff_id, facts=facts)
    return made
