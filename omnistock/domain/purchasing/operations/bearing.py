"""A receipt that bears a landed cost cannot be taken back from under it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from omnistock.domain.purchasing.models import LandedCost, Receipt
from omnistock.kernel.errors import Conflict


class LandedCostStands(Conflict):
    """A receipt is reversed after the landed costs that were spread over it."""

    code = "landed_cost_stands"


def check_bare(receipt: Receipt) -> None:
    """Raises `LandedCostStands` naming the documents. The receipt is locked."""
    standing = LandedCost.objects.filter(receipt_id=receipt.id, reversed_at__isnull=True).order_by("id")
    if numbers := list(standing.values_list("number", flat=True)):
        message = _("%(costs)s was spread over %(number)s: reverse it first, then the receipt.")
        raise LandedCostStands(message % {"costs": ", ".join(numbers), "number": receipt.number})
