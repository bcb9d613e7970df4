"""One module for each kind of resource, in the order in which the document tells of them."""

from __future__ import annotations

from typing import Final

from ninja import Router

from omnistock.interfaces.api.resources import (
    categories,
    customers,
    locations,
    organization,
    products,
    registrations,
    suppliers,
    units,
    warehouses,
)

ROUTERS: Final[tuple[Router, ...]] = (
    organization.router,
    products.router,
    units.router,
    categories.router,
    warehouses.router,
    locations.router,
    registrations.router,
    customers.router,
    suppliers.router,
)
