"""What may not be posted, apart from shortages: unknown places, missing and unusable batches, closed and future
days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from django.utils.translation import gettext as _

from omnistock.domain.ledger.engine.flows import BatchFacts, Flow, ProductNames
from omnistock.domain.ledger.engine.locking import Locked
from omnistock.domain.ledger.errors import BatchMerged, BatchNotUsable, BatchRequired, PeriodLocked
from omnistock.domain.ledger.usability import QUARANTINE_KIND, TABLE, Permit, State, permitted, state_on
from omnistock.kernel.errors import Fault, Invalid
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.said import day_said, moment_said

# How far a sender's clock may go ahead of ours.
SKEW: Final = dt.timedelta(minutes=5)
OLDEST: Final = dt.timedelta(days=3653)


def check_moment(*, actor: Actor, effective_at: dt.datetime) -> None:
    """Raises `Invalid` for a moment more than 5 minutes ahead, or more than ten years ago."""
    if effective_at > actor.now + SKEW:
        message = _("Stock cannot be posted into the future: %(moment)s is after now (%(now)s).") % {
            "moment": moment_said(effective_at, actor.organization),
            "now": moment_said(actor.now, actor.organization),
        }
        raise Invalid.at("effective_at", message, "in_the_future")
    if effective_at < actor.now - OLDEST:
        message = _("%(moment)s is more than ten years ago; post what is there now as opening stock.") % {
            "moment": moment_said(effective_at, actor.organization)
        }
        raise Invalid.at("effective_at", message, "too_long_ago")


def check_locked(*, actor: Actor, locked: Locked, flows: Sequence[Flow], effective_at: dt.datetime) -> None:
    """Everything but shortages, over all lines at once. Raises `Invalid`, `PeriodLocked`, `BatchMerged`,
    `BatchRequired`, `BatchNotUsable`."""
    day = actor.organization.day_of(effective_at)
    if unknown := list(_unknown_places(locked, flows)):
        raise Invalid.of(unknown)
    if locked.locked_through is not None and day <= locked.locked_through:
        message = _(
            "The books are closed through %(day)s. Date this after it, or ask an owner or admin to open the period."
        ) % {"day": day_said(locked.locked_through)}
        fault = Fault("effective_at", message, PeriodLocked.code, {"locked_through": locked.locked_through.isoformat()})
        raise PeriodLocked(message, faults=[fault])
    if gone := list(_merged_batches(locked, flows)):
        raise BatchMerged(gone[0].message, faults=gone)
    if missing := list(_missing_batches(locked, flows)):
        raise BatchRequired(missing[0].message, faults=missing)
    if refused := list(_refused_batches(locked, flows, day)):
        raise BatchNotUsable(refused[0].message, faults=refused)


def _unknown_places(locked: Locked, flows: Sequence[Flow]) -> Iterator[Fault]:
    inside = {place.id for place in locked.places.values() if place.warehouse_id is not None}
    for flow in flows:
        for place in (flow.origin, flow.destination):
            if not isinstance(place, str) and place not in inside:
                message = _("There is no location with the id %(id)s in this workspace.") % {"id": place}
                yield Fault(f"{flow.pointer}/location_id".lstrip("/"), message, "not_found")


def _merged_batches(locked: Locked, flows: Sequence[Flow]) -> Iterator[Fault]:
    """Whoever waited for the lock of goods that were of another batch afterwards. A balance that was made meanwhile for
    the batch of before has no facts at all."""
    gone = {batch.id: batch.number for batch in locked.batches.values() if batch.is_merged}
    if strange := [account for account in locked.accounts.values() if account.batch_id not in locked.batches]:
        layers = {flow.layer_id for flow in flows}
        gone |= {account.batch_id: "" for account in strange if account.layer_id in layers}
    for batch_id, number in gone.items():
        message = _("Batch %(batch)s was merged into another meanwhile. Read it again and repeat this.")
        yield Fault("", message % {"batch": number}, BatchMerged.code, {"batch_id": batch_id})


def _missing_batches(locked: Locked, flows: Sequence[Flow]) -> Iterator[Fault]:
    for flow in flows:
        if not flow.to_inside and flow.batch_id is None and flow.layer_id is None:
            product = locked.products.get(flow.product_id)
            if product is not None and product.tracking != "none":
                message = _("%(product)s is tracked by %(tracking)s: say which one leaves.") % {
                    "product": named(product),
                    "tracking": _("serial number") if product.tracking == "serial" else _("batch"),
                }
                yield Fault(
                    f"{flow.pointer}/batch_id".lstrip("/"), message, BatchRequired.code, {"product_id": product.id}
                )


def _refused_batches(locked: Locked, flows: Sequence[Flow], day: dt.date) -> Iterator[Fault]:
    batch_of = _batch_finder(locked, flows)
    for flow in flows:
        batch = batch_of(flow)
        if batch is None:
            continue  # nothing is there: a shortage
        state = state_on(status=batch.status, expires_on=batch.expires_on, day=day)
        to_kind = QUARANTINE_KIND if flow.bound_for_quarantine else locked.place_of(flow.destination).kind
        if not permitted(use=flow.use, state=state, to_kind=to_kind):
            details = {
                "product_id": batch.product_id,
                "batch_id": batch.id,
                "state": state.value,
                "movement": flow.use.value,
            }
            product = locked.product(batch.product_id)
            sentence = _refusal(product=product, batch=batch, state=state, permit=TABLE[flow.use][state])
            yield Fault(flow.pointer, sentence, BatchNotUsable.code, details)


def _batch_finder(locked: Locked, flows: Sequence[Flow]) -> Callable[[Flow], BatchFacts | None]:
    """The batch of a flow: the one that it names, its layer's, or the one of goods that are not tracked."""
    if all(flow.batch_id for flow in flows):
        return lambda flow: locked.batches.get(flow.batch_id)  # type: ignore[arg-type]
    by_layer = {layer_id: account.batch_id for (_location, layer_id), account in locked.accounts.items()}
    hidden = {batch.product_id: batch for batch in locked.batches.values() if batch.number == ""}

    def found(flow: Flow) -> BatchFacts | None:
        batch_id = flow.batch_id or by_layer.get(flow.layer_id)  # type: ignore[arg-type]
        return locked.batches.get(batch_id) if batch_id else hidden.get(flow.product_id)

    return found


def _refusal(*, product: ProductNames, batch: BatchFacts, state: State, permit: Permit) -> str:
    said = {
        "product": named(product),
        "batch": batch.number,
        "day": day_said(batch.expires_on),
    }
    states = {
        State.EXPIRED: _("Batch %(batch)s of %(product)s could be used through %(day)s."),
        State.ON_HOLD: _("Batch %(batch)s of %(product)s is on hold."),
        State.RECALLED: _("Batch %(batch)s of %(product)s is recalled."),
    }
    ways = {
        Permit.QUARANTINE: _("It may only go to a quarantine place."),
        Permit.NO: _("Choose another batch, or move this one to a quarantine place."),
    }
    return f"{states[state] % said} {ways[permit]}"


def named(product: ProductNames) -> str:
    """A product as sentences call it."""
    return f"{product.name} ({product.sku})"
