"""The notice "stock count completed", to the members who asked for it."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext as _

from omnistock.domain.notifications.notices import send_notice
from omnistock.domain.stocktaking.models import StockCount
from omnistock.tenancy.actor import Actor

COMPLETED: Final = "stock_count_completed"


def tell_completed(count: StockCount, *, lines: int, differences: int, actor: Actor) -> None:
    """Mails in the same transaction as the approval: they go out when, and only when, it is committed. No quantity and
    no value is in them: whoever may see those reads them on the page."""
    subject = _("{number} is counted and approved").format(number=count.number)
    text = _(
        "{name} approved the stock count {number} in {warehouse}: {lines} lines were counted, {differences} of them differed "
        "from the books.\n\nYou get this because you asked for it on your profile page in {workspace}."
    ).format(
        name=actor.name,
        number=count.number,
        warehouse=count.warehouse.name,
        lines=lines,
        differences=differences,
        workspace=actor.organization.name,
    )
    send_notice(actor=actor, kind=COMPLETED, subject=subject, text=text, warehouse_id=count.warehouse_id)
