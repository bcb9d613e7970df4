"""What a list's address asks for, as a person would say it: the page that keeps a view shows it."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Final

from django.http import QueryDict
from django.urls import resolve, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from omnistock.domain.warehouses.queries import warehouses
from omnistock.interfaces.web.listing import Column
from omnistock.interfaces.web.status import STATUSES
from omnistock.tenancy.actor import Actor

_NAMES: Final[Mapping[str, str | Promise]] = {
    "q": _("Search"),
    "status": _("Status"),
    "state": _("Status"),
    "warehouse": _("Warehouse"),
    "product": _("Product"),
    "category": _("Category"),
    "customer": _("Customer"),
    "supplier": _("Supplier"),
    "location": _("Bin"),
    "zone": _("Zone"),
    "batch": _("Batch"),
    "receipt": _("Receipt"),
    "invoice": _("Invoice"),
    "kind": _("Kind"),
    "reason": _("Reason"),
    "method": _("Method"),
    "plan": _("Plan"),
    "door": _("Door"),
    "outcome": _("Outcome"),
    "expires": _("Expires"),
    "tracking": _("Tracking"),
    "gst_treatment": _("GST treatment"),
    "holds": _("Full or empty"),
    "show": _("What to show"),
    "paper": _("What it is"),
    "sort": _("Order"),
    "columns": _("Columns"),
}


def query_words(query: str, *, page: str, actor: Actor) -> list[tuple[str, str]]:
    """Each thing that `query` asks of the list `page`, with what of it can be said in words; the rest stands there by its
    name alone, and the list itself shows it."""
    columns = {column.key: str(column.label) for column in _columns(page)}
    places = {str(row.id): row.name for row in warehouses(actor=actor)} if "warehouse=" in query else {}
    found = []
    for name, values in QueryDict(query).lists():
        said = [_value(name, value, columns=columns, places=places) for value in values]
        label = _NAMES.get(name) or name.replace("_", " ").capitalize()
        found.append((str(label), ", ".join(filter(None, said))))
    return found


def _value(name: str, value: str, *, columns: Mapping[str, str], places: Mapping[str, str]) -> str:
    if name == "q":
        return f"“{value}”"
    if name in ("columns", "sort"):
        return columns.get(value.removeprefix("-"), "") + (" ↓" if value.startswith("-") else "")
    if name == "warehouse":
        return places.get(value, "")
    return str(STATUSES[value].word) if value in STATUSES else ""


def _columns(page: str) -> Sequence[Column]:
    """The columns of the list, which stand beside its view."""
    return getattr(sys.modules[resolve(reverse(page)).func.__module__], "COLUMNS", ())
