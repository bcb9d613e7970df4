"""Batches: found or made by their number, held, released, corrected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.catalog.units import ProductFacts
from omnistock.domain.ledger.errors import BatchDiffers, BatchMerged, BatchRequired
from omnistock.domain.ledger.models import Batch
from omnistock.domain.ledger.operations.holding import hold_goods
from omnistock.domain.ledger.policies import POLICIES
from omnistock.domain.ledger.queries.naming import batches_named, standing_batches
from omnistock.domain.ledger.types import BatchInput
from omnistock.kernel.batch_number import fold_batch_number, parse_batch_number
from omnistock.kernel.errors import Conflict, Fault, Invalid
from omnistock.kernel.ids import uuid7s
from omnistock.tenancy.access import find, find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.operation import operation
from omnistock.tenancy.said import day_said
from omnistock.tenancy.statements import Statement, send

_MAKE: Final = """
INSERT INTO batch (organization_id, id, product_id, number, number_key, expires_on, expiry_precision, manufactured_on,
    is_serial, status, status_reason, version)
SELECT %(organization)s, made.*, 'usable', '', 1
FROM unnest(%(ids)s::uuid[], %(products)s::uuid[], %(numbers)s::text[], %(keys)s::text[], %(expiries)s::date[],
    %(precisions)s::text[], %(made_on)s::date[], %(serial)s::boolean[])
    AS made (id, product_id, number, number_key, expires_on, expiry_precision, manufactured_on, is_serial)
WHERE NOT EXISTS (
    SELECT FROM batch t
    WHERE t.organization_id = %(organization)s AND t.product_id = made.product_id AND t.number_key = made.number_key
        AND t.merged_into_id IS NULL
    OFFSET 0 -- looked up one by one: most are on file, and trying to insert costs more than looking
) AND NOT EXISTS ( -- the number of one that was merged leads to the other: it is no new batch
    SELECT FROM batch t
    WHERE t.organization_id = %(organization)s AND t.product_id = made.product_id AND t.number_key = made.number_key
        AND t.merged_into_id IS NOT NULL
    OFFSET 0
)
ORDER BY 3, 5
ON CONFLICT (organization_id, product_id, number_key) WHERE merged_into_id IS NULL DO NOTHING
"""
_FIND: Final = """
SELECT t.product_id, t.number_key, t.id, t.expires_on, t.manufactured_on, t.number
FROM batch t
WHERE t.organization_id = %(organization)s AND t.merged_into_id IS NULL
    AND (t.product_id, t.number_key) IN (SELECT * FROM unnest(%(products)s::uuid[], %(keys)s::text[]))
"""
# What is not on file yet is filled in: that contradicts nothing.
_FILL: Final = """
UPDATE batch t
SET expires_on = coalesce(t.expires_on, f.expires_on), manufactured_on = coalesce(t.manufactured_on, f.manufactured_on),
    expiry_precision = CASE
        WHEN t.expires_on IS NULL AND f.expires_on IS NOT NULL THEN f.precision ELSE t.expiry_precision END,
    version = t.version + 1, updated_at = %(now)s
FROM unnest(%(ids)s::uuid[], %(expiries)s::date[], %(precisions)s::text[], %(made_on)s::date[])
    AS f (id, expires_on, precision, manufactured_on)
WHERE t.organization_id = %(organization)s AND t.id = f.id
"""


class SameStatus(Conflict):
    """The batch is as it was asked to be."""

    code = "same_status"


class BatchRecalled(Conflict):
    """The batch is recalled, and the recall alone says when that ends."""

    code = "batch_recalled"


_Key = tuple[UUID, str]  # product, folded number


class _OnFile(NamedTuple):
    id: UUID
    expires_on: dt.date | None
    manufactured_on: dt.date | None
    number: str


class _Named(NamedTuple):
    """A line with its product's rules and its number as it is kept and compared."""

    line: BatchInput
    number: str
    key: _Key

    @property
    def product(self) -> str:
        """As sentences call it."""
        return _said(self.line.product)


