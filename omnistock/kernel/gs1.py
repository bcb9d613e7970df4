"""What a scanner or a hand put into a scan box: a product code, a GS1 message, a Digital Link, or plain text.

Sources: GS1 General Specifications (check digit 7.9, date 7.12, FNC1 7.8), GS1 Digital Link URI Syntax, ISO/IEC
15424 for the symbology prefixes. The element strings themselves are read by biip (`gs1_elements`); what it lets pass is
judged here: check digits, dates, what must not stand together (gs1_rules), and separators that a scanner swallowed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING, Final

from omnistock.kernel.days import Precision, month_end
from omnistock.kernel.errors import Invalid
from omnistock.kernel.gs1_rules import excluded_by, missing_for
from omnistock.kernel.numbers import excerpt
from omnistock.kernel.words import gettext as _

if TYPE_CHECKING:
    from omnistock.kernel.gs1_elements import Element

GROUP_SEPARATOR: Final = "\x1d"
SCAN_LONGEST: Final = 4_000

_GTIN_LENGTHS: Final = (8, 12, 13, 14)
_CSET_82: Final = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!\"%&'()*+,-./:;<=>?_")
_GS1_PREFIXES: Final = ("]C1", "]d2", "]Q3", "]J1", "]e0")
_RETAIL_PREFIXES: Final = ("]E0", "]E4", "]I1")
_SYMBOLOGY: Final = re.compile(r"\][A-Za-z][0-9A-Za-z]")
_HUMAN_PART: Final = re.compile(r"(?<!\\)\((\d{2,4})\)")
_LINK: Final = re.compile(r"https?://", re.IGNORECASE)
_LINK_KEY: Final = re.compile(r"/(?:00|01)/\d")
_BARE_MESSAGE: Final = re.compile(r"0[12]\d{14}|00\d{18}")
_SWALLOWED_DATE: Final = re.compile(r".+1[1567](\d{6})")
_CHECKED: Final = ("00", "01", "02", "03", "410", "411", "412", "413", "414", "415", "416", "417")
_DATES: Final = frozenset({"11", "12", "13", "15", "16", "17"})


class ScanKind(StrEnum):
    """What the text turned out to be. TEXT is no fault: it may be a SKU, a batch number or a document number."""

    GTIN = "gtin"
    MESSAGE = "gs1_message"
    LINK = "digital_link"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a code. `stops`: its content must not be used; else it is a caution."""

    code: str
    message: str
    stops: bool = True


@dataclass(frozen=True, slots=True)
class Scan:
    """What one code says. What it does not say is None.

    `gtin14` is 14 digits of text: of the item, or, beside an SSCC, of the items within. `quantity` is a
    count of items, or kilograms where `quantity_unit` is "kg". `manufactured_on` and `expires_on` are days.
    `elements` holds every element string as (application identifier, value), also those that we do not use.
    """

    kind: ScanKind
    raw: str
    gtin14: str | None = None
    batch_number: str | None = None
    manufactured_on: date | None = None
    expires_on: date | None = None
    precision: Precision | None = None
    serial: str | None = None
    quantity: Decimal | None = None
    quantity_unit: str | None = None
    sscc: str | None = None
    elements: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def is_usable(self) -> bool:
        """Whether nothing in the code forbids acting on it."""
        return not any(problem.stops for problem in self.problems)


class _Unreadable(ValueError):
    """The text claims to be a GS1 code and is not; the sentence says why."""


def read_scan(text: str, *, today: date) -> Scan:
    """What `text`, typed or sent by a scanner, says.

    `today` settles the century of dates. Never raises: a code that is wrong comes back with its problems.
    """
    raw = text.strip(" \t\r\n")
    if len(raw) > SCAN_LONGEST:
        message = _("This is longer than any code ({longest} characters).").format(longest=SCAN_LONGEST)
        return Scan(kind=ScanKind.TEXT, raw=excerpt(raw), problems=(Problem("scan_too_long", message),))
    prefix, body = (raw[:3], raw[3:]) if _SYMBOLOGY.match(raw) else ("", raw)
    if prefix in _RETAIL_PREFIXES:
        return _read_retail(body, raw=raw, today=today)
    if prefix in _GS1_PREFIXES:
        return _read_message(body, raw=raw, today=today)
    if _LINK.match(body):
        return _read_link(body, raw=raw, today=today)
    if _HUMAN_PART.match(body):
        return _read_human(body, raw=raw, today=today)
    if body.isascii() and body.isdigit() and len(body) in _GTIN_LENGTHS and check_digit_matches(body):
        return Scan(kind=ScanKind.GTIN, raw=raw, gtin14=body.zfill(14))
    if (body.startswith(GROUP_SEPARATOR) and not prefix) or _is_bare_message(body):
        return _read_message(body, raw=raw, today=today)
    return Scan(kind=ScanKind.TEXT, raw=raw)


