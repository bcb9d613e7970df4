"""After goods came in: from where they were received to their bins, in one move of the whole receipt."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.purchasing.access import receipt_rows
from omnistock.domain.purchasing.policies import POLICIES
from omnistock.domain.stocktaking.inputs import MoveLineInput
from omnistock.domain.stocktaking.models import Move
from omnistock.domain.stocktaking.operations import post_move
from omnistock.kernel.errors import Conflict
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.operation import operation


class ReceiptReversed(Conflict):
    """A receipt that was taken back has nothing to put away."""

    code = "receipt_reversed"


@operation(POLICIES)
def put_away_receipt(
    *,
    actor: Actor,
    receipt_id: UUID,
    lines: Sequence[MoveLineInput],
    notes: str = "",
    id: UUID | None = None,
    external_id: str | None = None,
) -> Move:
    """Move what a receipt brought to its bins. Raises `NotFound`, `ReceiptReversed`, and all that `post_move` raises."""
    receipt = find(receipt_rows(actor=actor), receipt_id, kind="receipt")
    if receipt.reversed_at is not None:
        message = _("%(number)s was taken back; there is nothing of it to put away.")
        raise ReceiptReversed(message % {"number": receipt.number})
    return post_move(
        actor=actor,
        warehouse_id=receipt.warehouse_id,
        lines=lines,
        receipt_id=receipt.pk,
        notes=notes,
        id=id,
        external_id=external_id,
    )
