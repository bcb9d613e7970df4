"""Judging what was sent: one `Checker` collects every fault of a request, and `stop()` refuses with all at once.

Each method takes the pointer of the value (`lines/0/quantity`), returns it in the form in which it is kept, and returns
None (text: "") where it is missing or wrong, so that an operation reads straight through and stops once.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Collection
from decimal import Decimal
from functools import partial
from typing import Any, Final, TypeVar
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from omnistock.kernel.currencies import INR, Currency
from omnistock.kernel.days import EARLIEST, LATEST
from omnistock.kernel.errors import Fault, Invalid
from omnistock.kernel.india import Gstin, parse_gstin
from omnistock.kernel.money import parse_amount, parse_unit_price
from omnistock.kernel.numbers import excerpt, parse_number
from omnistock.kernel.quantity import parse_quantity
from omnistock.tenancy.nouns import noun
from omnistock.tenancy.said import day_said

T = TypeVar("T")
Number = str | int | Decimal

LONGEST_EXTERNAL_ID: Final = 100
INTEGER_MOST: Final = 2_147_483_647
DOCUMENT_AGE_YEARS: Final = 10

_SPACES: Final = re.compile(r"\s+")
_EMAIL: Final = re.compile(r"[^@\s,;<>()\"]{1,64}@[^@\s,;<>()\"]+\.[^@\s,;<>()\".]{2,}")
_PHONE: Final = re.compile(r"[+(]?[0-9][0-9 ().,/+-]{2,}")
# Line ends and tabs may stand in a text of several lines; any other control character is an accident or an attack.
_LINE_CHARACTERS: Final = "\n\t"


def is_storable(text: str) -> bool:
    """Whether PostgreSQL can be asked for `text` at all: it has no NUL, and no half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


