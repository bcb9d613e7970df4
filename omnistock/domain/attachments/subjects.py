"""What papers can be put to: one table of kinds. It stands here because from this room every document can be seen; a new
kind is a column of `Attachment` and a line here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from omnistock.domain.attachments.models import OF_CUSTOMERS, OF_SUPPLIERS, PAPERS, Attachment
from omnistock.domain.billing.access import credit_note_rows, invoice_rows, payment_rows
from omnistock.domain.catalog.models import Product
from omnistock.domain.fulfilment.access import dispatch_rows
from omnistock.domain.ledger.queries.batches import batch_rows, merged_batch_ids
from omnistock.domain.parties.access import visible
from omnistock.domain.parties.kinds import CUSTOMER, SUPPLIER
from omnistock.domain.parties.models import Customer, Supplier
from omnistock.domain.purchasing.access import landed_cost_rows, purchase_order_rows, receipt_rows
from omnistock.domain.recalls.models import Recall
from omnistock.domain.sales.access import sales_order_rows
from omnistock.domain.stocktaking.access import adjustment_rows, stock_count_rows, transfer_rows
from omnistock.kernel.errors import NotFound
from omnistock.kernel.numbers import excerpt
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor

# Of the papers that come with a purchase, those that say no costs: a storekeeper reads them.
_WITHOUT_COSTS: Final = ("challan", "certificate", "photo", "data_sheet", "licence")


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """`name` is the column of `Attachment` too. `rows` are those that an actor may see, who needs `reads`; `label` the
    column that people know one by; `paper` what is usually put to one. `tells_costs`: its papers do, but for those of
    `_WITHOUT_COSTS`. `tells_books`: they may show what the books say, which whoever counts is not told (decision 0011)."""

    name: str
    plural: str
    noun: str
    reads: str
    rows: Callable[..., QuerySet[Any]]
    paper: str
    label: str = "number"
    tells_costs: bool = False
    tells_books: bool = False


def _products(*, actor: Actor) -> QuerySet[Product]:
    return Product.objects.all()


def _recalls(*, actor: Actor) -> QuerySet[Recall]:
    return Recall.objects.all()


def _customers(*, actor: Actor) -> QuerySet[Customer]:
    return visible(CUSTOMER, actor=actor)


def _suppliers(*, actor: Actor) -> QuerySet[Supplier]:
    return visible(SUPPLIER, actor=actor)


KINDS: Final[Mapping[str, SubjectKind]] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            SubjectKind(
                *(
                    "purchase_order",
                    "purchase-orders",
                    "purchase order",
                    "purchasing:read",
                    purchase_order_rows,
                    "order",
                ),
                tells_costs=True,
            ),
            SubjectKind(
                *("receipt", "receipts", "receipt", "purchasing:read", receipt_rows, "invoice"), tells_costs=True
            ),
            SubjectKind(
                *("landed_cost", "landed-costs", "landed cost", "purchasing:read", landed_cost_rows, "invoice"),
                tells_costs=True,
            ),
            SubjectKind("sales_order", "sales-orders", "sales order", "sales:read", sales_order_rows, "order"),
            SubjectKind("dispatch", "dispatches", "dispatch", "sales:read", dispatch_rows, "proof"),
            SubjectKind("invoice", "invoices", "invoice", "billing:read", invoice_rows, "proof"),
            SubjectKind("credit_note", "credit-notes", "credit note", "billing:read", credit_note_rows, "letter"),
            SubjectKind("payment", "payments", "payment", "payments:read", payment_rows, "proof"),
            SubjectKind("transfer", "transfers", "transfer", "stock:read", transfer_rows, "challan"),
            SubjectKind("adjustment", "adjustments", "adjustment", "stock:read", adjustment_rows, "photo"),
            SubjectKind(
                *("stock_count", "stock-counts", "stock count", "counts:read", stock_count_rows, "sheet"),
                tells_books=True,
            ),
            SubjectKind("recall", "recalls", "recall", "stock:read", _recalls, "letter"),
            SubjectKind("batch", "batches", "batch", "stock:read", batch_rows, "certificate"),
            SubjectKind("product", "products", "product", "catalog:read", _products, "data_sheet", label="sku"),
            SubjectKind("customer", "customers", "customer", "parties:read", _customers, "licence", label="name"),
            SubjectKind(
                *("supplier", "suppliers", "supplier", "parties:read", _suppliers, "licence"),
                label="name",
                tells_costs=True,
            ),
        )
    }
)
LABEL: Final = Coalesce(*(F(f"{kind.name}__{kind.label}") for kind in KINDS.values()))


def kind_named(name: str) -> SubjectKind:
    """Raises `NotFound`."""
    if name not in KINDS:
        raise NotFound(_("Nothing of the kind “{name}” takes papers.").format(name=excerpt(name)))
    return KINDS[name]


def subject_of(*, actor: Actor, kind: str, id: UUID | str) -> tuple[SubjectKind, Any]:
    """The kind, and the row. Raises `NotFound`, `PermissionMissing`."""
    known = kind_named(kind)
    actor.require(known.reads)
    return known, find(known.rows(actor=actor), id, kind=known.noun)


def papers_of_subject(*, actor: Actor, kind: SubjectKind, id: UUID) -> QuerySet[Attachment]:
    """The papers of one subject that the actor may see; of a batch those of the batches that were merged into it too."""
    ids = [id, *merged_batch_ids(actor=actor, batch_id=id)] if kind.name == "batch" else [id]
    return Attachment.objects.filter(_seen(actor, kind), **{f"{kind.name}_id__in": ids})


def seen_papers(*, actor: Actor, kinds: Mapping[str, SubjectKind] = KINDS) -> QuerySet[Attachment]:
    """The papers of these kinds that the actor may see."""
    seen = Q(pk__in=[])
    for kind in kinds.values():
        if actor.may(kind.reads):
            of_kind = Q(**{f"{kind.name}__isnull": False}) & _seen(actor, kind)
            if actor.warehouse_ids is not None or actor.sees_only_own_customers:
                of_kind &= Q(**{f"{kind.name}__in": kind.rows(actor=actor)})
            seen |= of_kind
    return Attachment.objects.filter(seen)


def of_parties(*, customer_ids: Collection[UUID] = (), supplier_ids: Collection[UUID] = ()) -> Q:
    """Which papers are with these customers and suppliers, or with documents of theirs."""
    found = Q(pk__in=[])
    for names, party, ids in ((OF_CUSTOMERS, "customer", customer_ids), (OF_SUPPLIERS, "supplier", supplier_ids)):
        if ids:
            found |= Q(**{f"{party}_id__in": list(ids)})
            for name in names:
                found |= Q(**{f"{name}__{party}_id__in": list(ids)})
    return found


def tells_costs(kind: SubjectKind, paper: str) -> bool:
    return kind.tells_costs and paper not in _WITHOUT_COSTS


def _seen(actor: Actor, kind: SubjectKind) -> Q:
    """Which papers of a subject that the actor sees are theirs to see. What they put there themselves they have seen."""
    own = Q(author_id=actor.who)
    if kind.tells_books and not actor.may("variances:read"):
        return own
    if kind.tells_costs and not actor.sees_costs:
        return own | Q(paper__in=_WITHOUT_COSTS)
    return Q()


assert {*(kind.paper for kind in KINDS.values()), *_WITHOUT_COSTS} <= set(PAPERS)
