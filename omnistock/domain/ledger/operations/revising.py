"""What a layer turned out to have cost: value without a quantity, dated now. A step of the operations of the rooms above,
which check the permission.

What is still there is worth more from now on; what had left before becomes one cost difference of today, so that
nothing which was reported is ever posted anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from omnistock.domain.ledger.engine.flows import ZERO, Account
from omnistock.domain.ledger.engine.locking import Locked
from omnistock.domain.ledger.engine.writing import stock_statements
from omnistock.domain.ledger.operations.holding import hold_goods
from omnistock.domain.ledger.sql import read
from omnistock.domain.ledger.types import DocumentRef
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.ids import uuid7
from omnistock.kernel.money import share, spread
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

_LOCK_LAYERS: Final = """
SELECT l.id, l.product_id, l.quantity FROM layer l
WHERE l.organization_id = %(organization)s AND l.id = ANY(%(layers)s::uuid[])
ORDER BY l.id FOR NO KEY UPDATE
"""
_OUTSIDE: Final = "SELECT id FROM location WHERE organization_id = %(organization)s AND kind = 'customer'"
_LEFT_SINCE: Final = read("left_since")
_WRITE: Final = read("write_revisions")
_CHANGE_LAYERS: Final = """
UPDATE layer l SET value = l.value + d.value
FROM unnest(%(layers)s::uuid[], %(values)s::numeric[]) AS d (id, value)
WHERE l.organization_id = %(organization)s AND l.id = d.id
"""


@dataclass(frozen=True, slots=True)
class Revision:
    """`value`, signed, is what the layer cost more. `warehouse_id` is where it was received: what has left of it is
    that warehouse's cost difference.

    Where a revision is taken back, `was_held` is what of it was put on goods that were there: of that, each unit which is
    there still gives up its share, and all the rest comes off the cost of what is gone."""

    line_id: UUID
    layer_id: UUID
    warehouse_id: UUID
    value: Decimal
    was_held: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Revised:
    """Where the value of one revision went: into what is `held`, and into the cost of what is `gone`."""

    line_id: UUID
    held: Decimal
    gone: Decimal


@dataclass(frozen=True, slots=True)
class _Part:
    revision: Revision
    product_id: UUID
    location_id: UUID
    warehouse_id: UUID
    value: Decimal
    is_gone: bool


def revise_value(*, actor: Actor, document: DocumentRef, revisions: Sequence[Revision]) -> list[Revised]:
    """Spread each revision over what of its layer is where, by quantity, in one posting; one `Revised` each, in order.
    A balance never falls under 0: what a reduction cannot take from it comes off the cost of what is gone. Raises
    `GoodsBusy`."""
    layer_ids = sorted({each.layer_id for each in revisions})
    values = {"organization": actor.organization_id, "layers": layer_ids}
    layers, outside = Statement(_LOCK_LAYERS, values), Statement(_OUTSIDE, values)
    send(layers, outside)
    accounts = hold_goods(actor=actor, meant="layers", ids=layer_ids)
    by_layer: dict[UUID, list[Account]] = defaultdict(list)
    for account in accounts.values():
        by_layer[account.layer_id].append(account)
    facts = {row[0]: (row[1], row[2]) for row in layers.rows}
    left = _left_since(actor, document, revisions)
    parts: list[_Part] = []
    for each in revisions:
        product_id, quantity = facts[each.layer_id]
        held = [account for account in by_layer[each.layer_id] if account.on_hand > 0]
        if each.was_held is None:
            amounts = _spread_now(actor, each, held, quantity)
        else:
            amounts = _given_up(actor, each.was_held, held, left.get(each.layer_id, ZERO))
        parts += _parts(each, held, amounts, product_id, outside.rows[0][0])
    _write(actor, document, parts, revisions, accounts)
    return [_revised(each, parts) for each in revisions]


def _left_since(actor: Actor, document: DocumentRef, revisions: Sequence[Revision]) -> dict[UUID, Decimal]:
    """What of each layer has left since the document revised it; asked only where that is taken back."""
    layer_ids = [each.layer_id for each in revisions if each.was_held is not None]
    if not layer_ids:
        return {}
    values = {"organization": actor.organization_id, "document": document.id, "layers": layer_ids}
    statement = Statement(_LEFT_SINCE, values)
    send(statement)
    return {layer_id: max(quantity, ZERO) for layer_id, quantity in statement.rows}


def _spread_now(actor: Actor, revision: Revision, held: Sequence[Account], quantity: Decimal) -> list[Decimal]:
    """What falls to each of the goods that are there, beside those that are gone."""
    gone = max(quantity - sum((account.on_hand for account in held), ZERO), ZERO)
    return spread(
        amount=abs(revision.value),
        weights=[*(account.on_hand for account in held), gone],
        currency=currency_of(actor.organization.currency),
    )


def _given_up(actor: Actor, was_held: Decimal, held: Sequence[Account], left: Decimal) -> list[Decimal]:
    """What each of the goods that are there gives up of `was_held`, which those bore that `left` since, too."""
    currency, weights = currency_of(actor.organization.currency), [account.on_hand for account in held]
    there = sum(weights, ZERO)
    if there == 0:
        return []
    amount = share(value=was_held, quantity=there, total=there + left, currency=currency)
    return spread(amount=amount, weights=weights, currency=currency)


def _parts(
    revision: Revision, held: Sequence[Account], amounts: Sequence[Decimal], product_id: UUID, outside: UUID
) -> list[_Part]:
    """What is written of a revision. Also notes the change on the accounts, so that the next revision of the layer sees
    it."""
    parts, left = [], revision.value
    for account, amount in zip(held, amounts, strict=False):
        change = amount if revision.value > 0 else -min(amount, account.value + account.value_change)
        account.value_change += change
        left -= change
        parts.append(_Part(revision, product_id, account.location_id, account.warehouse_id, change, is_gone=False))
    parts.append(_Part(revision, product_id, outside, revision.warehouse_id, left, is_gone=True))
    return [part for part in parts if part.value]


def _write(
    actor: Actor,
    document: DocumentRef,
    parts: Sequence[_Part],
    revisions: Sequence[Revision],
    accounts: dict[tuple[UUID, UUID], Account],
) -> None:
    written: dict[str, Any] = {
        "organization": actor.organization_id,
        "ids": [uuid7() for _ in parts],
        "layers": [part.revision.layer_id for part in parts],
        "products": [part.product_id for part in parts],
        "locations": [part.location_id for part in parts],
        "warehouses": [part.warehouse_id for part in parts],
        "values": [part.value for part in parts],
        "lines": [part.revision.line_id for part in parts],
        "document_kind": document.kind,
        "document_id": document.id,
        "now": actor.now,
        "person": actor.person_id,
        "actor_name": actor.name[:120],
    }
    sums: dict[UUID, Decimal] = defaultdict(Decimal)
    for each in revisions:
        sums[each.layer_id] += each.value
    layers = {"organization": actor.organization_id, "layers": list(sums), "values": list(sums.values())}
    locked = Locked(
        accounts=accounts,
        batches={},
        products={},
        places={},
        outside={},
        locked_through=None,
        written_through=None,
        days_written_through=None,
        later={},
    )
    stock = stock_statements(actor=actor, locked=locked, day=actor.today)
    send(Statement(_WRITE, written), *stock, Statement(_CHANGE_LAYERS, layers))


def _revised(revision: Revision, parts: Sequence[_Part]) -> Revised:
    gone = sum((part.value for part in parts if part.revision is revision and part.is_gone), ZERO)
    return Revised(revision.line_id, revision.value - gone, gone)
