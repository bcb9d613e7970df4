"""Every write of support: tickets, shared reports, access."""

from omnistock.domain.support.operations.access import (
    GrantNotOpen,
    end_access,
    give_back_access,
    grant_access,
    record_view,
    refuse_access,
    request_access,
)
from omnistock.domain.support.operations.sharing import AlreadyWithdrawn, share_report, withdraw_share
from omnistock.domain.support.operations.tickets import (
    Attachment,
    TicketClosed,
    answer_ticket,
    close_ticket,
    open_ticket,
    write_message,
)

__all__ = [
    "AlreadyWithdrawn",
    "Attachment",
    "GrantNotOpen",
    "TicketClosed",
    "answer_ticket",
    "close_ticket",
    "end_access",
    "give_back_access",
    "grant_access",
    "open_ticket",
    "record_view",
    "refuse_access",
    "request_access",
    "share_report",
    "withdraw_share",
    "write_message",
]