def identify_batches(*, actor: Actor, lines: Sequence[BatchInput]) -> list[UUID]:
    """The batch of each line, in order: found by its folded number, or made; the number of one that was merged finds the
    batch that has its goods.

    Raises `BatchRequired` (422) where a tracked product has no number, `Invalid` `expiry_required` where one that
    expires has no expiry, `BatchDiffers` (409) where the number is on file with other days: one fault a line, all lines
    at once.
    """
    faults: list[Fault] = []
    named = [_named(line, faults) for line in lines]
    if faults:
        only_missing = all(fault.code == BatchRequired.code for fault in faults)
        raise (BatchRequired if only_missing else Invalid).of(faults)
    by_key = _found_or_made(actor=actor, named=named)
    found = [(each, by_key[each.key]) for each in named]
    if missing := list(_missing_expiries(found)):
        raise Invalid.of(missing)
    if differing := list(_differences(found)):
        raise BatchDiffers(differing[0].message, faults=differing)
    _fill_in(actor=actor, found=found)
    return [on_file.id for _each, on_file in found]


def _named(line: BatchInput, faults: list[Fault]) -> _Named:
    tracking, product_id = line.product.tracking, line.product.id
    number = line.number.strip() if len(line.number) < 1_000 else line.number
    pointer = f"{line.pointer}/batch_number".lstrip("/")
    if tracking == "none" and number:
        message = _("%(product)s is not tracked by batch: leave the batch number out.") % {
            "product": _said(line.product)
        }
        faults.append(Fault(pointer, message, "batch_not_tracked"))
    elif tracking != "none" and not number:
        kind = _("serial number") if tracking == "serial" else _("batch number")
        message = _("%(product)s needs a %(kind)s: write what is printed on the pack.") % {
            "product": _said(line.product),
            "kind": kind,
        }
        faults.append(Fault(pointer, message, BatchRequired.code, {"product_id": product_id}))
    elif number:
        try:
            number = parse_batch_number(number)
        except Invalid as refusal:
            faults.append(Fault(pointer, refusal.message, refusal.faults[0].code))
    if line.expires_on and line.manufactured_on and line.manufactured_on > line.expires_on:
        message = _("%(product)s cannot be made on %(made)s, after its expiry %(expires)s.") % {
            "product": _said(line.product),
            "made": day_said(line.manufactured_on),
            "expires": day_said(line.expires_on),
        }
        faults.append(Fault(f"{line.pointer}/manufactured_on".lstrip("/"), message, "made_after_expiry"))
    return _Named(line, number, (product_id, fold_batch_number(number[:100])))


def _said(product: ProductFacts) -> str:
    return f"{product.name} ({product.sku})"


def _found_or_made(*, actor: Actor, named: Sequence[_Named]) -> dict[_Key, _OnFile]:
    first = {each.key: each for each in reversed(named)}
    new = list(first.values())
    values = {
        "organization": actor.organization_id,
        "ids": uuid7s(len(new)),
        "products": [each.key[0] for each in new],
        "numbers": [each.number for each in new],
        "keys": [each.key[1] for each in new],
        "expiries": [each.line.expires_on for each in new],
        "precisions": [each.line.precision for each in new],
        "made_on": [each.line.manufactured_on for each in new],
        "serial": [each.line.product.tracking == "serial" for each in new],
    }
    found = Statement(_FIND, values)
    send(Statement(_MAKE, values), found)
    on_file = {(row[0], row[1]): _OnFile(*row[2:]) for row in found.rows}
    if merged := [each for each in new if each.key not in on_file]:
        standing = batches_named(actor=actor, named=[(each.key[0], each.number) for each in merged])
        for each in merged:
            if batch := standing.get((each.key[0], each.number)):
                on_file[each.key] = _OnFile(batch.id, batch.expires_on, batch.manufactured_on, batch.number)
    if renamed := [each for each in new if each.key not in on_file]:
        # Between looking and reading somebody gave the batch another number: this one is free by now.
        on_file |= _found_or_made(actor=actor, named=renamed)
    return on_file


