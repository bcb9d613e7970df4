"""What the pages of a purchase order and of a receipt tell: steps, sentences of the history, linked documents."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from omnistock.domain.purchasing.views import PurchaseOrderView, ReceiptView
from omnistock.interfaces.web.attached import attachment_words
from omnistock.tenancy.actor import Actor

OPEN_STATUSES: Final = frozenset({"confirmed", "partly_received"})


def lines_received(order: PurchaseOrderView) -> int:
    """How many lines wait for nothing more."""
    return sum(not line.outstanding_base for line in order.lines)


def is_late(order: PurchaseOrderView, *, actor: Actor) -> bool:
    return order.status in OPEN_STATUSES and order.expected_on is not None and order.expected_on < actor.today


def may_of(order: PurchaseOrderView, *, actor: Actor) -> dict[str, bool]:
    """What the page offers this person; the server refuses the rest all the same."""
    writes = actor.may("purchasing:write")
    has_come = any(line.received_quantity_base for line in order.lines)
    return {
        "may_confirm": writes and order.status == "draft",
        "may_receive": actor.may("stock:write") and order.status in OPEN_STATUSES,
        "may_edit": writes and order.status not in ("cancelled", "closed"),
        "may_close": writes and order.status in (*OPEN_STATUSES, "received"),
        "may_cancel": writes and order.status in ("draft", "confirmed") and not has_come,
    }


def steps_of(order: PurchaseOrderView) -> list[dict[str, Any]]:
    """The track under the head: sent to the supplier, come, closed."""
    last = max((each.effective_at for each in order.receipts if not each.is_reversed), default=None)
    come = "done" if order.status == "received" else "partly" if last else "waiting"
    steps = [_step(_("Confirmed"), "done" if order.confirmed_at else "waiting", order.confirmed_at)]
    steps.append(_step(_("Received"), come, last))
    if order.closed_at:
        steps.append(_step(_("Closed"), "done", order.closed_at))
    return steps


def _step(label: str, state: str, at: dt.datetime | None) -> dict[str, Any]:
    return {"label": label, "state": state, "at": at if state != "waiting" else None}


def linked_receipts(order: PurchaseOrderView) -> list[dict[str, str]]:
    return [
        {
            "number": each.number,
            "kind": _("Receipt"),
            "href": reverse("receipt", args=[each.id]),
            "status": "reversed" if each.is_reversed else "received",
        }
        for each in order.receipts
    ]


def linked_order(receipt: ReceiptView) -> list[dict[str, str]]:
    if receipt.purchase_order_id is None:
        return []
    href = reverse("purchase-order", args=[receipt.purchase_order_id])
    return [{"number": receipt.purchase_order_number, "kind": _("Purchase order"), "href": href, "status": ""}]


def history_of(events: Iterable[Any]) -> list[dict[str, Any]]:
    """The audit's events in the words of a person."""
    return [{"text": _event_words(each), "by": each.actor_name, "at": each.at, "door": each.door} for each in events]


def _event_words(event: Any) -> str:
    name, after = event.operation.rpartition(".")[2], event.after or {}
    is_draft = after.get("status", "draft") == "draft"
    words = {
        "create_purchase_order": _("Drafted") if is_draft else _("Ordered"),
        "change_purchase_order": _("Changed"),
        "confirm_purchase_order": _("Confirmed"),
        "cancel_purchase_order": _("Cancelled"),
        "close_purchase_order": _("Closed"),
        "post_receipt": _("Received {number}").format(number=event.subject_name),
        "reverse_receipt": _("{number} taken back").format(number=event.subject_name),
        "post_move": _("Put away by {number}").format(number=event.subject_name),
        "reverse_move": _("{number} taken back").format(number=event.subject_name),
    }
    said = attachment_words(event) or words.get(name, name.replace("_", " "))
    return f"{said}: {after['reason']}" if after.get("reason") else said
