"""The lists of how a workspace deals with people and with us, to be taken out: privacy
requests, tickets, what was shared, who was let in, who did what."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from omnistock.domain.audit.queries import audit_log
from omnistock.domain.exchange.exports.shape import ExportList, columns
from omnistock.domain.incidents.notices import notices
from omnistock.domain.rights.queries import erasures, principal_requests
from omnistock.domain.support.queries import grants, shares, tickets


def _counted(entries: list[dict[str, Any]]) -> str:
    return ", ".join(f"{each['what']} {each['count']}" for each in entries)


CARE: Final = (
    ExportList(
        "principal_requests",
        "Privacy requests",
        "rights:answer",
        columns(
            "Reference=reference | Asks for=kind | Name=name | Email=email | Phone=phone | Text=text | "
            "Received at=received_at | Answer by=answer_by | Answered at=answered_at | Outcome=outcome | Answer=answer"
        ),
        principal_requests,
        {},
    ),
    ExportList(
        "erasures",
        "Erasures",
        "rights:answer",
        (
            *columns("Erased at=at | By=actor_name"),
            ("Overwritten", lambda row: _counted(row.overwritten)),
            ("Kept", lambda row: _counted(row.kept)),
        ),
        erasures,
        {},
    ),
    ExportList(
        "tickets",
        "Tickets",
        "support:read",
        columns("Number=number | Subject=subject | Status=status | Opened by=opened_by | Opened at=created_at"),
        tickets,
        {},
    ),
    ExportList(
        "shares",
        "Shared with OmniStock",
        "support:read",
        columns(
            "Title=title | Ticket=ticket.number | Shared by=shared_by | Shared at=shared_at | "
            "Taken back at=withdrawn_at | Text=content"
        ),
        shares,
        {},
    ),
    ExportList(
        "access_grants",
        "Access for support",
        "support:read",
        columns(
            "Ticket=ticket.number | Asked by=staff_name | Asked at=requested_at | Hours=hours | Reason=reason | "
            "Granted by=granted_by_name | Granted at=granted_at | Expires at=expires_at | Refused at=refused_at | "
            "Ended at=ended_at"
        ),
        grants,
        {},
    ),
    ExportList(
        "incident_notices",
        "Incidents",
        "security:read",
        columns(
            "Number=notice.reference | To=notice.audience | Subject=notice.subject | Sent at=notice.sent_at | Told=told | "
            "Seen=seen | Text=notice.text"
        ),
        notices,
        {},
    ),
    ExportList(
        "audit_events",
        "Audit log",
        "audit:read",
        [
            *columns(
                "At=at | What=operation | Subject kind=subject_kind | Subject=subject_name | Who=actor_name | Door=door | "
                "IP address=address | Ticket=ticket_id"
            ),
            ("Before", lambda event: _values(event.before)),
            ("After", lambda event: _values(event.after)),
        ],
        audit_log,
        {},
    ),
)


def _values(changed: Mapping[str, Any] | None) -> str:
    """The fields that an event touched, as JSON."""
    return json.dumps(changed, ensure_ascii=False, sort_keys=True) if changed else ""
