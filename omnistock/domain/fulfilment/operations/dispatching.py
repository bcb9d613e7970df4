"""Dispatch: reserved goods leave, and their invoice with them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.billing.models import Invoice
from omnistock.domain.billing.operations.drafting import Draft, draft_of_sale, save_new_invoice
from omnistock.domain.billing.operations.issuing import number_draft
from omnistock.domain.billing.parties import SaleParties, place_snapshot, read_parties
from omnistock.domain.catalog.units import ProductFacts, product_facts
from omnistock.domain.fulfilment.access import charged_before, uqc_codes
from omnistock.domain.fulfilment.inputs import UNSAID, Carriage
from omnistock.domain.fulfilment.invoicing import ZERO, Before, Part, parts_of, sale_of
from omnistock.domain.fulfilment.models import Dispatch, DispatchLine
from omnistock.domain.fulfilment.notices import tell_dispatched
from omnistock.domain.fulfilment.policies import ISSUE, POLICIES
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.types import DocumentRef, Posted
from omnistock.domain.numbering.operations import take_number
from omnistock.domain.sales.access import lock_sales_order
from omnistock.domain.sales.inputs import PickLineInput
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.domain.sales.operations import apply_dispatch, judged_picks
from omnistock.domain.search.operations import index_many
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.errors import Conflict, PermissionMissing
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.duplicates import check_free
from omnistock.tenancy.operation import operation

DISPATCH: Final = "dispatch"


class NothingToDispatch(Conflict):
    """Nothing is reserved for the order, so nothing can leave."""

    code = "nothing_reserved"


@operation(POLICIES)
def dispatch_order(
    *,
    actor: Actor,
    sales_order_id: UUID,
    id: UUID | None = None,
    lines: Sequence[PickLineInput] | None = None,
    issue_invoice: bool | None = None,
    carriage: Carriage = UNSAID,
    dispatched_at: dt.datetime | None = None,
    external_id: str | None = None,
    expected_version: int | None = None,
) -> Dispatch:
    """Send what is reserved for an order, picked or not: `lines` in base units, or (None) all of it.

    The invoice of what leaves is issued in the same step, dated the day of `dispatched_at` (None: now), by default
    where the warehouse has a tax registration (CGST Act s.31(1): the invoice is there before or at removal). Else, or
    with `issue_invoice` False, it stays a draft and the delivery note goes along as a challan.

    Raises `NotFound`, `VersionConflict`, `SalesOrderStatus`, `NothingToDispatch`, `InsufficientStock`,
    `BatchNotUsable`, `PeriodLocked`, `PermissionMissing` where an invoice is to be issued and the actor may not, and
    what `billing` raises when it issues. Nothing is done then.
    """
    order, own = lock_sales_order(actor=actor, sales_order_id=sales_order_id, expected_version=expected_version)
    dispatch = _checked(actor=actor, order=order, id=id, carriage=carriage, external_id=external_id)
    dispatch.dispatched_at = dispatched_at or actor.now
    asked = None if lines is None else judged_picks(lines, own, actor=actor)
    parties = read_parties(
        warehouse_id=order.warehouse_id,
        customer_id=order.customer_id,
        billing_address_id=order.billing_address_id,
        shipping_address_id=order.shipping_address_id,
    )
    issues = _issues(actor=actor, parties=parties, issue_invoice=issue_invoice)
    dispatch.ship_to = _ship_to(parties)
    before = charged_before(order) if any(line.dispatched_quantity_base for line in own) else Before()
    posted = _post(actor=actor, order=order, dispatch=dispatch, asked=asked)
    parts = parts_of(lines=own, posted=posted, before=before)
    apply_dispatch(actor=actor, order=order, lines=own, quantities=_quantities(parts))
    products = product_facts(actor=actor, ids={part.line.product_id for part in parts})
    draft = _draft(actor=actor, order=order, lines=own, parts=parts, before=before, parties=parties, products=products)
    if issues:
        number_draft(actor=actor, draft=draft, on=actor.organization.day_of(dispatch.dispatched_at))
    dispatch.number = take_number(actor=actor, kind=DISPATCH)
    dispatch.invoice = invoice = save_new_invoice(actor=actor, draft=draft)
    _save(actor=actor, dispatch=dispatch, order=order, invoice=invoice, lines=_lines(dispatch, parts, products))
    tell_dispatched(actor=actor, dispatch=dispatch, order=order, warehouse=parties.warehouse.name)
    return dispatch


def _checked(
    *, actor: Actor, order: SalesOrder, id: UUID | None, carriage: Carriage, external_id: str | None
) -> Dispatch:
    """An unsaved dispatch with what is said of its carriage. Raises `Invalid` with every fault, and `IdReused`."""
    check = Checker()
    dispatch = Dispatch(
        organization_id=actor.organization_id,
        id=id or uuid7(),
        external_id=check_free(Dispatch, id=id, external_id=external_id, checker=check),
        sales_order=order,
        warehouse_id=order.warehouse_id,
        customer=order.customer,
        carrier=check.text("carrier", carriage.carrier, longest=80),
        vehicle_number=check.text("vehicle_number", carriage.vehicle_number, longest=20).upper(),
        tracking_number=check.text("tracking_number", carriage.tracking_number, longest=60),
        boxes=check.integer("boxes", carriage.boxes, least=1),
        weight_kg=check.quantity("weight_kg", carriage.weight_kg),
        notes=check.text("notes", carriage.notes, longest=500, lines=True),
        created_at=actor.now,
        updated_at=actor.now,
    )
    check.stop()
    return dispatch


def _issues(*, actor: Actor, parties: SaleParties, issue_invoice: bool | None) -> bool:
    is_registered = parties.warehouse.registration_id is not None
    issues = is_registered if issue_invoice is None else issue_invoice
    if issues and not actor.may(ISSUE):
        message = _(
            "Goods leave {warehouse} with an issued invoice, and {name} may not issue invoices. Ask somebody who may, "
            "or dispatch on a delivery challan and leave the invoice a draft (issue_invoice: false)."
        )
        raise PermissionMissing(message.format(warehouse=parties.warehouse.name, name=actor.name))
    return issues


def _ship_to(parties: SaleParties) -> dict[str, Any]:
    gstin = parties.shipping.gstin if parties.shipping else ""
    return place_snapshot(name=parties.customer.name, address=parties.shipping, gstin=gstin)


def _post(
    *, actor: Actor, order: SalesOrder, dispatch: Dispatch, asked: list[tuple[UUID, Decimal]] | None
) -> list[Posted]:
    posted = ledger.dispatch_reserved(
        actor=actor,
        document=DocumentRef(DISPATCH, dispatch.id),
        demand_id=order.id,
        effective_at=dispatch.dispatched_at,
        lines=asked,
    )
    if not posted:
        message = _("Nothing is reserved for {number}. Reserve stock for it first.")
        raise NothingToDispatch(message.format(number=order.number))
    return posted


def _quantities(parts: Sequence[Part]) -> dict[UUID, Decimal]:
    sums: dict[UUID, Decimal] = {}
    for part in parts:
        sums[part.line.id] = sums.get(part.line.id, ZERO) + part.posted.quantity
    return sums


def _draft(
    *,
    actor: Actor,
    order: SalesOrder,
    lines: Sequence[SalesOrderLine],
    parts: Sequence[Part],
    before: Before,
    parties: SaleParties,
    products: Mapping[UUID, ProductFacts],
) -> Draft:
    packs = {part.line.unit_code for part in parts} - {product.unit_code for product in products.values()}
    sale = sale_of(
        order=order,
        lines=lines,
        parts=parts,
        before=before,
        products=products,
        uqc_codes=uqc_codes(packs) if packs else {},
        currency=currency_of(actor.organization.currency),
    )
    return draft_of_sale(actor=actor, sale=sale, parties=parties)


def _save(
    *, actor: Actor, dispatch: Dispatch, order: SalesOrder, invoice: Invoice, lines: Sequence[DispatchLine]
) -> None:
    dispatch.save(force_insert=True)
    DispatchLine.objects.bulk_create(lines)
    texts = {dispatch.id: [dispatch.number, order.customer.name]}
    index_many(actor=actor, kind=DISPATCH, texts=texts, are_new=True)
    record(
        actor=actor,
        operation="fulfilment.dispatch_order",
        subject_kind=DISPATCH,
        subject_id=dispatch.id,
        subject_name=dispatch.number,
        after={
            "sales_order": order.number,
            "order_status": order.status,
            "invoice_id": invoice.id,
            "invoice": invoice.number,
            "lines": [[str(line.batch_id), str(line.quantity_base)] for line in lines],
        },
    )


def _lines(dispatch: Dispatch, parts: Sequence[Part], products: Mapping[UUID, ProductFacts]) -> list[DispatchLine]:
    """One line per line of the order, batch, place and MRP: layers and prices stay inside."""
    found: dict[tuple[Any, ...], DispatchLine] = {}
    for part in parts:
        moved, line = part.posted, part.line
        key = (line.id, moved.batch_id, moved.from_location_id, moved.mrp)
        if key not in found:
            found[key] = DispatchLine(
                organization_id=dispatch.organization_id,
                dispatch=dispatch,
                sales_order_line=line,
                position=len(found) + 1,
                product_id=moved.product_id,
                batch_id=moved.batch_id,
                location_id=moved.from_location_id,
                description=line.description,
                unit_code=products[moved.product_id].unit_code,
                batch_number=moved.batch_number,
                expires_on=moved.expires_on,
                expiry_precision=moved.expiry_precision,
                mrp=moved.mrp,
                quantity_base=ZERO,
                free_quantity_base=ZERO,
            )
        found[key].quantity_base += moved.quantity
        found[key].free_quantity_base += part.free_base
    return list(found.values())