_Found = Sequence[tuple[_Named, _OnFile]]  # a line each


def _missing_expiries(found: _Found) -> Iterator[Fault]:
    for each, on_file in found:
        product = each.line.product
        is_dated = each.line.expires_on is not None or on_file.expires_on is not None
        if product.expires and product.tracking != "none" and not is_dated:
            message = _("%(product)s expires: give the expiry date of batch %(batch)s.") % {
                "product": each.product,
                "batch": _called(each, on_file),
            }
            yield Fault(
                f"{each.line.pointer}/expires_on".lstrip("/"), message, "expiry_required", {"product_id": each.key[0]}
            )


def _differences(found: _Found) -> Iterator[Fault]:
    for each, on_file in found:
        pairs = (
            ("expires_on", each.line.expires_on, on_file.expires_on),
            ("manufactured_on", each.line.manufactured_on, on_file.manufactured_on),
        )
        for name, given, known in pairs:
            if given is not None and known is not None and given != known:
                words = _("expiry") if name == "expires_on" else _("day of manufacture")
                message = _(
                    "Batch %(batch)s of %(product)s is on file with the %(what)s %(known)s, not %(given)s: "
                    "keep that, or correct the batch."
                ) % {
                    "batch": _called(each, on_file),
                    "product": each.product,
                    "what": words,
                    "known": day_said(known),
                    "given": day_said(given),
                }
                details = {"batch_id": on_file.id, "on_file": known.isoformat(), "given": given.isoformat()}
                yield Fault(f"{each.line.pointer}/{name}".lstrip("/"), message, BatchDiffers.code, details)


def _called(named: _Named, on_file: _OnFile) -> str:
    """The number as it was typed, and where that batch was merged into another, the other's."""
    if fold_batch_number(on_file.number) == named.key[1]:
        return named.number
    return _("{merged} (merged into {number})").format(merged=named.number, number=on_file.number)


def _fill_in(*, actor: Actor, found: _Found) -> None:
    fresh = {
        on_file.id: each.line
        for each, on_file in found
        if (each.line.expires_on and on_file.expires_on is None)
        or (each.line.manufactured_on and on_file.manufactured_on is None)
    }
    if fresh:
        values = {
            "organization": actor.organization_id,
            "now": actor.now,
            "ids": sorted(fresh),
            "expiries": [fresh[batch_id].expires_on for batch_id in sorted(fresh)],
            "precisions": [fresh[batch_id].precision for batch_id in sorted(fresh)],
            "made_on": [fresh[batch_id].manufactured_on for batch_id in sorted(fresh)],
        }
        send(Statement(_FILL, values))


@operation(POLICIES)
def hold_batch(*, actor: Actor, batch_id: UUID, reason: str, expected_version: int | None = None) -> Batch:
    """Freeze a batch: from now on it is not promised, picked, sold or moved but into quarantine. Raises `NotFound`,
    `Invalid` without a reason, `SameStatus` when it is frozen already, `BatchRecalled`."""
    return _set_status(
        actor=actor, batch_id=batch_id, status="on_hold", reason=reason, expected_version=expected_version
    )


@operation(POLICIES)
def release_batch(*, actor: Actor, batch_id: UUID, reason: str, expected_version: int | None = None) -> Batch:
    """Free a batch that was on hold. Raises as `hold_batch` does."""
    return _set_status(
        actor=actor, batch_id=batch_id, status="usable", reason=reason, expected_version=expected_version
    )


