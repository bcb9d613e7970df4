"""Purchase orders and receipts by the ids that an integrator's own system gave them: sent again as often as one likes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.purchasing.access import purchase_order_rows, receipt_rows
from omnistock.domain.purchasing.operations.orders import change_purchase_order, create_purchase_order
from omnistock.domain.purchasing.operations.receipts import post_receipt
from omnistock.domain.purchasing.policies import POLICIES
from omnistock.domain.purchasing.repeated import is_same_receipt
from omnistock.kernel.errors import IdReused
from omnistock.tenancy.access import find_for_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.operation import operation
from omnistock.tenancy.upserts import Put, changing, put_by_external_id

_RECEIPT_NEEDS: Final = ("warehouse_id", "lines")
_NEEDS: Final = ("supplier_id", "warehouse_id", "lines")


@operation(POLICIES)
def put_purchase_order(
    *, actor: Actor, external_id: str, values: Mapping[str, Any], expected_version: int | None = None
) -> Put:
    """The order with this external id, changed by what is sent as `change_purchase_order` does; a draft of it where there is
    none. Raises what these two raise."""
    return put_by_external_id(
        purchase_order_rows(actor=actor),
        actor=actor,
        external_id=external_id,
        values=values,
        needs=_NEEDS,
        create=create_purchase_order,
        change=changing(change_purchase_order, "purchase_order_id", expected_version=expected_version),
    )


@operation(POLICIES)
def put_receipt(
    *, actor: Actor, external_id: str, values: Mapping[str, Any], expected_version: int | None = None
) -> Put:
    """The receipt with this external id; where there is none it is posted. One that is there stays as it is: sent with the
    same goods it is the same receipt, also after it was reversed. Raises `IdReused` for other goods, and what `post_receipt`
    raises."""

    def same(found: UUID, *, actor: Actor, changes: Mapping[str, Any]) -> None:
        receipt = find_for_change(receipt_rows(actor=actor), found, kind="receipt", expected_version=expected_version)
        if not is_same_receipt(receipt, changes):
            message = _(
                "{number} was posted with other goods under this external id. What was posted is reversed, never changed."
            )
            raise IdReused(message.format(number=receipt.number))

    return put_by_external_id(
        receipt_rows(actor=actor),
        actor=actor,
        external_id=external_id,
        values=values,
        needs=_RECEIPT_NEEDS,
        create=post_receipt,
        change=same,
    )
