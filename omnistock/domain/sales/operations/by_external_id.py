"""A sales order by the id that an integrator's own system gave it: sent again as often as one likes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from omnistock.domain.sales.access import sales_order_rows
from omnistock.domain.sales.operations.orders import change_sales_order, create_sales_order
from omnistock.domain.sales.policies import POLICIES
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.operation import operation
from omnistock.tenancy.upserts import Put, changing, put_by_external_id

_NEEDS: Final = ("customer_id", "warehouse_id", "lines")


@operation(POLICIES)
def put_sales_order(
    *, actor: Actor, external_id: str, values: Mapping[str, Any], expected_version: int | None = None
) -> Put:
    """The order with this external id, changed by what is sent as `change_sales_order` does; a draft of it where there is
    none. Raises what these two raise."""
    return put_by_external_id(
        sales_order_rows(actor=actor),
        actor=actor,
        external_id=external_id,
        values=values,
        needs=_NEEDS,
        create=create_sales_order,
        change=changing(change_sales_order, "sales_order_id", expected_version=expected_version),
    )
