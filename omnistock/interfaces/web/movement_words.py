"""What moved and why, in words: the ledger's reasons as a person reads them."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_REASONS: Final[dict[str, str | Promise]] = {
    "receipt": _("Received"),
    "opening": _("Opening stock"),
    "sale": _("Sold"),
    "pick": _("Picked"),
    "put_back": _("Put back"),
    "put_away": _("Put away"),
    "move": _("Moved"),
    "return": _("Returned"),
    "quarantine": _("Moved to quarantine"),
    "transfer": _("Transferred"),
    "reversal": _("Reversed"),
    "count": _("Counted"),
    "found": _("Found"),
    "lost": _("Lost"),
    "stolen": _("Stolen"),
    "destroyed": _("Destroyed"),
    "written_off": _("Written off"),
    "gift": _("Given away"),
    "free_sample": _("Free sample"),
    "wastage": _("Wastage"),
    "correction": _("Corrected"),
}


# The other side of a movement that came from, or went to, no bin.
_OUTSIDE: Final[dict[str, str | Promise]] = {
    "supplier": _("the supplier"),
    "customer": _("the customer"),
    "loss": _("the write-off"),
    "found": _("out of stock"),
    "production": _("production"),
    "transit": _("in transit"),
}


# What moved the goods; picking is work on an order.
_DOCUMENTS: Final[dict[str, str | Promise]] = {
    "receipt": _("Receipt"),
    "adjustment": _("Adjustment"),
    "transfer": _("Transfer"),
    "move": _("Move"),
    "dispatch": _("Dispatch"),
    "pick": _("Order"),
    "sales_order": _("Order"),
    "invoice": _("Invoice"),
    "credit_note": _("Credit note"),
}


def document_words(kind: str) -> str:
    """`Receipt`; of a kind without words of its own, that there is something to open."""
    return str(_DOCUMENTS.get(kind, _("Open")))


def outside_words(kind: str) -> str:
    """`the customer`; empty for a bin, which is called by its code."""
    return str(_OUTSIDE.get(kind, ""))


def reason_words(reason: str) -> str:
    """`Received` for `receipt`; a reason that has no words of its own is shown as it is."""
    return str(_REASONS.get(reason, reason.replace("_", " ").capitalize()))
