"""The tax that an order would carry if it were invoiced as it stands. The invoice computes its own, from what has
left."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from omnistock.domain.parties.models import Customer, CustomerAddress
from omnistock.domain.sales.models import SalesOrderLine
from omnistock.domain.warehouses.models import Registration
from omnistock.kernel.numbers import plain
from omnistock.kernel.supply import Levy, Scheme, Seller, TaxCategory, ZeroRated, levy_of, place_of_supply
from omnistock.kernel.tax import TaxedDocument, TaxLine
from omnistock.tenancy.actor import OrganizationProfile

REGISTERED_TREATMENTS: Final = frozenset({"registered", "composition", "sez"})
TAX_CATEGORIES: Final = {
    "taxable": TaxCategory.TAXABLE,
    "nil_rated": TaxCategory.NIL,
    "exempt": TaxCategory.EXEMPT,
    "non_gst": TaxCategory.NON_GST,
}


@dataclass(frozen=True, slots=True)
class TaxTerms:
    """Which heads tax a sale, and the State in which it is made ("" outside India and where it is not known yet)."""

    levy: Levy
    place_of_supply: str


def tax_terms(
    *,
    organization: OrganizationProfile,
    registration: Registration | None,
    customer: Customer,
    billing: CustomerAddress | None,
    shipping: CustomerAddress | None,
) -> TaxTerms:
    """The terms of a sale from a warehouse of `registration` to these addresses (IGST Act ss. 10, 11 and 16).

    A State that is not recorded is taken to be the seller's: an order may wait for the address, its invoice may not.
    """
    seller = seller_of(organization=organization, registration=registration)
    if seller.state_code is None:
        return TaxTerms(levy=levy_of(seller=seller, place_of_supply=None), place_of_supply="")
    billing_state = _state_of(billing) or customer.gstin[:2] or None
    place = place_of_supply(
        seller_state=seller.state_code,
        is_registered_buyer=customer.gst_treatment in REGISTERED_TREATMENTS,
        billing_state=billing_state or seller.state_code,
        delivery_state=_state_of(shipping),
        is_export=customer.gst_treatment == "overseas",
    )
    levy = levy_of(seller=seller, place_of_supply=place.state_code, zero_rated=zero_rated_of(customer))
    return TaxTerms(levy=levy, place_of_supply=place.state_code)


def seller_of(*, organization: OrganizationProfile, registration: Registration | None) -> Seller:
    """Who sells, for tax. Without a registration an Indian seller charges none; elsewhere there is one plain tax."""
    if not organization.is_indian:
        return Seller(state_code=None)
    if registration is None or not registration.state_code:
        return Seller(state_code=None, scheme=Scheme.UNREGISTERED)
    return Seller(state_code=registration.state_code, scheme=Scheme(registration.scheme))


def zero_rated_of(customer: Customer) -> ZeroRated | None:
    """Exports and special economic zones are zero-rated, tax paid and refunded: an undertaking has to be given
    first."""
    return ZeroRated.WITH_PAYMENT if customer.gst_treatment in ("sez", "overseas") else None


def tax_line(line: SalesOrderLine) -> TaxLine:
    """A line of an order as the tax computation takes it; its free goods cost nothing and are left out."""
    return TaxLine(
        quantity=line.quantity,
        unit_price=line.unit_price,
        tax_rate=line.tax_rate or Decimal(0),
        category=TAX_CATEGORIES[line.tax_category],
        discount_percent=line.discount_percent,
        discount_amount=line.discount_amount,
    )


def tax_rows(document: TaxedDocument) -> list[dict[str, Any]]:
    """The foot of the order, one row a rate and head, as an order and an invoice keep it; amounts are text."""
    return [
        {
            "head": str(head.head),
            "rate": plain(head.rate),
            "taxable": str(summary.taxable),
            "amount": str(head.amount),
        }
        for summary in document.by_rate
        for head in summary.heads
    ]


def _state_of(address: CustomerAddress | None) -> str | None:
    if address is None:
        return None
    return address.state_code or address.gstin[:2] or None
