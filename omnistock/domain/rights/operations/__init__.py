"""Every write on requests about people's own data."""

from omnistock.domain.rights.operations.answering import (
    Answer,
    OfficerMissing,
    RequestClosed,
    acknowledge,
    ask_for_proof,
    close_request,
    hand_on,
    note_account_deleted,
    reply,
)
from omnistock.domain.rights.operations.erasing import DealingsOpen, Subjects, erase_person, parties_of
from omnistock.domain.rights.operations.filing import Filed, NewRequest, file_request, prove_address
from omnistock.domain.rights.operations.keeping import delete_requests_before, told_late
from omnistock.domain.rights.operations.principals import (
    answer_principal_request,
    record_principal_request,
    take_bundle,
)
from omnistock.domain.rights.operations.recording import record_request

__all__ = [
    "Answer",
    "DealingsOpen",
    "Filed",
    "NewRequest",
    "OfficerMissing",
    "RequestClosed",
    "Subjects",
    "acknowledge",
    "answer_principal_request",
    "ask_for_proof",
    "close_request",
    "delete_requests_before",
    "erase_person",
    "file_request",
    "hand_on",
    "note_account_deleted",
    "parties_of",
    "prove_address",
    "record_principal_request",
    "record_request",
    "reply",
    "take_bundle",
    "told_late",
]
