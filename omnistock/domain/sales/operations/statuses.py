"""In which status an order may be what."""

from __future__ import annotations

from django.utils.translation import gettext as _

from omnistock.domain.sales.models import SalesOrder
from omnistock.kernel.errors import Conflict


class SalesOrderStatus(Conflict):
    """The order is not in a status in which this can be done."""

    code = "sales_order_status"


def require_status(order: SalesOrder, *statuses: str, to: str) -> None:
    """Raises `SalesOrderStatus` saying what the order is, and what it therefore cannot be."""
    if order.status not in statuses:
        message = _("%(number)s is %(status)s; it cannot be %(to)s.")
        raise SalesOrderStatus(message % {"number": order.number, "status": _(order.status), "to": to})
