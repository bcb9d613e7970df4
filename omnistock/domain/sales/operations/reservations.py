"""Reserving again, giving up what is reserved, and picking."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.catalog.units import ProductFacts, product_facts, to_base
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.operations import allocations_of
from omnistock.domain.ledger.types import AllocatedLine, DocumentRef, MoveLine
from omnistock.domain.sales.access import lock_sales_order
from omnistock.domain.sales.inputs import CreditFacts, PickLineInput
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.domain.sales.operations.journal import write_down
from omnistock.domain.sales.operations.orders import confirm_locked
from omnistock.domain.sales.operations.statuses import require_status
from omnistock.domain.sales.policies import POLICIES
from omnistock.domain.sales.reserving import DISPATCH_KIND, reserve, save_lines, settle
from omnistock.domain.warehouses.queries import warehouse_facts
from omnistock.kernel.errors import Conflict, Invalid
from omnistock.kernel.ids import uuid7
from omnistock.kernel.numbers import plain
from omnistock.tenancy.access import save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.cautions import Accepted
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation


class NoPlace(Conflict):
    """The warehouse's default or quarantine place was archived."""

    code = "no_place"


OPEN_STATUSES = ("confirmed", "reserved", "picked", "partly_dispatched")


@operation(POLICIES)
def allocate_sales_order(
    *,
    actor: Actor,
    sales_order_id: UUID,
    credit: CreditFacts | None = None,
    accepted_cautions: Sequence[Accepted] | None = None,
    expected_version: int | None = None,
) -> SalesOrder:
    """Reserve again for what is on backorder; a draft is confirmed by it. What is reserved already stays.

    Raises as `confirm_sales_order` does.
    """
    order, lines = lock_sales_order(actor=actor, sales_order_id=sales_order_id, expected_version=expected_version)
    require_status(order, "draft", *OPEN_STATUSES, to=_("reserved"))
    before = {"status": order.status}
    if order.status == "draft":
        confirm_locked(order, lines, actor=actor, credit=credit, accepted_cautions=accepted_cautions)
    else:
        settle(order, lines, reserve(order, lines, actor=actor))
        save_lines(lines)
        save_change(order, actor=actor, fields=["status"])
    write_down("allocate_sales_order", order, actor=actor, before=before, after={"status": order.status})
    return order


@operation(POLICIES)
def release_sales_order(
    *,
    actor: Actor,
    sales_order_id: UUID,
    line_ids: Collection[UUID] | None = None,
    expected_version: int | None = None,
) -> SalesOrder:
    """Give up what is reserved for the order, or for some of its lines; what was picked is put back into storage.

    Raises `NotFound`, `VersionConflict`, `SalesOrderStatus`, and `Invalid` for a line that is not the order's.
    """
    order, lines = lock_sales_order(actor=actor, sales_order_id=sales_order_id, expected_version=expected_version)
    require_status(order, *OPEN_STATUSES, to=_("released"))
    chosen = _chosen(line_ids, lines)
    before = {"status": order.status}
    release_locked(order, chosen, actor=actor)
    settle(order, lines, allocations_of(actor=actor, demand_id=order.id))
    save_lines(lines)
    save_change(order, actor=actor, fields=["status"])
    after = {"status": order.status, "released_lines": [line.position for line in chosen]}
    write_down("release_sales_order", order, actor=actor, before=before, after=after)
    return order


@operation(POLICIES)
def pick_sales_order(
    *,
    actor: Actor,
    sales_order_id: UUID,
    lines: Sequence[PickLineInput] | None = None,
    expected_version: int | None = None,
) -> SalesOrder:
    """Reserved goods go to the warehouse's dispatch place, all of them or the given quantities; they stay reserved.

    Raises `NotFound`, `VersionConflict`, `SalesOrderStatus`, `Invalid` with every fault of the lines, and what the
    ledger refuses: `InsufficientStock` (more than is reserved), `BatchNotUsable`.
    """
    order, own = lock_sales_order(actor=actor, sales_order_id=sales_order_id, expected_version=expected_version)
    require_status(order, *OPEN_STATUSES, to=_("picked"))
    asked = None if lines is None else judged_picks(lines, own, actor=actor)
    posted = ledger.pick(
        actor=actor,
        document=DocumentRef("pick", uuid7(), order.number),
        demand_id=order.id,
        lines=asked,
        effective_at=actor.now,
    )
    before = {"status": order.status}
    settle(order, own, allocations_of(actor=actor, demand_id=order.id))
    order.picked_at = actor.now
    save_lines(own)
    save_change(order, actor=actor, fields=["status", "picked_at"])
    picked = [[str(each.line_id), each.batch_number, str(each.quantity)] for each in posted]
    after = {"status": order.status, "picked": picked}
    write_down("pick_sales_order", order, actor=actor, before=before, after=after)
    return order


