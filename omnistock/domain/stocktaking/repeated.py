"""Whether what is sent once more is what a document says: by what was said, not by what was filled in."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from omnistock.domain.stocktaking.inputs import AdjustmentLineInput, TransferLineInput
from omnistock.domain.stocktaking.models import Adjustment, AdjustmentLine, Transfer, TransferLine
from omnistock.kernel.batch_number import fold_batch_number

# Left out of a line, these were filled in when it was posted.
_FILLED_IN: Final = ("location_id", "batch_id", "unit_cost", "mrp")
_OF_THE_BATCH: Final = ("expires_on", "manufactured_on")


def has_adjustment_lines(adjustment: Adjustment, sent: Sequence[AdjustmentLineInput]) -> bool:
    rows = AdjustmentLine.objects.filter(adjustment_id=adjustment.pk).select_related("product__unit", "batch")
    lines = list(rows.order_by("position"))
    return len(lines) == len(sent) and all(map(_is_same_adjusted, lines, sent))


def has_transfer_lines(transfer: Transfer, sent: Sequence[TransferLineInput]) -> bool:
    rows = TransferLine.objects.filter(transfer_id=transfer.pk).select_related("product__unit")
    lines = list(rows.order_by("position"))
    return len(lines) == len(sent) and all(map(_is_same_sent, lines, sent))


def _is_same_adjusted(line: AdjustmentLine, sent: AdjustmentLineInput) -> bool:
    said = [(getattr(line, name), getattr(sent, name)) for name in _FILLED_IN]
    said += [(getattr(line.batch, name, None), getattr(sent, name)) for name in _OF_THE_BATCH]
    number = line.batch.number if line.batch else ""
    return (
        line.product_id == sent.product_id
        and line.quantity == sent.quantity
        and line.unit_code == (sent.unit or line.product.unit.code)
        and (not sent.batch_number or fold_batch_number(number) == fold_batch_number(sent.batch_number))
        and all(value in (None, there) for there, value in said)
    )


def _is_same_sent(line: TransferLine, sent: TransferLineInput) -> bool:
    return (
        (line.product_id, line.batch_id, line.quantity) == (sent.product_id, sent.batch_id, sent.quantity)
    ) and line.unit_code == (sent.unit or line.product.unit.code)
