"""What every write of a sales order leaves behind: its audit event and its words in the search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from omnistock.domain.audit.operations import record
from omnistock.domain.sales.drafting import HEAD_NAMES
from omnistock.domain.sales.models import SalesOrder, SalesOrderLine
from omnistock.domain.sales.reserving import SALES_ORDER
from omnistock.domain.search.operations import index
from omnistock.tenancy.actor import Actor


def facts_of(order: SalesOrder, lines: Sequence[SalesOrderLine]) -> dict[str, Any]:
    """What the audit keeps of an order: its head, and each line as product, quantity, unit and price."""
    return {
        **{name: getattr(order, name) for name in sorted(HEAD_NAMES)},
        "status": order.status,
        "total": order.total,
        "lines": [[str(line.product_id), str(line.quantity), line.unit_code, str(line.unit_price)] for line in lines],
    }


def write_down(
    name: str,
    order: SalesOrder,
    *,
    actor: Actor,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any],
) -> None:
    """One audit event of the operation `name`; of a change, only what is different."""
    if before is not None:
        changed = {key for key in after if before.get(key) != after[key]}
        before = {key: before.get(key) for key in changed}
        after = {key: after[key] for key in changed}
    record(
        actor=actor,
        operation=f"sales.{name}",
        subject_kind=SALES_ORDER,
        subject_id=order.id,
        subject_name=order.number,
        before=before,
        after=after,
    )


def index_order(order: SalesOrder, *, actor: Actor) -> None:
    texts = [order.number, order.customer_reference, order.customer.name]
    index(actor=actor, kind=SALES_ORDER, object_id=order.id, texts=texts)
