"""Which batches may take part in which movement: one rule and one table, for every door and every room.

The expiry date is the last usable day, in the organization's zone. A batch's state on a day is the worst that is true
of it: recalled, then on hold, then expired.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from types import MappingProxyType
from typing import Final

QUARANTINE_KIND: Final = "quarantine"


class State(StrEnum):
    USABLE = "usable"
    EXPIRED = "expired"
    ON_HOLD = "on_hold"
    RECALLED = "recalled"


class Use(StrEnum):
    """What a movement does with the goods."""

    RECEIVE = "receive"  # from a supplier, found, made, opening stock
    TAKE_BACK = "take_back"  # a customer's return
    PROMISE = "promise"  # reserve, pick, sell
    GIVE = "give"  # gift or free sample
    CONSUME = "consume"  # into production
    MOVE = "move"  # inside a warehouse, into transit and out of it
    WRITE_OFF = "write_off"  # lost, stolen, destroyed, corrected
    RETURN = "return"  # back to the supplier
    COUNT = "count"  # found or missing by a stock count: a fact, whatever the batch is
    REVERSE = "reverse"  # undo what was posted


class Permit(StrEnum):
    YES = "yes"
    QUARANTINE = "quarantine"  # only into a quarantine place
    NO = "no"


_Y, _Q, _N = Permit.YES, Permit.QUARANTINE, Permit.NO

# A receipt of expired or held goods is a fact, and opening stock has them lying in ordinary bins: nothing takes them
# out of there but the uses below. Recalled goods, and what a customer brings back unusable, must not lie among the
# others.
TABLE: Final = MappingProxyType(
    {
        Use.RECEIVE: {State.USABLE: _Y, State.EXPIRED: _Y, State.ON_HOLD: _Y, State.RECALLED: _Q},
        Use.TAKE_BACK: {State.USABLE: _Y, State.EXPIRED: _Q, State.ON_HOLD: _Q, State.RECALLED: _Q},
        Use.PROMISE: {State.USABLE: _Y, State.EXPIRED: _N, State.ON_HOLD: _N, State.RECALLED: _N},
        Use.GIVE: {State.USABLE: _Y, State.EXPIRED: _N, State.ON_HOLD: _N, State.RECALLED: _N},
        Use.CONSUME: {State.USABLE: _Y, State.EXPIRED: _N, State.ON_HOLD: _N, State.RECALLED: _N},
        Use.MOVE: {State.USABLE: _Y, State.EXPIRED: _Q, State.ON_HOLD: _Q, State.RECALLED: _Q},
        Use.WRITE_OFF: {State.USABLE: _Y, State.EXPIRED: _Y, State.ON_HOLD: _Y, State.RECALLED: _Y},
        Use.RETURN: {State.USABLE: _Y, State.EXPIRED: _Y, State.ON_HOLD: _Y, State.RECALLED: _Y},
        Use.COUNT: {State.USABLE: _Y, State.EXPIRED: _Y, State.ON_HOLD: _Y, State.RECALLED: _Y},
        Use.REVERSE: {State.USABLE: _Y, State.EXPIRED: _Y, State.ON_HOLD: _Y, State.RECALLED: _Y},
    }
)


def state_on(*, status: str, expires_on: dt.date | None, day: dt.date) -> State:
    """What a batch with this status and expiry is on `day`."""
    if status != State.USABLE:
        return State(status)
    return State.EXPIRED if expires_on is not None and expires_on < day else State.USABLE


def usable_on(*, status: str, expires_on: dt.date | None, day: dt.date) -> bool:
    """The one rule: not held, not recalled, and `day` is not after the last usable day."""
    return state_on(status=status, expires_on=expires_on, day=day) is State.USABLE


def permitted(*, use: Use, state: State, to_kind: str) -> bool:
    """Whether goods in `state` may be put to `use`, going to a location of kind `to_kind`."""
    permit = TABLE[use][state]
    return permit is Permit.YES or (permit is Permit.QUARANTINE and to_kind == QUARANTINE_KIND)
