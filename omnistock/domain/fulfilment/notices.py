"""Who is told that goods left: members who asked for it, and the customer where the workspace says so."""

from __future__ import annotations

from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from omnistock.domain.fulfilment.models import Dispatch
from omnistock.domain.notifications.letters import told_name
from omnistock.domain.notifications.notices import About, tell
from omnistock.domain.notifications.operations import send_workspace_mail
from omnistock.domain.notifications.unsubscribing import address_link
from omnistock.domain.sales.models import SalesOrder
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.models import Organization

DISPATCHED: Final = "order_dispatched"
ALERT: Final = "dispatch_alert"


def tell_dispatched(*, actor: Actor, dispatch: Dispatch, order: SalesOrder, warehouse: str) -> None:
    """Rows of the dispatch's own transaction: nobody is told of what was taken back."""
    facts = {"number": dispatch.number, "order": order.number, "warehouse": warehouse}
    about = About(dispatch.id, facts, dispatch.warehouse_id, order.customer.owner_membership_id)
    tell(actor=actor, kind=DISPATCHED, abouts=[about])
    if order.customer.email and (usual := _language_of_alerts(actor)):
        with translation.override(order.customer.language or usual):
            _alert(actor, dispatch, order)


def _language_of_alerts(actor: Actor) -> str | None:
    """The language of customers who have none of their own; None where the workspace mails them nothing."""
    if actor.organization.is_practice:  # nothing of a practice workspace is real, and nobody outside hears of it
        return None
    rows = Organization.objects.filter(pk=actor.organization_id, sends_dispatch_alerts=True)
    return rows.values_list("customer_language", flat=True).first()


def _alert(actor: Actor, dispatch: Dispatch, order: SalesOrder) -> None:
    """No goods, no prices and no address are in it: order, carrier, and whom to ask. In the language that is active."""
    workspace = told_name(actor.organization.name)
    url = address_link(actor=actor, address=order.customer.email, kind=ALERT)
    lines = [_("Goods of your order {order} left us today.").format(order=_their_number(order))]
    if dispatch.carrier:
        lines.append(_("Carrier: {carrier}").format(carrier=told_name(dispatch.carrier)))
    if dispatch.tracking_number:
        lines.append(_("Tracking number: {number}").format(number=told_name(dispatch.tracking_number)))
    lines.append(_("Delivery note: {number}").format(number=dispatch.number))
    foot = _("{workspace} sends this with OmniStock. This link ends it:").format(workspace=workspace)
    subject = _("{workspace}: your order {order} is on its way")
    send_workspace_mail(
        actor=actor,
        kind=ALERT,
        recipient=order.customer.email,
        subject=subject.format(workspace=workspace, order=_their_number(order)),
        text="\n\n".join(["\n".join(lines), foot, url]),
        unsubscribe_url=url,
    )


def _their_number(order: SalesOrder) -> str:
    return told_name(order.customer_reference or order.number)
