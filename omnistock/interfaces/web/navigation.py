"""The sidebar as data: what there is to go to, and what it needs. What an actor may not use is not shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from omnistock.tenancy.actor import Actor


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the sidebar. `permission` None: every member; `needs_costs`: of those, who sees costs; `though_frozen`: it
    takes access away, also in a workspace that is being deleted. `key` follows `g` (`g` then `s` goes to the stock).
    `is_rare`: not what a day's work goes through, so it stands under its group's "More"."""

    group: str | Promise
    label: str | Promise
    url_name: str
    permission: str | None
    icon: str
    key: str = ""
    needs_costs: bool = False
    though_frozen: bool = False
    is_rare: bool = False


class Link(NamedTuple):
    label: str
    href: str
    icon: str
    key: str


class Group(NamedTuple):
    label: str
    links: tuple[Link, ...]
    more: tuple[Link, ...] = ()


SELL, BUY, STOCK, MONEY, SETUP = _("Sell"), _("Buy"), _("Stock"), _("Money"), _("Set-up")

NAVIGATION: Final[tuple[Place, ...]] = (
    Place("", _("Today"), "today", None, icon="sun", key="t"),
    Place(SELL, _("Orders"), "sales-orders", "sales:read", icon="clipboard-list", key="o"),
    Place(SELL, _("Dispatches"), "dispatches", "sales:read", icon="truck"),
    Place(SELL, _("Invoices"), "invoices", "billing:read", icon="receipt-text", key="i"),
    Place(SELL, _("Customers"), "customers", "parties:read", icon="users"),
    Place(BUY, _("To order"), "replenishment", "stock:read", icon="list-plus"),
    Place(BUY, _("Purchase orders"), "purchase-orders", "purchasing:read", icon="shopping-cart"),
    Place(BUY, _("Receipts"), "receipts", "purchasing:read", icon="package-open"),
    Place(BUY, _("Landed costs"), "landed-costs", "purchasing:read", icon="ship", needs_costs=True, is_rare=True),
    Place(BUY, _("Suppliers"), "suppliers", "parties:read", icon="factory"),
    Place(STOCK, _("On hand"), "stock", "stock:read", icon="boxes", key="s"),
    Place(STOCK, _("Batches"), "batches", "stock:read", icon="layers", key="b"),
    Place(STOCK, _("Stock by bin"), "bins", "stock:read", icon="layout-grid", is_rare=True),
    Place(STOCK, _("Movements"), "movements", "stock:read", icon="history", is_rare=True),
    Place(STOCK, _("Moves"), "moves", "stock:read", icon="move-right", is_rare=True),
    Place(STOCK, _("Transfers"), "transfers", "stock:read", icon="arrow-left-right"),
    Place(STOCK, _("Counts"), "stock-counts", "counts:read", icon="list-checks", key="c"),
    Place(STOCK, _("Adjustments"), "adjustments", "stock:read", icon="sliders-horizontal", is_rare=True),
    Place(STOCK, _("Recalls"), "recalls", "stock:read", icon="megaphone"),
    Place(STOCK, _("Reports"), "reports", "reports:read", icon="chart-column"),
    Place(MONEY, _("Payments"), "payments", "payments:read", icon="banknote"),
    Place(MONEY, _("Refunds"), "refunds", "payments:read", icon="undo-2", is_rare=True),
    Place(MONEY, _("Receivable"), "receivable", "payments:read", icon="hand-coins"),
    Place(MONEY, _("Period lock"), "period-lock", "settings:write", icon="lock", is_rare=True),
    Place(SETUP, _("Products"), "products", "catalog:read", icon="pill"),
    Place(SETUP, _("Warehouses"), "warehouses", "warehouses:read", icon="warehouse"),
    Place(SETUP, _("People"), "people", "people:read", icon="user-cog"),
    Place(SETUP, _("Registrations"), "registrations", "settings:write", icon="landmark", is_rare=True),
    Place(SETUP, _("API keys"), "api-keys", "settings:write", icon="key-round", though_frozen=True, is_rare=True),
    Place(SETUP, _("Webhooks"), "webhooks", "settings:write", icon="webhook", though_frozen=True, is_rare=True),
    Place(SETUP, _("Import"), "imports", "exchange:write", icon="file-up", is_rare=True),
    Place(SETUP, _("Export"), "exports", None, icon="file-down", is_rare=True),
    Place(SETUP, _("Attachments"), "attachments", "attachments:read", icon="paperclip", is_rare=True),
    Place(SETUP, _("Support"), "tickets", "support:read", icon="life-buoy", is_rare=True),
    Place(SETUP, _("Privacy requests"), "principal-requests", "rights:answer", icon="scale", is_rare=True),
    Place(SETUP, _("Audit log"), "audit-events", "audit:read", icon="scroll-text", is_rare=True),
    Place(SETUP, _("Security log"), "security-events", "security:read", icon="shield", is_rare=True),
    Place(SETUP, _("Incidents"), "incidents", "security:read", icon="siren", is_rare=True),
    Place(SETUP, _("Trust"), "own-trust", "security:read", icon="badge-check", is_rare=True),
    Place(SETUP, _("Mail sent"), "mails", "settings:write", icon="mail", is_rare=True),
    Place(SETUP, _("Agreements"), "agreements", "settings:write", icon="handshake", is_rare=True),
    Place(SETUP, _("Workspace"), "workspace-settings", "settings:write", icon="settings", is_rare=True),
)


