"""India's tax numbers and codes: GSTIN, PAN, States, document numbers, HSN, unit codes, UPI.

Sources: CGST Act and Rules as named at each rule; the GSTIN formats and State codes of the GST portal's API
documentation; NPCI UPI Linking Specification 1.6. python-stdnum is not used for GSTIN: it refuses Ladakh (38) and
every number whose 14th character is not Z.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final
from urllib.parse import quote, urlencode

from omnistock.kernel.errors import Invalid
from omnistock.kernel.india_states import OTHER_COUNTRY, STATES, State
from omnistock.kernel.numbers import excerpt
from omnistock.kernel.words import gettext as _

_VALUES: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_PAN: Final = re.compile(r"[A-Z]{5}\d{4}[A-Z]")
_UPI_ADDRESS: Final = re.compile(r"[A-Za-z0-9.\-_]{2,256}@[A-Za-z][A-Za-z0-9]{1,63}")
_UPI_REFERENCE_LONGEST: Final = 35

# CBIC's Unique Quantity Codes, as GSTR-1 and the e-invoice schema know them.
UNIT_QUANTITY_CODES: Final = frozenset(
    "BAG BAL BDL BKL BOU BOX BTL BUN CAN CBM CCM CMS CTN DOZ DRM GGK GMS GRS GYD KGS KLR KME LTR MLT MTR MTS NOS OTH "
    "PAC PCS PRS QTL ROL SET SQF SQM SQY TBS TGM THD TON TUB UGS UNT YDS".split()
)


class GstinKind(StrEnum):
    """Who holds a GSTIN; it decides what may be written on an invoice to them."""

    NORMAL = "normal"
    TAX_DEDUCTOR = "tax_deductor"
    TAX_COLLECTOR = "tax_collector"
    GOVERNMENT = "government"
    NON_RESIDENT = "non_resident"
    ONLINE_SERVICES = "online_services"
    UN_BODY = "un_body"


# The first pattern that fits names the kind. Positions: 2 State, 10 PAN (or TAN for deductors), entity, letter, check.
_GSTIN_FORMATS: Final = (
    (GstinKind.NORMAL, re.compile(r"\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z][Z1-9ABE-J][0-9A-Z]")),
    (GstinKind.TAX_DEDUCTOR, re.compile(r"\d{2}[A-Z]{4}[A-Z0-9]\d{4}[A-Z][1-9A-Z]D[0-9A-Z]")),
    (GstinKind.TAX_COLLECTOR, re.compile(r"\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z]C[0-9A-Z]")),
    (GstinKind.GOVERNMENT, re.compile(r"\d{2}[A-Z]{4}\d{5}[A-Z][1-9A-Z]Z[0-9A-Z]")),
    (GstinKind.NON_RESIDENT, re.compile(r"\d{4}[A-Z]{3}\d{5}N[R0-9][0-9A-Z]")),
    (GstinKind.ONLINE_SERVICES, re.compile(r"99\d{2}[A-Z]{3}\d{5}OS[0-9A-Z]")),
    (GstinKind.UN_BODY, re.compile(r"\d{4}[A-Z]{3}\d{5}(?:UN|ON)[0-9A-Z]")),
)


@dataclass(frozen=True, slots=True)
class Gstin:
    """A GSTIN that passed every check. `pan` is None where the number holds another one (a TAN, a passport)."""

    number: str
    kind: GstinKind
    state: State
    pan: str | None


def parse_gstin(typed: str) -> Gstin:
    """The GSTIN in `typed`; spaces and small letters are forgiven.

    Raises `Invalid` with the code `gstin_length`, `gstin_state`, `gstin_format` or `gstin_check_digit`, saying which
    part is wrong. It never says which check digit would match: the wrong digit may be any of the fifteen.
    """
    number = "".join(typed.split()).upper()
    if len(number) != 15 or not number.isascii() or not number.isalnum():
        message = _("A GSTIN has 15 letters and digits; “{text}” has {length} characters.")
        message = message.format(text=excerpt(number, length=24), length=len(number))
        raise Invalid.at("", message, "gstin_length")
    kind = next((kind for kind, pattern in _GSTIN_FORMATS if pattern.fullmatch(number)), None)
    state = STATES.get(number[:2])
    if state is None or state is OTHER_COUNTRY:
        message = _("The GSTIN {number} begins with {code}, which is not the code of a State.")
        raise Invalid.at("", message.format(number=number, code=number[:2]), "gstin_state")
    if kind is None:
        raise Invalid.at("", _format_fault(number), "gstin_format")
    if gstin_check_character(number[:14]) != number[14]:
        message = _("The check digit of the GSTIN {number} does not match; compare all 15 characters.")
        raise Invalid.at("", message.format(number=number), "gstin_check_digit")
    pan = number[2:12] if _PAN.fullmatch(number[2:12]) else None
    return Gstin(number=number, kind=kind, state=state, pan=pan)


def _format_fault(number: str) -> str:
    pan = number[2:12]
    if not _PAN.fullmatch(pan):
        message = _(
            "Characters 3 to 12 of a GSTIN are a PAN (five letters, four digits, a letter); {number} has {pan}."
        )
        return message.format(number=number, pan=pan)
    message = _("The GSTIN {number} is not of a known form; characters 13 and 14 are “{characters}”, usually 1Z.")
    return message.format(number=number, characters=number[12:14])


def gstin_check_character(first_fourteen: str) -> str:
    """The 15th character: Luhn modulo 36 over the first fourteen, weights 1, 2, 1, 2 … from the left."""
    total = 0
    for at, character in enumerate(first_fourteen):
        quotient, remainder = divmod(_VALUES.index(character) * (1 + at % 2), 36)
        total += quotient + remainder
    return _VALUES[-total % 36]


def state_of(code: str) -> State:
    """The State with this GST code ("27"). Raises `Invalid` `state_code`."""
    try:
        return STATES[code.zfill(2)]
    except KeyError:
        message = _("“{text}” is not the GST code of a State; Maharashtra, for one, is 27.")
        raise Invalid.at("", message.format(text=excerpt(code)), "state_code") from None


def check_hsn(typed: str, *, digits: int = 4) -> str:
    """An HSN code of 4, 6 or 8 digits (SAC of services: 6 that begin with 99), as text, for zeros may lead.

    `digits` is the least that the seller must write: 4 up to 5 crore of turnover in the year before, 6 above
    (N. 78/2020-CT). Raises `Invalid` `hsn`.
    """
    code = typed.strip().replace(" ", "")
    if not (code.isascii() and code.isdigit() and len(code) in (4, 6, 8)):
        message = _("“{text}” is not an HSN code; one has 4, 6 or 8 digits.")
        raise Invalid.at("", message.format(text=excerpt(typed)), "hsn")
    if len(code) < digits:
        message = _("The HSN code {code} needs {digits} digits at your turnover.")
        raise Invalid.at("", message.format(code=code, digits=digits), "hsn")
    return code


def check_unit_quantity_code(code: str) -> str:
    """A Unique Quantity Code of the GST portal, in capitals. Raises `Invalid` `unit_quantity_code`."""
    wanted = code.strip().upper()
    if wanted not in UNIT_QUANTITY_CODES:
        message = _("“{text}” is not a unit of the GST portal; use one such as NOS, PCS, BOX, KGS or OTH.")
        raise Invalid.at("", message.format(text=excerpt(code)), "unit_quantity_code")
    return wanted


def credit_note_deadline(supplied_on: date) -> date:
    """The last day to declare a credit note with tax: 30 November after the financial year of the supply (s.34(2)).

    The annual return, if furnished earlier, ends it earlier; that day is not known here.
    """
    return date(supplied_on.year + (1 if supplied_on.month >= 4 else 0), 11, 30)


def check_upi_address(address: str) -> str:
    """A UPI id such as shop@bank. Raises `Invalid` `upi_address`."""
    wanted = address.strip()
    if not _UPI_ADDRESS.fullmatch(wanted):
        message = _("“{text}” is not a UPI id; one looks like shop@bank.")
        raise Invalid.at("", message.format(text=excerpt(address)), "upi_address")
    return wanted


def upi_link(*, address: str, payee: str, amount: Decimal, reference: str, note: str = "") -> str:
    """The link behind a payment QR (NPCI UPI Linking Specification 1.6): rupees, and an amount not to be edited.

    `amount` is what is still owed, over 0, with two decimals. `reference` is cut to letters and digits: since 1 Feb
    2025 transaction ids hold nothing else. The link is unsigned and confirms nothing: a payment is recorded by hand.
    Raises `Invalid` `upi_address`.
    """
    fields = {
        "pa": check_upi_address(address),
        "pn": payee[:99],
        "tr": re.sub(r"[^A-Za-z0-9]", "", reference)[:_UPI_REFERENCE_LONGEST],
        "tn": note[:80],
        "am": f"{amount:.2f}",
        "cu": "INR",
    }
    return "upi://pay?" + urlencode({key: value for key, value in fields.items() if value}, quote_via=quote, safe="@")
