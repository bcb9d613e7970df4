"""The sidebar as data: what there is to go to, and what it needs. What an actor may not use is not shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from omnistock.tenancy.actor import Actor


@dataclass(frozen=True, slots=True)
class Place:
    """A page of the sidebar. `permission` None: every member. `key` follows `g` (`g` then `s` goes to the stock)."""

    group: str | Promise
    label: str | Promise
    url_name: str
    permission: str | None
    icon: str
    key: str = ""


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


SELL, BUY, STOCK, MONEY, SETUP = _("Sell"), _("Buy"), _("Stock"), _("Money"), _("Set-up")

NAVIGATION: Final[tuple[Place, ...]] = (
    Place("", _("Today"), "today", None, icon="sun", key="t"),
    Place(SELL, _("Orders"), "sales-orders", "sales:read", icon="clipboard-list", key="o"),
    Place(SELL, _("Dispatches"), "dispatches", "sales:read", icon="truck"),
    Place(SELL, _("Invoices"), "invoices", "billing:read", icon="receipt-text", key="i"),
    Place(SELL, _("Customers"), "customers", "parties:read", icon="users"),
    Place(BUY, _("Purchase orders"), "purchase-orders", "purchasing:read", icon="shopping-cart"),
    Place(BUY, _("Receipts"), "receipts", "purchasing:read", icon="package-open"),
    Place(BUY, _("Suppliers"), "suppliers", "parties:read", icon="factory"),
    Place(STOCK, _("On hand"), "stock", "stock:read", icon="boxes", key="s"),
    Place(STOCK, _("Batches"), "batches", "stock:read", icon="layers", key="b"),
    Place(STOCK, _("Stock by bin"), "bins", "stock:read", icon="layout-grid"),
    Place(STOCK, _("Movements"), "movements", "stock:read", icon="history"),
    Place(STOCK, _("Moves"), "moves", "stock:read", icon="move-right"),
    Place(STOCK, _("Transfers"), "transfers", "stock:read", icon="arrow-left-right"),
    Place(STOCK, _("Adjustments"), "adjustments", "stock:read", icon="sliders-horizontal"),
    Place(STOCK, _("Recalls"), "recalls", "stock:read", icon="megaphone"),
    Place(STOCK, _("Reports"), "reports", "reports:read", icon="chart-column"),
    Place(MONEY, _("Payments"), "payments", "payments:read", icon="banknote"),
    Place(MONEY, _("Receivable"), "receivable", "payments:read", icon="hand-coins"),
    Place(MONEY, _("Period lock"), "period-lock", "settings:write", icon="lock"),
    Place(SETUP, _("Products"), "products", "catalog:read", icon="pill"),
    Place(SETUP, _("Warehouses"), "warehouses", "warehouses:read", icon="warehouse"),
    Place(SETUP, _("People"), "people", "people:read", icon="user-cog"),
    Place(SETUP, _("Registrations"), "registrations", "settings:write", icon="landmark"),
    Place(SETUP, _("API keys"), "api-keys", "settings:write", icon="key-round"),
    Place(SETUP, _("Import"), "imports", "exchange:write", icon="file-up"),
    Place(SETUP, _("Export"), "exports", None, icon="file-down"),
    Place(SETUP, _("Audit log"), "audit-events", "audit:read", icon="scroll-text"),
    Place(SETUP, _("Workspace"), "workspace-settings", "settings:write", icon="settings"),
)


def navigation_for(actor: Actor, *, path: str) -> list[Group]:
    """The groups this actor sees on the page at `path`, in order. A place whose URL does not exist has no entry."""
    places = [(place, href) for place in NAVIGATION if _may_see(actor, place) and (href := _href(place)) is not None]
    current = max((href for _place, href in places if _lies_in(path, href)), key=len, default="")
    groups: list[Group] = []
    for place, href in places:
        if not groups or groups[-1].label != place.group:
            groups.append(Group(label=place.group, links=[]))
        groups[-1].links.append(
            Link(label=place.label, href=href, icon=place.icon, key=place.key, is_current=href == current)
        )
    return groups


def _may_see(actor: Actor, place: Place) -> bool:
    return place.permission is None or actor.may(place.permission)


def _lies_in(path: str, href: str) -> bool:
    return path == href or path.startswith(f"{href.rstrip('/')}/")


def _href(place: Place) -> str | None:
    try:
        return reverse(place.url_name)
    except NoReverseMatch:
        return None
