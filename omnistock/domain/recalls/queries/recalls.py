"""Recalls: their list, and all that the page of one shows."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, QuerySet

from omnistock.domain.ledger.queries.batches import BatchRow, batches_by_ids, merged_batch_ids
from omnistock.domain.ledger.queries.mass_balance import MassBalance
from omnistock.domain.ledger.queries.naming import standing_batch, standing_batches
from omnistock.domain.recalls.models import Recall, RecallAnswer, RecallBatch, RecallContact, RecallOrderLine
from omnistock.domain.recalls.queries.trace import Trace, Went, trace
from omnistock.domain.search.queries import matching
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import BY_CHANGE, DEFAULT_LIMIT, Page, changed_since, page
from omnistock.tenancy.records import RecordView

RECALL_ORDERS: Final = {"newest": ("-opened_at", "-id"), "changed": BY_CHANGE}
_ZERO: Final = Decimal(0)
_PLAIN: Final = (
    "id external_id version created_at updated_at number reason is_drill status opened_at opened_by closed_at closing_notes "
    "unaccounted_base released_at released_reason"
).split()


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallHead(RecordView):
    """A recall in a list. `seconds` is how long it has been, or was, open: a drill is about that."""

    number: str
    reason: str
    is_drill: bool
    status: str
    opened_at: dt.datetime
    opened_by: str
    closed_at: dt.datetime | None
    closing_notes: str
    unaccounted_base: Decimal | None
    released_at: dt.datetime | None
    released_reason: str
    batch_numbers: tuple[str, ...]
    seconds: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PulledLine:
    """An order's line that lost its promise, and what was chosen instead."""

    sales_order_id: UUID
    sales_order_number: str
    customer_name: str
    product_name: str
    unit_code: str
    pulled: Sequence[Mapping[str, str]]
    pulled_base: Decimal
    picked_base: Decimal
    replaced: Sequence[Mapping[str, str]]
    short_base: Decimal


@dataclass(frozen=True, slots=True)
class Share:
    """What a customer got of one batch, and what became of it."""

    batch: BatchRow
    sent: Decimal
    returned: Decimal
    destroyed: Decimal
    used: Decimal

    @property
    def unaccounted(self) -> Decimal:
        return max(self.sent - self.returned - self.destroyed - self.used, _ZERO)


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRow:
    """A customer of the recall: whom to call, what they got on which documents, and how far we are."""

    id: UUID
    name: str
    contact_name: str
    phone: str
    email: str
    documents: Sequence[Went]
    shares: Sequence[Share]
    contacted_at: dt.datetime | None
    answered_at: dt.datetime | None
    notes: str

    @property
    def unaccounted(self) -> Decimal:
        return sum((share.unaccounted for share in self.shares), _ZERO)

    @property
    def state(self) -> str:
        """to_reach, reached, answered, or done when nothing of it is unaccounted for."""
        if not self.unaccounted:
            return "done"
        if self.answered_at:
            return "answered"
        return "reached" if self.contacted_at else "to_reach"


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallPage(RecallHead):
    batches: Sequence[BatchRow]
    trace: Trace
    pulled: Sequence[PulledLine]
    customers: Sequence[CustomerRow]

    @property
    def balances(self) -> list[tuple[BatchRow, MassBalance]]:
        return [(batch, self.trace.balances[batch.id]) for batch in self.batches]

    @property
    def sent(self) -> Decimal:
        return sum((share.sent for customer in self.customers for share in customer.shares), _ZERO)

    @property
    def unaccounted(self) -> Decimal:
        return sum((customer.unaccounted for customer in self.customers), _ZERO)

    @property
    def percent(self) -> int:
        """The share of what left that is accounted for, rounded down, so that 100 means all of it."""
        return int((self.sent - self.unaccounted) * 100 / self.sent) if self.sent else 100

    @property
    def reached(self) -> int:
        return sum(1 for customer in self.customers if customer.contacted_at or customer.state == "done")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallFilter:
    """What a list shows. `sort` is a key of `RECALL_ORDERS`."""

    status: str = ""
    is_drill: bool | None = None
    batch_id: UUID | None = None
    search: str = ""
    updated_since: dt.datetime | None = None
    sort: str = "newest"


ALL_RECALLS: Final = RecallFilter()


