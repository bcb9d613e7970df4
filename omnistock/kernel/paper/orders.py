"""Orders and pick lists: from their data to the texts that the templates lay out."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final, cast

from omnistock.kernel.amount_words import amount_in_words
from omnistock.kernel.paper.display import Figures, Shown, breakable, framed, is_said, shown_row
from omnistock.kernel.paper.documents import Document, Line, Order, PickList
from omnistock.kernel.paper.labels import labels_of

_PICK_COLUMNS: Final = ("place", "description", "batch", "expiry", "quantity", "picked")


def show_order(order: Order) -> Shown:
    """Everything that the template `order.typ` prints."""
    figures = Figures(order)
    language = order.get("language") or "en"
    labels = labels_of(language)
    labels["tax_rate"] = labels["tax_percent"]
    is_purchase = order["paper"] == "purchase_order"
    if is_purchase:
        labels = {**labels, "bill_to": labels["supplier"], "ship_to": labels["deliver_to"]}
    if order.get("prices_include_tax"):
        labels = {**labels, "amount": labels["with_tax"]}
    total = order.get("total")
    rows = [_order_row(line, at=at, figures=figures) for at, line in enumerate(order["lines"], start=1)]
    return {
        **framed(order, title=labels[order["paper"]], labels=labels, copy_names="copy"),
        "columns": _columns(order["lines"]),
        "column_labels": labels,
        "rows": rows,
        "running": _running(order["lines"], figures) if total is not None else [],
        "sums": [(_sum_label(labels, key, rate, figures), figures.amount(text)) for key, rate, text in order["sums"]],
        "total": figures.amount(total),
        "total_label": labels[order.get("total_label") or "total"],
        "currency": figures.currency.symbol,
        "words": ""
        if total is None
        else amount_in_words(Decimal(total), currency=figures.currency, language=language, grouping=figures.grouping),
    }


def show_pick_list(pick: PickList) -> Shown:
    """Everything that the template `pick_list.typ` prints."""
    figures = Figures(cast(Document, pick))
    labels = labels_of(pick.get("language") or "en")
    labels = {**labels, "bill_to": labels["pick_for"]}
    return {
        **framed(cast(Document, pick), title=labels["pick_list"], labels=labels, copy_names="copy"),
        "columns": list(_PICK_COLUMNS),
        "column_labels": labels,
        "rows": [
            {
                **shown_row(cast(Line, line), at=at, heads=[], figures=figures),
                "place": line["place"],
                "zone": line.get("zone") or "",
                "sku": line["sku"],
                "picked": "yes" if line.get("is_picked") else "",
            }
            for at, line in enumerate(pick["lines"], start=1)
        ],
        "short": [
            (breakable(description), f"{figures.quantity(quantity)} {unit}".strip())
            for description, quantity, unit in pick["short"]
        ],
    }


def _columns(lines: Sequence[Line]) -> list[str]:
    """The columns that some line fills."""
    held = {name for line in lines for name, value in line.items() if is_said(value)}
    optional = (("rate", "unit_price"), ("discount", "discount"), ("tax_rate", "tax_rate"), ("amount", "total"))
    shown = ["position", "description", *(["hsn"] if "hsn" in held else []), "quantity"]
    return shown + [column for column, key in optional if key in held]


def _order_row(line: Line, *, at: int, figures: Figures) -> dict[str, Any]:
    rate = line.get("tax_rate")
    return {
        **shown_row(line, at=at, heads=[], figures=figures),
        "tax_rate": "" if rate is None else f"{figures.quantity(rate)} %",
    }


def _running(lines: Sequence[Line], figures: Figures) -> list[str]:
    """What the lines come to after each of them, to be carried forward from page to page."""
    sums, so_far = [], Decimal(0)
    for line in lines:
        so_far += Decimal(line.get("total") or 0)
        sums.append(figures.amount(str(so_far)))
    return sums


def _sum_label(labels: dict[str, str], key: str, rate: str | None, figures: Figures) -> str:
    return labels[key] if rate is None else f"{labels[key]} {figures.quantity(rate)} %"
