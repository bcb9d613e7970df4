"""The audit trail of a record as `<c-history>` tells it: a sentence, who, when, through which door."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from omnistock.domain.audit.models import AuditEvent
from omnistock.interfaces.web.attached import attachment_words

# By the verb that an operation's name begins with (`catalog.change_product`).
_VERBS: Final[Mapping[str, str | Promise]] = {
    "create": gettext_lazy("Made"),
    "change": gettext_lazy("Changed"),
    "archive": gettext_lazy("Archived"),
    "restore": gettext_lazy("Restored"),
    "issue": gettext_lazy("Issued"),
    "cancel": gettext_lazy("Cancelled"),
    "credit": gettext_lazy("Credited"),
    "record": gettext_lazy("Recorded"),
    "refund": gettext_lazy("Refunded"),
    "allocate": gettext_lazy("Allocated to invoices"),
    "unallocate": gettext_lazy("Taken off invoices"),
    "reverse": gettext_lazy("Taken back"),
    "post": gettext_lazy("Posted"),
    "start": gettext_lazy("Made by its plan"),
    "finish": gettext_lazy("A bin is counted"),
    "submit": gettext_lazy("Counting ended"),
    "recount": gettext_lazy("Sent to be counted again"),
    "choose": gettext_lazy("One of two results chosen"),
    "approve": gettext_lazy("Approved"),
    "dispatch": gettext_lazy("Sent"),
    "arrive": gettext_lazy("Arrived"),
    "hold": gettext_lazy("Put on hold"),
    "release": gettext_lazy("Released"),
    "recall": gettext_lazy("Recalled"),
    "end": gettext_lazy("Recall ended"),
    "correct": gettext_lazy("Corrected"),
    "rename": gettext_lazy("Renamed"),
    "merge": gettext_lazy("Merged"),
    "quarantine": gettext_lazy("Moved to quarantine"),
    "open": gettext_lazy("Opened"),
    "close": gettext_lazy("Closed"),
    "pull": gettext_lazy("Taken out by a recall"),
    "displace": gettext_lazy("Lost a reservation"),
    "write": gettext_lazy("Written off"),
    "reject": gettext_lazy("Rejected"),
}
# What a person said when they did it, by the names that operations keep it under.
_REASONS: Final = ("reason", "cancel_reason", "reversed_reason")
_FIELDS_NAMED: Final = 6


@dataclass(frozen=True, slots=True)
class Told:
    text: str
    by: str
    at: dt.datetime
    door: str


def told(events: Iterable[AuditEvent]) -> list[Told]:
    return [Told(_text(event), event.actor_name, event.at, event.door) for event in events]


def _text(event: AuditEvent) -> str:
    if said := attachment_words(event):
        return said
    function = event.operation.rpartition(".")[2]
    verb = _VERBS.get(function.partition("_")[0])
    if verb is None:
        return function.replace("_", " ").capitalize()
    before, after = event.before or {}, event.after or {}
    if said := _sentence(function, before, after):
        return said
    if function == "post_adjustment":
        return str(verb)  # its reason is a kind, and stands in the page's head
    fields = list(after) if function.startswith("change") else []
    if not fields:
        reason = next((after[name] for name in _REASONS if after.get(name)), "")
        return f"{verb}: {reason}" if reason else str(verb)
    names = [name.removesuffix("_id").replace("_", " ") for name in fields]
    shown = ", ".join(names[:_FIELDS_NAMED])
    if len(names) > _FIELDS_NAMED:
        shown = _("{names} and {count} more").format(names=shown, count=len(names) - _FIELDS_NAMED)
    return f"{verb}: {shown}"


def _sentence(function: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """What is better told as a sentence of its own; '' for all the rest."""
    match function:
        case "post_adjustment" if after.get("status") == "awaiting_approval":
            return _("Put up for approval")
        case "arrive_transfer" if before.get("status") == "arrived":
            return _("Found after all")
        case "finish_bin":
            return _("Bin {bin} is counted").format(bin=after["bin"])
        case "record_counts":
            text = ngettext("{count} line counted", "{count} lines counted", after["lines"])
            return text.format(count=after["lines"])
        case "correct_counted_expiry":
            words = _("Expiry of {batch} corrected by its pack: {day}")
            return words.format(batch=after["batch"], day=after["expires_on"])
        case _:
            return ""
