"""Locking what a transaction that posts more than once will need, before its first posting."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from omnistock.domain.ledger.engine.locking import lock_keys
from omnistock.tenancy.actor import Actor


def lock_ahead(*, actor: Actor, keys: Iterable[tuple[UUID, UUID]]) -> None:
    """Make and lock the balances of these (location, layer), in key order.

    A posting locks its balances and then its totals. A second posting of the same transaction would lock balances while
    it holds totals, and so wait for whoever waits for it: with all of them locked ahead it waits for nobody.
    """
    lock_keys(actor=actor, keys=sorted(set(keys)))