class Checker:
    """Collects faults. `under("lines/3")` is the same list with that in front of every pointer."""

    def __init__(self, *, prefix: str = "", faults: list[Fault] | None = None) -> None:
        self.prefix = prefix
        self.faults: list[Fault] = [] if faults is None else faults

    def under(self, pointer: str) -> Checker:
        return Checker(prefix=self._at(pointer), faults=self.faults)

    def add(self, pointer: str, message: str, code: str = "invalid", **details: Any) -> None:
        self.faults.append(Fault(self._at(pointer), message, code, details))

    def stop(self) -> None:
        """Raises `Invalid` with every fault, when there is one."""
        if self.faults:
            raise Invalid.of(self.faults)

    def keep(self, pointer: str, parse: Callable[[], T]) -> T | None:
        """What `parse` returns; the faults of an `Invalid` that it raises are kept under `pointer`."""
        try:
            return parse()
        except Invalid as refusal:
            for fault in refusal.faults or (Fault("", refusal.message),):
                self.add(pointer, fault.message, fault.code, **fault.details)
            return None

    def text(
        self, pointer: str, value: str | None, *, longest: int, required: bool = False, lines: bool = False
    ) -> str:
        """Trimmed, in NFC, inner spaces single (with `lines` as they are). Refuses control characters and
        over-length."""
        if not value and not required:
            return ""
        typed = "" if value is None else str(value)
        found = unicodedata.normalize("NFC", typed).strip() if len(typed) <= 4 * longest + 100 else typed
        if lines:
            found = found.replace("\r\n", "\n").replace("\r", "\n")
        elif len(found) <= 4 * longest:
            found = _SPACES.sub(" ", found)
        if len(found) > longest:
            message = _("“{text}” is too long: it has {length} characters, and at most {longest} are kept.")
            message = message.format(text=excerpt(found, length=24), length=len(found), longest=longest)
            self.add(pointer, message, "too_long")
            return ""
        if not all(character.isprintable() or (lines and character in _LINE_CHARACTERS) for character in found):
            message = _("“{text}” holds a character that cannot be printed; type it anew.")
            self.add(pointer, message.format(text=excerpt(found)), "unprintable")
            return ""
        if required and not found:
            self.add(pointer, _("This is missing."), "missing")
        return found

    def identifier(self, pointer: str, value: str | None, *, longest: int = LONGEST_EXTERNAL_ID) -> str | None:
        """A code from elsewhere, such as an external id: text, or None where it is empty."""
        return self.text(pointer, value, longest=longest) or None

    def choice(self, pointer: str, value: str | None, choices: Collection[str]) -> str:
        """One of `choices`."""
        found = (value or "").strip()
        if found in choices:
            return found
        message = _("“{text}” is not one of: {choices}.") if found else _("Choose one from the list.")
        self.add(pointer, message.format(text=excerpt(found), choices=", ".join(choices)), "unknown_choice")
        return ""

    def amount(
        self, pointer: str, value: Number | None, *, currency: Currency = INR, allow_negative: bool = False
    ) -> Decimal | None:
        """Money with the currency's decimals."""
        parse = partial(parse_amount, currency=currency, allow_negative=allow_negative)
        return self._number(pointer, value, parse)

    def unit_price(self, pointer: str, value: Number | None) -> Decimal | None:
        """Money for one unit: not negative, up to four decimals."""
        return self._number(pointer, value, parse_unit_price)

    def quantity(self, pointer: str, value: Number | None, *, allow_zero: bool = False) -> Decimal | None:
        """A quantity in a unit that is checked elsewhere: up to four decimals."""
        return self._number(pointer, value, partial(parse_quantity, allow_zero=allow_zero))

    def percent(self, pointer: str, value: Number | None, *, most: int = 100) -> Decimal | None:
        """A rate in per cent, from 0 to `most`, up to four decimals."""
        return self._number(
            pointer, value, partial(parse_number, name=gettext_noop("rate"), places=4, most=Decimal(most))
        )

    def integer(self, pointer: str, value: Number | None, *, least: int = 0, most: int = INTEGER_MOST) -> int | None:
        """A whole number from `least` to `most`."""
        parse = partial(
            parse_number, name=gettext_noop("number"), places=0, most=Decimal(most), allow_negative=least < 0
        )
        found = self._number(pointer, value, parse)
        if found is not None and found < least:
            self.add(pointer, _("The number must be at least {least}.").format(least=least), "too_small")
            return None
        return None if found is None else int(found)

    def day(
        self, pointer: str, value: dt.date | None, *, earliest: dt.date = EARLIEST, latest: dt.date = LATEST
    ) -> dt.date | None:
        """A day from `earliest` to `latest`, both included."""
        if value is None or earliest <= value <= latest:
            return value
        message = _("{day} is not between {earliest} and {latest}.")
        words = {"day": day_said(value), "earliest": day_said(earliest), "latest": day_said(latest)}
        self.add(
            pointer,
            message.format(**words),
            "date_implausible",
        )
        return None

    def document_day(self, pointer: str, value: dt.date | None, *, today: dt.date) -> dt.date | None:
        """A document's day: not in the future, and at most ten years back."""
        earliest = today.replace(year=today.year - DOCUMENT_AGE_YEARS, day=min(today.day, 28))
        return self.day(pointer, value, earliest=earliest, latest=today)

    def gstin(self, pointer: str, value: str | None) -> Gstin | None:
        """A GSTIN with its State, or None where it is empty."""
        typed = (value or "").strip()
        return self.keep(pointer, lambda: parse_gstin(typed)) if typed else None

    def email(self, pointer: str, value: str | None) -> str:
        found = self.text(pointer, value, longest=254)
        if found and not _EMAIL.fullmatch(found):
            self.add(pointer, _("“{text}” is not an email address.").format(text=excerpt(found)), "email")
        return found

    def phone(self, pointer: str, value: str | None) -> str:
        found = self.text(pointer, value, longest=32)
        if found and not _PHONE.fullmatch(found):
            message = _("“{text}” is not a phone number; write digits, such as +91 98765 43210.")
            self.add(pointer, message.format(text=excerpt(found)), "phone")
        return found

    def known(self, pointer: str, value: UUID | None, there: Collection[UUID], *, kind: str) -> None:
        """`value`, if any, must be among `there`; `kind` is the noun of the sentence ("category")."""
        if value is not None and value not in there:
            message = _("There is no {kind} with the id {id} in this workspace.")
            self.add(pointer, message.format(kind=noun(kind), id=value), "not_found")

    def _number(self, pointer: str, value: Number | None, parse: Callable[[Number], Decimal]) -> Decimal | None:
        return None if value is None or value == "" else self.keep(pointer, lambda: parse(value))

    def _at(self, pointer: str) -> str:
        return "/".join(part for part in (self.prefix, pointer) if part)
