"""Purchase orders: drafted, confirmed, received for (see `receipts.py`), closed short or cancelled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.numbering.operations import take_number
from omnistock.domain.parties.models import Supplier
from omnistock.domain.purchasing.access import lock_purchase_order
from omnistock.domain.purchasing.inputs import PurchaseOrderLineInput
from omnistock.domain.purchasing.models import PurchaseOrder, PurchaseOrderLine
from omnistock.domain.purchasing.operations.checks import check_supplier, check_warehouse
from omnistock.domain.purchasing.ordering import inputs_of, judge_order_lines
from omnistock.domain.purchasing.policies import POLICIES
from omnistock.domain.purchasing.receiving import check_line_count, check_total
from omnistock.domain.search.operations import index
from omnistock.kernel.errors import Conflict
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.access import save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.changes import keep_ids
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.duplicates import check_free
from omnistock.tenancy.operation import operation

PURCHASE_ORDER: Final = "purchase_order"
# What may still be said of an order that the supplier has.
CHANGEABLE_AFTER_CONFIRMING: Final = frozenset({"expected_on", "supplier_reference", "notes"})
_HEAD_COLUMNS: Final = (
    "supplier", "warehouse", "external_id", "ordered_on", "expected_on", "supplier_reference", "notes", "subtotal",
)  # fmt: skip


class PurchaseOrderStatus(Conflict):
    """The order is not in a status in which this can be done."""

    code = "purchase_order_status"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    supplier_id: UUID | None
    warehouse_id: UUID | None
    external_id: str | None
    ordered_on: dt.date | None
    expected_on: dt.date | None
    supplier_reference: str | None
    notes: str | None


@operation(POLICIES)
def create_purchase_order(
    *,
    actor: Actor,
    supplier_id: UUID,
    warehouse_id: UUID,
    lines: Sequence[PurchaseOrderLineInput],
    ordered_on: dt.date | None = None,
    expected_on: dt.date | None = None,
    supplier_reference: str = "",
    notes: str = "",
    id: UUID | None = None,
    external_id: str | None = None,
    confirm: bool = False,
) -> PurchaseOrder:
    """A draft of 1 to 1,000 lines, confirmed at once with `confirm`. `ordered_on` None means today.

    Raises `Invalid` with every fault, and `IdReused`.
    """
    head = _Head(
        supplier_id=supplier_id,
        warehouse_id=warehouse_id,
        external_id=external_id,
        ordered_on=ordered_on,
        expected_on=expected_on,
        supplier_reference=supplier_reference,
        notes=notes,
    )
    order = PurchaseOrder(id=id or uuid7(), organization_id=actor.organization_id)
    order.created_at = order.updated_at = actor.now
    judged = _judge(order, head, lines, actor=actor, given_id=id)
    if confirm:
        order.status, order.confirmed_at = "confirmed", actor.now
    order.number = take_number(actor=actor, kind=PURCHASE_ORDER)
    order.save(force_insert=True)
    PurchaseOrderLine.objects.bulk_create(judged)
    _record("create_purchase_order", order, actor=actor, after=_facts(order, judged))
    _index(order, actor=actor)
    return order


@operation(POLICIES)
def change_purchase_order(
    *, actor: Actor, purchase_order_id: UUID, changes: Mapping[str, Any], expected_version: int | None = None
) -> PurchaseOrder:
    """Change what is in `changes`: the names of `create_purchase_order`'s arguments; `lines` replaces all lines.

    A draft changes freely; afterwards only `expected_on`, `supplier_reference` and `notes`. Raises `NotFound`,
    `VersionConflict`, `PurchaseOrderStatus` and `Invalid` with every fault.
    """
    order, lines = lock_purchase_order(
        actor=actor, purchase_order_id=purchase_order_id, expected_version=expected_version
    )
    _check_names(changes)
    if order.status != "draft" and not CHANGEABLE_AFTER_CONFIRMING.issuperset(changes):
        message = _("%(number)s is %(status)s; only its expected day, reference and notes can change.")
        raise PurchaseOrderStatus(message % {"number": order.number, "status": _(order.status)})
    before = _facts(order, lines)
    head = replace(_head_of(order), **{name: value for name, value in changes.items() if name != "lines"})
    if order.status == "draft":
        judged = _judge(order, head, changes.get("lines", inputs_of(lines)), actor=actor)
        if "lines" not in changes:
            keep_ids(judged, of=lines)
        PurchaseOrderLine.objects.filter(purchase_order_id=order.id).delete()
        PurchaseOrderLine.objects.bulk_create(judged)
    else:
        judged = lines
        _judge_words(order, head, checker=(checker := Checker()))
        checker.stop()
    save_change(order, actor=actor, fields=list(_HEAD_COLUMNS))
    _record("change_purchase_order", order, actor=actor, before=before, after=_facts(order, judged))
    _index(order, actor=actor)
    return order


@operation(POLICIES)
def confirm_purchase_order(
    *, actor: Actor, purchase_order_id: UUID, expected_version: int | None = None
) -> PurchaseOrder:
    """The order goes to the supplier: its goods are expected from now on. Confirming twice is refused.

    Raises `NotFound`, `VersionConflict`, `PurchaseOrderStatus`.
    """
    order, _lines = lock_purchase_order(
        actor=actor, purchase_order_id=purchase_order_id, expected_version=expected_version
    )
    _require(order, "draft", to=_("confirmed"))
    return _turn(order, "confirmed", moment="confirmed_at", operation="confirm_purchase_order", actor=actor)


@operation(POLICIES)
def cancel_purchase_order(
    *, actor: Actor, purchase_order_id: UUID, reason: str = "", expected_version: int | None = None
) -> PurchaseOrder:
    """Nothing of it will come. An order of which something has come is closed instead.

    Raises `NotFound`, `VersionConflict`, `PurchaseOrderStatus`, `Invalid` (the reason).
    """
    order, lines = lock_purchase_order(
        actor=actor, purchase_order_id=purchase_order_id, expected_version=expected_version
    )
    said = _reason(reason)
    if any(line.received_quantity_base for line in lines):
        message = _("Goods have come for %(number)s: close it, or reverse its receipts first.") % {
            "number": order.number
        }
        raise PurchaseOrderStatus(message)
    _require(order, "draft", "confirmed", to=_("cancelled"))
    return _turn(order, "cancelled", moment="cancelled_at", operation="cancel_purchase_order", actor=actor, reason=said)


@operation(POLICIES)
def close_purchase_order(
    *, actor: Actor, purchase_order_id: UUID, reason: str = "", expected_version: int | None = None
) -> PurchaseOrder:
    """What has not come is given up. Raises `NotFound`, `VersionConflict`, `PurchaseOrderStatus`, `Invalid` (the
    reason)."""
    order, _lines = lock_purchase_order(
        actor=actor, purchase_order_id=purchase_order_id, expected_version=expected_version
    )
    said = _reason(reason)
    _require(order, "confirmed", "partly_received", "received", to=_("closed"))
    return _turn(order, "closed", moment="closed_at", operation="close_purchase_order", actor=actor, reason=said)


def _judge(
    order: PurchaseOrder,
    head: _Head,
    lines: Sequence[PurchaseOrderLineInput],
    *,
    actor: Actor,
    given_id: UUID | None = None,
) -> list[PurchaseOrderLine]:
    """Put the head into `order` and return its new lines. Raises `Invalid` with every fault of both."""
    checker = Checker()
    check_line_count(lines, checker=checker)
    if order._state.adding or head.external_id != order.external_id:
        order.external_id = check_free(PurchaseOrder, id=given_id, external_id=head.external_id, checker=checker)
    supplier = check_supplier(head.supplier_id, order=None, checker=checker, required=True)
    warehouse = check_warehouse(head.warehouse_id, actor=actor, checker=checker)
    order.ordered_on = checker.document_day("ordered_on", head.ordered_on, today=actor.today) or actor.today
    _judge_words(order, head, checker=checker)
    supplier_id = None if supplier is None else supplier.pk
    judged = judge_order_lines(lines, actor=actor, supplier_id=supplier_id, checker=checker)
    order.subtotal = check_total((line.amount for line in judged), checker=checker)
    checker.stop()
    assert supplier is not None
    assert warehouse is not None
    order.supplier, order.warehouse_id = supplier, warehouse.id
    for line in judged:
        line.organization_id, line.purchase_order = order.organization_id, order
    return judged


def _judge_words(order: PurchaseOrder, head: _Head, *, checker: Checker) -> None:
    """What may change at any time."""
    earliest = order.ordered_on
    order.expected_on = checker.day("expected_on", head.expected_on, earliest=earliest)
    order.supplier_reference = checker.text("supplier_reference", head.supplier_reference, longest=60)
    order.notes = checker.text("notes", head.notes, longest=500)


def _head_of(order: PurchaseOrder) -> _Head:
    return _Head(**{field.name: getattr(order, field.name) for field in fields(_Head)})


def _check_names(changes: Mapping[str, Any]) -> None:
    checker = Checker()
    known = {field.name for field in fields(_Head)} | {"lines"}
    for name in sorted(set(changes) - known):
        checker.add(name, _("A purchase order has no %(name)s that could change.") % {"name": name[:40]}, "unknown")
    checker.stop()


def _require(order: PurchaseOrder, *statuses: str, to: str) -> None:
    if order.status not in statuses:
        message = _("%(number)s is %(status)s; it cannot be %(to)s.")
        raise PurchaseOrderStatus(message % {"number": order.number, "status": _(order.status), "to": to})


def _reason(reason: str) -> str:
    checker = Checker()
    said = checker.text("reason", reason, longest=300)
    checker.stop()
    return said


def _turn(
    order: PurchaseOrder, status: str, *, moment: str, operation: str, actor: Actor, reason: str = ""
) -> PurchaseOrder:
    before = {"status": order.status}
    order.status = status
    setattr(order, moment, actor.now)
    save_change(order, actor=actor, fields=["status", moment])
    _record(
        operation, order, actor=actor, before=before, after={"status": status} | ({"reason": reason} if reason else {})
    )
    return order


def _facts(order: PurchaseOrder, lines: Sequence[PurchaseOrderLine]) -> dict[str, Any]:
    """What the audit keeps of an order: the head, and each line as product, quantity and cost."""
    return {
        **{field.name: getattr(order, field.name) for field in fields(_Head)},
        "subtotal": order.subtotal,
        "status": order.status,
        "lines": [[str(line.product_id), str(line.quantity), line.unit_code, str(line.unit_cost)] for line in lines],
    }


def _record(
    name: str,
    order: PurchaseOrder,
    *,
    actor: Actor,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any],
) -> None:
    if before is not None:
        kept = {key for key in after if before.get(key) != after[key]}
        before = {key: value for key, value in before.items() if key in kept}
        after = {key: value for key, value in after.items() if key in kept}
    record(
        actor=actor,
        operation=f"purchasing.{name}",
        subject_kind=PURCHASE_ORDER,
        subject_id=order.id,
        subject_name=order.number,
        before=before,
        after=after,
    )


def _index(order: PurchaseOrder, *, actor: Actor) -> None:
    supplier: Supplier = order.supplier
    index(
        actor=actor,
        kind=PURCHASE_ORDER,
        object_id=order.id,
        texts=[order.number, order.supplier_reference, supplier.name],
    )
