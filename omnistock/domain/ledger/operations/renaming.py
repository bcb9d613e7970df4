"""Renaming a mistyped batch. Where the right number is on file already, the two are one batch: their layers are merged.

Documents keep what they printed. The mistyped batch stays as a name for them, with no goods, and leads to the other.
"""

from __future__ import annotations

from typing import Any, Final, Literal
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction
from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.ledger.errors import BatchDiffers
from omnistock.domain.ledger.models import Batch
from omnistock.domain.ledger.operations.batches import BatchRecalled
from omnistock.domain.ledger.operations.holding import GoodsBusy, hold_goods_at_once, hold_new_goods, is_not_available
from omnistock.domain.ledger.policies import POLICIES
from omnistock.kernel.batch_number import fold_batch_number, parse_batch_number
from omnistock.kernel.errors import Conflict, Fault, Invalid
from omnistock.tenancy.access import find, find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.operation import operation
from omnistock.tenancy.said import day_said
from omnistock.tenancy.statements import Statement, send

Side = Literal["this", "other"]
_ATTEMPTS: Final = 8
_DATES: Final = ("expires_on", "expiry_precision", "manufactured_on")

# Whoever is just bringing in goods of the mistyped batch, or writing it on a document, holds its row by a foreign key, and
# may be waiting for the balances locked above: waiting for them would be a ring. So nobody waits here: it is tried again.
_LOCK_OTHER: Final = """
SELECT t.id FROM batch t WHERE t.organization_id = %(organization)s AND t.id = %(other)s FOR NO KEY UPDATE NOWAIT
"""
_LOCK_THIS: Final = """
SELECT t.id FROM batch t WHERE t.organization_id = %(organization)s AND t.id = %(this)s FOR UPDATE NOWAIT
"""
_LOCK_LAYERS: Final = """
SELECT l.id FROM layer l WHERE l.organization_id = %(organization)s AND l.batch_id = %(this)s
ORDER BY l.id FOR NO KEY UPDATE NOWAIT
"""
_LOCKS: Final = (_LOCK_OTHER, _LOCK_THIS, _LOCK_LAYERS)
_MOVE_LAYERS: Final = """
UPDATE layer SET batch_id = %(other)s WHERE organization_id = %(organization)s AND batch_id = %(this)s
"""
# What led to the mistyped batch leads to the other at once: nobody who asks has to go two steps.
_LEAD_ON: Final = """
UPDATE batch SET merged_into_id = %(other)s WHERE organization_id = %(organization)s AND merged_into_id = %(this)s
"""
_MOVE_BALANCES: Final = """
UPDATE balance SET batch_id = %(other)s WHERE organization_id = %(organization)s AND layer_id IN (
    SELECT id FROM layer WHERE organization_id = %(organization)s AND batch_id = %(other)s) AND batch_id = %(this)s
"""


class SameNumber(Conflict):
    """The batch has this number already."""

    code = "same_number"


class SerialsDoNotMerge(Conflict):
    """A serial number is one thing: two of them are two things."""

    code = "serials_do_not_merge"


@operation(POLICIES)
def rename_batch(
    *, actor: Actor, batch_id: UUID, number: str, keep_dates_of: Side | None = None, expected_version: int | None = None
) -> Batch:
    """Give a batch the number that stands on the pack. Where the product has a batch of that number, the goods of this one
    become goods of that: the answer is the batch that has them then.

    `keep_dates_of` says whose dates are right where the two differ: "this" batch's or the "other"'s. What is held stays held.
    Raises `NotFound`, `VersionConflict`, `Invalid`, `SameNumber`, `BatchDiffers` (dates differ and nothing was said),
    `BatchRecalled`, `SerialsDoNotMerge`, `GoodsBusy`.
    """
    wanted = _judged(number)
    for _attempt in range(_ATTEMPTS):
        try:
            with transaction.atomic():
                return _renamed(
                    actor=actor, batch_id=batch_id, number=wanted, keep=keep_dates_of, expected_version=expected_version
                )
        except IntegrityError:
            continue  # somebody has just received goods under that number: now it is a merge
        except OperationalError as error:
            if not is_not_available(error):
                raise
    raise GoodsBusy(_("Goods of this batch are being posted at this moment. Press it again."))


def _judged(number: str) -> str:
    try:
        return parse_batch_number(number.strip()[:200])
    except Invalid as refusal:
        raise Invalid.at("number", refusal.message, "batch_number") from None