def _is_bare_message(body: str) -> bool:
    """Whether text without any prefix is a GS1 message all the same: it begins with a key whose check digit matches, or
    it begins with one and has separators."""
    key = _BARE_MESSAGE.match(body)
    return key is not None and (check_digit_matches(key[0][2:]) or GROUP_SEPARATOR in body)


def _read_retail(body: str, *, raw: str, today: date) -> Scan:
    """EAN, UPC and ITF-14 symbols, with the composite component that may follow an EAN."""
    code, _, component = body.partition("|]e0")
    try:
        gtin14 = to_gtin14(code)
    except Invalid as refusal:
        return Scan(kind=ScanKind.GTIN, raw=raw, problems=(Problem(refusal.faults[0].code, refusal.message),))
    if not component:
        return Scan(kind=ScanKind.GTIN, raw=raw, gtin14=gtin14)
    return _read_message(f"01{gtin14}{component}", raw=raw, today=today)


def _read_message(body: str, *, raw: str, today: date) -> Scan:
    from omnistock.kernel import gs1_elements

    text = body.lstrip(GROUP_SEPARATOR)
    try:
        if not text:
            raise _Unreadable(_("nothing follows the prefix"))
        elements = gs1_elements.of_message(text)
    except ValueError as reason:
        return _unreadable(ScanKind.MESSAGE, raw=raw, reason=reason)
    return _judge(ScanKind.MESSAGE, raw=raw, elements=elements, today=today)


def _read_human(body: str, *, raw: str, today: date) -> Scan:
    """The form printed under a symbol: (01)…(10)…; a backslash keeps a bracket that belongs to the value."""
    from omnistock.kernel import gs1_elements

    parts = _HUMAN_PART.split(body)[1:]
    elements: list[Element] = []
    try:
        for identifier, value in zip(parts[::2], parts[1::2], strict=True):
            text = identifier + value.strip(" \t").replace("\\(", "(")
            element = gs1_elements.first_of(text)
            if element.identifier != identifier or element.value != text[len(identifier) :]:
                reason = _("({identifier}) cannot hold “{text}”")
                raise _Unreadable(reason.format(identifier=identifier, text=excerpt(value)))
            elements.append(element)
    except ValueError as reason:
        return _unreadable(ScanKind.MESSAGE, raw=raw, reason=reason)
    return _judge(ScanKind.MESSAGE, raw=raw, elements=elements, today=today)


def _read_link(body: str, *, raw: str, today: date) -> Scan:
    """A GS1 Digital Link; any other web address is plain text."""
    from omnistock.kernel import gs1_elements

    try:
        elements = gs1_elements.of_link(body)
    except ValueError as reason:
        if _LINK_KEY.search(body):
            return _unreadable(ScanKind.LINK, raw=raw, reason=reason)
        return Scan(kind=ScanKind.TEXT, raw=raw)
    return _judge(ScanKind.LINK, raw=raw, elements=elements, today=today)


def _unreadable(kind: ScanKind, *, raw: str, reason: Exception) -> Scan:
    message = _("This begins like a GS1 code and then cannot be read; scan it again or type it by hand.")
    if isinstance(reason, _Unreadable):
        message = _("This begins like a GS1 code and then cannot be read ({reason}); scan it again or type it by hand.")
    return Scan(kind=kind, raw=raw, problems=(Problem("unreadable", message.format(reason=reason)),))


def _judge(kind: ScanKind, *, raw: str, elements: list[Element], today: date) -> Scan:
    """The scan that these element strings make, with everything that is wrong with them."""
    values = [(element.identifier, element.value) for element in elements]
    scan = Scan(kind=kind, raw=raw, elements=tuple(values))
    problems: list[Problem] = []
    for element in elements:
        identifier, value = element.identifier, element.value
        problem = _problem_of(element, today=today)
        if problem is None:
            scan = _with_element(scan, identifier, value, today=today)
        else:
            problems.append(problem)
    problems += _problems_together(values, today=today)
    return replace(scan, problems=tuple(problems))


def _problem_of(element: Element, *, today: date) -> Problem | None:
    identifier, value = element.identifier, element.value
    if identifier in _CHECKED and not check_digit_matches(value):
        message = _("The check digit of ({identifier}) {value} does not match; scan it again or compare the digits.")
        return Problem("check_digit", message.format(identifier=identifier, value=value))
    if element.is_broken:
        message = _("({identifier}) {value} cannot be read; scan it again.")
        return Problem("unreadable", message.format(identifier=identifier, value=excerpt(value)))
    if identifier in _DATES and gs1_date(value, today=today) is None:
        message = _("({identifier}) {value} is not a date (year, month, day) as the {name} must be.")
        message = message.format(identifier=identifier, value=value, name=_name_of_date(identifier))
        return Problem("date_impossible", message)
    return None


def _name_of_date(identifier: str) -> str:
    return {
        "11": _("date of manufacture"),
        "12": _("due date"),
        "13": _("packing date"),
        "15": _("best before date"),
        "16": _("sell by date"),
        "17": _("expiry date"),
    }[identifier]


