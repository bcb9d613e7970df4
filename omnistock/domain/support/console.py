"""What the operator's console reads, on a connection of its own: the role `console` may read these columns and no other
table (`tenancy/backend/policies.py`). Raw SQL, since the tenant manager knows one workspace alone."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _

from omnistock.kernel.errors import NotFound

ALIAS: Final = "console"
SHOWN: Final = 200

_TICKETS: Final = """
SELECT t.organization_id, t.id, t.number, t.subject, t.status, t.opened_by, t.created_at, t.updated_at, o.name
FROM ticket t JOIN organization o ON o.id = t.organization_id
WHERE (%(status)s = '' OR t.status = %(status)s)
    AND (%(organization_id)s::uuid IS NULL OR t.organization_id = %(organization_id)s)
    AND (%(ticket_id)s::uuid IS NULL OR t.id = %(ticket_id)s)
ORDER BY t.status = 'open' DESC, t.updated_at DESC, t.id LIMIT %(limit)s
"""
_MESSAGES: Final = """
SELECT m.id, m.at, m.is_staff, m.author_name, m.text,
    ARRAY(SELECT ARRAY[a.id::text, a.name, a.size_bytes::text] FROM ticket_attachment a
          WHERE a.organization_id = m.organization_id AND a.message_id = m.id ORDER BY a.id)
FROM ticket_message m WHERE m.organization_id = %s AND m.ticket_id = %s ORDER BY m.at, m.id
"""
_SHARES: Final = """
SELECT id, title, content, shared_by, shared_at FROM share
WHERE organization_id = %s AND ticket_id = %s ORDER BY shared_at
"""
_GRANTS: Final = """
SELECT id, staff_reference, staff_name, ARRAY(SELECT jsonb_array_elements_text(scopes)),
    reason, hours, requested_at, granted_at, expires_at, refused_at, ended_at
FROM access_grant WHERE organization_id = %s AND ticket_id = %s ORDER BY requested_at DESC
"""
_ATTACHMENT: Final = """
SELECT a.name, a.content FROM ticket_attachment a
JOIN ticket_message m ON m.organization_id = a.organization_id AND m.id = a.message_id
WHERE a.organization_id = %s AND m.ticket_id = %s AND a.id = %s
"""
_ACCOUNTS: Final = """
SELECT o.id, o.name, o.country, o.created_at, o.is_practice,
    count(t.id) FILTER (WHERE t.status <> 'closed') AS open, count(t.id) AS all_tickets
FROM organization o LEFT JOIN ticket t ON t.organization_id = o.id
WHERE (%(text)s = '' OR position(lower(%(text)s) IN lower(o.name)) > 0)
    AND (%(organization_id)s::uuid IS NULL OR o.id = %(organization_id)s)
GROUP BY o.id, o.name, o.country, o.created_at, o.is_practice ORDER BY lower(o.name), o.id LIMIT %(limit)s
"""


@dataclass(frozen=True, slots=True)
class TicketRow:
    organization_id: UUID
    id: UUID
    number: str
    subject: str
    status: str
    opened_by: str
    created_at: dt.datetime
    updated_at: dt.datetime
    workspace: str


@dataclass(frozen=True, slots=True)
class Message:
    id: UUID
    at: dt.datetime
    is_staff: bool
    author_name: str
    text: str
    attachments: list[list[str]]


@dataclass(frozen=True, slots=True)
class SharedText:
    id: UUID
    title: str
    content: str
    shared_by: str
    shared_at: dt.datetime


@dataclass(frozen=True, slots=True)
class GrantRow:
    id: UUID
    staff_reference: UUID
    staff_name: str
    scopes: list[str]
    reason: str
    hours: int
    requested_at: dt.datetime
    granted_at: dt.datetime | None
    expires_at: dt.datetime | None
    refused_at: dt.datetime | None
    ended_at: dt.datetime | None

    def status_at(self, now: dt.datetime) -> str:
        if self.refused_at:
            return "refused"
        if self.ended_at:
            return "ended"
        if self.expires_at is None:
            return "requested"
        return "active" if now < self.expires_at else "expired"


@dataclass(frozen=True, slots=True)
class AccountRow:
    id: UUID
    name: str
    country: str
    created_at: dt.datetime
    is_practice: bool
    open_tickets: int
    tickets: int


def is_configured() -> bool:
    """Whether this process was given the console's connection at all."""
    return ALIAS in settings.DATABASES


def tickets(*, status: str = "", organization_id: UUID | None = None) -> list[TicketRow]:
    """Those of all workspaces, the ones that wait for us first."""
    values = {"status": status, "organization_id": organization_id, "ticket_id": None, "limit": SHOWN}
    return [TicketRow(*row) for row in _ask(_TICKETS, values)]


def ticket(*, organization_id: UUID, ticket_id: UUID) -> TicketRow:
    """One. Raises `NotFound`."""
    values = {"status": "", "organization_id": organization_id, "ticket_id": ticket_id, "limit": 1}
    for row in _ask(_TICKETS, values):
        return TicketRow(*row)
    raise NotFound(_("There is no such ticket."))


def messages(*, organization_id: UUID, ticket_id: UUID) -> list[Message]:
    return [Message(*row) for row in _ask(_MESSAGES, [organization_id, ticket_id])]


def shares(*, organization_id: UUID, ticket_id: UUID) -> list[SharedText]:
    """What was shown to us with this ticket and not taken back."""
    return [SharedText(*row) for row in _ask(_SHARES, [organization_id, ticket_id])]


def grants(*, organization_id: UUID, ticket_id: UUID) -> list[GrantRow]:
    return [GrantRow(*row) for row in _ask(_GRANTS, [organization_id, ticket_id])]


def attachment(*, organization_id: UUID, ticket_id: UUID, attachment_id: UUID) -> tuple[str, bytes]:
    """Name and bytes of a file of this ticket. Raises `NotFound`."""
    for name, content in _ask(_ATTACHMENT, [organization_id, ticket_id, attachment_id]):
        return name, bytes(content)
    raise NotFound(_("There is no such file."))


def accounts(*, text: str = "") -> list[AccountRow]:
    """The workspaces by name: what they are called, since when, how many tickets. Nothing of what is in them."""
    return [AccountRow(*row) for row in _ask(_ACCOUNTS, {"text": text, "organization_id": None, "limit": SHOWN})]


def account(*, organization_id: UUID) -> AccountRow:
    """One. Raises `NotFound`."""
    for row in _ask(_ACCOUNTS, {"text": "", "organization_id": organization_id, "limit": 1}):
        return AccountRow(*row)
    raise NotFound(_("There is no such workspace."))


def _ask(sql: str, values: Any) -> list[tuple[Any, ...]]:
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()
