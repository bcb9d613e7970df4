"""Steps 1 to 3 of a posting, in one round trip: make, lock, and read what the locks protect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from omnistock.domain.ledger.engine.ahead import start
from omnistock.domain.ledger.engine.flows import (
    ZERO,
    Account,
    BatchFacts,
    Flow,
    Key,
    Later,
    NewLayer,
    Place,
    ProductNames,
    Promise,
)
from omnistock.domain.ledger.sql import read
from omnistock.domain.ledger.types import DocumentRef
from omnistock.kernel.ids import uuid7, uuid7s
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.statements import Statement, send

MAKE_LAYERS = read("make_layers")
MAKE_BALANCES = read("make_balances")
LOCK_BALANCES = read("wanted", "lock_balances")
RESERVATIONS_AT = read("wanted", "reservations_at")
PERIOD_AND_LATEST = read("period_and_latest")
LATER_POINTS = read("wanted", "later_points")
BATCH_FACTS = read("batch_facts")
PRODUCTS = """
SELECT id, sku, name, tracking FROM product
WHERE organization_id = %(organization)s AND id = ANY(%(all_products)s::uuid[])
"""
PLACES = """
SELECT id, code, kind, warehouse_id FROM location
WHERE organization_id = %(organization)s AND (warehouse_id IS NULL OR id = ANY(%(all_locations)s::uuid[]))
"""
PERIOD = """
SELECT locked_through, written_through, days_written_through FROM period WHERE organization_id = %(organization)s
"""
# A posting dated before today holds the period row, so that nobody locks the period or writes its month or day meanwhile.
MAKE_PERIOD = """
INSERT INTO period (organization_id, id) VALUES (%(organization)s, %(period_id)s)
ON CONFLICT (organization_id) DO NOTHING
"""
PERIOD_HELD = PERIOD + " FOR SHARE"


@dataclass(slots=True)
class Locked:
    """Everything that the plan may look at. Keys that are not in `accounts` have nothing."""

    accounts: dict[Key, Account]
    batches: dict[UUID, BatchFacts]
    products: dict[UUID, ProductNames]
    places: dict[UUID, Place]
    outside: dict[str, UUID]
    locked_through: dt.date | None
    written_through: dt.date | None
    days_written_through: dt.date | None
    later: dict[Key, Later]
    promises: dict[tuple[UUID, UUID, UUID], Promise] = field(
        default_factory=dict
    )  # by line, place, layer; latest promised first
    latest_at: dt.datetime | None = (
        None  # instead of `later`, of a live posting: when a clock ahead last dated something
    )

    naming: Statement | None = None  # instead of `products`, where nothing leaves: only a refusal would name one

    def product(self, id: UUID) -> ProductNames:
        if self.naming is not None:
            send(self.naming)
            self.products, self.naming = _products(self.naming.rows), None
        return self.products[id]

    def id_of(self, place: UUID | str) -> UUID:
        return self.outside[place] if isinstance(place, str) else place

    def place_of(self, place: UUID | str) -> Place:
        return self.places[self.id_of(place)]


def lock(
    *, actor: Actor, document: DocumentRef, flows: Sequence[Flow], layers: Sequence[NewLayer], effective_at: dt.datetime
) -> Locked:
    """Lock every balance that `flows` speak of, in key order, and read what may be relied on from then."""
    if layers:
        start(layers)(_make_layers(actor=actor, document=document, layers=layers))
    fresh = {layer.id: layer for layer in layers}
    values = _values(actor=actor, flows=flows, fresh=fresh, effective_at=effective_at)
    is_backdated = actor.organization.day_of(effective_at) < actor.today
    grown = sorted(
        {(f.destination, f.layer_id) for f in flows if f.layer_id and f.layer_id not in fresh and f.to_inside}
    )
    preparing = []
    if grown:
        preparing.append(_make_balances(actor=actor, keys=grown))
    if is_backdated:
        preparing.append(Statement(MAKE_PERIOD, {"organization": actor.organization_id, "period_id": uuid7()}))
    reads = {
        "accounts": Statement(LOCK_BALANCES, values),
        "batches": Statement(BATCH_FACTS, values),
        "places": Statement(PLACES, values),
        "period": Statement(PERIOD_HELD if is_backdated else PERIOD, values),
    }
    naming = Statement(PRODUCTS, values)
    if any(flow.from_inside for flow in flows):
        reads["products"] = naming
        if effective_at == actor.now:
            reads["period"] = Statement(PERIOD_AND_LATEST, values)
        else:
            reads["later"] = Statement(LATER_POINTS, values)
    promises = Statement(RESERVATIONS_AT, values)
    if are_carried := any(flow.carries for flow in flows):
        reads["promises"] = promises
    send(*preparing, *reads.values())
    locked = _locked({name: statement.rows for name, statement in reads.items()})
    locked.naming = None if "products" in reads else naming
    is_displacing = not are_carried and any(flow.displaces for flow in flows)
    if is_displacing and any(account.reserved for account in locked.accounts.values()):
        # A loss asks who was promised the goods only where somebody was: the locks hold that as it is.
        send(promises)
        locked.promises = _promises(promises.rows)
    locked.accounts |= _new_accounts(flows, fresh, locked.places)
    return locked


def _new_accounts(
    flows: Sequence[Flow], fresh: Mapping[UUID, NewLayer], places: Mapping[UUID, Place]
) -> Iterator[tuple[Key, Account]]:
    """The balances of the posting's own layers: nobody else can see such a layer, so there is nothing to lock, and they
    are written once, with what the plan brings. A place that is not there has none (`check_locked` says so)."""
    for flow in flows:
        layer = fresh.get(flow.layer_id) if flow.layer_id else None
        place = places.get(flow.destination) if layer and not isinstance(flow.destination, str) else None
        if layer is not None and place is not None and place.warehouse_id is not None:
            yield (
                (place.id, layer.id),
                Account(
                    location_id=place.id,
                    layer_id=layer.id,
                    batch_id=layer.batch_id,
                    product_id=layer.product_id,
                    warehouse_id=place.warehouse_id,
                    on_hand=ZERO,
                    reserved=ZERO,
                    value=ZERO,
                    received_on=layer.received_on,
                    mrp=layer.mrp,
                    is_new=True,
                ),
            )


def lock_keys(*, actor: Actor, keys: Sequence[tuple[UUID, UUID]]) -> None:
    """Make and lock balances by their keys alone, with nothing read of them."""
    values = _values(actor=actor, flows=(), fresh={}, effective_at=actor.now) | {
        "key_locations": [key[0] for key in keys],
        "key_layers": [key[1] for key in keys],
    }
    send(_make_balances(actor=actor, keys=keys), Statement(LOCK_BALANCES, values))


def _values(
    *, actor: Actor, flows: Sequence[Flow], fresh: Mapping[UUID, NewLayer], effective_at: dt.datetime
) -> dict[str, Any]:
    """The values of all the reading statements: each takes what it names."""
    keys: set[tuple[Any, Any]] = set()
    batches: set[tuple[Any, Any]] = set()
    products: set[tuple[Any, Any]] = set()
    for flow in flows:
        if flow.layer_id in fresh:
            continue
        if flow.layer_id:
            keys |= {(place, flow.layer_id) for place in (flow.origin, flow.destination) if not isinstance(place, str)}
        elif flow.batch_id:
            batches.add((flow.origin, flow.batch_id))
        else:
            products.add((flow.origin, flow.product_id))
    named = {flow.batch_id for flow in flows if flow.batch_id}
    places = {place for flow in flows for place in (flow.origin, flow.destination) if not isinstance(place, str)}
    return {
        "organization": actor.organization_id,
        "effective_at": effective_at,
        "key_locations": [key[0] for key in keys],
        "key_layers": [key[1] for key in keys],
        "batch_locations": [key[0] for key in batches],
        "batches": [key[1] for key in batches],
        "product_locations": [key[0] for key in products],
        "products": [key[1] for key in products],
        "named_batches": list(named),
        "all_products": list({flow.product_id for flow in flows}),
        "all_locations": list(places),
    }


def _make_layers(*, actor: Actor, document: DocumentRef, layers: Sequence[NewLayer]) -> Statement:
    columns = {
        "ids": [layer.id for layer in layers],
        "batches": [layer.batch_id for layer in layers],
        "products": [layer.product_id for layer in layers],
        "suppliers": [layer.supplier_id for layer in layers],
        "lines": [layer.line_id for layer in layers],
        "days": [layer.received_on for layer in layers],
        "quantities": [layer.quantity for layer in layers],
        "free": [layer.free_quantity for layer in layers],
        "values": [layer.value for layer in layers],
        "mrps": [layer.mrp for layer in layers],
    }
    fixed = {"organization": actor.organization_id, "document_kind": document.kind, "document_id": document.id}
    return Statement(MAKE_LAYERS, {**fixed, **columns})


def _make_balances(*, actor: Actor, keys: Iterable[tuple[Any, Any]]) -> Statement:
    keys = list(keys)
    values = {
        "organization": actor.organization_id,
        "ids": uuid7s(len(keys)),
        "locations": [key[0] for key in keys],
        "layers": [key[1] for key in keys],
    }
    return Statement(MAKE_BALANCES, values)


def _locked(rows: dict[str, list[tuple[Any, ...]]]) -> Locked:
    places = {row[0]: Place(*row) for row in rows["places"]}
    period = rows["period"][0] if rows["period"] else (None, None, None)
    locked_through, written_through, days_written_through, *latest = period
    return Locked(
        accounts={(row[0], row[1]): Account(*row) for row in rows["accounts"]},
        batches={row[0]: BatchFacts(*row) for row in rows["batches"]},
        products=_products(rows.get("products", ())),
        places=places,
        outside={place.kind: place.id for place in places.values() if place.warehouse_id is None},
        locked_through=locked_through,
        written_through=written_through,
        days_written_through=days_written_through,
        latest_at=latest[0] if latest else None,
        later={(row[0], row[1]): Later(*row[2:]) for row in rows.get("later", ())},
        promises=_promises(rows.get("promises", ())),
    )


def _products(rows: Iterable[tuple[Any, ...]]) -> dict[UUID, ProductNames]:
    return {row[0]: ProductNames(*row) for row in rows}


def _promises(rows: Iterable[tuple[Any, ...]]) -> dict[tuple[UUID, UUID, UUID], Promise]:
    return {(row[2], row[3], row[4]): Promise(*row) for row in rows}
