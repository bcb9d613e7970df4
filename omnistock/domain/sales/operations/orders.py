"""Sales orders: drafted, changed, confirmed. Confirming reserves at once; what is short goes on backorder."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from omnistock.domain.numbering.operations import take_number
from omnistock.domain.plans.limits import require_within_plan
from omnistock.domain.sales.access import lock_sales_order
from omnistock.domain.sales.drafting import HEAD_COLUMNS, HEAD_NAMES, Head, head_of, judge, judge_words
from omnistock.domain.sales.inputs import CreditFacts, SalesOrderLineInput
from omnistock.domain.sales.judgement import explained_cautions
from omnistock.domain.sales.lines import inputs_of
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.domain.sales.operations.journal import facts_of, index_order, write_down
from omnistock.domain.sales.operations.statuses import SalesOrderStatus, require_status
from omnistock.domain.sales.policies import POLICIES
from omnistock.domain.sales.reserving import SALES_ORDER, reserve, settle
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.access import save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.cautions import Accepted
from omnistock.tenancy.changes import keep_ids
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation

# What may still change of an order that the customer was promised.
CHANGEABLE_AFTER_CONFIRMING: Final = frozenset({"promised_on", "customer_reference", "notes"})


@operation(POLICIES)
def create_sales_order(
    *,
    actor: Actor,
    customer_id: UUID,
    warehouse_id: UUID,
    lines: Sequence[SalesOrderLineInput],
    billing_address_id: UUID | None = None,
    shipping_address_id: UUID | None = None,
    ordered_on: dt.date | None = None,
    promised_on: dt.date | None = None,
    customer_reference: str = "",
    prices_include_tax: bool = False,
    discount_amount: Decimal = Decimal(0),
    notes: str = "",
    id: UUID | None = None,
    external_id: str | None = None,
    confirm: bool = False,
    credit: CreditFacts | None = None,
    accepted_cautions: Sequence[Accepted] | None = None,
) -> SalesOrder:
    """A draft of 1 to 1,000 lines; with `confirm` it is confirmed and reserved at once. `ordered_on` None means today.

    Addresses that are not named are the customer's first of each kind. `credit` and `accepted_cautions` are for
    confirming: see `confirm_sales_order`. Raises `Invalid` with every fault, `IdReused`, and `NeedsReason` when it
    confirms.
    """
    head = Head(
        customer_id=customer_id,
        warehouse_id=warehouse_id,
        external_id=external_id,
        billing_address_id=billing_address_id,
        shipping_address_id=shipping_address_id,
        ordered_on=ordered_on,
        promised_on=promised_on,
        customer_reference=customer_reference,
        prices_include_tax=prices_include_tax,
        discount_amount=discount_amount,
        notes=notes,
    )
    order = SalesOrder(id=id or uuid7(), organization_id=actor.organization_id)
    order.created_at = order.updated_at = actor.now
    judged = judge(order, head, lines, actor=actor)
    if confirm:  # stock is locked before the number series, which is the last lock of the transaction
        _confirm(order, judged, actor=actor, credit=credit, accepted_cautions=accepted_cautions)
    order.number = take_number(actor=actor, kind=SALES_ORDER)
    order.save(force_insert=True)
    SalesOrderLine.objects.bulk_create(judged)
    write_down("create_sales_order", order, actor=actor, after=facts_of(order, judged))
    index_order(order, actor=actor)
    return order


@operation(POLICIES)
def change_sales_order(
    *, actor: Actor, sales_order_id: UUID, changes: Mapping[str, Any], expected_version: int | None = None
) -> SalesOrder:
    """Change what is in `changes`: the names of `create_sales_order`'s arguments; `lines` replaces all lines.

    A draft changes freely, and its prices are found anew; afterwards only `promised_on`, `customer_reference` and
    `notes`. Raises `NotFound`, `VersionConflict`, `SalesOrderStatus` and `Invalid` with every fault.
    """
    order, lines = lock_sales_order(actor=actor, sales_order_id=sales_order_id, expected_version=expected_version)
    _check_names(changes)
    if order.status != "draft" and not CHANGEABLE_AFTER_CONFIRMING.issuperset(changes):
        message = _("%(number)s is %(status)s; only its promised day, reference and notes can change.")
        raise SalesOrderStatus(message % {"number": order.number, "status": _(order.status)})
    before = facts_of(order, lines)
    head = replace(head_of(order), **_head_changes(order, changes))
    if order.status == "draft":
        judged = judge(order, head, changes.get("lines", inputs_of(lines)), actor=actor)
        if "lines" not in changes:
            keep_ids(judged, of=lines)
        SalesOrderLine.objects.filter(sales_order_id=order.id).delete()
        SalesOrderLine.objects.bulk_create(judged)
        save_change(order, actor=actor, fields=list(HEAD_COLUMNS))
    else:
        judged, checker = lines, Checker()
        judge_words(order, head, checker=checker)
        checker.stop()
        save_change(order, actor=actor, fields=sorted(CHANGEABLE_AFTER_CONFIRMING))
    write_down("change_sales_order", order, actor=actor, before=before, after=facts_of(order, judged))
    index_order(order, actor=actor)
    return order


@operation(POLICIES)
def confirm_sales_order(
    *,
    actor: Actor,
    sales_order_id: UUID,
    credit: CreditFacts | None = None,
    accepted_cautions: Sequence[Accepted] | None = None,
    expected_version: int | None = None,
) -> SalesOrder:
    """Promise the goods: reserve all that there is, first expired first out; the rest is on backorder.

    `credit` is what the customer owes, from billing. `accepted_cautions` is what a person said to the cautions (None:
    nobody is asked, see `tenancy/cautions.py`). Raises `NotFound`, `VersionConflict`, `SalesOrderStatus`,
    `NeedsReason`.
    """
    order, lines = lock_sales_order(actor=actor, sales_order_id=sales_order_id, expected_version=expected_version)
    require_status(order, "draft", to=_("confirmed"))
    confirm_locked(order, lines, actor=actor, credit=credit, accepted_cautions=accepted_cautions)
    after = {"status": order.status, "cautions": order.cautions}
    write_down("confirm_sales_order", order, actor=actor, before={"status": "draft"}, after=after)
    return order


def confirm_locked(
    order: SalesOrder,
    lines: Sequence[SalesOrderLine],
    *,
    actor: Actor,
    credit: CreditFacts | None = None,
    accepted_cautions: Sequence[Accepted] | None = None,
) -> None:
    """The same for a draft that is locked already; the caller writes the audit event."""
    _confirm(order, lines, actor=actor, credit=credit, accepted_cautions=accepted_cautions)
    save_change(order, actor=actor, fields=["status", "confirmed_at", "cautions"])


def _confirm(
    order: SalesOrder,
    lines: Sequence[SalesOrderLine],
    *,
    actor: Actor,
    credit: CreditFacts | None,
    accepted_cautions: Sequence[Accepted] | None,
) -> None:
    require_within_plan(
        organization_id=actor.organization_id, measure="orders", used=partial(_confirmed_this_month, actor)
    )
    order.cautions = explained_cautions(order, lines, actor=actor, credit=credit, said=accepted_cautions)
    settle(order, lines, reserve(order, lines, actor=actor))
    order.confirmed_at = actor.now


def _confirmed_this_month(actor: Actor) -> int:
    zone = ZoneInfo(actor.organization.time_zone)
    begin = dt.datetime.combine(actor.today.replace(day=1), dt.time(), zone)
    return SalesOrder.objects.filter(confirmed_at__gte=begin).count()


def _head_changes(order: SalesOrder, changes: Mapping[str, Any]) -> dict[str, Any]:
    """The changes of the head. Another customer has other addresses, so the old ones go unless new ones are named."""
    found = {name: value for name, value in changes.items() if name != "lines"}
    if found.get("customer_id", order.customer_id) != order.customer_id:
        found = {"billing_address_id": None, "shipping_address_id": None} | found
    return found


def _check_names(changes: Mapping[str, Any]) -> None:
    checker = Checker()
    for name in sorted(set(changes) - HEAD_NAMES - {"lines"}):
        checker.add(name, _("A sales order has no %(name)s that could change.") % {"name": name[:40]}, "unknown")
    checker.stop()
