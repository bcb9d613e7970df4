"""Reading what people agreed to."""

from __future__ import annotations

from uuid import UUID

from omnistock.domain.consent.models import ConsentEvent


def consents_of(*, person_id: UUID) -> list[ConsentEvent]:
    """Everything that this person agreed to and took back, the oldest first. One statement."""
    return list(ConsentEvent.objects.filter(person_reference=person_id).order_by("at", "id"))
