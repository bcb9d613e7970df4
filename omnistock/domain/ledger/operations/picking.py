"""Reserved goods on their way out: to the dispatch place, and to the customer."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.catalog.units import ProductFacts, product_facts
from omnistock.domain.ledger.engine.flows import ZERO, Flow
from omnistock.domain.ledger.engine.run import run
from omnistock.domain.ledger.errors import InsufficientStock
from omnistock.domain.ledger.operations.promises import Reserved, reserved_for
from omnistock.domain.ledger.types import DocumentRef, Posted
from omnistock.domain.ledger.usability import Use
from omnistock.kernel.errors import Fault
from omnistock.kernel.numbers import plain
from omnistock.tenancy.actor import Actor

Asked = Sequence[tuple[UUID, Decimal]]  # demand line, base quantity


def pick(
    *, actor: Actor, document: DocumentRef, demand_id: UUID, lines: Asked | None, effective_at: dt.datetime | None
) -> list[Posted]:
    """Move reserved goods into their warehouse's dispatch place; the reservation goes along. `lines` are (line id, base
    quantity) still to be picked; None: all that is reserved and not there yet. Raises `InsufficientStock`,
    `BatchNotUsable`."""
    parts = [part for part in reserved_for(actor=actor, demand_id=demand_id) if not part.is_picked]
    flows = [_pick_flow(part, quantity) for part, quantity in _shares(parts, lines, actor=actor)]
    return run(actor=actor, document=document, reason="pick", effective_at=effective_at, flows=flows)


def dispatch_reserved(
    *, actor: Actor, document: DocumentRef, demand_id: UUID, effective_at: dt.datetime | None, lines: Asked | None
) -> list[Posted]:
    """Reserved goods leave to the customer, picked ones first. `lines` None: all that is reserved. `Posted.line_id` is
    the demand line. Raises `InsufficientStock` (asked for more than is reserved), `BatchNotUsable`, `PeriodLocked`."""
    parts = reserved_for(actor=actor, demand_id=demand_id)
    flows = [_sale_flow(part, quantity) for part, quantity in _shares(parts, lines, actor=actor)]
    return run(actor=actor, document=document, reason="sale", effective_at=effective_at, flows=flows)


def _pick_flow(part: Reserved, quantity: Decimal) -> Flow:
    if part.dispatch_location_id is None:
        message = _("The warehouse of %(place)s has no dispatch place: add one.") % {"place": part.location_code}
        raise InsufficientStock(message)
    return Flow(
        line_id=part.line_id,
        product_id=part.product_id,
        use=Use.PROMISE,
        origin=part.location_id,
        destination=part.dispatch_location_id,
        quantity=quantity,
        batch_id=part.batch_id,
        layer_id=part.layer_id,
        carries=part.line_id,
        keeps_promise=True,
    )


def _sale_flow(part: Reserved, quantity: Decimal) -> Flow:
    return Flow(
        line_id=part.line_id,
        product_id=part.product_id,
        use=Use.PROMISE,
        origin=part.location_id,
        destination="customer",
        quantity=quantity,
        batch_id=part.batch_id,
        layer_id=part.layer_id,
        carries=part.line_id,
    )


def _shares(parts: Sequence[Reserved], lines: Asked | None, *, actor: Actor) -> list[tuple[Reserved, Decimal]]:
    """Which reservation gives how much. Raises `InsufficientStock` for every line that asks for more than it holds."""
    if lines is None:
        return [(part, part.quantity) for part in parts]
    wanted: dict[UUID, Decimal] = defaultdict(Decimal)
    for line_id, quantity in lines:
        wanted[line_id] += quantity
    held: dict[UUID, Decimal] = defaultdict(Decimal)
    for part in parts:
        held[part.line_id] += part.quantity
    if short := [line_id for line_id in wanted if wanted[line_id] > held[line_id]]:
        facts = product_facts(actor=actor, ids={part.product_id for part in parts if part.line_id in short})
        faults = [
            _shortage(
                line_id,
                list(wanted).index(line_id),
                held=[part for part in parts if part.line_id == line_id],
                asked=wanted[line_id],
                products=facts,
            )
            for line_id in short
        ]
        raise InsufficientStock(faults[0].message, faults=faults)
    shares = []
    for part in parts:
        taken = min(part.quantity, wanted.get(part.line_id, ZERO))
        if taken > 0:
            wanted[part.line_id] -= taken
            shares.append((part, taken))
    return shares


def _shortage(
    line_id: UUID, position: int, *, held: Sequence[Reserved], asked: Decimal, products: Mapping[UUID, ProductFacts]
) -> Fault:
    """More is asked for than is reserved; names the product and every batch and place that holds some of it."""
    said = {"asked": plain(asked), "there": plain(sum((part.quantity for part in held), ZERO))}
    part = held[0] if held else None
    if part is None:
        message = _("Line %(line)s: %(asked)s asked, nothing is reserved for it.") % {**said, "line": position + 1}
    else:
        product = products[part.product_id]
        words = {"product": f"{product.name} ({product.sku})", "places": ", ".join(map(_held_words, held))}
        message = _("%(product)s: %(asked)s asked, %(there)s there for it (%(places)s).") % {**said, **words}
    details = {
        "line_id": line_id,
        "product_id": part.product_id if part else None,
        "batch_id": part.batch_id if part else None,
        "location_id": part.location_id if part else None,
        **said,
    }
    return Fault(f"lines/{position}/quantity", message, InsufficientStock.code, details)


def _held_words(part: Reserved) -> str:
    words = {"quantity": plain(part.quantity), "batch": part.batch_number, "place": part.location_code}
    if part.batch_number:
        return _("%(quantity)s of %(batch)s at %(place)s") % words
    return _("%(quantity)s at %(place)s") % words
