"""A count on paper: what is printed (never how much the books say), and the filled sheet read back, all of it or with
every error at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.catalog.codes import fold_sku
from omnistock.domain.catalog.models import Product
from omnistock.domain.catalog.units import product_facts
from omnistock.domain.exchange.exports.writing import expiry_text
from omnistock.domain.exchange.reading.table import Row, read_table
from omnistock.domain.ledger.queries.naming import NamedBatch, batches_named
from omnistock.domain.stocktaking.access import stock_count_rows
from omnistock.domain.stocktaking.counting_inputs import CountedInput
from omnistock.domain.stocktaking.counting_queries import lines_to_count
from omnistock.domain.stocktaking.counting_rows import require_counter
from omnistock.domain.stocktaking.models import StockCount, StockCountBin, StockCountLine
from omnistock.domain.stocktaking.operations import finish_bin, record_counts
from omnistock.kernel.days import parse_expiry
from omnistock.kernel.errors import DomainError, Fault, Invalid
from omnistock.kernel.numbers import excerpt
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker

HEADINGS: Final = ("Bin", "SKU", "Product", "Batch", "Expiry", "Units", "Counted")
MOST_BYTES: Final = 10_000_000
_NEEDED: Final = ("Bin", "SKU", "Batch", "Counted")
_COLUMN_OF: Final = {
    "location_id": "Bin",
    "product_id": "SKU",
    "batch_number": "Batch",
    "batch_id": "Batch",
    "expires_on": "Expiry",
    "quantity": "Counted",
}


def sheet_rows(*, actor: Actor, count_id: UUID) -> tuple[str, list[list[Any]]]:
    """The count's number, and a row for each line that is still to be counted, in walking order. Raises `NotFound`,
    `PermissionMissing`."""
    actor.require("counts:write")
    count = find(stock_count_rows(actor=actor), count_id, kind="stock count")
    require_counter(count, actor=actor)
    places = dict(StockCountBin.objects.filter(count_id=count.pk).values_list("location_id", "position"))
    waiting = StockCountLine.objects.filter(count_id=count.pk, state__in=("waiting", "recount"))
    lines = lines_to_count(waiting.prefetch_related("location", "product", "batch__merged_into"))
    facts = product_facts(actor=actor, ids={line.product_id for line in lines})
    lines.sort(key=lambda line: (places[line.location_id], line.product.name, line.batch.number if line.batch else ""))
    return count.number, [_row(line, " / ".join(facts[line.product_id].units)) for line in lines]


def _row(line: StockCountLine, units: str) -> list[Any]:
    batch = line.batch
    expiry = expiry_text(batch.expires_on, batch.expiry_precision) if batch else ""
    number = batch.number if batch else ""
    return [line.location.code, line.product.sku, line.product.name, number, expiry, units, ""]


@dataclass(frozen=True, slots=True)
class SheetRead:
    """How many rows had a figure; `merged`: the batches that were counted under a number that was merged into theirs."""

    rows: int
    merged: tuple[NamedBatch, ...]


def import_count_sheet(*, actor: Actor, count_id: UUID, content: bytes) -> SheetRead:
    """Write down what a filled sheet (CSV or spreadsheet) says. A row without a figure was not counted; rows may be added
    for what is not on the list. A bin whose list is done is finished.

    Raises `Invalid` with every error, each with its row and column, and what `record_counts` raises.
    """
    actor.require("counts:write")
    count = find(stock_count_rows(actor=actor), count_id, kind="stock count")
    columns, rows = _table(content)
    cells = [(row.number, _cells(row, columns)) for row in rows]
    filled = [(number, each) for number, each in cells if each.get("Counted")]
    checker = Checker()
    lines = _lines(count, filled, checker)
    if not filled:
        checker.add("file", _("No row has a figure under “Counted”."), "missing")
    named = batches_named(actor=actor, named=[(line.product_id, line.batch_number) for line in lines])
    try:
        if lines:
            record_counts(actor=actor, count_id=count_id, lines=lines, source="sheet")
    except DomainError as refusal:
        if not refusal.faults:
            raise
        raise _told([*checker.faults, *refusal.faults]) from refusal
    if checker.faults:
        raise _told(checker.faults)
    _finish(count, {line.location_id for line in lines}, actor=actor)
    return SheetRead(len(lines), tuple(batch for batch in named.values() if batch.merged_number))


def _table(content: bytes) -> tuple[dict[str, int], list[Row]]:
    """The position of each column, and the rows under the headings. Raises `Invalid`."""
    table = read_table(content)
    for at, row in enumerate(table.rows[:20]):
        found = {cell.strip().casefold(): position for position, cell in enumerate(row.cells)}
        columns = {name: found[name.casefold()] for name in HEADINGS if name.casefold() in found}
        if all(name in columns for name in _NEEDED):
            return columns, list(table.rows[at + 1 :])
    message = _("The sheet has no row with the headings {headings}; fill the sheet that the count's page offers.")
    raise Invalid.at("file", message.format(headings=", ".join(_NEEDED)), "headings")


def _cells(row: Row, columns: Mapping[str, int]) -> dict[str, str]:
    cells = {name: row.cells[at] if at < len(row.cells) else "" for name, at in columns.items()}
    # An apostrophe in front keeps a spreadsheet from running a cell as a formula.
    return {name: cell.strip().removeprefix("'") for name, cell in cells.items()}


def _lines(count: StockCount, rows: Sequence[tuple[int, Mapping[str, str]]], checker: Checker) -> list[CountedInput]:
    bins = {
        code.casefold(): location_id
        for location_id, code in StockCountBin.objects.filter(count_id=count.pk).values_list(
            "location_id", "location__code"
        )
    }
    keys = {fold_sku(cells.get("SKU", "")[:64]) for _number, cells in rows}
    products = dict(Product.objects.filter(sku_key__in=keys).values_list("sku_key", "id"))
    found = [_line(number, cells, bins, products, checker) for number, cells in rows]
    return [line for line in found if line is not None]


def _line(
    number: int, cells: Mapping[str, str], bins: Mapping[str, UUID], products: Mapping[str, UUID], checker: Checker
) -> CountedInput | None:
    under = checker.under(f"rows/{number}")
    location_id = bins.get(cells["Bin"].casefold())
    product_id = products.get(fold_sku(cells["SKU"][:64]))
    if location_id is None:
        under.add("location_id", _("The count has no bin “{text}”.").format(text=excerpt(cells["Bin"])), "not_found")
    if product_id is None:
        under.add("product_id", _("There is no product “{text}”.").format(text=excerpt(cells["SKU"])), "not_found")
    expiry = cells.get("Expiry", "")
    read = under.keep("expires_on", lambda: parse_expiry(expiry)) if expiry else None
    if location_id is None or product_id is None:
        return None
    expires_on, precision = read or (None, "day")
    return CountedInput(
        location_id=location_id,
        product_id=product_id,
        quantity=cells["Counted"],
        batch_number=cells["Batch"],
        expires_on=expires_on,
        expiry_precision="month" if precision == "month" else "day",
        pointer=f"rows/{number}",
    )


def _told(faults: Sequence[Fault]) -> Invalid:
    """Every error with its row and column, in the order of the file."""
    message = _("Row {row}, {column}: {message}")
    told = []
    for fault in faults:
        parts = fault.pointer.split("/")
        if len(parts) >= 3 and parts[0] == "rows":
            column = _COLUMN_OF.get(parts[2], "Counted")
            text = message.format(row=parts[1], column=column, message=fault.message)
            told.append((int(parts[1]), Fault(f"rows/{parts[1]}/{column}", text, fault.code, fault.details)))
        else:
            told.append((0, Fault("file", fault.message, fault.code, fault.details)))
    return Invalid.of([fault for _row, fault in sorted(told, key=lambda each: each[0])])


def _finish(count: StockCount, location_ids: set[UUID], *, actor: Actor) -> None:
    waiting = StockCountLine.objects.filter(
        count_id=count.pk, location_id__in=location_ids, state__in=("waiting", "recount")
    )
    open_bins = set(waiting.values_list("location_id", flat=True))
    for location_id in sorted(location_ids - open_bins):
        finish_bin(actor=actor, count_id=count.pk, location_id=location_id)
