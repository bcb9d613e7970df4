"""Expiry, slow and dead stock, ageing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from omnistock.domain.reporting.ages import AGE_BOUNDS, Expiry, ExpiryWindow, expiry, slow_stock, stock_ages
from omnistock.interfaces.web.charts import Point
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.reports import filters
from omnistock.interfaces.web.reports.shape import Asked, Cell, Chart, Column, Shown, shortened
from omnistock.interfaces.web.words import moment_words, money_words

_ZERO: Final = Decimal(0)
_BARS: Final = 12
_EVERY: Final = 10_000
# The choice, and the days from and to; None: what has expired, too.
_WINDOWS: Final[tuple[tuple[str, Any], ...]] = (
    ("90", gettext_lazy("Within 90 days")),
    ("expired", gettext_lazy("Expired")),
    ("30", gettext_lazy("Within 30 days")),
    ("60", gettext_lazy("Within 60 days")),
    ("180", gettext_lazy("Within 180 days")),
    ("365", gettext_lazy("Within a year")),
)
_IDLE: Final = (
    ("90", gettext_lazy("for 90 days")),
    ("30", gettext_lazy("for 30 days")),
    ("60", gettext_lazy("for 60 days")),
    ("180", gettext_lazy("for 180 days")),
    ("365", gettext_lazy("for a year")),
)


def expiring(asked: Asked) -> Shown:
    """The batches of a window, the soonest first, with their life."""
    actor = asked.actor
    window = asked.choice("window", _WINDOWS)
    first, last = (None, -1) if window == "expired" else (0, int(window))
    found = expiry(actor=actor, warehouse_id=asked.warehouse_id, first_days=first, last_days=last, limit=_EVERY)
    total = sum((row.value or _ZERO for row in found.rows), _ZERO)
    worth = [Column(_("Value"), "money", on_phone=True)] if actor.sees_costs else []
    cells = [
        [
            Cell(row.product_name, href=href_of("product", row.product_id)),
            Cell(row.sku),
            Cell(row.batch_number, href=href_of("batch", row.batch_id)),
            Cell(row),
            Cell(row.expires_on),
            Cell(row.status),
            Cell(row.warehouse_name),
            Cell(row.on_hand, row.unit_code),
            Cell(row.free, row.unit_code),
            Cell(row.unit_code),
            *([Cell(row.value)] if actor.sees_costs else []),
        ]
        for row in found.rows
    ]
    return Shown(
        columns=[
            Column(_("Product")),
            Column("SKU", "csv"),
            Column(_("Batch"), "mono"),
            Column(_("Life"), "life", on_phone=True),
            Column(_("Expires on"), "csv"),
            Column(_("Status"), "status"),
            Column(_("Warehouse")),
            Column(_("On hand"), "quantity", on_phone=True),
            Column(_("Free"), "quantity"),
            Column(_("Unit"), "csv"),
            *worth,
        ],
        rows=cells,
        filters=[filters.choice(asked, "window", _("Window"), _WINDOWS), *filters.warehouse(asked)],
        stats=[(_("Value in this window"), money_words(total, actor=actor))] if actor.sees_costs else [],
        chart=_windows(asked, found),
        foot=[Cell(_("All")), *[Cell("")] * 6, Cell(total)] if actor.sees_costs and cells else (),
        empty=_("Nothing expires in this window."),
        is_good_when_empty=True,
        note=_kept_note(asked, found),
    )


def _kept_note(asked: Asked, found: Expiry) -> str:
    """Where the picture is of a moment ago and the rows are of now."""
    if found.read_at == asked.actor.now:
        return ""
    return _("The picture is of {moment}, the rows are of now.").format(
        moment=moment_words(found.read_at, actor=asked.actor)
    )


def _windows(asked: Asked, found: Expiry) -> Chart | None:
    if not any(window.batches for window in found.windows):
        return None
    points = []
    for window in found.windows:
        count = Decimal(window.batches)
        value = count if window.value is None else window.value
        shown = str(count) if window.value is None else money_words(window.value, actor=asked.actor)
        points.append(Point(_window_words(window), (value,), (shown,), is_hatched=window.first_days is None))
    series = _("Value") if asked.actor.sees_costs else _("Batches")
    return Chart(_("What expires, by days left"), _("Days left"), [series], points)


def _window_words(window: ExpiryWindow) -> str:
    return _("expired") if window.first_days is None else f"{window.first_days}–{window.last_days}"


def slow(asked: Asked) -> Shown:
    """What nobody took for so long, the dearest first."""
    actor = asked.actor
    days = int(asked.choice("days", _IDLE))
    rows = slow_stock(actor=actor, days=days, warehouse_id=asked.warehouse_id)
    total = sum((row.value or _ZERO for row in rows), _ZERO)
    worth = [Column(_("Value"), "money", on_phone=True)] if actor.sees_costs else []
    dearest = rows[:_BARS]
    points = [
        Point(
            row.name,
            (row.value or _ZERO,),
            (money_words(row.value, actor=actor),),
            short=shortened(row.name, bars=len(dearest)),
        )
        for row in dearest
    ]
    return Shown(
        columns=[
            Column(_("Product")),
            Column("SKU", "mono"),
            Column(_("On hand"), "quantity"),
            Column(_("Unit"), "csv"),
            Column(_("Last sold or used"), "day"),
            Column(_("Last received"), "day"),
            Column(_("Idle days"), "whole", on_phone=True),
            *worth,
        ],
        rows=[
            [
                Cell(row.name, href=href_of("product", row.product_id)),
                Cell(row.sku),
                Cell(row.on_hand, row.unit_code),
                Cell(row.unit_code),
                Cell(row.last_out_on),
                Cell(row.received_on),
                Cell(row.idle_days),
                *([Cell(row.value)] if actor.sees_costs else []),
            ]
            for row in rows
        ],
        filters=[filters.choice(asked, "days", _("Not touched"), _IDLE), *filters.warehouse(asked)],
        stats=[(_("Value that lies idle"), money_words(total, actor=actor))] if actor.sees_costs else [],
        chart=Chart(_("The dearest idle products"), _("Product"), [_("Value")], points)
        if points and actor.sees_costs
        else None,
        foot=[Cell(_("All")), *[Cell("")] * 5, Cell(total)] if actor.sees_costs and rows else (),
        empty=_("Everything in stock was sold, used or received within that time."),
        is_good_when_empty=True,
    )


def ageing(asked: Asked) -> Shown:
    """Values by the days since the goods were received; quantities for who sees no costs."""
    actor = asked.actor
    rows = stock_ages(actor=actor, warehouse_id=asked.warehouse_id)
    labels = _bucket_words()
    sums = [sum((row.buckets[at] for row in rows), _ZERO) for at in range(len(labels))]
    kind: Any = "money" if actor.sees_costs else "quantity"
    worth = [Column(_("Value"), "money", on_phone=True)] if actor.sees_costs else []
    points = [
        Point(label, (value,), (money_words(value, actor=actor),)) for label, value in zip(labels, sums, strict=True)
    ]
    total = sum(sums, _ZERO)
    return Shown(
        columns=[
            Column(_("Product")),
            Column("SKU", "mono"),
            Column(_("On hand"), "quantity", on_phone=True),
            Column(_("Unit"), "csv"),
            *(Column(label, kind) for label in labels),
            *worth,
        ],
        rows=[
            [
                Cell(row.name, href=href_of("product", row.product_id)),
                Cell(row.sku),
                Cell(row.on_hand, row.unit_code),
                Cell(row.unit_code),
                *(Cell(part or None) for part in row.buckets),
                *([Cell(row.value)] if actor.sees_costs else []),
            ]
            for row in rows
        ],
        filters=filters.warehouse(asked),
        stats=[(_("Value on hand"), money_words(total, actor=actor))] if actor.sees_costs else [],
        chart=Chart(_("Value on hand by days since it was received"), _("Days"), [_("Value")], points)
        if rows and actor.sees_costs
        else None,
        foot=[Cell(_("All")), Cell(""), Cell(""), *map(Cell, sums), Cell(total)] if actor.sees_costs and rows else (),
        empty=_("Nothing is on hand."),
    )


def _bucket_words() -> list[str]:
    starts = [0, *AGE_BOUNDS]
    spans = [f"{first}–{after - 1}" for first, after in zip(starts, AGE_BOUNDS, strict=False)]
    return [_("{days} days").format(days=span) for span in spans] + [
        _("over {days} days").format(days=AGE_BOUNDS[-1] - 1)
    ]
