"""Every write to customers and suppliers. `values` and `changes` are the fields of `CustomerInput` and
`SupplierInput`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from omnistock.domain.parties import writing
from omnistock.domain.parties.kinds import CUSTOMER, SUPPLIER
from omnistock.domain.parties.models import Customer, Supplier
from omnistock.domain.parties.policies import POLICIES
from omnistock.domain.parties.writing import Written
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.operation import operation


@operation(POLICIES)
def create_customer(*, actor: Actor, values: Mapping[str, Any], id: UUID | None = None) -> Customer:
    """A new customer. Who sees only own customers makes it theirs. Raises `Invalid` with every fault."""
    return writing.create(CUSTOMER, actor=actor, values=values, party_id=id)


@operation(POLICIES)
def change_customer(
    *, actor: Actor, customer_id: UUID, changes: Mapping[str, Any], expected_version: int | None = None
) -> Customer:
    """Change the fields that are sent; None clears. Addresses and contacts are sent whole."""
    return writing.change(
        CUSTOMER, actor=actor, party_id=customer_id, changes=changes, expected_version=expected_version
    )


@operation(POLICIES)
def put_customer(
    *, actor: Actor, external_id: str, values: Mapping[str, Any], expected_version: int | None = None
) -> Written:
    """The customer with this external id: changed by the fields that are sent, or made of them where there is none."""
    return writing.put(CUSTOMER, actor=actor, external_id=external_id, values=values, expected_version=expected_version)


@operation(POLICIES)
def archive_customer(*, actor: Actor, customer_id: UUID, expected_version: int | None = None) -> Customer:
    """No new document offers it; what is owed and its history stay."""
    return writing.set_archived(
        CUSTOMER, actor=actor, party_id=customer_id, archived=True, expected_version=expected_version
    )


@operation(POLICIES)
def restore_customer(*, actor: Actor, customer_id: UUID, expected_version: int | None = None) -> Customer:
    """Offered again."""
    return writing.set_archived(
        CUSTOMER, actor=actor, party_id=customer_id, archived=False, expected_version=expected_version
    )


@operation(POLICIES)
def create_supplier(*, actor: Actor, values: Mapping[str, Any], id: UUID | None = None) -> Supplier:
    """A new supplier. Raises `Invalid` with every fault."""
    return writing.create(SUPPLIER, actor=actor, values=values, party_id=id)


@operation(POLICIES)
def change_supplier(
    *, actor: Actor, supplier_id: UUID, changes: Mapping[str, Any], expected_version: int | None = None
) -> Supplier:
    """Change the fields that are sent; None clears. Addresses and contacts are sent whole."""
    return writing.change(
        SUPPLIER, actor=actor, party_id=supplier_id, changes=changes, expected_version=expected_version
    )


@operation(POLICIES)
def put_supplier(
    *, actor: Actor, external_id: str, values: Mapping[str, Any], expected_version: int | None = None
) -> Written:
    """The supplier with this external id: changed by the fields that are sent, or made of them where there is none."""
    return writing.put(SUPPLIER, actor=actor, external_id=external_id, values=values, expected_version=expected_version)


@operation(POLICIES)
def archive_supplier(*, actor: Actor, supplier_id: UUID, expected_version: int | None = None) -> Supplier:
    """No new document offers it; its history stays."""
    return writing.set_archived(
        SUPPLIER, actor=actor, party_id=supplier_id, archived=True, expected_version=expected_version
    )


@operation(POLICIES)
def restore_supplier(*, actor: Actor, supplier_id: UUID, expected_version: int | None = None) -> Supplier:
    """Offered again."""
    return writing.set_archived(
        SUPPLIER, actor=actor, party_id=supplier_id, archived=False, expected_version=expected_version
    )