def _with_element(scan: Scan, identifier: str, value: str, *, today: date) -> Scan:
    """`scan` with what one sound element string says."""
    match identifier:
        case "00":
            return replace(scan, sscc=value)
        case "01" | "02":
            return replace(scan, gtin14=value)
        case "10":
            return replace(scan, batch_number=value)
        case "21":
            return replace(scan, serial=value)
        case "30" | "37":
            return replace(scan, quantity=Decimal(value), quantity_unit=None)
        case "11":
            dated = gs1_date(value, today=today)
            return replace(scan, manufactured_on=dated[0] if dated else None)
        case "17":
            dated = gs1_date(value, today=today)
            return replace(scan, expires_on=dated[0], precision=dated[1]) if dated else scan
    if identifier.startswith("310") and len(identifier) == 4:
        return replace(scan, quantity=Decimal(value).scaleb(-int(identifier[3])), quantity_unit="kg")
    return scan


def _problems_together(values: list[tuple[str, str]], *, today: date) -> list[Problem]:
    """What is wrong with the element strings taken together."""
    identifiers = [identifier for identifier, _ in values]
    present = set(identifiers)
    problems = [
        Problem("said_twice", _("The code says ({identifier}) twice, and differently.").format(identifier=one[0]))
        for one, next_one in pairwise(sorted(values))
        if one[0] == next_one[0] and one[1] != next_one[1]
    ]
    for identifier in sorted(present):
        for other in excluded_by(identifier, present):
            message = _("({one}) and ({other}) may not stand in one code.").format(one=identifier, other=other)
            problems.append(Problem("excluded", message))
        missing = missing_for(identifier, present)
        if missing:
            needed = " / ".join(" + ".join(f"({part})" for part in group) for group in missing)
            message = _("({identifier}) needs {needed} beside it.").format(identifier=identifier, needed=needed)
            # The rest may be on the pack's other label (General Specifications 4.14), so this alone stops nothing.
            problems.append(Problem("incomplete", message, stops=False))
    problems += [
        _swallowed(identifier, value)
        for identifier, value in values
        if _has_swallowed(identifier, value, present=present, today=today)
    ]
    return problems


def _has_swallowed(identifier: str, value: str, *, present: set[str], today: date) -> bool:
    """Whether a batch or serial number seems to hold the date that should have followed it."""
    found = _SWALLOWED_DATE.fullmatch(value) if identifier in ("10", "21") and "17" not in present else None
    return found is not None and gs1_date(found[1], today=today) is not None


def _swallowed(identifier: str, value: str) -> Problem:
    message = _(
        "({identifier}) {value} ends like a date: the scanner may drop the separator. "
        "Compare it with the pack; the separator is set once for each scanner."
    ).format(identifier=identifier, value=excerpt(value))
    return Problem("separator_lost", message, stops=False)


def check_digit(digits: str) -> str:
    """The GS1 check digit that belongs behind `digits`: weights 3, 1, 3 … from the right (7.9)."""
    weighted = sum(int(digit) * (3 if at % 2 == 0 else 1) for at, digit in enumerate(reversed(digits)))
    return str((10 - weighted % 10) % 10)


def check_digit_matches(digits: str) -> bool:
    """Whether the last of `digits` (ASCII digits alone, at least two) is their check digit."""
    return len(digits) > 1 and digits.isascii() and digits.isdigit() and check_digit(digits[:-1]) == digits[-1]


def to_gtin14(code: str) -> str:
    """A GTIN-8, -12, -13 or -14 as the 14 digits under which it is stored.

    Raises `Invalid` with the code `gtin_shape` (digits and length) or `check_digit`.
    """
    digits = code.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) in _GTIN_LENGTHS):
        message = _("“{text}” is not a GTIN; one has 8, 12, 13 or 14 digits.")
        raise Invalid.at("", message.format(text=excerpt(digits)), "gtin_shape")
    if not check_digit_matches(digits):
        message = _("The check digit of {digits} does not match; compare it with the pack.")
        raise Invalid.at("", message.format(digits=digits), "check_digit")
    return digits.zfill(14)


def gs1_date(value: str, *, today: date) -> tuple[date, Precision] | None:
    """YYMMDD as a day; day 00 is the whole month. None where there is no such day.

    The year lies from 49 before to 50 after this one (General Specifications 7.12).
    """
    if len(value) != 6 or not (value.isascii() and value.isdigit()):
        return None
    short_year, month, day = int(value[:2]), int(value[2:4]), int(value[4:])
    century = today.year - today.year % 100
    year = century + short_year
    if year - today.year > 50:
        year -= 100
    elif year - today.year < -49:
        year += 100
    if not 1 <= month <= 12:
        return None
    last = month_end(year=year, month=month)
    if day == 0:
        return last, Precision.MONTH
    return (last.replace(day=day), Precision.DAY) if day <= last.day else None


def is_gs1_text(text: str) -> bool:
    """Whether `text` may stand in a GS1 batch or serial number: 1 to 20 characters of GS1's set 82."""
    return 1 <= len(text) <= 20 and all(character in _CSET_82 for character in text)
