"""The sidebar as data: what there is to go to, and what it needs. What an actor may not use is not shown."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
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


@dataclass(frozen=True, slots=True)
class Link:
    label: str | Promise
    href: str
    icon: str
    key: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Group:
    label: str | Promise
    links: list[Link]
    more: list[Link] = field(default_factory=list)

    @property
    def shows_more(self) -> bool:
        """Whether the page that one is on stands under "More", which is open then."""
        return any(link.is_current for link in self.more)


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


def actions_for(actor: Actor) -> list[tuple[Action, str]]:
    """What this actor may start, each with its address."""
    offered = [(each, _href(each)) for each in ACTIONS if actor.may(each.permission)]
    return [(each, href) for each, href in offered if href is not None]


def navigation_for(actor: Actor, *, path: str) -> list[Group]:
    """The groups this actor sees on the page at `path`, in order. A place whose URL does not exist has no entry."""
    places = [(place, href) for place in NAVIGATION if _may_see(actor, place) and (href := _href(place)) is not None]
    current = max((href for _place, href in places if _lies_in(path, href)), key=len, default="")
    links = [
        (place, Link(label=place.label, href=href, icon=place.icon, key=place.key, is_current=href == current))
        for place, href in places
    ]
    return grouped(links)


def grouped(links: list[tuple[Place, Link]]) -> list[Group]:
    """The links of each group, what is rare under its "More". One page alone is not worth a press: it stands with the others."""
    groups: list[Group] = []
    for place, link in links:
        if not groups or groups[-1].label != place.group:
            groups.append(Group(label=place.group, links=[]))
        (groups[-1].more if place.is_rare else groups[-1].links).append(link)
    return [
        Group(label=each.label, links=[*each.links, *each.more]) if len(each.more) == 1 or not each.links else each
        for each in groups
    ]


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
