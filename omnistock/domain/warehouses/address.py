"""Where a warehouse or a registration is, as an address is checked and kept."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.translation import gettext as _

from omnistock.domain.warehouses.policies import ADDRESS_LINE_LENGTH, ADDRESS_LINES
from omnistock.kernel.india import state_of
from omnistock.kernel.numbers import excerpt
from omnistock.tenancy.changes import FieldCheck
from omnistock.tenancy.checks import Checker

_PIN_CODE: Final = re.compile(r"[1-9]\d{5}")
_COUNTRY: Final = re.compile(r"[A-Z]{2}")


def checked_lines(check: Checker, value: Sequence[str] | None) -> list[str]:
    """The street and what stands above it: up to four lines, empty ones left out."""
    lines = [
        check.text(f"address_lines/{at}", line, longest=ADDRESS_LINE_LENGTH) for at, line in enumerate(value or ())
    ]
    kept = [line for line in lines if line]
    if len(kept) > ADDRESS_LINES:
        message = _("An address has at most {most} lines before the city; this one has {length}.")
        check.add("address_lines", message.format(most=ADDRESS_LINES, length=len(kept)), "too_long")
    return kept


def checked_state(check: Checker, value: str | None) -> str:
    """The two digits of an Indian State, or ""."""
    typed = (value or "").strip()
    state = check.keep("state_code", lambda: state_of(typed)) if typed else None
    return state.code if state else ""


def checked_country(check: Checker, value: str | None) -> str:
    """ISO 3166-1 alpha-2 in capitals, or ""."""
    typed = (value or "").strip().upper()
    if typed and not _COUNTRY.fullmatch(typed):
        message = _("“{text}” is not a country's code; write two letters, such as IN.")
        check.add("country", message.format(text=excerpt(typed)), "country")
        return ""
    return typed


def checked_postal_code(check: Checker, value: str | None) -> str:
    """As it is written on a letter, or ""."""
    return check.text("postal_code", value, longest=12)


def check_pin_code(check: Checker, postal_code: str) -> None:
    """In India a PIN code has six digits and does not begin with 0."""
    if postal_code and not _PIN_CODE.fullmatch(postal_code.replace(" ", "")):
        message = _("“{text}” is not a PIN code; one has six digits and does not begin with 0.")
        check.add("postal_code", message.format(text=excerpt(postal_code)), "postal_code")


ADDRESS_FIELDS: Final[Mapping[str, FieldCheck]] = {
    "address_lines": checked_lines,
    "city": lambda check, value: check.text("city", value, longest=80),
    "state_code": checked_state,
    "postal_code": checked_postal_code,
}
