"""The lists of how a workspace deals with people and with us, to be taken out: privacy requests."""

from __future__ import annotations

from typing import Final

from omnistock.domain.exchange.exports.shape import ExportList, columns
from omnistock.domain.rights.queries import principal_requests

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
)
