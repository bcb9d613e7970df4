"""A receipt that bears a landed cost cannot be taken back from under it."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.purchasing.models import LandedCost, Receipt
from omnistock.kernel.errors import Conflict


class LandedCostStands(Conflict):
    """A receipt is reversed after the landed costs that were spread over it."""

    code = "landed_cost_stands"


def receipt_hindrance(receipt: Receipt) -> tuple[str, UUID | None]:
    """The landed costs that stand, in a sentence, and the first of them; an empty one where none does."""
    standing = LandedCost.objects.filter(receipt_id=receipt.id, reversed_at__isnull=True).order_by("id")
    found = list(standing.values_list("id", "number"))
    if not found:
        return "", None
    message = _("%(costs)s was spread over %(number)s: reverse it first, then the receipt.")
    costs = ", ".join(number for _id, number in found)
    return message % {"costs": costs, "number": receipt.number}, found[0][0]


def check_bare(receipt: Receipt) -> None:
    """Raises `LandedCostStands` naming the documents. The receipt is locked."""
    sentence, _first = receipt_hindrance(receipt)
    if sentence:
        raise LandedCostStands(sentence)
