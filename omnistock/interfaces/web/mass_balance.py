"""The mass balance of a batch as a sum that a person can read: what came in = where all of it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from omnistock.domain.ledger.queries.mass_balance import MassBalance


@dataclass(frozen=True, slots=True)
class Term:
    """One term of a side: `sign` "" before the first, else + or a minus sign."""

    sign: str
    quantity: Decimal
    words: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Both sides, without terms that are 0. `difference` is 0, or the ledger is wrong."""

    came: Sequence[Term]
    went: Sequence[Term]
    difference: Decimal


def shown(balance: MassBalance) -> Shown:
    came = [(balance.received, _("received")), (balance.found, _("found or opening")), (balance.produced, _("made"))]
    went = [
        (balance.on_hand, _("here")),
        (balance.in_transit, _("in transit")),
        (balance.sold, _("dispatched")),
        (-balance.returned, _("returned")),
        (balance.lost, _("lost or written off")),
        (balance.sent_back, _("sent back to the supplier")),
        (balance.consumed, _("used up")),
    ]
    return Shown(_terms(came), _terms(went), balance.difference)


def _terms(side: Sequence[tuple[Decimal, str]]) -> list[Term]:
    told = [each for each in side if each[0]] or [side[0]]
    return [
        Term(("" if quantity >= 0 else "−") if at == 0 else ("+" if quantity >= 0 else "−"), abs(quantity), words)
        for at, (quantity, words) in enumerate(told)
    ]
