"""Judging what a customer or supplier is to be, without asking the database.

The rules of GST numbers: a registered party has a GSTIN, and each State it is registered in has its own (CGST Act
s.25); all of them hold the party's one PAN.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from django.utils.translation import gettext as _

from omnistock.domain.parties.inputs import AddressInput, ContactInput, CustomerInput, PartyInput, SupplierInput
from omnistock.domain.parties.models import ADDRESS_KINDS, GST_TREATMENTS
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.india import Gstin, state_of
from omnistock.kernel.paper.labels import LANGUAGES
from omnistock.tenancy.actor import OrganizationProfile
from omnistock.tenancy.checks import Checker

MOST_ADDRESSES: Final = 50
MOST_LINES: Final = 5
MOST_DAYS: Final = 36_500
NEEDS_GSTIN: Final = frozenset({"registered", "composition", "sez"})
HAS_NO_GSTIN: Final = frozenset({"unregistered", "consumer", "overseas"})

_PAN: Final = re.compile(r"[A-Z]{5}[0-9]{4}[A-Z]")
_INDIAN_POSTAL_CODE: Final = re.compile(r"[1-9][0-9]{5}")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class JudgedParty:
    """What will be kept: the columns of its row, and those of its addresses (with `id` where one is there) and
    contacts."""

    columns: Mapping[str, Any]
    addresses: tuple[Mapping[str, Any], ...]
    contacts: tuple[Mapping[str, Any], ...]


def judge_party(
    given: CustomerInput | SupplierInput, *, organization: OrganizationProfile, checker: Checker
) -> JudgedParty | None:
    """`given` as it will be kept, or None with the reasons in `checker`."""
    before = len(checker.faults)
    gstin = checker.gstin("gstin", given.gstin)
    addresses = _addresses(given.addresses, party=gstin, home=organization.country, checker=checker)
    columns = _texts(given, checker) | _tax(given, gstin, addresses, organization, checker)
    if isinstance(given, CustomerInput):
        columns |= _customer(given, organization, checker)
    else:
        columns["lead_time_days"] = checker.integer("lead_time_days", given.lead_time_days, most=MOST_DAYS)
    contacts = _contacts(given.contacts, checker)
    if len(checker.faults) > before:
        return None
    return JudgedParty(columns=columns, addresses=tuple(addresses), contacts=contacts)


def _texts(given: PartyInput, checker: Checker) -> dict[str, Any]:
    return {
        "name": checker.text("name", given.name, longest=200, required=True),
        "code": checker.text("code", given.code, longest=40),
        "external_id": checker.identifier("external_id", given.external_id),
        "email": checker.email("email", given.email),
        "phone": checker.phone("phone", given.phone),
        "notes": checker.text("notes", given.notes, longest=5_000, lines=True),
        "credit_days": checker.integer("credit_days", given.credit_days, most=MOST_DAYS),
    }


def _customer(given: CustomerInput, organization: OrganizationProfile, checker: Checker) -> dict[str, Any]:
    currency = currency_of(organization.currency)
    days = given.minimum_shelf_life_days
    return {
        "credit_limit": checker.amount("credit_limit", given.credit_limit, currency=currency),
        "minimum_shelf_life_days": checker.integer("minimum_shelf_life_days", days, most=MOST_DAYS),
        "owner_membership_id": given.owner_membership_id,
        "language": checker.choice("language", given.language, LANGUAGES) if given.language.strip() else "",
    }


def _tax(
    given: PartyInput,
    gstin: Gstin | None,
    addresses: list[dict[str, Any]],
    organization: OrganizationProfile,
    checker: Checker,
) -> dict[str, Any]:
    """The tax numbers, and the treatment that goes with them."""
    is_abroad = bool(addresses) and addresses[0]["country"] != organization.country
    guess = (
        "registered" if given.gstin.strip() else "overseas" if is_abroad and organization.is_indian else "unregistered"
    )
    treatment = checker.choice("gst_treatment", given.gst_treatment or guess, GST_TREATMENTS)
    if treatment in NEEDS_GSTIN and not given.gstin.strip() and organization.is_indian:
        message = _("A party with the GST treatment “{treatment}” has a GSTIN; write it, or choose unregistered.")
        checker.add("gstin", message.format(treatment=treatment), "gstin_missing")
    if treatment in HAS_NO_GSTIN and gstin is not None:
        message = _("A party with a GSTIN is registered, composition or SEZ, not {treatment}.")
        checker.add("gst_treatment", message.format(treatment=treatment), "gst_treatment")
    return {
        "gst_treatment": treatment,
        "gstin": gstin.number if gstin else "",
        "pan": _pan(given.pan, gstin, checker),
        "tax_number": checker.text("tax_number", given.tax_number, longest=40),
    }


def _pan(typed: str, gstin: Gstin | None, checker: Checker) -> str:
    """The PAN, which is part of the GSTIN."""
    pan = (typed or "").strip().upper()
    inside = gstin.pan if gstin else None
    if not pan:
        return inside or ""
    if not _PAN.fullmatch(pan):
        checker.add("pan", _("A PAN is five letters, four digits and a letter, such as AAPFU0939F."), "pan")
    elif inside and pan != inside:
        message = _("The PAN is {pan}, and the GSTIN holds {inside}.")
        checker.add("pan", message.format(pan=pan, inside=inside), "pan_differs")
    return pan


def _addresses(
    given: tuple[AddressInput, ...], *, party: Gstin | None, home: str, checker: Checker
) -> list[dict[str, Any]]:
    if len(given) > MOST_ADDRESSES:
        checker.add("addresses", _("At most {most} addresses stand here.").format(most=MOST_ADDRESSES), "too_many")
        return []
    return [_address(each, party, home, checker.under(f"addresses/{at}")) for at, each in enumerate(given)]


def _address(given: AddressInput, party: Gstin | None, home: str, checker: Checker) -> dict[str, Any]:
    country = (given.country or home).strip().upper()
    if not _COUNTRY.fullmatch(country):
        checker.add("country", _("A country is its two-letter code, such as IN."), "country")
    gstin = checker.gstin("gstin", given.gstin)
    if gstin and party and gstin.pan and party.pan and gstin.pan != party.pan:
        message = _("The GSTIN {gstin} belongs to another PAN than the party's {party}.")
        checker.add("gstin", message.format(gstin=gstin.number, party=party.number), "pan_differs")
    lines = tuple(line for line in given.lines if str(line).strip())
    if len(lines) > MOST_LINES:
        checker.add("lines", _("An address has at most {most} lines.").format(most=MOST_LINES), "too_many")
    return {
        "id": given.id,
        "kind": checker.choice("kind", given.kind, ADDRESS_KINDS),
        "lines": [checker.text(f"lines/{at}", line, longest=100) for at, line in enumerate(lines)],
        "city": checker.text("city", given.city, longest=80),
        "state_code": _state(given, country, gstin, party, checker),
        "postal_code": _postal_code(given.postal_code, country, checker),
        "country": country,
        "gstin": gstin.number if gstin else "",
    }


def _state(given: AddressInput, country: str, gstin: Gstin | None, party: Gstin | None, checker: Checker) -> str:
    """The State's GST code; empty abroad. A GSTIN says it, and may not say another."""
    typed = (given.state_code or "").strip()
    if country != "IN":
        return ""
    if not typed:
        known = gstin or party
        return known.state.code if known else ""
    state = checker.keep("state_code", partial(state_of, typed))
    if state and gstin and gstin.state != state:
        message = _("The GSTIN {gstin} is of {its}, and the address is in {state}.")
        message = message.format(gstin=gstin.number, its=gstin.state.name, state=state.name)
        checker.add("state_code", message, "state_differs")
    return state.code if state else ""


def _postal_code(typed: str, country: str, checker: Checker) -> str:
    code = checker.text("postal_code", typed, longest=12)
    if country != "IN" or not code:
        return code
    code = code.replace(" ", "")
    if not _INDIAN_POSTAL_CODE.fullmatch(code):
        checker.add(
            "postal_code", _("A PIN code has six digits and does not begin with 0, such as 400001."), "postal_code"
        )
    return code


def _contacts(given: tuple[ContactInput, ...], checker: Checker) -> tuple[dict[str, Any], ...]:
    if len(given) > MOST_ADDRESSES:
        checker.add("contacts", _("At most {most} contacts stand here.").format(most=MOST_ADDRESSES), "too_many")
        return ()
    kept = []
    for at, each in enumerate(given):
        line = checker.under(f"contacts/{at}")
        kept.append(
            {
                "name": line.text("name", each.name, longest=120, required=True),
                "title": line.text("title", each.title, longest=80),
                "email": line.email("email", each.email),
                "phone": line.phone("phone", each.phone),
            }
        )
    return tuple(kept)