def recalls(
    *, actor: Actor, wanted: RecallFilter = ALL_RECALLS, cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[RecallHead]:
    """A page of recalls with the numbers of their batches, in two statements."""
    actor.require("stock:read")
    rows = changed_since(_filtered(wanted, actor=actor), actor=actor, since=wanted.updated_since)
    found = page(rows, order=RECALL_ORDERS[wanted.sort], cursor=cursor, limit=limit)
    numbers = _numbers([row.pk for row in found.items])
    return Page([RecallHead(**_head(row, numbers[row.pk], actor)) for row in found.items], found.next_cursor)


def open_recall_count(*, actor: Actor) -> int:
    """How many real recalls are open, for the page Today."""
    found: int = Recall.objects.filter(status="open", is_drill=False).aggregate(count=Count("id"))["count"]
    return found


def recall(*, actor: Actor, recall_id: UUID | str) -> RecallPage:
    """One recall with where its batches are now and how far each customer is, in the same number of statements whatever
    there is. Raises `NotFound`."""
    actor.require("stock:read")
    found = find(Recall.objects.all(), recall_id, kind="recall")
    named = list(RecallBatch.objects.filter(recall_id=found.pk).order_by("batch_number", "id"))
    # Batches of a drill, or of a recall that was released, may have become one since.
    merged = standing_batches(actor=actor, batch_ids=[each.batch_id for each in named])
    batch_ids = list(dict.fromkeys(merged.get(each.batch_id, each.batch_id) for each in named))
    batches = batches_by_ids(actor=actor, batch_ids=batch_ids)
    traced = trace(actor=actor, batch_ids=batch_ids)
    return RecallPage(
        **_head(found, tuple(each.batch_number for each in named), actor),
        batches=[batches[batch_id] for batch_id in batch_ids],
        trace=traced,
        pulled=_pulled(found.pk) if actor.may("sales:read") else [],
        customers=_customers(found.pk, traced, batches),
    )


def _filtered(wanted: RecallFilter, *, actor: Actor) -> QuerySet[Recall]:
    rows = Recall.objects.all()
    if wanted.status:
        rows = rows.filter(status=wanted.status)
    if wanted.is_drill is not None:
        rows = rows.filter(is_drill=wanted.is_drill)
    if wanted.batch_id is not None:
        # A recall names the batch that it froze then: that may be this one, or one that was merged into the same.
        standing_id = standing_batch(actor=actor, batch_id=wanted.batch_id)
        ids = {wanted.batch_id, standing_id, *merged_batch_ids(actor=actor, batch_id=standing_id)}
        rows = rows.filter(id__in=RecallBatch.objects.filter(batch_id__in=ids).values("recall_id"))
    if wanted.search:
        rows = rows.filter(id__in=matching(kind="recall", text=wanted.search))
    return rows


def _numbers(recall_ids: Sequence[UUID]) -> dict[UUID, tuple[str, ...]]:
    found: dict[UUID, tuple[str, ...]] = defaultdict(tuple)
    rows = RecallBatch.objects.filter(recall_id__in=recall_ids).order_by("batch_number", "id")
    for recall_id, number in rows.values_list("recall_id", "batch_number"):
        found[recall_id] += (number,)
    return found


def _head(row: Recall, numbers: tuple[str, ...], actor: Actor) -> dict[str, Any]:
    ended = row.closed_at or row.released_at or actor.now
    plain = {name: getattr(row, name) for name in _PLAIN}
    return {**plain, "batch_numbers": numbers, "seconds": max(int((ended - row.opened_at).total_seconds()), 0)}


def _pulled(recall_id: UUID) -> list[PulledLine]:
    rows = RecallOrderLine.objects.filter(recall_id=recall_id).select_related(
        "sales_order__customer", "sales_order_line__product__unit"
    )
    return [
        PulledLine(
            sales_order_id=row.sales_order_id,
            sales_order_number=row.sales_order.number,
            customer_name=row.sales_order.customer.name,
            product_name=row.sales_order_line.product.name,
            unit_code=row.sales_order_line.product.unit.code,
            pulled=row.pulled,
            pulled_base=row.pulled_base,
            picked_base=row.picked_base,
            replaced=row.replaced,
            short_base=row.short_base,
        )
        for row in rows.order_by("sales_order__number", "id")
    ]


def _customers(recall_id: UUID, traced: Trace, batches: Mapping[UUID, BatchRow]) -> list[CustomerRow]:
    contacts = {each.customer_id: each for each in RecallContact.objects.filter(recall_id=recall_id)}
    answers = {
        (each.contact.customer_id, each.batch_id): each
        for each in RecallAnswer.objects.filter(contact__recall_id=recall_id).select_related("contact")
    }
    by_customer: dict[UUID, list[Went]] = defaultdict(list)
    for went in traced.went:
        by_customer[went.customer_id].append(went)
    return [
        _customer(documents, contacts.get(customer_id), answers, batches)
        for customer_id, documents in by_customer.items()
        if any(each.sent for each in documents)
    ]


def _customer(
    documents: Sequence[Went],
    contact: RecallContact | None,
    answers: Mapping[tuple[UUID, UUID], RecallAnswer],
    batches: Mapping[UUID, BatchRow],
) -> CustomerRow:
    first = documents[0]
    return CustomerRow(
        id=first.customer_id,
        name=first.customer_name,
        contact_name=first.contact_name,
        phone=first.phone,
        email=first.email,
        documents=documents,
        shares=_shares(documents, answers, batches),
        contacted_at=contact.contacted_at if contact else None,
        answered_at=contact.answered_at if contact else None,
        notes=contact.notes if contact else "",
    )


def _shares(
    documents: Iterable[Went], answers: Mapping[tuple[UUID, UUID], RecallAnswer], batches: Mapping[UUID, BatchRow]
) -> list[Share]:
    sums: dict[tuple[UUID, UUID], tuple[Decimal, Decimal]] = {}
    for each in documents:
        sent, returned = sums.get((each.customer_id, each.batch_id), (_ZERO, _ZERO))
        sums[each.customer_id, each.batch_id] = (sent + each.sent, returned + each.returned)
    return [
        Share(
            batches[key[1]],
            *quantities,
            answers[key].destroyed_base if key in answers else _ZERO,
            answers[key].used_base if key in answers else _ZERO,
        )
        for key, quantities in sums.items()
    ]
