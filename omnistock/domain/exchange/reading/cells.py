"""From the text of a cell to a value, as spreadsheets and other systems write them. Each function raises `Invalid`."""

from __future__ import annotations

import json
import re
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from omnistock.domain.catalog.codes import is_rounded
from omnistock.kernel.countries import COUNTRIES
from omnistock.kernel.days import DayOrder, Precision, parse_day, parse_expiry
from omnistock.kernel.errors import Invalid
from omnistock.kernel.india_states import STATES
from omnistock.kernel.numbers import excerpt, parse_number

NUMBER_MOST: Final = Decimal("99999999999999.9999")

_YES: Final = frozenset("true yes y 1 active x on enabled".split())
_NO: Final = frozenset("false no n 0 inactive off disabled archived".split())
_BEFORE_NUMBER: Final = re.compile(r"^(?:₹|rs\.?|inr|\$|€|£|us\$|usd|eur|gbp|aed|sar)\s*", re.IGNORECASE)
# "10 Nos", "65/Kgs": the number, then a word.
_WITH_UNIT: Final = re.compile(r"^([-+(]?[\d.,]+\)?-?)\s*/?\s*([^\W\d_][^\d]*)$")
_PERCENT: Final = re.compile(r"(?<![\d.,])(\d+(?:\.\d+)?)\s*%?\s*$")
_SERIAL_DAY: Final = re.compile(r"\d{5}(?:\.\d+)?")
# Day 1 of a spreadsheet is 1 January 1900, and it believes in 29 February 1900: from March on, day 0 is 30 December
# 1899.
_SPREADSHEET_EPOCH: Final = date(1899, 12, 30)
_COUNTRIES: Final = {country.name.casefold(): country.code for country in COUNTRIES.values()} | {
    "bharat": "IN",
    "usa": "US",
    "united states of america": "US",
    "uk": "GB",
    "england": "GB",
    "uae": "AE",
}


def plain_text(cell: str) -> str:
    """The cell without the apostrophe by which spreadsheets, and our exports, mark text (see `writing.neutral`)."""
    text = cell.strip()
    return text[1:] if len(text) > 1 and text[0] == "'" else text


def number(cell: str) -> Decimal:
    """₹ 1,00,000.50, 10 Nos, 65/Kgs, (100) and 100-: a sign may stand behind or be brackets; more than four decimals
    are cut off by rounding only where they are the dust of binary arithmetic."""
    text = _BEFORE_NUMBER.sub("", plain_text(cell))
    with_unit = _WITH_UNIT.match(text)
    if with_unit:
        text = with_unit[1]
    if text.startswith("(") and text.endswith(")"):
        text = "-" + text[1:-1]
    elif text.endswith("-"):
        text = "-" + text[:-1]
    if is_rounded(text):
        message = _("“{text}” is a number that the spreadsheet rounded; write all its digits.")
        raise Invalid.at("", message.format(text=excerpt(text)), "lost_digits")
    return _without_dust(
        parse_number(text, name=gettext_noop("number"), places=20, most=NUMBER_MOST, allow_negative=True)
    )


def _without_dust(value: Decimal) -> Decimal:
    """12.300000000000001 is 12.3 as a spreadsheet computed it. Honest decimals stay, and are judged where they
    belong."""
    if len(value.as_tuple().digits) < 15:
        return value
    return value.quantize(Decimal("0.0000000001")).normalize()


def whole_number(cell: str) -> int:
    """A whole number; 12.0 is one."""
    value = number(cell)
    if value != value.to_integral_value():
        raise Invalid.at("", _("“{text}” is not a whole number.").format(text=excerpt(cell)), "too_precise")
    return int(value)


def percent(cell: str) -> Decimal:
    """12, 12%, 12.00 %, GST@12%."""
    found = _PERCENT.search(plain_text(cell))
    if found is None:
        message = _("“{text}” is not a rate in per cent, such as 12 or 12%.")
        raise Invalid.at("", message.format(text=excerpt(cell)), "not_a_number")
    return Decimal(found[1])


def yes_or_no(cell: str) -> bool:
    """TRUE, Yes, Active and 1; FALSE, No, Inactive and 0."""
    word = plain_text(cell).casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise Invalid.at("", _("“{text}” is neither yes nor no.").format(text=excerpt(cell)), "not_a_choice")


def day(cell: str, *, order: DayOrder) -> date:
    """A day, in the order that the file was found to use, or a spreadsheet's number of days."""
    text = plain_text(cell)
    if _SERIAL_DAY.fullmatch(text):
        return _SPREADSHEET_EPOCH + timedelta(days=int(text.partition(".")[0]))
    return parse_day(text, order=order)


def expiry(cell: str, *, order: DayOrder) -> tuple[date, Precision]:
    """A day or a month: 03/27, Mar-27 and 2027-03 mean its last day."""
    text = plain_text(cell)
    if _SERIAL_DAY.fullmatch(text):
        return day(text, order=order), Precision.DAY
    try:
        return parse_day(text, order=order), Precision.DAY
    except Invalid as refusal:
        if refusal.faults[0].code != "not_a_date":
            raise
        return parse_expiry(text)


def state_code(cell: str) -> str:
    """27, Maharashtra, MH and 27-Maharashtra as the GST code; what is none of them is left to be judged."""
    text = plain_text(cell).casefold()
    head = re.match(r"(\d{1,2})\b", text)
    if head:
        return head[1].zfill(2)
    for state in STATES.values():
        if text in (state.name.casefold(), state.short.casefold()):
            return state.code
    return plain_text(cell)


def country_code(cell: str) -> str:
    """IN or India; what is neither a name nor a code is left to be judged."""
    text = plain_text(cell)
    return _COUNTRIES.get(text.casefold(), text.upper())


def several(cell: str) -> list[str]:
    """What stands between semicolons or line ends."""
    return [part for part in (piece.strip() for piece in re.split(r"[;\n]", plain_text(cell))) if part]


def named_values(cell: str) -> dict[str, Any]:
    """Names and values as one JSON object, as exports write the fields of the product's own."""
    try:
        found = json.loads(plain_text(cell))
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or any(isinstance(value, (dict, list)) for value in found.values()):
        message = _("“{text}” is not a list of names and values, such as {example}.")
        raise Invalid.at("", message.format(text=excerpt(cell), example='{"Rack": "A1"}'), "not_json")
    return {str(name): value if isinstance(value, (bool, int)) else str(value) for name, value in found.items()}
