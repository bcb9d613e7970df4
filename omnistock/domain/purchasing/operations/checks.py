"""Checks of a document's head that orders and receipts share. Each puts its faults into the `Checker` that it is
given."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.parties.models import Supplier
from omnistock.domain.purchasing.models import PurchaseOrder
from omnistock.domain.warehouses.queries import WarehouseFacts, warehouse_facts
from omnistock.kernel.errors import NotFound
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker


def check_warehouse(
    warehouse_id: UUID | None, *, actor: Actor, checker: Checker, default: UUID | None = None
) -> WarehouseFacts | None:
    """The warehouse that is named, or `default`. None, with a fault, where there is none that may be used."""
    if warehouse_id is not None and default is not None and warehouse_id != default:
        checker.add("warehouse_id", _("The goods were ordered for another warehouse; leave this empty."), "differs")
    wanted = default or warehouse_id
    if wanted is None:
        checker.add("warehouse_id", _("Choose a warehouse."), "missing")
        return None
    try:
        found = warehouse_facts(actor=actor, id=wanted)
    except NotFound:
        checker.known("warehouse_id", wanted, (), kind="warehouse")
        return None
    if found.is_archived:
        checker.add("warehouse_id", _("%(name)s is archived.") % {"name": found.name}, "archived")
    return found


def check_supplier(
    supplier_id: UUID | None, *, order: PurchaseOrder | None, checker: Checker, required: bool = False
) -> Supplier | None:
    """The supplier that is named, or the order's."""
    if order is not None and supplier_id not in (None, order.supplier_id):
        checker.add("supplier_id", _("The order is another supplier's; leave this empty."), "differs")
    wanted = order.supplier_id if order is not None else supplier_id
    if wanted is None:
        if required:
            checker.add("supplier_id", _("Choose a supplier."), "missing")
        return None
    found = Supplier.objects.filter(pk=wanted).first()
    if found is None:
        checker.known("supplier_id", wanted, (), kind="supplier")
    elif found.archived_at is not None and order is None:
        checker.add("supplier_id", _("%(name)s is archived; restore it first.") % {"name": found.name}, "archived")
    return found