def _set_status(*, actor: Actor, batch_id: UUID, status: str, reason: str, expected_version: int | None) -> Batch:
    text = reason.strip()
    if not text or len(text) > 300 or not text.isprintable():
        raise Invalid.at("reason", _("Say why, in one line of up to 300 characters."), "reason")
    batch = _locked_batch(actor=actor, batch_id=batch_id, expected_version=expected_version)
    if batch.status == "recalled":
        message = _("Batch %(batch)s is recalled: release or close its recall instead.")
        raise BatchRecalled(message % {"batch": batch.number})
    if batch.status == status:
        raise SameStatus(
            _("Batch %(batch)s is %(status)s already.") % {"batch": batch.number, "status": status.replace("_", " ")}
        )
    before = {"status": batch.status, "reason": batch.status_reason}
    batch.status, batch.status_reason = status, text
    save_change(batch, actor=actor, fields=["status", "status_reason"])
    _record(
        actor,
        "hold_batch" if status == "on_hold" else "release_batch",
        batch,
        before,
        {"status": status, "reason": text},
    )
    return batch


@operation(POLICIES)
def correct_batch(
    *, actor: Actor, batch_id: UUID, changes: Mapping[str, Any], expected_version: int | None = None
) -> Batch:
    """Correct what was typed from the pack: `expires_on`, `expiry_precision`, `manufactured_on` (None clears a day).
    Documents keep what they printed. Raises `NotFound`, `VersionConflict`, `Invalid` with every fault."""
    batch = _locked_batch(actor=actor, batch_id=batch_id, expected_version=expected_version)
    allowed = ("expires_on", "expiry_precision", "manufactured_on")
    after = {name: changes.get(name, getattr(batch, name)) for name in allowed}
    if faults := list(_correction_faults(changes, after, allowed)):
        raise Invalid.of(faults)
    changed = {name: value for name, value in after.items() if value != getattr(batch, name)}
    before = {name: getattr(batch, name) for name in changed}
    for name, value in changed.items():
        setattr(batch, name, value)
    if changed:
        save_change(batch, actor=actor, fields=list(changed))
        _record(actor, "correct_batch", batch, before, changed)
    return batch


def _correction_faults(changes: Mapping[str, Any], after: Mapping[str, Any], allowed: Sequence[str]) -> Iterator[Fault]:
    for name in changes:
        if name not in allowed:
            yield Fault(name, _("%(name)s of a batch cannot be corrected.") % {"name": name[:40]}, "unknown_field")
    for name in ("expires_on", "manufactured_on"):
        if after[name] is not None and not 1900 <= after[name].year <= 2199:
            yield Fault(name, _("The year must be between 1900 and 2199."), "out_of_range")
    if after["expiry_precision"] not in ("day", "month"):
        yield Fault("expiry_precision", _("The precision is day or month."), "expiry_precision")
    if after["expires_on"] and after["manufactured_on"] and after["manufactured_on"] > after["expires_on"]:
        yield Fault("manufactured_on", _("A batch cannot be made after it expires."), "made_after_expiry")


def _locked_batch(*, actor: Actor, batch_id: UUID, expected_version: int | None) -> Batch:
    """The batch's balances first, then the batch: whoever takes of it waits, and then sees its new status. For one that was
    merged, the batch that has its goods."""
    batch = find(Batch.objects.all(), batch_id, kind="batch")
    standing_id = standing_batches(actor=actor, batch_ids=[batch.pk]).get(batch.pk, batch.pk)
    hold_goods(actor=actor, meant="batches", ids=[standing_id])
    # NO KEY: a receipt that adds a layer to this batch checks its foreign key, and must not wait for this row.
    found = find_for_change(Batch.objects.all(), standing_id, kind="batch", expected_version=expected_version)
    if found.merged_into_id is not None:
        raise BatchMerged.of(found.number)
    return found


def _record(actor: Actor, name: str, batch: Batch, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    record(
        actor=actor,
        operation=f"ledger.{name}",
        subject_kind="batch",
        subject_id=batch.pk,
        subject_name=batch.number,
        before=before,
        after=after,
    )
