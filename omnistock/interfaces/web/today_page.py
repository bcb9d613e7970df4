"""What the page Today says, in words: what to do, the first steps of a workspace, and the points of its pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from omnistock.domain.billing.queries import InvoiceToDo
from omnistock.domain.purchasing.queries import ExpectedOrder, purchasing_to_do
from omnistock.domain.recalls.queries import open_recall_count
from omnistock.domain.reporting.queries import ExpiryMonth, FirstSteps
from omnistock.domain.sales.queries import sales_to_do
from omnistock.domain.stocktaking.counting_reports import count_to_do
from omnistock.domain.stocktaking.queries import moving_to_do
from omnistock.interfaces.web.charts import Point
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.words import money_words
from omnistock.tenancy.actor import Actor


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: a sentence with its count, and the button that leads to it, or does it there and then (`does`: the
    value of the button that is posted). `is_late`: it should be done."""

    text: str
    verb: str
    href: str
    is_late: bool = False
    does: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """`other_verb` and `other_href`: another way to the same. The first step that is open `is_next`."""

    label: str
    help: str
    verb: str
    href: str
    is_done: bool
    other_verb: str = ""
    other_href: str = ""
    is_next: bool = False


def tasks(*, actor: Actor, expired_batches: int, invoices: InvoiceToDo | None) -> list[Task]:
    """What waits for this person, the most urgent first; money comes first for who does no more than money."""
    goods = [
        *_recalling(actor),
        *_late_goods(actor, expired_batches),
        *_selling(actor),
        *_buying(actor),
        *_moving(actor),
        *_counting(actor),
    ]
    money = _money(actor, invoices)
    found = money + goods if actor.role == "accounts" else goods + money
    return sorted((task for task in found if task.href), key=lambda task: not task.is_late)


def _late_goods(actor: Actor, expired_batches: int) -> list[Task]:
    if not expired_batches or not actor.may("stock:write"):
        return []
    text = ngettext(
        "{count} batch has expired: move it to quarantine",
        "{count} batches have expired: move them to quarantine",
        expired_batches,
    )
    said = text.format(count=expired_batches)
    return [Task(said, _("Move to quarantine"), href_of("batch-quarantine"), is_late=True, does="expired")]


def _recalling(actor: Actor) -> list[Task]:
    """Open recalls are everybody's who sees stock: whoever works there must know."""
    if not actor.may("stock:read") or not (count := open_recall_count(actor=actor)):
        return []
    text = ngettext("{count} recall is open", "{count} recalls are open", count)
    verb = _("Work it off") if actor.may("recalls:write") else _("Look")
    return [Task(text.format(count=count), verb, _asking("recalls", "status=open"), is_late=True)]


def _selling(actor: Actor) -> list[Task]:
    if not actor.may("sales:read"):
        return []
    found, counts = [], sales_to_do(actor=actor)
    if counts.to_dispatch and actor.may("dispatch:write"):
        text = ngettext("Dispatch {count} order", "Dispatch {count} orders", counts.to_dispatch)
        where = _one_or_list("sales-order", counts.to_dispatch_id, "sales-orders", "status=reserved")
        found.append(Task(text.format(count=counts.to_dispatch), _("Dispatch"), where))
    if counts.short and actor.may("sales:write"):
        text = ngettext("{count} order waits for goods", "{count} orders wait for goods", counts.short)
        where = _one_or_list("sales-order", counts.short_id, "sales-orders", "status=confirmed")
        found.append(Task(text.format(count=counts.short), _("Look"), where))
    if counts.drafts and actor.may("sales:write"):
        text = ngettext("Confirm {count} draft order", "Confirm {count} draft orders", counts.drafts)
        where = _one_or_list("sales-order", counts.draft_id, "sales-orders", "status=draft")
        found.append(Task(text.format(count=counts.drafts), _("Confirm"), where))
    return found


