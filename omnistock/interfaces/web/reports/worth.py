"""Value on hand, ABC classes, cost of goods sold."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from decimal import Decimal
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from omnistock.domain.ledger.queries import abc_classes
from omnistock.domain.reporting.asking import ends
from omnistock.domain.reporting.flows import cost_of_goods_sold
from omnistock.domain.reporting.valuation import value_on_hand_by
from omnistock.interfaces.web.charts import Point
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.reports import filters
from omnistock.interfaces.web.reports.shape import Asked, Cell, Chart, Column, Shown, shortened
from omnistock.interfaces.web.words import money_words

_BARS: Final = 12
_ZERO: Final = Decimal(0)
_BASES: Final = (
    ("used", gettext_lazy("By what was sold and used")),
    ("stock", gettext_lazy("By what is there")),
)
_WINDOWS: Final = (
    ("365", gettext_lazy("in a year")),
    ("90", gettext_lazy("in 90 days")),
    ("30", gettext_lazy("in 30 days")),
)


def value_on_hand(asked: Asked) -> Shown:
    """Now, or at the end of a past day."""
    actor = asked.actor
    by: Any = asked.choice("by", filters.BY)
    today = actor.today
    on = asked.day("as_of", today)
    moment = None if on == today else ends(actor, on)
    rows = value_on_hand_by(actor=actor, by=by, warehouse_id=asked.warehouse_id, as_of=moment)
    total = sum((row.value or _ZERO for row in rows), _ZERO)
    is_product = by == "product"
    head = [Column(_("Name")), Column(_("Code"), "mono")]
    quantity = [Column(_("On hand"), "quantity", on_phone=True), Column(_("Unit"), "csv")] if is_product else []
    worth = [Column(_("Value"), "money", on_phone=True), Column(_("Share"), "percent")] if actor.sees_costs else []
    cells = []
    for row in rows:
        href = href_of(by, row.id) if row.id and by != "category" else ""
        line = [Cell(row.name, href=href), Cell(row.code)]
        line += [Cell(row.on_hand, row.unit_code), Cell(row.unit_code)] if is_product else []
        cells.append(line + ([Cell(row.value), Cell(percent(row.value, total))] if actor.sees_costs else []))
    foot = [Cell(_("All")), Cell(""), *([Cell("")] if is_product else []), Cell(total), Cell(None)]
    return Shown(
        columns=[*head, *quantity, *worth],
        rows=cells,
        filters=[
            filters.choice(asked, "by", _("Grouped"), filters.BY),
            *filters.warehouse(asked),
            filters.day(asked, "as_of", _("At the end of"), None if moment is None else on),
        ],
        stats=[(_("Value on hand"), money_words(total, actor=actor))] if actor.sees_costs else [],
        chart=_largest(asked, [(row.name, row.value) for row in rows]),
        foot=foot if actor.sees_costs and rows else (),
        empty=_("Nothing was on hand then.") if moment else _("Nothing is on hand."),
    )


def _largest(asked: Asked, rows: list[tuple[str, Decimal | None]]) -> Chart | None:
    if not asked.actor.sees_costs or not rows:
        return None
    largest = rows[:_BARS]
    points = [
        Point(
            name,
            (value or _ZERO,),
            (money_words(value, actor=asked.actor),),
            short=shortened(name, bars=len(largest)),
        )
        for name, value in largest
    ]
    return Chart(_("Where most of the value lies"), _("Name"), [_("Value")], points)


def percent(part: Decimal | None, total: Decimal) -> Decimal | None:
    return round((part or _ZERO) * 100 / total, 1) if total else None


def abc(asked: Asked) -> Shown:
    """A Pareto: the bars are the products, in the colour of their class."""
    actor = asked.actor
    basis: Any = asked.choice("basis", _BASES)
    days = int(asked.choice("days", _WINDOWS))
    rows = abc_classes(actor=actor, warehouse_id=asked.warehouse_id, basis=basis, days=days)
    worth = [Column(_("Value"), "money"), Column(_("In stock"), "money")] if actor.sees_costs else []
    cells = [
        [
            Cell(row.name, href=href_of("product", row.product_id)),
            Cell(row.sku),
            Cell(row.abc_class),
            *([Cell(row.value), Cell(row.held)] if actor.sees_costs else []),
            Cell(row.share),
            Cell(row.running_share),
        ]
        for row in rows
    ]
    counts = {name: sum(row.abc_class == name for row in rows) for name in "ABC"}
    return Shown(
        columns=[
            Column(_("Product")),
            Column("SKU", "mono"),
            Column(_("Class"), "text", on_phone=True),
            *worth,
            Column(_("Share"), "percent", on_phone=True),
            Column(_("Running share"), "percent"),
        ],
        rows=cells,
        filters=[
            filters.choice(asked, "basis", _("Measured"), _BASES),
            filters.choice(asked, "days", _("Window"), _WINDOWS),
            *filters.warehouse(asked),
        ],
        stats=[(_("Class {name}").format(name=name), _products(count)) for name, count in counts.items()],
        chart=_pareto(rows),
        empty=_("Nothing was sold, used or kept in that time."),
        note=_("Class A makes 80 per cent of the value, B the next 15, C the rest. Counts can be planned by class."),
    )


def _products(count: int) -> str:
    return ngettext("{count} product", "{count} products", count).format(count=count)


def _pareto(rows: list[Any]) -> Chart | None:
    if not rows or not rows[0].share:
        return None
    points = []
    largest = rows[:40]
    for row in largest:
        values = [row.share if row.abc_class == name else _ZERO for name in "ABC"]
        shown = [f"{row.share} %, {row.running_share} % so far" if value else "–" for value in values]
        points.append(Point(row.name, values, shown, short=shortened(row.name, bars=len(largest))))
    return Chart(_("Share of the value, the largest first"), _("Product"), ["A", "B", "C"], points)


def costs(asked: Asked) -> Shown:
    """What the goods that were sold had cost, by batch."""
    actor = asked.actor
    first, last = asked.period()
    rows = cost_of_goods_sold(actor=actor, first=first, last=last, warehouse_id=asked.warehouse_id)
    total = sum((row.value for row in rows), _ZERO)
    months: dict[dt.date, Decimal] = defaultdict(Decimal)
    for row in rows:
        for month, value in row.by_month.items():
            months[month] += value
    points = [
        Point(date_format(month, "M Y"), (value,), (money_words(value, actor=actor),))
        for month, value in sorted(months.items())
    ]
    cells = [
        [
            Cell(row.name, href=href_of("product", row.product_id)),
            Cell(row.sku),
            Cell(row.quantity, row.unit_code),
            Cell(row.unit_code),
            Cell(row.value),
            Cell(percent(row.value, total)),
        ]
        for row in rows
    ]
    return Shown(
        columns=[
            Column(_("Product")),
            Column("SKU", "mono"),
            Column(_("Sold"), "quantity"),
            Column(_("Unit"), "csv"),
            Column(_("Cost"), "money", on_phone=True),
            Column(_("Share"), "percent", on_phone=True),
        ],
        rows=cells,
        filters=[*filters.period(asked, first, last), *filters.warehouse(asked)],
        stats=[(_("Cost of goods sold"), money_words(total, actor=actor))],
        chart=Chart(_("Cost of goods sold by month"), _("Month"), [_("Cost")], points) if points else None,
        foot=[Cell(_("All")), Cell(""), Cell(""), Cell(total), Cell(None)] if rows else (),
        empty=_("Nothing was sold in these days."),
        note=_("Each sale at the cost of the very batch that left, less what customers returned."),
    )
