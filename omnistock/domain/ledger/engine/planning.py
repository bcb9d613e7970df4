"""Step 4: from flows and locked accounts to movements, with every shortage collected before one is refused."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from omnistock.domain.ledger.engine.flows import ZERO, Account, Flow, Key, Move, Promise
from omnistock.domain.ledger.engine.locking import Locked
from omnistock.kernel.currencies import Currency
from omnistock.kernel.ids import uuid7
from omnistock.kernel.money import share

_Shelf = tuple[UUID, UUID, UUID | None]  # place, product, batch; None: any batch of it


@dataclass(frozen=True, slots=True)
class Displaced:
    """A promise that a fact (a loss) has taken goods from."""

    demand_kind: str
    demand_id: UUID
    line_id: UUID
    quantity: Decimal


@dataclass(slots=True)
class Plan:
    moves: list[Move] = field(default_factory=list)
    short: list[Flow] = field(default_factory=list)
    displaced: list[Displaced] = field(default_factory=list)


def plan(*, locked: Locked, flows: list[Flow], currency: Currency) -> Plan:
    """Work the flows off in order, changing the accounts as it goes: a later line sees what an earlier one did."""
    shelves: dict[_Shelf, list[Account]] = defaultdict(list)
    is_taking = any(flow.from_inside for flow in flows)
    for account in sorted(locked.accounts.values(), key=lambda account: account.age) if is_taking else ():
        shelves[account.location_id, account.product_id, None].append(account)
        shelves[account.location_id, account.product_id, account.batch_id].append(account)
    planner = _Planner(locked=locked, currency=currency, made=Plan(), shelves=shelves)
    for promise in locked.promises.values():
        planner.promises[promise.location_id, promise.layer_id].append(promise)
    for flow in flows:
        planner.work_off(flow)
    return planner.made


@dataclass(slots=True)
class _Planner:
    locked: Locked
    currency: Currency
    made: Plan
    shelves: dict[_Shelf, list[Account]]  # oldest layer first
    promises: dict[Key, list[Promise]] = field(default_factory=lambda: defaultdict(list))  # latest promised first

    def work_off(self, flow: Flow) -> None:
        if not flow.from_inside:
            self._bring_in(flow)
            return
        left = flow.quantity
        for account in self._candidates(flow):
            left -= self._take(flow, account, min(left, self._takeable(flow, account)))
            if left == 0:
                return
        if flow.displaces:
            for account in self._candidates(flow):
                left -= self._take(flow, account, min(left, self._displace(account, min(left, account.on_hand))))
                if left == 0:
                    return
        self.made.short.append(flow)

    def _candidates(self, flow: Flow) -> list[Account]:
        if flow.layer_id:
            found = self.locked.accounts.get((flow.origin, flow.layer_id))  # type: ignore[arg-type]
            return [found] if found else []
        return self.shelves.get((flow.origin, flow.product_id, flow.batch_id), [])  # type: ignore[arg-type]

    def _takeable(self, flow: Flow, account: Account) -> Decimal:
        if flow.to_inside and (flow.destination, account.layer_id) not in self.locked.accounts:
            return ZERO  # the layer appeared after the caller chose: its way is not locked
        if flow.carries is None:
            return account.free
        promise = self.locked.promises.get((flow.carries, *account.key))
        return promise.quantity if promise else ZERO

    def _displace(self, account: Account, wanted: Decimal) -> Decimal:
        """Release promises at this balance, latest promised first, until `wanted` is free. Returns what is free
        then."""
        for promise in self.promises[account.key]:
            missing = wanted - account.free
            if missing <= 0:
                break
            if promise.quantity > 0:
                given_up = min(missing, promise.quantity)
                promise.change(-given_up)
                account.change(reserved=-given_up)
                self.made.displaced.append(Displaced(promise.demand_kind, promise.demand_id, promise.line_id, given_up))
        return account.free

    def _take(self, flow: Flow, account: Account, quantity: Decimal) -> Decimal:
        if quantity <= 0:
            return ZERO
        value = share(value=account.value, quantity=quantity, total=account.on_hand, currency=self.currency)
        carried = quantity if flow.carries else ZERO
        account.change(on_hand=-quantity, reserved=-carried, value=-value)
        if flow.carries:
            self._carry(flow, account, quantity)
        if flow.to_inside:
            reserved = quantity if flow.keeps_promise else ZERO
            self.locked.accounts[flow.destination, account.layer_id].change(  # type: ignore[index]
                on_hand=quantity, reserved=reserved, value=value
            )
        self._move(flow, account, quantity, value)
        return quantity

    def _carry(self, flow: Flow, account: Account, quantity: Decimal) -> None:
        promise = self.locked.promises[flow.carries, *account.key]  # type: ignore[index]
        promise.change(-quantity)
        if not flow.keeps_promise:
            return
        key = (promise.line_id, flow.destination, account.layer_id)
        if key not in self.locked.promises:
            moved = Promise(promise.demand_kind, promise.demand_id, *key, ZERO, promise.promised_on)  # type: ignore[arg-type]
            self.locked.promises[key] = moved  # type: ignore[index]
            self.promises[moved.location_id, moved.layer_id].append(moved)
        self.locked.promises[key].change(quantity)  # type: ignore[index]

    def _bring_in(self, flow: Flow) -> None:
        assert flow.layer_id is not None
        assert flow.value is not None
        account = self.locked.accounts[flow.destination, flow.layer_id]  # type: ignore[index]
        account.change(on_hand=flow.quantity, value=flow.value)
        self._move(flow, account, flow.quantity, flow.value)

    def _move(self, flow: Flow, account: Account, quantity: Decimal, value: Decimal) -> None:
        self.made.moves.append(
            Move(
                id=uuid7(),
                flow=flow,
                layer_id=account.layer_id,
                batch_id=account.batch_id,
                from_location_id=self.locked.id_of(flow.origin),
                to_location_id=self.locked.id_of(flow.destination),
                quantity=quantity,
                value=value,
                mrp=account.mrp,
            )
        )