def _buying(actor: Actor) -> list[Task]:
    if not (actor.may("purchasing:read") and (actor.may("stock:write") or actor.may("purchasing:write"))):
        return []
    found, counts = [], purchasing_to_do(actor=actor)
    if counts.expected:
        return [_delivery(actor, _expected_words(each), each.id, is_late=each.is_late) for each in counts.expected]
    if counts.overdue:
        text = ngettext("{count} delivery is late", "{count} deliveries are late", counts.overdue)
        found.append(_delivery(actor, text.format(count=counts.overdue), counts.overdue_id, is_late=True))
    if counts.to_receive:
        text = ngettext(
            "Receive {count} delivery expected today", "Receive {count} deliveries expected today", counts.to_receive
        )
        found.append(_delivery(actor, text.format(count=counts.to_receive), counts.to_receive_id))
    return found


def _expected_words(order: ExpectedOrder) -> str:
    return _("Delivery of {number} from {supplier}").format(number=order.number, supplier=order.supplier_name)


def _delivery(actor: Actor, said: str, order_id: UUID | None, *, is_late: bool = False) -> Task:
    """Who receives stands at once before the lines of the one order, or before the orders that are expected."""
    if not actor.may("stock:write"):
        return Task(said, _("Look"), _one_or_list("purchase-order", order_id, "purchase-orders"), is_late=is_late)
    where = _asking("receipt-new", f"order={order_id}") if order_id else href_of("receipt-new")
    return Task(said, _("Receive"), where, is_late=is_late)


def _moving(actor: Actor) -> list[Task]:
    if not actor.may("stock:write"):
        return []
    found, counts = [], moving_to_do(actor=actor)
    if counts.arriving:
        text = ngettext("Receive {count} transfer", "Receive {count} transfers", counts.arriving)
        where = _one_or_list("transfer", counts.arriving_id, "transfers", "status=in_transit&show=arriving")
        found.append(Task(text.format(count=counts.arriving), _("Receive"), where))
    if counts.missing:
        text = ngettext(
            "{count} transfer arrived short: find it or write it off",
            "{count} transfers arrived short: find it or write it off",
            counts.missing,
        )
        where = _one_or_list("transfer", counts.missing_id, "transfers", "show=missing")
        found.append(Task(text.format(count=counts.missing), _("Look"), where))
    if counts.to_approve:
        text = ngettext("Approve {count} adjustment", "Approve {count} adjustments", counts.to_approve)
        query = "state=awaiting_approval"
        found.append(Task(text.format(count=counts.to_approve), _("Look"), _asking("adjustments", query)))
    return found


def _counting(actor: Actor) -> list[Task]:
    if not actor.may("counts:write"):
        return []
    found, counts = [], count_to_do(actor=actor)
    if counts.bins and counts.count_id:
        text = ngettext("Count {count} bin ({minutes} min)", "Count {count} bins ({minutes} min)", counts.bins)
        said = text.format(count=counts.bins, minutes=counts.minutes)
        found.append(Task(said, _("Count"), href_of("count-next", counts.count_id)))
    if counts.to_approve:
        text = ngettext("Approve {count} count", "Approve {count} counts", counts.to_approve)
        said = text.format(count=counts.to_approve)
        if counts.value is not None:
            said = _("{what}, {amount} difference").format(what=said, amount=money_words(counts.value, actor=actor))
        where = _one_or_list("stock-count", counts.approve_id, "stock-counts", "status=awaiting_approval")
        found.append(Task(said, _("Look"), where))
    return found


def _money(actor: Actor, counts: InvoiceToDo | None) -> list[Task]:
    if counts is None:
        return []
    found = []
    if counts.drafts and actor.may("billing:write"):
        text = ngettext("Issue {count} invoice", "Issue {count} invoices", counts.drafts)
        where = _one_or_list("invoice", counts.draft_id, "invoices", "status=draft")
        found.append(Task(text.format(count=counts.drafts), _("Issue"), where))
    if counts.overdue and actor.may("payments:read"):
        text = ngettext(
            "{count} invoice is overdue, {amount}", "{count} invoices are overdue, {amount}", counts.overdue
        )
        said = text.format(count=counts.overdue, amount=money_words(counts.overdue_amount, actor=actor))
        found.append(Task(said, _("Ask for it"), _asking("invoices", "status=overdue"), is_late=True))
    return found