def _renamed(*, actor: Actor, batch_id: UUID, number: str, keep: Side | None, expected_version: int | None) -> Batch:
    batch = find(Batch.objects.filter(merged_into__isnull=True).exclude(number_key=""), batch_id, kind="batch")
    if batch.number == number:
        raise SameNumber(_("The batch has the number {number} already.").format(number=number))
    key = fold_batch_number(number)
    twin = Batch.objects.filter(product_id=batch.product_id, number_key=key, merged_into__isnull=True)
    other = twin.exclude(pk=batch.pk).first()
    if other is not None:
        return _merged(actor=actor, this=batch, other=other, keep=keep, expected_version=expected_version)
    batch = find_for_change(Batch.objects.all(), batch.pk, kind="batch", expected_version=expected_version)
    before, batch.number, batch.number_key = batch.number, number, key
    save_change(batch, actor=actor, fields=["number", "number_key"])
    _record(actor, "rename_batch", batch, before={"number": before}, after={"number": number})
    return batch


def _merged(*, actor: Actor, this: Batch, other: Batch, keep: Side | None, expected_version: int | None) -> Batch:
    _refuse(this, other, keep)
    values = {"organization": actor.organization_id, "this": this.pk, "other": other.pk}
    both: dict[str, Any] = {"actor": actor, "meant": "batches", "ids": [this.pk, other.pk], "with_empty": True}
    hold_goods_at_once(**both)
    send(*(Statement(sql, values) for sql in _LOCKS))
    hold_new_goods(**both)  # those that were made until the batches were locked
    this = find_for_change(Batch.objects.all(), this.pk, kind="batch", expected_version=expected_version)
    other = find_for_change(Batch.objects.all(), other.pk, kind="batch")
    _refuse(this, other, keep)  # under the locks, once more
    if this.merged_into_id or other.merged_into_id:
        raise GoodsBusy(_("Somebody else has just merged one of these batches. Read them again."))
    send(*(Statement(sql, values) for sql in (_MOVE_LAYERS, _MOVE_BALANCES, _LEAD_ON)))
    before = {name: getattr(other, name) for name in (*_DATES, "status")}
    after = _joined(this, other, keep)
    for name, value in after.items():
        setattr(other, name, value)
    save_change(other, actor=actor, fields=list(after))
    this.merged_into_id = other.pk
    save_change(this, actor=actor, fields=["merged_into_id"])
    changed = {name: value for name, value in after.items() if before.get(name) != value}
    _record(actor, "merge_batch", other, before={}, after={"reason": this.number, "merged_id": this.pk, **changed})
    _record(actor, "merge_batch", this, before={"number": this.number}, after={"reason": other.number})
    return other


def _refuse(this: Batch, other: Batch, keep: Side | None) -> None:
    """Raises what stops the two from being one batch."""
    if this.is_serial or other.is_serial:
        message = _("{number} is on file as another piece: a serial number is one thing, and two do not become one.")
        raise SerialsDoNotMerge(message.format(number=other.number))
    for each in (this, other):
        if each.status == "recalled":
            raise BatchRecalled(_("Batch {number} is recalled: end its recall first.").format(number=each.number))
    if keep is None and (differing := _differing(this, other)):
        raise BatchDiffers(differing[0].message, faults=differing)


def _differing(this: Batch, other: Batch) -> list[Fault]:
    found = []
    for name, words in (("expires_on", _("expiry")), ("manufactured_on", _("day of manufacture"))):
        mine, theirs = getattr(this, name), getattr(other, name)
        if mine and theirs and mine != theirs:
            message = _("{other} is on file with the {what} {theirs}, this one has {mine}: say which is right.")
            said = message.format(other=other.number, what=words, theirs=day_said(theirs), mine=day_said(mine))
            details = {"batch_id": other.pk, "this": mine.isoformat(), "other": theirs.isoformat()}
            found.append(Fault("keep_dates_of", said, BatchDiffers.code, details))
    return found


def _joined(this: Batch, other: Batch, keep: Side | None) -> dict[str, Any]:
    """The dates and the status of the one batch: what either knows, whose dates were said to be right first, and the worse
    of the two states."""
    first, second = (this, other) if keep == "this" else (other, this)
    dated = first if first.expires_on else second
    held = other if other.status == "on_hold" else this
    return {
        "expires_on": dated.expires_on,
        "expiry_precision": dated.expiry_precision,
        "manufactured_on": first.manufactured_on or second.manufactured_on,
        "status": held.status,
        "status_reason": held.status_reason,
    }


def _record(actor: Actor, name: str, batch: Batch, *, before: dict[str, Any], after: dict[str, Any]) -> None:
    record(
        actor=actor,
        operation=f"ledger.{name}",
        subject_kind="batch",
        subject_id=batch.pk,
        subject_name=batch.number,
        before=before,
        after=after,
    )
