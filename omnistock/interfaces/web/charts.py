"""Geometry of the pictures: percentages of a box, so that the SVG needs no script and no style attribute."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil, log10
from typing import Final

# So many points have each their words under the axis (they wrap); of more, so many labels fit a phone.
LABELS_ALL: Final = 8
LABELS_MOST: Final = 5


@dataclass(frozen=True, slots=True)
class Point:
    """One place on the axis. `values` has one figure for a plain picture, one for each series of a stacked one;
    `shown` are the same figures in words (with unit or currency), for the table and the tip. `short` stands under the
    axis where the label is too long for it."""

    label: str
    values: Sequence[Decimal]
    shown: Sequence[str]
    href: str = ""
    is_hatched: bool = False
    short: str = ""


@dataclass(frozen=True, slots=True)
class Bar:
    """A rectangle in per cent of the picture; `series` counts from 1."""

    x: str
    y: str
    width: str
    height: str
    series: int
    tip: str
    href: str
    is_hatched: bool


@dataclass(frozen=True, slots=True)
class Picture:
    bars: list[Bar] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    top: Decimal = Decimal(0)


def stacked_bars(points: Sequence[Point], *, most: Decimal | None = None) -> Picture:
    """Bars, one a point, its values on top of each other. Values below 0 are drawn as 0; the table tells them. `most`: the
    top of the scale, where it is known."""
    top = most or _round_top(max((sum(_positive(point), Decimal(0)) for point in points), default=Decimal(0)))
    slot = Decimal(100) / max(len(points), 1)
    bars = []
    for index, point in enumerate(points):
        base = Decimal(0)
        for series, value in enumerate(_positive(point), start=1):
            if value == 0:
                continue
            bars.append(_bar(point, series=series, x=slot * index, slot=slot, base=base / top, height=value / top))
            base += value
    return Picture(bars=bars, labels=_labels(points), top=top)


def line(points: Sequence[Point]) -> str:
    """The first value of each point as the path of a line, in a box of 100 by 100."""
    values = [point.values[0] for point in points]
    top = _round_top(max([*values, Decimal(0)]))
    step = Decimal(100) / max(len(points) - 1, 1)
    places = [f"{_percent(step * index)},{_percent(100 - 100 * value / top)}" for index, value in enumerate(values)]
    return "M" + " L".join(places) if places else ""


def _bar(point: Point, *, series: int, x: Decimal, slot: Decimal, base: Decimal, height: Decimal) -> Bar:
    return Bar(
        x=f"{_percent(x + slot * Decimal('0.14'))}%",
        y=f"{_percent(100 * (1 - base - height))}%",
        width=f"{_percent(slot * Decimal('0.72'))}%",
        height=f"{_percent(100 * height)}%",
        series=series,
        tip=f"{point.label}: {point.shown[series - 1]}",
        href=point.href,
        is_hatched=point.is_hatched,
    )


def _positive(point: Point) -> list[Decimal]:
    return [max(value, Decimal(0)) for value in point.values]


def _labels(points: Sequence[Point]) -> list[str]:
    every = 1 if len(points) <= LABELS_ALL else ceil(len(points) / LABELS_MOST)
    return [(point.short or point.label) if index % every == 0 else "" for index, point in enumerate(points)]


def _round_top(most: Decimal) -> Decimal:
    """The next 1, 2, 2.5 or 5 times a power of ten: an axis that a person can read."""
    if most <= 0:
        return Decimal(1)
    power = Decimal(10) ** int(log10(most) // 1)
    return next(power * step for step in map(Decimal, ("1", "2", "2.5", "5", "10", "20")) if power * step >= most)


def _percent(value: Decimal) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")
