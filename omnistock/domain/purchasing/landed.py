"""Every read over landed costs. Nothing of them is for who sees no costs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from omnistock.domain.purchasing.access import landed_cost_rows
from omnistock.domain.purchasing.models import LandedCost, LandedCostLine, LandedCostShare
from omnistock.domain.search.queries import matching
from omnistock.kernel.errors import PermissionMissing
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import BY_CHANGE, DEFAULT_LIMIT, Page, changed_since, page
from omnistock.tenancy.records import RecordView
from omnistock.tenancy.sums import Sums, sums_of


@dataclass(frozen=True, slots=True)
class LandedCostLineView:
    description: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class LandedCostShareView:
    """`gone_value` is the part of `value` that fell on what had left before."""

    receipt_line_id: UUID
    product_id: UUID
    product_name: str
    sku: str
    batch_number: str
    quantity_base: Decimal
    base_unit_code: str
    value: Decimal
    gone_value: Decimal


@dataclass(frozen=True, slots=True)
class LandedCostView(RecordView):
    number: str
    receipt_id: UUID
    receipt_number: str
    supplier_id: UUID | None
    supplier_name: str
    document_number: str
    document_on: dt.date | None
    basis: str
    notes: str
    value: Decimal
    gone_value: Decimal
    posted_at: dt.datetime
    reversed_at: dt.datetime | None
    lines: Sequence[LandedCostLineView] = ()
    shares: Sequence[LandedCostShareView] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LandedCostFilter:
    receipt_id: UUID | None = None
    supplier_id: UUID | None = None
    search: str = ""
    sort: str = "newest"
    updated_since: dt.datetime | None = None


def landed_costs(
    *, actor: Actor, wanted: LandedCostFilter | None = None, cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[LandedCostView]:
    """Without their amounts and shares, in one statement."""
    _require(actor)
    wanted = wanted or LandedCostFilter()
    rows = changed_since(_filtered(_rows(actor), wanted), actor=actor, since=wanted.updated_since)
    found = page(rows, order=BY_CHANGE if wanted.sort == "changed" else ("-id",), cursor=cursor, limit=limit)
    return Page([_view(cost) for cost in found.items], found.next_cursor)


def landed_cost_sums(*, actor: Actor, wanted: LandedCostFilter) -> Sums | None:
    """What the landed costs come to that `landed_costs` shows page by page; reversed ones are not in it."""
    _require(actor)
    standing = _filtered(landed_cost_rows(actor=actor), wanted).filter(reversed_at__isnull=True)
    return sums_of(standing, value="value", gone="gone_value")


def landed_cost(*, actor: Actor, landed_cost_id: UUID | str) -> LandedCostView:
    """One with its amounts and shares, in three statements. Raises `NotFound`."""
    _require(actor)
    cost = find(_rows(actor), landed_cost_id, kind="landed cost")
    lines = LandedCostLine.objects.filter(landed_cost_id=cost.id).order_by("position")
    shares = LandedCostShare.objects.filter(landed_cost_id=cost.id).select_related("receipt_line__product__unit")
    return _view(
        cost,
        lines=[LandedCostLineView(line.description, line.amount) for line in lines],
        shares=[_share(share) for share in shares.order_by("receipt_line__position")],
    )


def _require(actor: Actor) -> None:
    actor.require("purchasing:read")
    if not actor.sees_costs:
        message = _("Landed costs are for who sees costs, which %(name)s does not.")
        raise PermissionMissing(message % {"name": actor.name})


def _rows(actor: Actor) -> QuerySet[LandedCost]:
    return landed_cost_rows(actor=actor).select_related("receipt", "supplier")


def _filtered(rows: QuerySet[LandedCost], wanted: LandedCostFilter) -> QuerySet[LandedCost]:
    if wanted.receipt_id is not None:
        rows = rows.filter(receipt_id=wanted.receipt_id)
    if wanted.supplier_id is not None:
        rows = rows.filter(supplier_id=wanted.supplier_id)
    if wanted.search:
        rows = rows.filter(id__in=matching(kind="landed_cost", text=wanted.search))
    return rows


def _share(share: LandedCostShare) -> LandedCostShareView:
    line = share.receipt_line
    return LandedCostShareView(
        receipt_line_id=line.id,
        product_id=line.product_id,
        product_name=line.product.name,
        sku=line.product.sku,
        batch_number=line.batch_number,
        quantity_base=line.quantity_base,
        base_unit_code=line.product.unit.code,
        value=share.value,
        gone_value=share.gone_value,
    )


def _view(cost: LandedCost, **more: Any) -> LandedCostView:
    return LandedCostView(
        id=cost.id,
        external_id=cost.external_id,
        version=cost.version,
        created_at=cost.created_at,
        updated_at=cost.updated_at,
        number=cost.number,
        receipt_id=cost.receipt_id,
        receipt_number=cost.receipt.number,
        supplier_id=cost.supplier_id,
        supplier_name=cost.supplier.name if cost.supplier else "",
        document_number=cost.document_number,
        document_on=cost.document_on,
        basis=cost.basis,
        notes=cost.notes,
        value=cost.value,
        gone_value=cost.gone_value,
        posted_at=cost.posted_at,
        reversed_at=cost.reversed_at,
        **more,
    )