def release_locked(order: SalesOrder, lines: Sequence[SalesOrderLine], *, actor: Actor) -> None:
    """Give up what is reserved for `lines` of a locked order, and put back what was picked of them."""
    wanted = {line.id for line in lines}
    allocations = [each for each in allocations_of(actor=actor, demand_id=order.id) if each.line_id in wanted]
    moves = _moves_back(order, lines, allocations, actor=actor)
    if moves:
        reserved = {(part.location_id, part.layer_id) for each in allocations for part in each.allocated}
        destinations = {(move.to_location_id, move.layer_id) for move in moves if move.layer_id}
        ledger.lock_ahead(actor=actor, keys=reserved | destinations)
    ledger.release(actor=actor, demand_id=order.id, line_ids=sorted(wanted))
    if moves:
        document = DocumentRef("put_back", uuid7(), order.number)
        ledger.post_move(actor=actor, document=document, reason="put_back", effective_at=actor.now, lines=moves)


def judged_picks(
    asked: Sequence[PickLineInput], lines: Sequence[SalesOrderLine], *, actor: Actor
) -> list[tuple[UUID, Decimal]]:
    """The lines and base quantities asked for. Raises `Invalid` with every fault: a line that is not the order's or
    comes twice, a quantity that is not over 0, finer than its unit, or more than the line waits for."""
    own = {line.id: line for line in lines}
    facts = _facts_needed(asked, own, actor=actor)
    checker, seen, found = Checker(), set(), []
    for at, each in enumerate(asked):
        place = checker.under(f"lines/{at}")
        line = own.get(each.line_id)
        quantity = _in_base(each, facts.get(line.product_id) if line else None, place=place)
        if line is None:
            place.add("line_id", _("The order has no line %(id)s.") % {"id": each.line_id}, "not_found")
        elif each.line_id in seen:
            place.add("line_id", _("This line is there twice; add the quantities up."), "duplicate")
        elif quantity is not None and quantity > line.open_base:
            words = {"asked": plain(quantity), "open": plain(line.open_base), "line": line.description}
            message = _("%(line)s waits for %(open)s, not for %(asked)s.") % words
            place.add("quantity", message, "more_than_open")
        seen.add(each.line_id)
        found.append((each.line_id, quantity or Decimal(0)))
    if not asked:
        checker.add("lines", _("Name a line, or leave the lines out for all of them."), "missing")
    checker.stop()
    return found


def _facts_needed(
    asked: Sequence[PickLineInput], own: Mapping[UUID, SalesOrderLine], *, actor: Actor
) -> Mapping[UUID, ProductFacts]:
    """Of the products whose unit is named, or not asked for in whole: others need no statement."""
    ids = {own[each.line_id].product_id for each in asked if each.line_id in own and (each.unit or each.quantity % 1)}
    return product_facts(actor=actor, ids=ids) if ids else {}


def _in_base(asked: PickLineInput, product: ProductFacts | None, *, place: Checker) -> Decimal | None:
    if product is None:
        return place.quantity("quantity", asked.quantity)
    pointer = f"{place.prefix}/quantity"
    converted = to_base(product, asked.unit, asked.quantity, pointer=pointer, faults=place.faults)
    return converted.quantity_base if converted else None


def _chosen(line_ids: Collection[UUID] | None, lines: Sequence[SalesOrderLine]) -> list[SalesOrderLine]:
    if line_ids is None:
        return list(lines)
    unknown = set(line_ids) - {line.id for line in lines}
    if unknown:
        message = _("The order has no line %(id)s.") % {"id": min(unknown)}
        raise Invalid.at("line_ids", message, "not_found")
    return [line for line in lines if line.id in set(line_ids)]


def _moves_back(
    order: SalesOrder, lines: Sequence[SalesOrderLine], allocations: Sequence[AllocatedLine], *, actor: Actor
) -> list[MoveLine]:
    """What was picked goes back to where it can be promised again; what has expired meanwhile, to quarantine."""
    parts = [(each.line_id, part) for each in allocations for part in each.allocated]
    picked = [(line_id, part) for line_id, part in parts if part.location_kind == DISPATCH_KIND]
    if not picked:
        return []
    warehouse = warehouse_facts(actor=actor, id=order.warehouse_id)
    products = {line.id: line.product_id for line in lines}
    moves = []
    for line_id, part in picked:
        is_expired = part.expires_on is not None and part.expires_on < actor.today
        place = warehouse.quarantine_location_id if is_expired else warehouse.default_location_id
        if place is None:
            raise NoPlace(_("%(warehouse)s has no place for the picked goods.") % {"warehouse": warehouse.name})
        moves.append(
            MoveLine(
                line_id=line_id,
                product_id=products[line_id],
                from_location_id=part.location_id,
                to_location_id=place,
                quantity=part.quantity,
                batch_id=part.batch_id,
                layer_id=part.layer_id,
            )
        )
    return moves
