"""A purchase order by the id that an integrator's own system gave it: sent again as often as one likes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any, Final
from uuid import UUID

from omnistock.domain.purchasing.access import purchase_order_rows
from omnistock.domain.purchasing.operations.orders import change_purchase_order, create_purchase_order
from omnistock.domain.purchasing.policies import POLICIES
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.operation import operation
from omnistock.tenancy.upserts import Put, put_by_external_id

_NEEDS: Final = ("supplier_id", "warehouse_id", "lines")


@operation(POLICIES)
def put_purchase_order(
    *, actor: Actor, external_id: str, values: Mapping[str, Any], expected_version: int | None = None
) -> Put:
    """The order with this external id, changed by what is sent as `change_purchase_order` does; a draft of it where there is
    none. Raises what these two raise."""

    def change(found: UUID, changes: Mapping[str, Any]) -> None:
        change_purchase_order(actor=actor, purchase_order_id=found, changes=changes, expected_version=expected_version)

    return put_by_external_id(
        purchase_order_rows(actor=actor),
        external_id=external_id,
        values=values,
        needs=_NEEDS,
        create=partial(create_purchase_order, actor=actor),
        change=change,
    )
