"""Writing down what was agreed to. DPDP Act 2023, section 6(10): whoever relies on consent proves notice and consent."""

from __future__ import annotations

import datetime as dt
from typing import Literal
from uuid import UUID

from omnistock.domain.consent.models import ConsentEvent
from omnistock.domain.consent.notices import NOTICE_VERSION
from omnistock.tenancy.actor import Door


def record_consent(
    *,
    person_id: UUID,
    purpose: str,
    action: Literal["given", "withdrawn"],
    text: str,
    now: dt.datetime,
    door: Door = "web",
    organization_id: UUID | None = None,
) -> None:
    """Append one event, with the notice version of today and the very words that were shown."""
    ConsentEvent.objects.create(
        at=now,
        person_reference=person_id,
        organization_reference=organization_id,
        purpose=purpose,
        action=action,
        notice_version=NOTICE_VERSION,
        text=text,
        door=door,
    )
