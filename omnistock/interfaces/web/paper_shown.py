"""The paper of an invoice or a credit note as a page shows it: the same words and figures as its PDF prints."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, cast

from omnistock.kernel.paper.display import show_invoice
from omnistock.kernel.paper.documents import Invoice

_FIGURES: Final = frozenset("mrp quantity rate discount taxable cgst sgst utgst igst tax amount".split())
_MONO: Final = frozenset(("batch", "hsn"))


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure or a text under the column `label`; `note` stands small beside it."""

    label: str
    text: str
    note: str
    is_figure: bool
    is_mono: bool


@dataclass(frozen=True, slots=True)
class ShownPaper:
    """`shown` is what the PDF's template gets; `heads` and `rows` are its table; `upi_code` an image's address."""

    shown: Mapping[str, Any]
    heads: Sequence[Cell]
    rows: Sequence[Sequence[Cell]]
    upi_code: str


def shown_paper(data: Mapping[str, Any]) -> ShownPaper:
    """`data` is what `fulfilment.documents` answers."""
    shown = show_invoice(cast(Invoice, data))
    columns = [name for name in shown["columns"] if name != "position"]
    labels = shown["column_labels"]
    return ShownPaper(
        shown=shown,
        heads=[_cell(name, labels, labels.get(name, ""), "") for name in columns],
        rows=[[_cell(name, labels, row[name], _note(name, row)) for name in columns] for row in shown["rows"]],
        upi_code=_image(shown["upi_qr"]),
    )


def _cell(name: str, labels: Mapping[str, str], text: str, note: str) -> Cell:
    is_mono = name in _MONO and bool(text)
    return Cell(label=labels.get(name, ""), text=text, note=note, is_figure=name in _FIGURES, is_mono=is_mono)


def _note(name: str, row: Mapping[str, str]) -> str:
    if name == "quantity":
        return " ".join(part for part in (row["unit"], f"+ {row['free']}" if row["free"] else "") if part)
    return row.get(f"{name}_rate", "")


def _image(svg: str) -> str:
    return f"data:image/svg+xml;base64,{b64encode(svg.encode()).decode()}" if svg else ""
