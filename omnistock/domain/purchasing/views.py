"""Purchase orders and receipts as screens and serializers get them: plain values, with everything there. Costs are
None for those who may not see them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from omnistock.domain.ledger.types import Posted
from omnistock.domain.purchasing.lines import ReceivedLine
from omnistock.domain.purchasing.models import PurchaseOrder, PurchaseOrderLine, Receipt, ReceiptLine
from omnistock.kernel.batch_number import fold_batch_number
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.money import round_amount
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.records import RecordView


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseOrderLineView:
    """Cost and typed quantities are per `unit_code` of `factor` base units; those that end in `_base` are in
    `base_unit_code`, free ones included."""

    id: UUID
    position: int
    product_id: UUID
    sku: str
    description: str
    base_unit_code: str
    unit_code: str
    factor: Decimal
    quantity: Decimal
    free_quantity: Decimal
    quantity_base: Decimal
    received_quantity_base: Decimal
    outstanding_base: Decimal
    unit_cost: Decimal | None
    discount_percent: Decimal | None
    tax_rate: Decimal | None
    amount: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptReference:
    """A receipt of an order, to link to."""

    id: UUID
    number: str
    effective_at: dt.datetime
    is_reversed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PurchaseOrderView(RecordView):
    """An order; lines and receipts are empty in a list that did not ask for them. `given_up` is what of `subtotal` will not
    come any more: of an order that is closed, what is outstanding; of a cancelled one, all."""

    number: str
    status: str
    supplier_id: UUID
    supplier_name: str
    warehouse_id: UUID
    warehouse_name: str
    ordered_on: dt.date
    expected_on: dt.date | None
    supplier_reference: str
    notes: str
    subtotal: Decimal | None
    given_up: Decimal | None
    confirmed_at: dt.datetime | None
    cancelled_at: dt.datetime | None
    closed_at: dt.datetime | None
    lines: tuple[PurchaseOrderLineView, ...] = ()
    receipts: tuple[ReceiptReference, ...] = ()

    @property
    def remaining(self) -> Decimal | None:
        """What of `subtotal` came or will come."""
        return None if self.subtotal is None or self.given_up is None else self.subtotal - self.given_up


class ReceiptLineView(NamedTuple):
    """Cost, MRP and typed quantities are per `unit_code`; `quantity_base` is in `base_unit_code`, free ones included.
    Batch and expiry are as they were printed then."""

    id: UUID
    position: int
    product_id: UUID
    sku: str
    product_name: str
    base_unit_code: str
    purchase_order_line_id: UUID | None
    batch_id: UUID | None
    batch_number: str
    expires_on: dt.date | None
    expiry_precision: str
    manufactured_on: dt.date | None
    location_id: UUID
    location_code: str
    unit_code: str
    factor: Decimal
    quantity: Decimal
    free_quantity: Decimal
    quantity_base: Decimal
    unit_cost: Decimal | None
    mrp: Decimal | None
    value: Decimal | None
    number_on_file: str

    @property
    def filed_under(self) -> str:
        """The number of the batch that the goods are of by now, where what was printed was corrected or merged; else ''."""
        printed, on_file = self.batch_number, self.number_on_file
        is_same = printed == on_file or fold_batch_number(printed) == fold_batch_number(on_file)
        return "" if is_same else on_file


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptView(RecordView):
    """A receipt; lines are empty in a list that did not ask for them."""

    number: str
    supplier_id: UUID | None
    supplier_name: str
    warehouse_id: UUID
    warehouse_name: str
    purchase_order_id: UUID | None
    purchase_order_number: str
    supplier_document_number: str
    supplier_document_on: dt.date | None
    effective_at: dt.datetime
    notes: str
    value: Decimal | None
    cautions: tuple[Mapping[str, str], ...]
    reversed_at: dt.datetime | None
    lines: tuple[ReceiptLineView, ...] = ()


_ORDER_COLUMNS = (
    "id external_id version created_at updated_at number status supplier_id warehouse_id ordered_on expected_on "
    "supplier_reference notes confirmed_at cancelled_at closed_at"
).split()
_ORDER_LINE_COLUMNS = (
    "id position product_id description unit_code factor quantity free_quantity quantity_base received_quantity_base "
    "outstanding_base tax_rate"
).split()
_RECEIPT_COLUMNS = (
    "id external_id version created_at updated_at number supplier_id warehouse_id purchase_order_id "
    "supplier_document_number supplier_document_on effective_at notes reversed_at"
).split()
_RECEIPT_LINE_COLUMNS = (
    "id position product_id purchase_order_line_id batch_id batch_number expires_on expiry_precision manufactured_on "
    "location_id unit_code factor quantity free_quantity quantity_base mrp"
).split()
# A caution about a cost says the cost.
_COST_CAUTIONS = frozenset({"cost_changed", "cost_not_ordered"})


def purchase_order_view(
    order: PurchaseOrder,
    *,
    actor: Actor,
    lines: Sequence[PurchaseOrderLine] = (),
    receipts: Sequence[Receipt] = (),
) -> PurchaseOrderView:
    """`order` with its supplier, warehouse and `outstanding_amount` at hand, `lines` with their products and base
    units."""
    return PurchaseOrderView(
        **{name: getattr(order, name) for name in _ORDER_COLUMNS},
        supplier_name=order.supplier.name,
        warehouse_name=order.warehouse.name,
        subtotal=order.subtotal if actor.sees_costs else None,
        given_up=_given_up(order, actor=actor) if actor.sees_costs else None,
        lines=tuple(_order_line(line, actor=actor) for line in lines),
        receipts=tuple(
            ReceiptReference(
                id=each.id,
                number=each.number,
                effective_at=each.effective_at,
                is_reversed=each.reversed_at is not None,
            )
            for each in receipts
        ),
    )


def _given_up(order: PurchaseOrder, *, actor: Actor) -> Decimal:
    if order.status == "cancelled":
        return order.subtotal
    if order.status != "closed":
        return Decimal(0)
    outstanding: Decimal | None = order.outstanding_amount  # type: ignore[attr-defined]
    return round_amount(outstanding or Decimal(0), currency=currency_of(actor.organization.currency))


def receipt_view(receipt: Receipt, *, actor: Actor, lines: Sequence[ReceiptLine] = ()) -> ReceiptView:
    """`receipt` with its supplier, warehouse and order at hand, `lines` with their products, base units and
    locations."""
    views = [_receipt_line(line, actor=actor) for line in lines]
    return _view(receipt, warehouse_name=receipt.warehouse.name, lines=views, actor=actor)


def _view(receipt: Receipt, *, warehouse_name: str, lines: Sequence[ReceiptLineView], actor: Actor) -> ReceiptView:
    cautions = (each for each in receipt.cautions if actor.sees_costs or each["code"] not in _COST_CAUTIONS)
    return ReceiptView(
        **{name: getattr(receipt, name) for name in _RECEIPT_COLUMNS},
        supplier_name=receipt.supplier.name if receipt.supplier else "",
        warehouse_name=warehouse_name,
        purchase_order_number=receipt.purchase_order.number if receipt.purchase_order else "",
        value=receipt.value if actor.sees_costs else None,
        cautions=tuple(cautions),
        lines=tuple(lines),
    )


def posted_view(
    receipt: Receipt, *, warehouse_name: str, lines: Sequence[ReceiptLineView], actor: Actor
) -> ReceiptView:
    """`receipt` as `post_receipt` has just written it, of which nothing need be read; `lines` hold their costs."""
    shown = lines if actor.sees_costs else [line._replace(unit_cost=None, value=None) for line in lines]
    return _view(receipt, warehouse_name=warehouse_name, lines=shown, actor=actor)


def posted_line_view(line: ReceivedLine, movement: Posted) -> ReceiptLineView:
    """A line with its movement. Where the batch was known and nobody typed its expiry again, the line prints the one on
    file."""
    dated: Any = movement if line.expires_on is None else line
    product, charged = line.product, line.charged
    assert movement.line_id is not None
    return ReceiptLineView(
        id=movement.line_id,
        position=line.at + 1,
        product_id=product.id,
        sku=product.sku,
        product_name=product.name,
        base_unit_code=product.unit_code,
        purchase_order_line_id=line.order_line.id if line.order_line else None,
        batch_id=movement.batch_id,
        batch_number=line.batch_number,
        expires_on=dated.expires_on,
        expiry_precision=dated.expiry_precision,
        manufactured_on=line.manufactured_on,
        location_id=line.location_id,
        location_code=movement.to_location_code,
        unit_code=charged.unit_code,
        factor=charged.factor,
        quantity=charged.quantity,
        free_quantity=charged.free_quantity,
        quantity_base=charged.quantity_base,
        unit_cost=line.unit_cost or Decimal(0),
        mrp=line.mrp,
        value=line.value,
        number_on_file=movement.batch_number,
    )


def receipt_line_view(row: Sequence[Any]) -> ReceiptLineView:
    """A row of sql/read_receipt_lines.sql, whose columns stand as the view's fields do."""
    return ReceiptLineView(*row)


def _order_line(line: PurchaseOrderLine, *, actor: Actor) -> PurchaseOrderLineView:
    return PurchaseOrderLineView(
        **{name: getattr(line, name) for name in _ORDER_LINE_COLUMNS},
        sku=line.product.sku,
        base_unit_code=line.product.unit.code,
        unit_cost=line.unit_cost if actor.sees_costs else None,
        discount_percent=line.discount_percent if actor.sees_costs else None,
        amount=line.amount if actor.sees_costs else None,
    )


def _receipt_line(line: ReceiptLine, *, actor: Actor) -> ReceiptLineView:
    return ReceiptLineView(
        **{name: getattr(line, name) for name in _RECEIPT_LINE_COLUMNS},
        sku=line.product.sku,
        product_name=line.product.name,
        base_unit_code=line.product.unit.code,
        location_code=line.location.code,
        unit_cost=line.unit_cost if actor.sees_costs else None,
        value=line.value if actor.sees_costs else None,
        number_on_file=(line.batch.merged_into or line.batch).number,
    )
