"""Which documents somebody may open of those that a movement, a batch or a preview speaks of. It stands here because from
this room every document that moves stock can be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from omnistock.domain.billing.access import credit_note_rows, invoice_rows
from omnistock.domain.fulfilment.access import dispatch_rows
from omnistock.domain.purchasing.access import receipt_rows
from omnistock.domain.sales.access import sales_order_rows
from omnistock.domain.stocktaking.access import adjustment_rows, move_rows, transfer_rows
from omnistock.tenancy.actor import Actor

# By kind: the permission to read such documents, and which of them an actor sees.
SEEN: Final[Mapping[str, tuple[str, Callable[..., Any]]]] = MappingProxyType(
    {
        "receipt": ("purchasing:read", receipt_rows),
        "adjustment": ("stock:read", adjustment_rows),
        "transfer": ("stock:read", transfer_rows),
        "move": ("stock:read", move_rows),
        "dispatch": ("sales:read", dispatch_rows),
        "sales_order": ("sales:read", sales_order_rows),
        "invoice": ("billing:read", invoice_rows),
        "credit_note": ("billing:read", credit_note_rows),
    }
)


def seen_documents(documents: Iterable[tuple[str, UUID]], *, actor: Actor) -> set[tuple[str, UUID]]:
    """Those of `documents` (kind and id) that the actor may open. No statement for who is limited to nothing, else one a
    kind."""
    by_kind: dict[str, set[UUID]] = {}
    for kind, document_id in documents:
        by_kind.setdefault(kind, set()).add(document_id)
    is_limited = actor.warehouse_ids is not None or actor.sees_only_own_customers
    seen: set[tuple[str, UUID]] = set()
    for kind, ids in by_kind.items():
        reads, rows = SEEN.get(kind, ("", None))
        if rows is None or not actor.may(reads):
            continue
        if is_limited:
            ids = set(rows(actor=actor).filter(pk__in=ids).values_list("pk", flat=True))
        seen |= {(kind, document_id) for document_id in ids}
    return seen