@dataclass(frozen=True, slots=True)
class Action:
    """Something that the palette starts. `words` are what else somebody may type for it."""

    label: str | Promise
    words: str | Promise
    url_name: str
    permission: str
    icon: str


ACTIONS: Final[tuple[Action, ...]] = (
    Action(_("Make an order"), _("new sell sale reserve"), "sales-order-new", "sales:write", "clipboard-list"),
    Action(_("Receive goods"), _("new receipt delivery arrival scan in"), "receipt-new", "stock:write", "package-open"),
    Action(_("Make a purchase order"), _("new buy order"), "purchase-order-new", "purchasing:write", "shopping-cart"),
    Action(
        _("Set reorder points"), _("minimum maximum target lead time"), "reorder-rules", "purchasing:write", "list-plus"
    ),
    Action(_("Make a transfer"), _("new move goods warehouse"), "transfer-new", "stock:write", "arrow-left-right"),
    Action(_("Adjust stock"), _("new adjustment lost found"), "adjustment-new", "stock:write", "sliders-horizontal"),
    Action(_("Count stock"), _("new count cycle"), "stock-count-new", "counts:approve", "list-checks"),
    Action(_("Record a payment"), _("new money cash upi cheque"), "payment-new", "payments:write", "banknote"),
    Action(_("Refund an advance"), _("new give money back overpayment"), "refund-new", "payments:write", "undo-2"),
    Action(_("Open a recall or a drill"), _("new freeze batch"), "recall-new", "recalls:write", "megaphone"),
    Action(_("Add a product"), _("new catalogue item"), "product-new", "catalog:write", "pill"),
    Action(_("Add a customer"), _("new party buyer"), "customer-new", "parties:write", "users"),
    Action(_("Add a supplier"), _("new party vendor"), "supplier-new", "parties:write", "factory"),
    Action(_("Import a file"), _("new csv excel upload opening stock"), "import-new", "exchange:write", "file-up"),
    Action(
        _("Take everything out"),
        _("archive zip export workspace"),
        "workspace-archives",
        "organization:export",
        "archive",
    ),
    Action(_("Practise"), _("try demo sample reset delete workspace"), "practice", "catalog:read", "graduation-cap"),
    Action(_("Ask support"), _("new ticket help problem question"), "ticket-new", "support:write", "life-buoy"),
    Action(_("Invite somebody"), _("new person member user"), "invitation-new", "people:write", "user-cog"),
)


class Offer(NamedTuple):
    """An action in the reader's language, with its address."""

    label: str
    words: str
    href: str


def actions_for(actor: Actor) -> tuple[Offer, ...]:
    """What this actor may start."""
    return _offers(tuple(actor.may(each.permission) for each in ACTIONS), get_language())


def navigation_for(actor: Actor) -> tuple[Group, ...]:
    """The groups this actor sees, in order. A place whose URL does not exist has no entry."""
    return _groups(tuple(_may_see(actor, place) for place in NAVIGATION), get_language())


def place_at(path: str, navigation: tuple[Group, ...]) -> str:
    """The address of the link that leads to `path`, or to a page that it lies below; "" where none does."""
    links = (link.href for group in navigation for link in (*group.links, *group.more))
    return max((href for href in links if _lies_in(path, href)), key=len, default="")


def grouped(links: Iterable[tuple[Place, Link]]) -> tuple[Group, ...]:
    """The links of each group, what is rare under its "More". One page alone is not worth a press: it stands with the others."""
    groups: dict[str, tuple[list[Link], list[Link]]] = {}
    for place, link in links:
        often, rare = groups.setdefault(str(place.group), ([], []))
        (rare if place.is_rare else often).append(link)
    return tuple(
        Group(label, (*often, *rare)) if len(rare) == 1 or not often else Group(label, tuple(often), tuple(rare))
        for label, (often, rare) in groups.items()
    )


# The same few for every member of a role: a page asks for both, and most of it is looking for addresses and words.
@lru_cache(maxsize=256)
def _offers(allowed: tuple[bool, ...], _language: str | None) -> tuple[Offer, ...]:
    offered = [(each, _href(each)) for each, may in zip(ACTIONS, allowed, strict=True) if may]
    return tuple(Offer(str(each.label), str(each.words), href) for each, href in offered if href is not None)


@lru_cache(maxsize=256)
def _groups(seen: tuple[bool, ...], _language: str | None) -> tuple[Group, ...]:
    places = [(place, _href(place)) for place, is_seen in zip(NAVIGATION, seen, strict=True) if is_seen]
    return grouped(
        (place, Link(label=str(place.label), href=href, icon=place.icon, key=place.key))
        for place, href in places
        if href is not None
    )


def _may_see(actor: Actor, place: Place) -> bool:
    may = place.permission is None or actor.may(place.permission, though_frozen=place.though_frozen)
    return may and (actor.sees_costs or not place.needs_costs)


def _lies_in(path: str, href: str) -> bool:
    """Every page lies under Today's address, and only Today itself is in it."""
    return path == href or (not href.endswith("/") and path.startswith(f"{href}/"))


def _href(place: Place | Action) -> str | None:
    try:
        return reverse(place.url_name)
    except NoReverseMatch:
        return None
