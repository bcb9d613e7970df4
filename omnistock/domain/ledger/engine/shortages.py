"""The one error that names every shortage: product, batch, place, asked, there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.ledger.engine.checks import named
from omnistock.domain.ledger.engine.flows import ZERO, Account, Flow
from omnistock.domain.ledger.engine.locking import Locked
from omnistock.domain.ledger.errors import BackdatedShortage, InsufficientStock
from omnistock.kernel.errors import Fault
from omnistock.kernel.numbers import plain
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.said import moment_said

Shelf = tuple[UUID, UUID | None, UUID | str]  # product, batch, place


@dataclass(frozen=True, slots=True)
class There:
    """What lies at each shelf, and what of it is not promised."""

    on_hand: dict[Shelf, Decimal]
    free: dict[Shelf, Decimal]

    def for_flow(self, flow: Flow, shelf: Shelf) -> Decimal:
        """What `flow` could take: a fact takes even what is promised."""
        return (self.on_hand if flow.displaces else self.free).get(shelf, ZERO)


def there_before(locked: Locked) -> There:
    """What could be taken at each shelf before the plan took any of it. Only a refusal asks, so it is worked out from
    what the plan has changed."""
    there = There(defaultdict(Decimal), defaultdict(Decimal))
    for account in locked.accounts.values():
        for batch_id in (account.batch_id, None):
            shelf = account.product_id, batch_id, account.location_id
            there.on_hand[shelf] += account.on_hand - account.on_hand_change
            there.free[shelf] += account.free - account.on_hand_change + account.reserved_change
    return there


def insufficient(*, locked: Locked, flows: Sequence[Flow], short: Sequence[Flow], there: There) -> InsufficientStock:
    """The refusal for all of `short`, one fault a shelf; what is asked is summed over the lines that ask for it."""
    faults = list(_shortages(locked, flows, short, there))
    return InsufficientStock(faults[0].message, faults=faults)


def _shortages(locked: Locked, flows: Sequence[Flow], short: Sequence[Flow], there: There) -> Iterator[Fault]:
    asked: dict[Shelf, Decimal] = defaultdict(Decimal)
    for flow in flows:
        if flow.from_inside:
            asked[_shelf(locked, flow)] += flow.quantity
    first: dict[Shelf, Flow] = {}
    for flow in short:
        first.setdefault(_shelf(locked, flow), flow)
    for shelf, flow in first.items():
        available = _promised_to(locked, flow) if flow.carries else there.for_flow(flow, shelf)
        yield _fault(locked, flow, shelf, asked=asked[shelf], available=available)


def _shelf(locked: Locked, flow: Flow) -> Shelf:
    batch_id = flow.batch_id
    if batch_id is None and flow.layer_id is not None:
        account = locked.accounts.get((flow.origin, flow.layer_id))  # type: ignore[arg-type]
        batch_id = account.batch_id if account else None
    return flow.product_id, batch_id, flow.origin


def _promised_to(locked: Locked, flow: Flow) -> Decimal:
    return sum(
        (p.quantity for p in locked.promises.values() if p.line_id == flow.carries and p.location_id == flow.origin),
        ZERO,
    )


def _fault(locked: Locked, flow: Flow, shelf: Shelf, *, asked: Decimal, available: Decimal) -> Fault:
    product_id, batch_id, place_id = shelf
    batch = locked.batches.get(batch_id) if batch_id else None
    said = {
        "product": named(locked.products[product_id]),
        "batch": batch.number if batch else "",
        "place": locked.place_of(place_id).code,
        "asked": plain(asked),
        "there": plain(available),
    }
    if said["batch"]:
        message = _("%(product)s, batch %(batch)s, at %(place)s: %(asked)s asked, %(there)s there.") % said
    else:
        message = _("%(product)s at %(place)s: %(asked)s asked, %(there)s there.") % said
    details = {
        "product_id": product_id,
        "batch_id": batch_id,
        "location_id": place_id,
        "asked": plain(asked),
        "there": plain(available),
    }
    return Fault(f"{flow.pointer}/quantity".lstrip("/"), message, InsufficientStock.code, details)


def check_later_points(*, actor: Actor, locked: Locked) -> None:
    """A backdated issue must not make a later point of a layer and place negative. Raises `BackdatedShortage` naming
    for each batch and place when there was least, and how much could leave before."""
    shelves: dict[Shelf, list[Account]] = defaultdict(list)
    for account in locked.accounts.values():
        shelves[account.product_id, account.batch_id, account.location_id].append(account)
    faults = [
        _later_fault(actor, locked, shelf, accounts)
        for shelf, accounts in shelves.items()
        if any(_taken(account) > _room(locked, account) for account in accounts)
    ]
    if faults:
        raise BackdatedShortage(faults[0].message, faults=faults)


def _taken(account: Account) -> Decimal:
    return max(-account.on_hand_change, ZERO)


def _room(locked: Locked, account: Account) -> Decimal:
    """What could leave a balance at the moment of the posting."""
    later = locked.later.get(account.key)
    return account.on_hand - account.on_hand_change if later is None else later.lowest


def _later_fault(actor: Actor, locked: Locked, shelf: Shelf, accounts: Sequence[Account]) -> Fault:
    """Of a batch's layers together: nobody knows them apart who looks at the shelf. The moment is the first at which one
    of them has nothing to spare."""
    product_id, batch_id, place_id = shelf
    batch = locked.batches.get(batch_id) if batch_id else None
    bound = [account for account in accounts if account.key in locked.later]
    first = min(locked.later[a.key].lowest_at for a in bound if _taken(a) and _taken(a) >= _room(locked, a))
    figures = {
        "asked": plain(sum(map(_taken, accounts), ZERO)),
        "there": plain(sum((_room(locked, account) for account in accounts), ZERO)),
    }
    said = figures | {
        "product": named(locked.products[product_id]),
        "batch": batch.number if batch else "",
        "place": locked.place_of(place_id).code,
        "moment": moment_said(first, actor.organization),
    }
    if said["batch"]:
        message = _(
            "%(product)s, batch %(batch)s, at %(place)s had only %(there)s to spare on %(moment)s; "
            "%(asked)s cannot leave before that."
        )
    else:
        message = _(
            "%(product)s at %(place)s had only %(there)s to spare on %(moment)s; %(asked)s cannot leave before that."
        )
    details = {"product_id": product_id, "batch_id": batch_id, "location_id": place_id}
    return Fault("effective_at", message % said, BackdatedShortage.code, {**details, **figures})
