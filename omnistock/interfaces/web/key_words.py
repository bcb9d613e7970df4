"""What a scope lets a program do, and what a room tells a webhook of, for who is not at home in their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

SCOPE_WORDS: Final[Mapping[str, Text]] = {
    "catalog:read": _("See products, units and categories"),
    "catalog:write": _("Change products, units and categories"),
    "warehouses:read": _("See warehouses and bins"),
    "warehouses:write": _("Change warehouses and bins"),
    "parties:read": _("See customers and suppliers"),
    "parties:write": _("Change customers and suppliers"),
    "stock:read": _("See stock, batches and movements"),
    "stock:write": _("Move and adjust stock, change batches"),
    "stock:approve": _("Approve adjustments"),
    "recalls:write": _("Open and work on recalls"),
    "counts:read": _("See counts"),
    "counts:write": _("Count"),
    "counts:approve": _("Plan and approve counts"),
    "variances:read": _("See what the books say beside what was counted"),
    "purchasing:read": _("See purchase orders and receipts"),
    "purchasing:write": _("Order and receive goods"),
    "sales:read": _("See orders and dispatches"),
    "sales:write": _("Take and confirm orders"),
    "dispatch:write": _("Pick and dispatch"),
    "shelf-life:override": _("Send less life than a customer asks for"),
    "billing:read": _("See invoices and credit notes"),
    "billing:write": _("Issue invoices and credit notes"),
    "payments:read": _("See payments and what is owed"),
    "payments:write": _("Record payments"),
    "reports:read": _("Read reports"),
    "attachments:read": _("See files of documents"),
    "attachments:write": _("Attach files to documents"),
    "attachments:remove": _("Remove files that others attached"),
    "exchange:write": _("Import files"),
    "audit:read": _("Read the audit log"),
    "security:read": _("Read the security log"),
    "people:read": _("See who works here"),
    "people:write": _("Invite people and change their roles"),
    "settings:write": _("Change the workspace's settings"),
    "support:read": _("See tickets"),
    "support:write": _("Write to support"),
    "access:grant": _("Let support look at the workspace"),
    "notices:read": _("Read notices"),
    "notices:write": _("Mark notices, and choose what one is told of"),
    "rights:answer": _("Answer privacy requests"),
    "organization:export": _("Take the whole workspace out"),
    "organization:restore": _("Bring a whole workspace in"),
    "organization:delete": _("Have the workspace deleted"),
}

ROOM_WORDS: Final[Mapping[str, Text]] = {
    "*": _("Everything"),
    "agreements": _("Agreements"),
    "attachments": _("Files of documents"),
    "billing": _("Invoices, credit notes and payments"),
    "catalog": _("Products, units and categories"),
    "departure": _("Deletion of the workspace"),
    "exchange": _("Imports and archives"),
    "fulfilment": _("Receipts, dispatches and reversals"),
    "identity": _("People, settings and keys"),
    "ledger": _("Stock: moves, adjustments and batches"),
    "notifications": _("Notices and mails"),
    "numbering": _("Number series"),
    "parties": _("Customers and suppliers"),
    "practice": _("Practice data"),
    "purchasing": _("Purchase orders"),
    "recalls": _("Recalls"),
    "replenishment": _("Reorder points and proposals"),
    "rights": _("Privacy requests and erasures"),
    "sales": _("Orders"),
    "saved_views": _("Saved views"),
    "stocktaking": _("Counts"),
    "support": _("Support and its access"),
    "warehouses": _("Warehouses and bins"),
    "webhooks": _("Webhooks"),
}


def words_of_type(name: str) -> Text:
    """What an event type means in words, `sales.*` and `sales.confirm_order` by their room; empty for an unknown one."""
    return ROOM_WORDS.get(name.partition(".")[0], "")
