"""Taking back any posted document: one table of kinds, one preview, one door. It stands here because from this room
every document can be seen.

Two are not in the table. A stock count has posted nothing itself: what it found is an adjustment, which is in the table, and
the count's page takes that back and says so. A landed cost moves no goods, so nothing can stand in the way: its own page
shows what taking it back would do today, and does it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.billing.access import payment_rows, refund_rows
from omnistock.domain.billing.models import Payment, PaymentAllocation, Refund
from omnistock.domain.billing.operations import reverse_payment, reverse_refund
from omnistock.domain.billing.operations.paying import payment_hindrance
from omnistock.domain.fulfilment.access import dispatch_rows
from omnistock.domain.fulfilment.models import Dispatch
from omnistock.domain.fulfilment.operations.reversing import invoice_hindrance, reverse_dispatch
from omnistock.domain.fulfilment.seeing import SEEN
from omnistock.domain.ledger.queries.reversing import reversal_preview
from omnistock.domain.ledger.types import DocumentRef, Obstacle, ReversalEffect, Taker
from omnistock.domain.purchasing.access import receipt_rows
from omnistock.domain.purchasing.models import Receipt
from omnistock.domain.purchasing.operations import reverse_receipt
from omnistock.domain.purchasing.operations.bearing import receipt_hindrance
from omnistock.domain.stocktaking.access import adjustment_rows, move_rows, reversing_ends, transfer_rows
from omnistock.domain.stocktaking.models import Adjustment, Transfer
from omnistock.domain.stocktaking.operations import reverse_adjustment, reverse_move, reverse_transfer
from omnistock.kernel.errors import NotFound
from omnistock.kernel.numbers import excerpt, plain
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.cautions import money_said


@dataclass(frozen=True, slots=True)
class Standing:
    """Something in the way of a reversal: a sentence, and the document that it speaks of, where it speaks of one."""

    sentence: str
    kind: str = ""
    id: UUID | None = None


@dataclass(frozen=True, slots=True)
class OwedAgain:
    """An invoice that a payment paid."""

    invoice_id: UUID
    invoice_number: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ReversalPreview:
    """What taking a document back would do now. It can be done where `standing` is empty and it was not done before.
    `value_change` is what stock becomes worth more (less than nothing: less); None for who sees no costs."""

    kind: str
    id: UUID
    number: str
    version: int
    reversed_at: dt.datetime | None
    is_reason_needed: bool
    effects: tuple[ReversalEffect, ...]
    owed_again: tuple[OwedAgain, ...]
    also: tuple[str, ...]
    standing: tuple[Standing, ...]
    value_change: Decimal | None

    @property
    def is_possible(self) -> bool:
        return self.reversed_at is None and not self.standing


@dataclass(frozen=True, slots=True)
class ReversibleKind:
    """How documents of one kind are found and taken back. `hinder` says what besides the goods stands in the way, `also`
    what else the reversal does."""

    name: str
    noun: str
    permission: str
    reads: str
    rows: Callable[..., Any]
    reverse: Callable[..., Any]
    hinder: Callable[[Any, Actor], Standing | None] = lambda row, actor: None
    also: Callable[[Any, Actor], Iterable[str]] = lambda row, actor: ()
    related: tuple[str, ...] = ()
    is_stock: bool = True
    is_reason_needed: bool = False


def preview_reversal(*, actor: Actor, kind: str, id: UUID | str) -> ReversalPreview:
    """What would happen, and what stands in the way. Raises `NotFound`, `PermissionMissing` (to read such documents)."""
    known = _kind(kind)
    actor.require(known.reads)
    row = find(known.rows(actor=actor).select_related(*known.related), id, kind=known.noun)
    effects: tuple[ReversalEffect, ...] = ()
    standing: list[Standing] = []
    hindrance = None if row.reversed_at else known.hinder(row, actor)
    if hindrance is not None:
        standing.append(hindrance)
    elif row.reversed_at is None and known.is_stock:
        way = reversal_preview(actor=actor, document=DocumentRef(known.name, row.pk, row.number))
        effects, standing = way.effects, _standing(way.obstacles, way.takers, actor=actor)
    values = [effect.value for effect in effects if effect.value is not None]
    return ReversalPreview(
        kind=known.name,
        id=row.pk,
        number=row.number,
        version=row.version,
        reversed_at=row.reversed_at,
        is_reason_needed=known.is_reason_needed,
        effects=effects,
        owed_again=() if known.is_stock or row.reversed_at else _owed_again(row.pk),
        also=tuple(known.also(row, actor)),
        standing=tuple(standing),
        value_change=sum(values, Decimal(0)) if actor.sees_costs and known.is_stock else None,
    )


def reverse_document(
    *, actor: Actor, kind: str, id: UUID, reason: str = "", expected_version: int | None = None
) -> Any:
    """Take a document back, whole and dated now, by the operation of its own room, which checks the permission and
    raises what it refuses."""
    known = _kind(kind)
    name = f"{known.name}_id"
    return known.reverse(actor=actor, **{name: id}, reason=reason, expected_version=expected_version)


def _kind(name: str) -> ReversibleKind:
    if name not in KINDS:
        raise NotFound(_("Nothing of the kind “{name}” can be taken back.").format(name=excerpt(name)))
    return KINDS[name]


def _owed_again(payment_id: UUID) -> tuple[OwedAgain, ...]:
    rows = PaymentAllocation.objects.filter(payment_id=payment_id).select_related("invoice").order_by("id")
    return tuple(OwedAgain(row.invoice_id, row.invoice.number, row.amount) for row in rows)


def _standing(obstacles: Iterable[Obstacle], takers: Iterable[Taker], *, actor: Actor) -> list[Standing]:
    """For each batch that is short, what has it, in sentences: by number where the actor may see it."""
    found: list[Standing] = []
    by_batch: dict[UUID, list[Taker]] = {}
    for taker in takers:
        by_batch.setdefault(taker.batch_id, []).append(taker)
    numbers = _numbers([taker for each in by_batch.values() for taker in each], actor=actor)
    for obstacle in obstacles:
        found.append(Standing(obstacle.sentence))
        for taker in by_batch.get(obstacle.batch_id, []):
            found.append(_taken(taker, numbers.get(taker.id)))
    return found


def _taken(taker: Taker, named: tuple[str, str, UUID] | None) -> Standing:
    kind, number, id = named or ("", _("another document"), None)
    said = {"quantity": plain(taker.quantity), "number": number}
    if taker.is_promise:
        return Standing(_("%(quantity)s promised to %(number)s") % said, kind, id)
    words = {
        "sale": _("%(quantity)s already sold on %(number)s"),
        "transfer": _("%(quantity)s sent away with %(number)s"),
    }
    return Standing(words.get(taker.reason, _("%(quantity)s taken out by %(number)s")) % said, kind, id)


def _numbers(takers: Iterable[Taker], *, actor: Actor) -> dict[UUID, tuple[str, str, UUID]]:
    """Kind, number and id of what a person would open, of what this one may see: a dispatch by its invoice where that is
    issued."""
    ids: dict[str, list[UUID]] = {}
    for taker in takers:
        ids.setdefault(taker.kind, []).append(taker.id)
    found: dict[UUID, tuple[str, str, UUID]] = {}
    for kind, (reads, rows) in SEEN.items():
        if kind in ids and actor.may(reads):
            seen = rows(actor=actor).filter(pk__in=ids[kind])
            found |= {pk: (kind, number, pk) for pk, number in seen.values_list("id", "number")}
    if "dispatch" in ids and actor.may("billing:read"):
        issued = dispatch_rows(actor=actor).filter(pk__in=ids["dispatch"], invoice__status="issued")
        for pk, invoice_id, number in issued.values_list("id", "invoice_id", "invoice__number"):
            found[pk] = ("invoice", number, invoice_id)
    return found


def _hinder_receipt(row: Receipt, actor: Actor) -> Standing | None:
    sentence, first = receipt_hindrance(row)
    if not sentence:
        return None
    return Standing(sentence, "landed_cost", first) if actor.sees_costs else Standing(sentence)


def _hinder_dispatch(row: Dispatch, actor: Actor) -> Standing | None:
    sentence = invoice_hindrance(row, row.invoice)
    if not sentence:
        return None
    return Standing(sentence, "invoice", row.invoice_id) if actor.may("billing:read") else Standing(sentence)


def _hinder_transfer(row: Transfer, actor: Actor) -> Standing | None:
    if row.status in ("in_transit", "arrived"):
        if all(map(actor.may_use_warehouse, reversing_ends(row))):
            return None
        return Standing(_("The other end does this: you do not work in that warehouse."))
    return Standing(_("%(number)s has not been sent; nothing is to be taken back.") % {"number": row.number})


def _hinder_adjustment(row: Adjustment, actor: Actor) -> Standing | None:
    if row.status == "posted":
        return None
    return Standing(_("%(number)s has posted nothing; there is nothing to take back.") % {"number": row.number})


def _also_receipt(row: Receipt, actor: Actor) -> list[str]:
    if row.purchase_order is None:
        return []
    return [_("%(order)s waits for the goods again.") % {"order": row.purchase_order.number}]


def _also_dispatch(row: Dispatch, actor: Actor) -> list[str]:
    also = [_("%(order)s waits for the goods again.") % {"order": row.sales_order.number}]
    if row.invoice is not None and row.invoice.status == "draft":
        also.append(_("Its draft invoice is withdrawn."))
    return also


def _hinder_payment(row: Payment, actor: Actor) -> Standing | None:
    sentence = payment_hindrance(row)
    if not sentence:
        return None
    first = Refund.objects.filter(payment_id=row.pk, reversed_at__isnull=True).order_by("id").first()
    return Standing(sentence, "refund", first.pk if first else None)


def _also_payment(row: Any, actor: Actor) -> list[str]:
    return [_("%(number)s counts no more; its number stays.") % {"number": row.number}]


def _also_refund(row: Refund, actor: Actor) -> list[str]:
    said = {"amount": money_said(row.amount, actor=actor), "payment": row.payment.number}
    return [_("%(amount)s of %(payment)s is an advance again.") % said, *_also_payment(row, actor)]


KINDS: Final[Mapping[str, ReversibleKind]] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            ReversibleKind(
                "receipt",
                "receipt",
                "stock:write",
                "purchasing:read",
                receipt_rows,
                reverse_receipt,
                hinder=_hinder_receipt,
                also=_also_receipt,
                related=("purchase_order",),
            ),
            ReversibleKind(
                "adjustment",
                "adjustment",
                "stock:write",
                "stock:read",
                adjustment_rows,
                reverse_adjustment,
                hinder=_hinder_adjustment,
            ),
            ReversibleKind(
                "transfer",
                "transfer",
                "stock:write",
                "stock:read",
                transfer_rows,
                reverse_transfer,
                hinder=_hinder_transfer,
            ),
            ReversibleKind("move", "move", "stock:write", "stock:read", move_rows, reverse_move),
            ReversibleKind(
                "dispatch",
                "dispatch",
                "dispatch:write",
                "sales:read",
                dispatch_rows,
                reverse_dispatch,
                hinder=_hinder_dispatch,
                also=_also_dispatch,
                related=("invoice", "sales_order"),
                is_reason_needed=True,
            ),
            ReversibleKind(
                "payment",
                "payment",
                "payments:write",
                "payments:read",
                payment_rows,
                reverse_payment,
                hinder=_hinder_payment,
                also=_also_payment,
                is_stock=False,
                is_reason_needed=True,
            ),
            ReversibleKind(
                "refund",
                "refund",
                "payments:write",
                "payments:read",
                refund_rows,
                reverse_refund,
                also=_also_refund,
                related=("payment",),
                is_stock=False,
                is_reason_needed=True,
            ),
        )
    }
)
