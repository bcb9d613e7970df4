"""What was said of a count, judged as far as it can be without the books: products, bins, batches, quantities."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.catalog.units import ProductFacts, product_facts
from omnistock.domain.ledger import operations as ledger
from omnistock.domain.ledger.errors import BatchMerged, BatchRequired
from omnistock.domain.ledger.queries.naming import NamedBatch, batches_named, standing_batches
from omnistock.domain.ledger.types import BatchInput
from omnistock.domain.stocktaking.counting_inputs import CountedInput
from omnistock.domain.stocktaking.counting_rows import Shelf
from omnistock.domain.stocktaking.models import StockCount, StockCountBin, StockCountLine
from omnistock.domain.stocktaking.typed_quantity import typed_base
from omnistock.kernel.errors import Invalid
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.statements import Statement, send

_BATCHES: Final = """
SELECT id, product_id, number, merged_into_id IS NOT NULL FROM batch
WHERE organization_id = %(organization)s AND id = ANY(%(ids)s::uuid[])
UNION
SELECT id, product_id, number, merged_into_id IS NOT NULL FROM batch
WHERE organization_id = %(organization)s AND product_id = ANY(%(plain)s::uuid[]) AND number_key = ''
"""


@dataclass(frozen=True, slots=True)
class Said:
    """A line that is right as far as it can be seen without the books."""

    input: CountedInput
    product: ProductFacts
    quantity: Decimal
    batch_id: UUID | None
    named: NamedBatch | None = None  # what is on file under the number that was read from the pack

    @property
    def shelf(self) -> Shelf:
        return self.input.location_id, self.product.id, self.batch_id


@dataclass(slots=True)
class _Known:
    """All that the lines name, read before they are judged."""

    products: Mapping[UUID, ProductFacts]
    bins: set[UUID]
    scope: set[UUID] | None  # of batches, where the count is of named ones
    batches: dict[UUID, UUID] = field(default_factory=dict)  # product
    merged: dict[UUID, str] = field(default_factory=dict)  # the number of one that was merged into another, else ''
    nameless: dict[UUID, UUID] = field(default_factory=dict)  # by product, of goods that are not tracked
    named: Mapping[tuple[UUID, str], NamedBatch] = field(default_factory=dict)


def judged(count: StockCount, lines: Sequence[CountedInput], *, actor: Actor, checker: Checker) -> list[Said]:
    """The lines as they will be written. Raises `Invalid`, `BatchRequired` with every fault."""
    lines = [line if line.pointer else replace(line, pointer=f"lines/{at}") for at, line in enumerate(lines)]
    known = _read_known(count, lines, actor=actor)
    found: dict[object, Said] = {}
    for line in lines:
        said = _said(count, line, known, checker)
        if said and found.setdefault((said.shelf, line.batch_number.strip().casefold()), said) is not said:
            _add_twice(said, checker)
    try:
        identified = _with_new_batches(list(found.values()), actor=actor)
    except (BatchRequired, Invalid) as refusal:
        if not checker.faults:
            raise
        raise Invalid.of([*checker.faults, *refusal.faults]) from None
    summed = _one_a_shelf(identified, checker)
    _refuse_parts(count, summed, checker)
    checker.stop()
    return summed


def _add_twice(said: Said, checker: Checker) -> None:
    checker.add(f"{said.input.pointer}/quantity", _("This was counted in a line above; write one sum."), "duplicate")


def _one_a_shelf(said: Sequence[Said], checker: Checker) -> list[Said]:
    """Two lines that mean one batch are a mistake, but where one of the two was merged into the other since the list was
    printed: then they are two piles of it, and their sum is what lies there."""
    found: dict[Shelf, Said] = {}
    for each in said:
        before = found.get(each.shelf)
        if before is None:
            found[each.shelf] = each
        elif _merged_number(before) or _merged_number(each):
            typed = f"{before.input.quantity.strip()} + {each.input.quantity.strip()}"
            both = replace(before.input, quantity=typed, expires_on=before.input.expires_on or each.input.expires_on)
            named = before.named if not _merged_number(before) else each.named
            found[each.shelf] = replace(before, input=both, quantity=before.quantity + each.quantity, named=named)
        else:
            _add_twice(each, checker)
    return list(found.values())


def _merged_number(said: Said) -> str:
    return said.named.merged_number if said.named else ""


def _refuse_parts(count: StockCount, said: Sequence[Said], checker: Checker) -> None:
    """What was counted under the old number alone is a part of the batch, where the other is on the bin's list, too."""
    parts = [each for each in said if _merged_number(each)]
    if not parts:
        return
    listed = StockCountLine.objects.filter(count_id=count.pk, batch_id__in={each.batch_id for each in parts})
    shelves = set(listed.exclude(state="left_out").values_list("location_id", "product_id", "batch_id"))
    message = _("{merged} was merged into {number}, which is on this bin’s list, too: write one sum under {number}.")
    for each in parts:
        if each.named and each.shelf in shelves:
            text = message.format(merged=each.named.merged_number, number=each.named.number)
            checker.add(f"{each.input.pointer}/batch_number", text, BatchMerged.code)


