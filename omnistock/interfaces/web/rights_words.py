"""The words for requests about people's own data: kinds, outcomes, and the chips of a request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from omnistock.domain.rights.queries import QueueRow

Word = str | Promise

KINDS: Final[Mapping[str, Word]] = {
    "access": _("See what is kept about me"),
    "correction": _("Correct or complete it"),
    "erasure": _("Have it erased"),
    "grievance": _("Complain"),
    "nomination": _("Name somebody who acts for me after death or in incapacity"),
}
SHORT: Final[Mapping[str, Word]] = {
    "access": _("Access"),
    "correction": _("Correction"),
    "erasure": _("Erasure"),
    "grievance": _("Grievance"),
    "nomination": _("Nomination"),
}
OUTCOMES: Final[Mapping[str, Word]] = {
    "met": _("Done"),
    "partly": _("Partly done"),
    "refused": _("Not done"),
    "routed": _("Handed on to the workspace"),
    "withdrawn": _("Withdrawn by the person"),
}
PROOFS: Final[Mapping[str, Word]] = {
    "none": _("not proved"),
    "in_app": _("signed in"),
    "link": _("by the link sent to the address"),
}
MESSAGES: Final[Mapping[str, Word]] = {
    "received": _("Your request"),
    "acknowledgement": _("Acknowledged"),
    "reply": _("Answer"),
    "closing": _("Closing letter"),
}


def chips(row: QueueRow) -> list[str]:
    """The states that a list shows of a request."""
    late = ["overdue"] if row.resolved_at is None and row.warning and row.is_late else []
    return [{"confirmed": "acknowledged"}.get(row.status, row.status), *late]
