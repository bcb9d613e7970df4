"""What differs between the two tables of one shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from omnistock.domain.parties import models
from omnistock.domain.parties.inputs import CustomerInput, SupplierInput


@dataclass(frozen=True, slots=True)
class PartyKind:
    """`noun` names it in sentences, in the search and in the audit, and is the name of the key on its addresses."""

    noun: str
    shape: Any
    model: Any
    address: Any
    contact: Any


CUSTOMER: Final = PartyKind("customer", CustomerInput, models.Customer, models.CustomerAddress, models.CustomerContact)
SUPPLIER: Final = PartyKind("supplier", SupplierInput, models.Supplier, models.SupplierAddress, models.SupplierContact)
