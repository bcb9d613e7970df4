"""Seller, buyer and ship-to as a tax document keeps them: in the words of the day on which it was issued.

Source: CGST Rule 46(a), (d), (e), (o).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from omnistock.domain.parties.models import Address, Customer, CustomerAddress
from omnistock.domain.sales.taxing import REGISTERED_TREATMENTS
from omnistock.domain.warehouses.models import Registration, Warehouse
from omnistock.kernel.india_states import STATES

Snapshot = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SaleParties:
    """Whom a sale is between, as rows, and the addresses chosen."""

    warehouse: Warehouse
    customer: Customer
    billing: CustomerAddress | None
    shipping: CustomerAddress | None

    @property
    def registration(self) -> Registration | None:
        return self.warehouse.registration

    @property
    def is_registered_buyer(self) -> bool:
        return self.customer.gst_treatment in REGISTERED_TREATMENTS

    @property
    def buyer_gstin(self) -> str:
        return (self.billing.gstin if self.billing else "") or self.customer.gstin


def read_parties(
    *, warehouse_id: UUID, customer_id: UUID, billing_address_id: UUID | None, shipping_address_id: UUID | None
) -> SaleParties:
    """The rows, in three statements. Ids that a document holds are there: the database keeps them."""
    warehouse = Warehouse.objects.select_related("registration", "organization").get(pk=warehouse_id)
    customer = Customer.objects.get(pk=customer_id)
    addresses = list(CustomerAddress.objects.filter(customer_id=customer_id).order_by("id"))
    billing = _chosen(addresses, billing_address_id, kinds=("billing", "both"))
    shipping = _chosen(addresses, shipping_address_id, kinds=("shipping",)) if len(addresses) > 1 else billing
    return SaleParties(
        warehouse=warehouse,
        customer=customer,
        billing=billing or next(iter(addresses), None),
        shipping=shipping or billing or next(iter(addresses), None),
    )


def _chosen(
    addresses: Iterable[CustomerAddress], address_id: UUID | None, *, kinds: tuple[str, ...]
) -> CustomerAddress | None:
    """The address with this id, else the oldest of these kinds."""
    named = (address for address in addresses if address.id == address_id)
    return next(named, None) or next((address for address in addresses if address.kind in kinds), None)


def seller_snapshot(parties: SaleParties) -> Snapshot:
    """The seller with everything the paper prints of it, the UPI address and terms included.

    The registration's own address stands first; a registration without one sells from the warehouse's.
    """
    return house_snapshot(parties.warehouse)


def house_snapshot(warehouse: Warehouse) -> Snapshot:
    """The organization as it stands on the papers of a warehouse, which has its registration and organization at hand."""
    organization, registration = warehouse.organization, warehouse.registration
    home = registration if registration and registration.address_lines else warehouse
    legal_name = registration.legal_name if registration else organization.name
    return {
        "name": (registration.trade_name if registration else "") or legal_name,
        "legal_name": legal_name,
        "address": address_lines(lines=home.address_lines, city=home.city, postal_code=home.postal_code),
        "gstin": registration.gstin if registration else "",
        "tax_number": registration.tax_number if registration else "",
        "state_code": registration.state_code if registration else warehouse.state_code,
        "state": state_text(registration.state_code if registration else warehouse.state_code),
        "scheme": registration.scheme if registration else "unregistered",
        "phone": organization.phone or warehouse.phone,
        "email": organization.email,
        "upi_id": organization.upi_id,
        "bank": [line for line in organization.bank_details.splitlines() if line.strip()],
        "terms": [line for line in organization.invoice_terms.splitlines() if line.strip()],
    }


def buyer_snapshot(parties: SaleParties) -> Snapshot:
    """The buyer at the billing address. The State is the GSTIN's where the address does not say it."""
    customer = parties.customer
    gstin = parties.buyer_gstin
    return {
        **place_snapshot(name=customer.name, address=parties.billing, gstin=gstin),
        "phone": customer.phone,
        "email": customer.email,
        "tax_number": customer.tax_number,
        "gst_treatment": customer.gst_treatment,
    }


def ship_to_snapshot(parties: SaleParties) -> Snapshot:
    """Where the goods go; empty where that is the billing address."""
    if parties.shipping is None or parties.shipping == parties.billing:
        return {}
    return place_snapshot(name=parties.customer.name, address=parties.shipping, gstin=parties.shipping.gstin)


def place_snapshot(*, name: str, address: Address | None, gstin: str) -> Snapshot:
    """A name at an address."""
    state_code = (address.state_code if address else "") or gstin[:2]
    lines = address_lines(lines=address.lines, city=address.city, postal_code=address.postal_code) if address else []
    return {
        "name": name,
        "address": lines,
        "gstin": gstin,
        "state_code": state_code,
        "state": state_text(state_code),
        "country": address.country if address else "",
    }


def address_lines(*, lines: Iterable[str], city: str, postal_code: str) -> list[str]:
    """An address as it is printed, empty parts left out."""
    return [line for line in (*lines, " ".join(part for part in (city, postal_code) if part)) if line]


def state_text(state_code: str) -> str:
    """ "Maharashtra (27)", as Rule 46 asks for name and code; "" where there is none."""
    state = STATES.get(state_code)
    return f"{state.name} ({state.code})" if state else ""
