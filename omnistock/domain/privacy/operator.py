"""Who runs this installation, from its environment. What is not set stays empty and is shown as "to be named"."""

from __future__ import annotations

from dataclasses import dataclass, fields

from django.conf import settings

from omnistock.domain.incidents.words import Contact
from omnistock.domain.rights.words import Officer


@dataclass(frozen=True, slots=True)
class Operator:
    """Every field is text as the environment has it; `data_region` is where the database is."""

    name: str
    address: str
    privacy_email: str
    security_email: str
    grievance_email: str
    grievance_officer_name: str
    dpo_email: str
    contact_email: str
    contact_phone: str
    whatsapp_number: str
    data_region: str

    @property
    def missing(self) -> list[str]:
        """The names of what is not set, as the environment calls them."""
        return [VARIABLES[field.name] for field in fields(self) if not getattr(self, field.name)]

    @property
    def whatsapp_digits(self) -> str:
        return "".join(letter for letter in self.whatsapp_number if letter.isdigit())


VARIABLES = {
    "name": "OPERATOR_NAME",
    "address": "OPERATOR_ADDRESS",
    **{field.name: field.name.upper() for field in fields(Operator) if field.name not in ("name", "address")},
}
"""The environment's name of each field."""


def operator() -> Operator:
    """The operator of this installation."""
    return Operator(**{field: settings.OPERATOR.get(name, "") for field, name in VARIABLES.items()})


def officer() -> Officer:
    """Who answers requests about people's own data."""
    found = operator()
    return Officer(found.grievance_officer_name, found.grievance_email, found.name, found.address)


def security_contact() -> Contact:
    """Whom a notice of an incident names."""
    found = operator()
    return Contact(found.name, found.security_email)