def _one_or_list(page: str, one: UUID | None, page_of_many: str, query: str = "") -> str:
    """Where one alone waits, the button leads to it; else to the list of those that do."""
    return (href_of(page, one) if one else "") or _asking(page_of_many, query)


def _asking(url_name: str, query: str) -> str:
    """The way to a list with its filter set; "" where there is no such page."""
    href = href_of(url_name)
    return f"{href}?{query}" if href and query else href


def overdue_words(counts: InvoiceToDo) -> str:
    if not counts.overdue:
        return _("nothing is overdue")
    return ngettext("{count} invoice", "{count} invoices", counts.overdue).format(count=counts.overdue)


def change_words(by_day: Sequence[tuple[Any, Decimal]], *, actor: Actor) -> str:
    """`₹ 1,200.00 more than 30 days ago`."""
    if not by_day:
        return ""
    change = by_day[-1][1] - by_day[0][1]
    if not change:
        return _("the same as 30 days ago")
    amount = money_words(abs(change), actor=actor)
    said = _("{amount} more than 30 days ago") if change > 0 else _("{amount} less than 30 days ago")
    return said.format(amount=amount)


def day_points(days: Sequence[tuple[Any, Decimal]], *, actor: Actor) -> list[Point]:
    return [Point(date_format(day, "j M"), [value], [money_words(value, actor=actor)]) for day, value in days]


def expiry_points(months: Sequence[ExpiryMonth], *, actor: Actor) -> list[Point]:
    """Value by month; batches by month for who sees no costs. A press leads to these batches."""
    return [_expiry_point(each, actor=actor) for each in months]


def _expiry_point(each: ExpiryMonth, *, actor: Actor) -> Point:
    label = date_format(each.month, "M y") if each.month else _("expired")
    asked = f"expires={each.month:%Y-%m}" if each.month else "expires=expired"
    if each.value is None:
        shown = ngettext("{count} batch", "{count} batches", each.batches).format(count=each.batches)
        values = [Decimal(each.batches)]
    else:
        shown, values = money_words(each.value, actor=actor), [each.value]
    return Point(label, values, [shown], href=_asking("batches", asked), is_hatched=each.month is None)


def steps_of(done: FirstSteps, *, actor: Actor) -> list[Step]:
    """The five first steps, as far as this installation has their pages."""
    steps = _all_steps(done, lacks_gstin=actor.organization.is_indian and not done.has_registration)
    following = next((step for step in steps if not step.is_done), None)
    return [replace(step, is_next=step is following) for step in steps]


def _all_steps(done: FirstSteps, *, lacks_gstin: bool) -> list[Step]:
    imports = href_of("import-new")
    return [
        Step(
            _("Bring your products"),
            _("Import a file, or add the first one by hand."),
            _("Import") if imports else _("Add one"),
            f"{imports}?kind=products" if imports else href_of("product-new"),
            done.has_products,
            _("Add one") if imports else "",
            href_of("product-new"),
        ),
        Step(
            _("Say what you have"),
            _("Receive goods with their batches, or load opening stock."),
            _("Receive"),
            href_of("receipt-new"),
            done.has_stock,
            _("Load opening stock") if imports else "",
            f"{imports}?kind=opening_stock",
        ),
        Step(
            _("Sell one"),
            _("An order reserves what expires first, and leaves with its invoice."),
            _("New order"),
            href_of("sales-order-new"),
            done.has_sold,
        ),
        Step(
            _("Print it"),
            _("Your address stands on the paper: put it on the warehouse."),
            _("Warehouses"),
            href_of("warehouses"),
            done.has_address,
            _("Add your GSTIN") if lacks_gstin else "",
            href_of("registration-new"),
        ),
        Step(
            _("Invite someone"),
            _("Each person with a role of their own."),
            _("Invite"),
            href_of("people"),
            done.has_invited,
        ),
    ]
