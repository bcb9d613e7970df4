"""Reading the outbox: only where no provider sends the mails, and only on the machine itself."""

from __future__ import annotations

from uuid import UUID

from omnistock.domain.notifications.models import Mail

SHOWN = 50


def newest_mails() -> list[Mail]:
    """The newest mails of the outbox, newest first."""
    return list(Mail.objects.order_by("-created_at", "-id")[:SHOWN])


def mail_of(*, mail_id: UUID) -> Mail | None:
    """One mail, or None."""
    return Mail.objects.filter(pk=mail_id).first()


def kinds_of_mails() -> set[str]:
    """The kinds of all mails that stand in the outbox."""
    return set(Mail.objects.order_by().values_list("kind", flat=True).distinct())
