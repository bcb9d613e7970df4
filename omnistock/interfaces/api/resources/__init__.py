"""One module for each kind of resource, in the order in which the document tells of them."""

from __future__ import annotations

from typing import Final

from ninja import Router

from omnistock.interfaces.api.resources import (
    adjustments,
    audit_events,
    batches,
    categories,
    credit_notes,
    customers,
    dispatches,
    exports,
    imports,
    invoices,
    locations,
    movements,
    moves,
    organization,
    payments,
    period_lock,
    products,
    purchase_orders,
    recalls,
    receipts,
    registrations,
    sales_orders,
    scan,
    stock,
    suppliers,
    transfers,
    units,
    warehouses,
)

ROUTERS: Final[tuple[Router, ...]] = (
    organization.router,
    products.router,
    units.router,
    categories.router,
    scan.router,
    warehouses.router,
    locations.router,
    registrations.router,
    customers.router,
    suppliers.router,
    purchase_orders.router,
    receipts.router,
    stock.router,
    batches.router,
    movements.router,
    period_lock.router,
    recalls.router,
    adjustments.router,
    transfers.router,
    moves.router,
    sales_orders.router,
    dispatches.router,
    invoices.router,
    credit_notes.router,
    payments.router,
    imports.router,
    exports.router,
    audit_events.router,
)
