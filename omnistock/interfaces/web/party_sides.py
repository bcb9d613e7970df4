"""The two sides that a party stands on, as the pages that both share see them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from omnistock.domain.parties import operations, queries


@dataclass(frozen=True, slots=True)
class Side:
    """Customers or suppliers. `figures` are the fields that are numbers; the words stand whole for the translators."""

    noun: str
    plural: str | Promise
    new: str | Promise
    save: str | Promise
    nothing: str | Promise
    list_url: str
    page_url: str
    figures: tuple[str, ...]
    rows: Callable[..., Any]
    one: Callable[..., Any]
    create: Callable[..., Any]
    change: Callable[..., Any]
    archive: Callable[..., Any]
    restore: Callable[..., Any]
    has_owner: bool = False

    @property
    def key(self) -> str:
        """The name of its id among the arguments of queries and operations."""
        return f"{self.noun}_id"

    @property
    def new_url(self) -> str:
        return f"{self.noun}-new"

    @property
    def edit_url(self) -> str:
        return f"{self.noun}-edit"

    @property
    def archival_url(self) -> str:
        return f"{self.noun}-archival"

    @property
    def export_url(self) -> str:
        return f"{self.noun}-export"


CUSTOMERS: Final = Side(
    noun="customer",
    plural=_("Customers"),
    new=_("New customer"),
    save=_("Save customer"),
    nothing=_("No customers yet."),
    list_url="customers",
    page_url="customer",
    figures=("credit_limit", "credit_days", "minimum_shelf_life_days"),
    rows=queries.customers,
    one=queries.customer,
    create=operations.create_customer,
    change=operations.change_customer,
    archive=operations.archive_customer,
    restore=operations.restore_customer,
    has_owner=True,
)
SUPPLIERS: Final = Side(
    noun="supplier",
    plural=_("Suppliers"),
    new=_("New supplier"),
    save=_("Save supplier"),
    nothing=_("No suppliers yet."),
    list_url="suppliers",
    page_url="supplier",
    figures=("credit_days", "lead_time_days"),
    rows=queries.suppliers,
    one=queries.supplier,
    create=operations.create_supplier,
    change=operations.change_supplier,
    archive=operations.archive_supplier,
    restore=operations.restore_supplier,
)
