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
    ("counter", _("Counter")),
    ("sales", _("Sales")),
    ("accounts", _("Accounts")),
    ("viewer", _("Viewer")),
    ("auditor", _("Auditor")),
]

# Beside each role's word, what it is for.
ROLE_HELP: Final = [
    (word, help_)
    for (_code, word), help_ in zip(
        ROLES,
        (
            _("everything, and who else owns the workspace"),
            _("everything but deleting the workspace"),
            _("everything but people and settings"),
            _("receives, counts, moves and dispatches"),
            _("counts, and is told neither what is in stock nor what it cost"),
            _("takes orders, knows customers and what they owe"),
            _("invoices, payments, purchases, imports"),
            _("sees everything, changes nothing"),
            _("sees everything and who did it, changes nothing"),
        ),
        strict=True,
    )
]

SIGHT: Final[Choices] = [("yes", _("seen")), ("no", _("not seen"))]

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
