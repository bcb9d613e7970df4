"""The notice "invoice overdue", to the members who asked for it."""

from __future__ import annotations

import datetime as dt
from typing import Final

from omnistock.domain.billing.models import Invoice
from omnistock.domain.billing.queries.invoices import OPEN
from omnistock.domain.notifications.notices import About, tell
from omnistock.tenancy.actor import Actor

OVERDUE: Final = "invoice_overdue"
# A night may be missed; who asks today is not told of what is old.
LOOKS_BACK: Final = dt.timedelta(days=7)
_MOST: Final = 1_000


def tell_overdue(*, actor: Actor) -> int:
    """Tell of the invoices that became overdue within a week, each once; answers how many members were told. No
    customer's name and no amount is in it: the page has them."""
    rows = Invoice.objects.filter(OPEN, due_on__lt=actor.today, due_on__gte=actor.today - LOOKS_BACK)
    found = rows.select_related("customer").order_by("due_on", "number")[:_MOST]
    abouts = [
        About(
            each.id,
            {"number": each.number or "", "due_on": each.due_on.isoformat()},
            owner_membership_id=each.customer.owner_membership_id,
        )
        for each in found
        if each.due_on
    ]
    return tell(actor=actor, kind=OVERDUE, abouts=abouts)
