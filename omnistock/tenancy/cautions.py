"""Cautions: what may go on once a person has looked and said why. What may never go on is a `Fault`.

A screen sends what the person accepted, at first nothing, and gets `NeedsReason` back with every caution at once. A
program (the API, an import) passes None: nobody is there to ask, so the cautions are kept with the document and stop
nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _

from omnistock.kernel.currencies import currency_of
from omnistock.kernel.errors import Conflict, Fault
from omnistock.kernel.money import format_amount
from omnistock.kernel.numbers import Grouping
from omnistock.tenancy.actor import Actor

LONGEST_REASON: Final = 300


@dataclass(frozen=True, slots=True)
class Caution:
    """One thing to look at: where (`lines/0/expires_on`), a stable code, and a sentence."""

    pointer: str
    message: str
    code: str
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Accepted:
    """A person's word on one caution, found again by its place and code."""

    pointer: str
    code: str
    reason: str


class NeedsReason(Conflict):
    """There are cautions that nobody has accepted yet; the faults are the cautions."""

    code = "needs_reason"


def accept(cautions: Iterable[Caution], accepted: Sequence[Accepted] | None) -> list[dict[str, str]]:
    """The cautions as a document keeps them: pointer, code, message and the reason given ("" where nobody was asked).

    Raises `NeedsReason` (409) naming every caution that has no reason of 1 to 300 characters in `accepted`.
    """
    found = list(cautions)
    reasons = {(each.pointer, each.code): each.reason.strip() for each in accepted or ()}
    if accepted is not None:
        _refuse_unexplained(found, reasons)
    return [
        {
            "pointer": caution.pointer,
            "code": caution.code,
            "message": caution.message,
            "reason": reasons.get((caution.pointer, caution.code), ""),
        }
        for caution in found
    ]


def _refuse_unexplained(cautions: Sequence[Caution], reasons: Mapping[tuple[str, str], str]) -> None:
    faults = []
    for caution in cautions:
        reason = reasons.get((caution.pointer, caution.code), "")
        if not reason or len(reason) > LONGEST_REASON or not reason.isprintable():
            faults.append(
                Fault(caution.pointer, caution.message, caution.code, {**caution.details, "is_caution": True})
            )
    if faults:
        message = _("Look at this, and give a reason (up to {most} characters) to go on: {first}")
        raise NeedsReason(message.format(most=LONGEST_REASON, first=faults[0].message), faults=faults)


def money_said(amount: Decimal, *, actor: Actor) -> str:
    """An amount or a price as it stands in a sentence: `₹ 1,20,000.50`."""
    grouping = Grouping.INDIAN if actor.organization.is_indian else Grouping.WESTERN
    return format_amount(amount, currency=currency_of(actor.organization.currency), grouping=grouping)
