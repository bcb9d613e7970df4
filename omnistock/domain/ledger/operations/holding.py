"""Holding goods where they lie: every balance of some layers is locked, whatever moves meanwhile."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final, Literal
from uuid import UUID

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable

from omnistock.domain.ledger.engine.flows import Account, Key
from omnistock.domain.ledger.sql import read
from omnistock.kernel.errors import Conflict
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

Meant = Literal["layers", "batches", "products"]
_HOLD: Final[dict[Meant, str]] = {
    "layers": read("meant_by_layers", "hold_goods"),
    "batches": read("meant_by_batches", "hold_goods"),
    "products": read("meant_by_products", "hold_goods"),
}
_HOLD_NOW: Final = {meant: f"{sql.rstrip()} NOWAIT" for meant, sql in _HOLD.items()}
_ATTEMPTS: Final = 12


class GoodsBusy(Conflict):
    """Goods of the batch are being posted at this moment, and at every look again."""

    code = "busy"


def hold_goods(*, actor: Actor, meant: Meant, ids: Collection[UUID], with_empty: bool = False) -> dict[Key, Account]:
    """Lock every balance of these layers, of the layers of these batches, or (`products`) of all batches of the same
    products, and answer them as they are then. `with_empty`: those with nothing on hand too.

    While a lock waits, goods may go to a bin that it does not know of, and from there to the next. So it is looked again
    until no bin is new: what lies in locked bins goes nowhere. Only the first look waits, in key order; one that
    would wait later lets everything go and begins anew, so that nobody waits in a ring. Raises `GoodsBusy`.

    Not inside a savepoint of the caller's that may be rolled back: whoever waits for goods of a savepoint that was
    released waits for the whole transaction from then, and is not woken. There, `hold_goods_at_once` and its loop.
    """
    for _attempt in range(_ATTEMPTS):
        try:
            with transaction.atomic():
                return hold_goods_at_once(actor=actor, meant=meant, ids=ids, with_empty=with_empty)
        except OperationalError as error:
            if not is_not_available(error):
                raise
    raise GoodsBusy(_("Goods of this batch are being posted at this moment. Press it again."))


def hold_goods_at_once(
    *, actor: Actor, meant: Meant, ids: Collection[UUID], with_empty: bool = False
) -> dict[Key, Account]:
    """The same in the caller's savepoint, who rolls it back and begins anew where somebody else holds a new bin
    (`is_not_available`)."""
    held = _look(_HOLD[meant], actor, ids, with_empty)
    while True:
        again = hold_new_goods(actor=actor, meant=meant, ids=ids, with_empty=with_empty)
        if again.keys() <= held.keys():
            return again
        held |= again


def hold_new_goods(
    *, actor: Actor, meant: Meant, ids: Collection[UUID], with_empty: bool = False
) -> dict[Key, Account]:
    """One look that waits for nobody (`is_not_available`)."""
    return _look(_HOLD_NOW[meant], actor, ids, with_empty)


def is_not_available(error: OperationalError) -> bool:
    """Somebody else holds what was not waited for."""
    return isinstance(error.__cause__, LockNotAvailable)


def _look(sql: str, actor: Actor, ids: Collection[UUID], with_empty: bool) -> dict[Key, Account]:
    wanted = list(ids)
    values = {"organization": actor.organization_id, "layers": wanted, "batches": wanted, "with_empty": with_empty}
    statement = Statement(sql, values)
    send(statement)
    return {(row[0], row[1]): Account(*row) for row in statement.rows}
