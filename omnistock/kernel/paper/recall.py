"""The letters of a recall: from their data to the texts that the template lays out."""

from __future__ import annotations

from datetime import date
from typing import Any, Final, cast

from omnistock.kernel.days import format_month
from omnistock.kernel.paper.display import Figures, Shown, day_text, shown_party
from omnistock.kernel.paper.documents import Document, RecallLine, RecallNotice
from omnistock.kernel.paper.labels import labels_of

_COLUMNS: Final = ("position", "description", "batch", "expiry", "document", "sent_on", "quantity")


def show_recall(notice: RecallNotice) -> Shown:
    """Everything that the template `recall.typ` prints."""
    labels = labels_of(notice.get("language") or "en")
    figures = Figures(cast(Document, notice))
    return {
        "language": notice.get("language") or "en",
        "labels": labels,
        "title": labels["recall_notice"],
        "number": notice["number"],
        "date": day_text(notice["date"]),
        "author": notice["seller"]["name"],
        "seller": shown_party(notice["seller"], labels),
        "reason": notice["reason"],
        "is_drill": notice["is_drill"],
        "columns": list(_COLUMNS),
        "column_labels": labels,
        "letters": [
            {
                "buyer": shown_party(letter["buyer"], labels),
                "rows": [_row(line, at=at, figures=figures) for at, line in enumerate(letter["lines"], start=1)],
            }
            for letter in notice["letters"]
        ],
    }


def _row(line: RecallLine, *, at: int, figures: Figures) -> dict[str, Any]:
    expires_on = line.get("expires_on")
    return {
        "position": str(at),
        "description": line["description"],
        "batch": line["batch_number"],
        "expiry": format_month(date.fromisoformat(expires_on)) if expires_on else "",
        "document": line["document"],
        "sent_on": day_text(line["sent_on"]),
        "quantity": figures.quantity(line["quantity"]),
        "unit": line.get("unit") or "",
        "free": "",
    }
