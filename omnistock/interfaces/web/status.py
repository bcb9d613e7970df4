"""The words for a state and the tone each is drawn in: the one map of the product (`<c-chip status="...">`)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Tone = Literal["neutral", "info", "ok", "warn", "bad", "hold"]
Look = Literal["plain", "struck", "solid"]


@dataclass(frozen=True, slots=True)
class Status:
    """A state as a person reads it. `look`: struck through what no longer counts, solid what must not be missed."""

    word: str | Promise
    tone: Tone
    look: Look = "plain"


STATUSES: Final[dict[str, Status]] = {
    "draft": Status(_("Draft"), "neutral"),
    "cancelled": Status(_("Cancelled"), "neutral", "struck"),
    "undone": Status(_("Undone"), "neutral", "struck"),
    "refunded": Status(_("Refunded"), "neutral"),
    "reversed": Status(_("Reversed"), "neutral", "struck"),
    "archived": Status(_("Archived"), "neutral"),
    "closed": Status(_("Closed"), "neutral"),
    "active": Status(_("Active"), "ok"),
    "switched_off": Status(_("Switched off"), "neutral", "struck"),
    "revoked": Status(_("Revoked"), "neutral", "struck"),
    "confirmed": Status(_("Confirmed"), "info"),
    "reserved": Status(_("Reserved"), "info"),
    "picked": Status(_("Picked"), "info"),
    "in_transit": Status(_("In transit"), "info"),
    "sent": Status(_("Sent"), "info"),
    "counting": Status(_("Counting"), "info"),
    "counted": Status(_("Counted"), "ok"),
    "recount": Status(_("Count again"), "warn"),
    "left_out": Status(_("Left out"), "neutral"),
    "disputed": Status(_("Two results"), "bad"),
    "out_of_tolerance": Status(_("Out of tolerance"), "warn"),
    "agrees": Status(_("Agrees"), "ok"),
    "overtaken": Status(_("Overtaken"), "bad"),
    "issued": Status(_("Issued"), "info"),
    "credited": Status(_("Credited"), "neutral"),
    "open": Status(_("Open"), "info"),
    "running": Status(_("Running"), "info"),
    "checking": Status(_("Checking"), "info"),
    "checked": Status(_("Checked"), "info"),
    "waiting": Status(_("Waiting"), "info"),
    "queued": Status(_("Queued"), "info"),
    "bounced": Status(_("Bounced"), "bad"),
    "complained": Status(_("Marked as unwanted"), "bad"),
    "suppressed": Status(_("Not sent"), "warn"),
    "kept": Status(_("Kept"), "neutral"),
    "invited": Status(_("Invited"), "info"),
    "partly_received": Status(_("Partly received"), "warn"),
    "partly_dispatched": Status(_("Partly dispatched"), "warn"),
    "partly_reserved": Status(_("Partly reserved"), "warn"),
    "partly_paid": Status(_("Partly paid"), "warn"),
    "unpaid": Status(_("Unpaid"), "warn"),
    "short": Status(_("Short"), "warn"),
    "partly_short": Status(_("Partly short"), "warn"),
    "near_expiry": Status(_("Near expiry"), "warn"),
    "awaiting_approval": Status(_("Awaiting approval"), "warn"),
    "over_limit": Status(_("Over limit"), "warn"),
    "low": Status(_("Low"), "warn"),
    "received": Status(_("Received"), "ok"),
    "dispatched": Status(_("Dispatched"), "ok"),
    "delivered": Status(_("Delivered"), "ok"),
    "arrived": Status(_("Arrived"), "ok"),
    "posted": Status(_("Posted"), "ok"),
    "rejected": Status(_("Rejected"), "bad"),
    "paid": Status(_("Paid"), "ok"),
    "approved": Status(_("Approved"), "ok"),
    "passed": Status(_("Passed"), "ok"),
    "done": Status(_("Done"), "ok"),
    "usable": Status(_("Usable"), "ok"),
    "overdue": Status(_("Overdue"), "bad"),
    "expired": Status(_("Expired"), "bad"),
    "refused": Status(_("Refused"), "bad"),
    "failed": Status(_("Failed"), "bad"),
    "out_of_stock": Status(_("Out of stock"), "bad"),
    "recalled": Status(_("Recalled"), "bad", "solid"),
    "released": Status(_("Released"), "ok"),
    "drill": Status(_("Drill"), "neutral"),
    "practice": Status(_("Practice"), "neutral"),
    "to_judge": Status(_("To be judged"), "warn"),
    "no_incident": Status(_("No incident"), "neutral", "struck"),
    "due_now": Status(_("Due now"), "warn"),
    "told": Status(_("Told"), "ok"),
    "told_late": Status(_("Told late"), "warn"),
    "not_needed": Status(_("Not needed"), "neutral"),
    "clock_asleep": Status(_("Does not run"), "neutral"),
    "to_reach": Status(_("To reach"), "warn"),
    "reached": Status(_("Reached"), "info"),
    "answered": Status(_("Answered"), "info"),
    "with_support": Status(_("With support"), "info"),
    "asks_for_access": Status(_("Asks for access"), "warn"),
    "over": Status(_("Over"), "neutral"),
    "acknowledged": Status(_("Acknowledged"), "info"),
    "on_hold": Status(_("On hold"), "hold"),
    "in_quarantine": Status(_("In quarantine"), "hold"),
}


def status_of(code: str) -> Status:
    """The status of a code of the domain. An unknown code is a bug: `KeyError` names it."""
    return STATUSES[code]
