"""Typst makes the PDF. The data goes in as one JSON input and is only shown as text: nothing in it is markup."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, cast

import typst

from omnistock.kernel.paper.display import Shown, show_delivery_note, show_invoice
from omnistock.kernel.paper.documents import Document, Invoice, Letter, Order, PickList, Prose, RecallNotice
from omnistock.kernel.paper.letter import show_letter
from omnistock.kernel.paper.orders import show_order, show_pick_list
from omnistock.kernel.paper.prose import show_prose
from omnistock.kernel.paper.recall import show_recall

_HERE: Final = Path(__file__).parent
_TEMPLATES: Final = _HERE / "templates"
_FONTS: Final = _HERE / "fonts"


class PaperKind(StrEnum):
    """The papers there are. A credit note is an invoice whose `paper` says so."""

    INVOICE = "invoice"
    DELIVERY_NOTE = "delivery_note"
    ORDER = "order"
    PICK_LIST = "pick_list"
    RECALL = "recall"
    LETTER = "letter"
    PROSE = "prose"


_SHOW: Final[dict[PaperKind, Callable[[Any], Shown]]] = {
    PaperKind.INVOICE: lambda data: show_invoice(cast(Invoice, data)),
    PaperKind.DELIVERY_NOTE: lambda data: show_delivery_note(cast(Document, data)),
    PaperKind.ORDER: lambda data: show_order(cast(Order, data)),
    PaperKind.PICK_LIST: lambda data: show_pick_list(cast(PickList, data)),
    PaperKind.PROSE: lambda data: show_prose(cast(Prose, data)),
    PaperKind.RECALL: lambda data: show_recall(cast(RecallNotice, data)),
    PaperKind.LETTER: lambda data: show_letter(cast(Letter, data)),
}


def render(kind: PaperKind | str, data: Mapping[str, Any], *, logo: bytes = b"") -> bytes:
    """The PDF (A4) of `data`, shaped as the class of `documents` that the kind names. `logo` is a PNG as
    `kernel.pictures` makes it.

    The date inside the file is the document's, so equal data gives equal bytes. Raises ValueError for a kind that
    does not exist and KeyError for data that lacks what the law wants printed: both are bugs of the caller.
    """
    paper = PaperKind(kind)
    shown = _SHOW[paper](data) | {"logo": list(logo)}
    made_at = datetime.fromisoformat(data["date"]).replace(tzinfo=UTC)
    pdf: bytes = typst.compile(
        str(_TEMPLATES / f"{paper}.typ"),
        root=str(_TEMPLATES),
        font_paths=[str(_FONTS)] if _FONTS.is_dir() else [],
        # Without our own fonts (not built yet) whatever the machine has is better than boxes in place of Hindi.
        ignore_system_fonts=_FONTS.is_dir(),
        sys_inputs={"data": json.dumps(shown, ensure_ascii=False)},
        timestamp=int(made_at.timestamp()),
        format="pdf",
    )
    return pdf
