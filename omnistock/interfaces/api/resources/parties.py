"""What customers and suppliers have in common: addresses, contacts, and how they are dealt with."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field

from omnistock.domain.parties.inputs import AddressInput, ContactInput
from omnistock.interfaces.api.shapes import AskedFlag, Body, ChangedPaged, Moment, RecordOut, Whole

Treatment = Literal["registered", "composition", "unregistered", "consumer", "sez", "overseas"]
AddressKind = Literal["billing", "shipping", "both"]


class AddressIn(Body):
    id: UUID | None = Field(None, description="Of an address that is there already.")
    kind: AddressKind = "both"
    lines: list[str] = []
    city: str = ""
    state_code: str = Field("", description="The GST code of the State; a GSTIN says it.")
    postal_code: str = ""
    country: str = Field("", description="Two letters; the organization's when left out.")
    gstin: str | None = None


class ContactIn(Body):
    name: str
    title: str = ""
    email: str = ""
    phone: str = ""


class PartyFields(Body):
    name: str | None = None
    code: str | None = None
    email: str | None = None
    phone: str | None = None
    gst_treatment: Treatment | None = Field(None, description="Found from GSTIN and address when left out.")
    gstin: str | None = None
    pan: str | None = None
    tax_number: str | None = None
    credit_days: Whole | None = None
    notes: str | None = None
    addresses: list[AddressIn] | None = Field(None, description="Sent whole: one that is left out is taken off.")
    contacts: list[ContactIn] | None = Field(None, description="Sent whole.")

    def values(self) -> dict[str, Any]:
        """What was sent, as the domain takes it."""
        sent = self.changes()
        sent.pop("id", None)
        if self.addresses is not None:
            sent["addresses"] = tuple(map(_address, self.addresses))
        if self.contacts is not None:
            sent["contacts"] = tuple(ContactInput(**each.given()) for each in self.contacts)
        return sent


def _address(given: AddressIn) -> AddressInput:
    return AddressInput(**{**given.given(), "lines": tuple(given.lines), "gstin": given.gstin or ""})


class AddressOut(Schema):
    id: UUID
    kind: AddressKind
    lines: list[str]
    city: str
    state_code: str
    postal_code: str
    country: str
    gstin: str


class ContactOut(Schema):
    id: UUID
    name: str
    title: str
    email: str
    phone: str


class PartyOut(RecordOut):
    code: str
    name: str
    email: str
    phone: str
    gst_treatment: Treatment
    gstin: str
    pan: str
    tax_number: str
    credit_days: int | None
    notes: str
    addresses: list[AddressOut]
    contacts: list[ContactOut]
    archived_at: Moment | None


class PartyQuery(ChangedPaged):
    search: str = Field("", max_length=400, description="Words of name, code, GSTIN, phone, email or city.")
    gst_treatment: Treatment | None = None
    archived: AskedFlag = False
