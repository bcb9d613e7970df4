"""How much life a customer's goods must have left. Pure."""

from __future__ import annotations

from omnistock.tenancy.actor import OrganizationProfile


def shelf_life_needed(*, customer_days: int | None, product_days: int | None, organization: OrganizationProfile) -> int:
    """Days of life that a batch must have left on the promised day: the customer's rule over the product's over the
    organization's; 0 at the customer means that this customer takes anything that has not expired."""
    if customer_days is not None:
        return customer_days
    return organization.minimum_shelf_life_days if product_days is None else product_days
