"""The words that a select offers for the codes of the domain."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from omnistock.tenancy.roles import PERMISSIONS

Choices = list[tuple[str, str | Promise]]

ROLES: Final[Choices] = [
    ("owner", _("Owner")),
    ("admin", _("Administrator")),
    ("manager", _("Manager")),
    ("warehouse", _("Storekeeper")),
    ("sales", _("Sales")),
    ("accounts", _("Accounts")),
    ("viewer", _("Viewer")),
    ("auditor", _("Auditor")),
]

ROLE_HELP: Final[Choices] = [
    ("owner", _("everything, and who else owns the workspace")),
    ("admin", _("everything but deleting the workspace")),
    ("manager", _("everything but people and settings")),
    ("warehouse", _("receives, counts, moves and dispatches")),
    ("sales", _("takes orders, knows customers and what they owe")),
    ("accounts", _("invoices, payments, purchases, imports")),
    ("viewer", _("sees everything, changes nothing")),
    ("auditor", _("sees everything and who did it, changes nothing")),
]

KEEPS: Final[Choices] = [
    ("medicines", _("Medicines: batches, expiry, MRP")),
    ("food", _("Food: batches that expire soon")),
    ("serials", _("Goods with serial numbers")),
    ("general", _("Other goods")),
]

SCHEMES: Final[Choices] = [("regular", _("Regular")), ("composition", _("Composition"))]

LOCATION_KINDS: Final[Choices] = [
    ("storage", _("Storage")),
    ("picking", _("Picking")),
    ("receiving", _("Receiving")),
    ("quarantine", _("Quarantine")),
    ("dispatch", _("Dispatch")),
]

SCOPES: Final = PERMISSIONS

_WORDS: Final = {code: word for choices in (ROLES, LOCATION_KINDS, KEEPS, SCHEMES) for code, word in choices} | {
    "transit": _("In transit to here"),
}


def word_of(code: str) -> str:
    """The word for a code of any of the lists above; the code itself for one that has none."""
    return str(_WORDS.get(code, code))
