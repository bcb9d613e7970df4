"""Whether what is sent once more is what was received: by what was said, not by what was filled in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from omnistock.domain.purchasing.inputs import ReceiptLineInput
from omnistock.domain.purchasing.models import Receipt, ReceiptLine
from omnistock.kernel.batch_number import fold_batch_number

_HEAD: Final = ("warehouse_id", "supplier_id", "supplier_document_number", "supplier_document_on", "effective_at")
# Left out of a line, these were filled in when it was posted.
_FILLED_IN: Final = ("unit_cost", "mrp", "expires_on", "manufactured_on", "location_id")


def is_same_receipt(receipt: Receipt, sent: Mapping[str, Any]) -> bool:
    """Whether the goods, and what was said of where and from whom they came, are those of the receipt; its notes may differ."""
    if any(sent.get(name) not in (None, "", getattr(receipt, name)) for name in _HEAD):
        return False
    wanted = sent.get("lines")
    if wanted is None:
        return True
    lines = list(ReceiptLine.objects.filter(receipt_id=receipt.pk).select_related("product__unit").order_by("position"))
    return len(lines) == len(wanted) and all(map(_is_same_line, lines, wanted))


def _is_same_line(line: ReceiptLine, sent: ReceiptLineInput) -> bool:
    said = [(name, getattr(sent, name)) for name in _FILLED_IN]
    return (
        line.product_id == sent.product_id
        and (line.quantity, line.free_quantity) == (sent.quantity, sent.free_quantity)
        and line.unit_code == (sent.unit or line.product.unit.code)
        and (not sent.batch_number or fold_batch_number(line.batch_number) == fold_batch_number(sent.batch_number))
        and all(value is None or getattr(line, name) == value for name, value in said)
    )