def _read_known(count: StockCount, lines: Sequence[CountedInput], *, actor: Actor) -> _Known:
    products = product_facts(actor=actor, ids={line.product_id for line in lines})
    bins = StockCountBin.objects.filter(count_id=count.pk, location_id__in={line.location_id for line in lines})
    known = _Known(products, set(bins.values_list("location_id", flat=True)), batches_in_scope(count, actor=actor))
    values = {
        "organization": actor.organization_id,
        "ids": list({line.batch_id for line in lines if line.batch_id}),
        "plain": [each.id for each in products.values() if each.tracking == "none"],
    }
    batches = Statement(_BATCHES, values)
    send(batches)
    for batch_id, product_id, number, is_merged in batches.rows:
        known.batches[batch_id] = product_id
        known.merged[batch_id] = number if is_merged else ""
        if not number:
            known.nameless[product_id] = batch_id
    unnamed = [(line.product_id, line.batch_number) for line in lines if line.batch_id is None]
    known.named = batches_named(actor=actor, named=unnamed)
    return known


def _said(count: StockCount, line: CountedInput, known: _Known, checker: Checker) -> Said | None:
    under, before = checker.under(line.pointer), len(checker.faults)
    product = known.products.get(line.product_id)
    under.known("product_id", line.product_id, known.products, kind="product")
    if line.location_id not in known.bins:
        under.add("location_id", _("This bin does not belong to {number}.").format(number=count.number), "not_found")
    if line.batch_id is not None and known.batches.get(line.batch_id) != line.product_id:
        under.add(
            "batch_id", _("There is no batch of this product with the id %(id)s.") % {"id": line.batch_id}, "not_found"
        )
    elif line.batch_id is not None and known.merged[line.batch_id]:
        # Its goods are of another batch now, and are counted with that one's: two figures would each deny the other.
        message = _("Batch %(batch)s was merged into another meanwhile. Read it again and repeat this.")
        under.add("batch_id", message % {"batch": known.merged[line.batch_id]}, BatchMerged.code)
    under.choice("expiry_precision", line.expiry_precision, ("day", "month"))
    under.day("expires_on", line.expires_on)
    if product is None:
        return None
    _check_scope(count, line, product, known, under)
    quantity = typed_base(
        product, line.quantity, unit=line.unit, pointer=f"{line.pointer}/quantity", faults=checker.faults
    )
    if len(checker.faults) > before or quantity is None:
        return None
    batch_id = line.batch_id or (known.nameless.get(product.id) if product.tracking == "none" else None)
    named = None if line.batch_id else known.named.get((line.product_id, line.batch_number))
    return Said(line, product, quantity, batch_id, named)


def batches_in_scope(count: StockCount, *, actor: Actor) -> set[UUID] | None:
    """The batches that the count names, and those into which they were merged since; None where it names none."""
    if count.batch_ids is None:
        return None
    named = {UUID(each) for each in count.batch_ids}
    return named | set(standing_batches(actor=actor, batch_ids=named).values())


def _check_scope(count: StockCount, line: CountedInput, product: ProductFacts, known: _Known, under: Checker) -> None:
    if count.product_ids is not None and str(product.id) not in count.product_ids:
        message = _("{number} does not count {product}.")
        under.add("product_id", message.format(number=count.number, product=product.name), "out_of_scope")
    named = known.named.get((line.product_id, line.batch_number))
    if known.scope is not None and (named.id if named else line.batch_id) not in known.scope:
        message = _("{number} counts named batches, and this is none of them.")
        under.add("batch_id", message.format(number=count.number), "out_of_scope")
    if product.tracking == "serial" and line.batch_id is None and not line.batch_number.strip():
        under.add("batch_number", _("Scan or type the serial number: each piece is counted by itself."), "missing")


def _with_new_batches(said: Sequence[Said], *, actor: Actor) -> list[Said]:
    """Batches that were named by what is printed on the pack are found, or made."""
    named = [each for each in said if each.batch_id is None and _is_named(each)]
    if not named:
        return list(said)
    # What their packs say against the file is kept with the entry, and stops nobody from counting.
    inputs = [
        BatchInput(
            product=each.product,
            number=each.input.batch_number,
            expires_on=None if each.named and each.named.expires_on else each.input.expires_on,
            precision="month" if each.input.expiry_precision == "month" else "day",
            pointer=each.input.pointer,
        )
        for each in named
    ]
    found = dict(zip(map(id, named), ledger.identify_batches(actor=actor, lines=inputs), strict=True))
    return [replace(each, batch_id=found.get(id(each), each.batch_id)) for each in said]


def _is_named(said: Said) -> bool:
    return bool(said.input.batch_number.strip()) or said.product.tracking == "none"
