"""Numbers as people type and read them: exact decimals in, grouped text out. Never a float."""

from __future__ import annotations

import re
import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal
from enum import StrEnum
from typing import Final

from omnistock.kernel.errors import Invalid
from omnistock.kernel.words import gettext as _

# The product of a quantity and a price has up to 38 digits; the default context would silently round it at 28.
EXACT: Final = Context(prec=80, rounding=ROUND_HALF_UP)

MINUS: Final = "\N{MINUS SIGN}"

_SPACES: Final = re.compile(r"[\s\u00a0\u2009\u202f]+")
_PLAIN: Final = re.compile(r"(?P<whole>\d*)(?:\.(?P<fraction>\d*))?")
_GROUPED: Final = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})*,\d{3})(?:\.\d*)?")
_LONGEST_TEXT: Final = 40


class Grouping(StrEnum):
    """How the digits of the whole part stand together: 12,34,567 or 1,234,567 or 1234567."""

    INDIAN = "indian"
    WESTERN = "western"
    NONE = "none"


def parse_number(
    typed: str | int | Decimal, *, name: str, places: int, most: Decimal, allow_negative: bool = False
) -> Decimal:
    """The exact number in `typed`, with at most `places` decimals and no larger than `most` either way.

    Takes plain digits in any script, with a point, a sign, and commas where they group rightly (1,00,000 or
    100,000). Refuses everything that needs guessing: exponents, `1,5`, NaN, a float. `name` is the thing asked for,
    as the catalogues know it (`gettext_noop("quantity")`): it is looked up for a refusal alone. Raises `Invalid` with one
    of the codes `not_a_number`, `negative`, `too_precise`, `too_large`, and the pointer left empty for the caller to fill.
    """
    value = _read(typed, name=name)
    if value < 0 and not allow_negative:
        message = _("The {name} must not be negative: {value}.")
        raise Invalid.at("", message.format(name=_(name), value=plain(value)), "negative")
    if abs(value) > most:
        message = _("The {name} is too large; the most is {most}.")
        raise Invalid.at("", message.format(name=_(name), most=plain(most)), "too_large")
    if decimals_of(value) > places:
        finer = _("The {name} has at most {places} decimals: {value}.")
        message = finer if places else _("The {name} must be a whole number: {value}.")
        message = message.format(name=_(name), places=places, value=plain(value))
        raise Invalid.at("", message, "too_precise", places=places)
    return value


def _read(typed: str | int | Decimal, *, name: str) -> Decimal:
    if isinstance(typed, Decimal):
        # An exponent far out of range would make plain() write a gigabyte, so it is judged before anything else.
        if not typed.is_finite() or abs(typed.adjusted()) > _LONGEST_TEXT:
            raise _not_a_number(str(typed), name=name)
        return typed
    if isinstance(typed, int) and not isinstance(typed, bool):
        if typed.bit_length() > _LONGEST_TEXT * 3:
            raise Invalid.at("", _("The {name} is too large.").format(name=_(name)), "too_large")
        return Decimal(typed)
    if not isinstance(typed, str):
        raise _not_a_number(str(typed), name=name)
    text = _SPACES.sub("", _ascii_digits(typed.strip())) if len(typed) <= _LONGEST_TEXT * 2 else typed
    sign, digits = ("-", text[1:]) if text[:1] in ("-", MINUS) else ("", text.removeprefix("+"))
    if len(digits) > _LONGEST_TEXT or not any(character.isdigit() for character in digits):
        raise _not_a_number(typed, name=name)
    if _GROUPED.fullmatch(digits):
        digits = digits.replace(",", "")
    if not _PLAIN.fullmatch(digits):
        raise _not_a_number(typed, name=name)
    return Decimal(sign + digits)


def _ascii_digits(text: str) -> str:
    """Digits of any script (१२, full-width) as 0 to 9; what only looks like a number, such as ½ or ², stays."""
    return "".join(str(unicodedata.decimal(character, character)) for character in text)


def _not_a_number(typed: str, *, name: str) -> Invalid:
    called = _(name)
    message = _("The {name} is missing; write digits, such as 12 or 1,250.50.")
    if typed:
        with_an = _("“{text}” is not an {name}; write digits, such as 12 or 1,250.50.")
        with_a = _("“{text}” is not a {name}; write digits, such as 12 or 1,250.50.")
        message = with_an if called[:1] in "aeiou" else with_a
    return Invalid.at("", message.format(text=excerpt(typed), name=called), "not_a_number")


def excerpt(text: str, *, length: int = 40) -> str:
    """`text` fit for an error sentence: without control characters, and not longer than `length`."""
    shown = "".join(
        character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in text[: length + 1]
    )
    return shown if len(shown) <= length else shown[: length - 1] + "…"


def decimals_of(value: Decimal) -> int:
    """How many decimals `value` needs: 2 for 1.50 is 1, and 0 for 1E+3."""
    if value == value.to_integral_value():
        return 0
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def plain(value: Decimal) -> str:
    """`value` without exponent and without zeros that say nothing: `1500`, `2.5`, `-0.25`."""
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def grouped(value: Decimal, *, grouping: Grouping, places: int | None = None) -> str:
    """`value` for reading: digits grouped, U+2212 as the minus.

    `places` pads with zeros to that many decimals (it never rounds away a digit that is there); without it, zeros
    that say nothing are left out.
    """
    text = plain(value)
    sign, text = (MINUS, text[1:]) if text.startswith("-") else ("", text)
    whole, _, fraction = text.partition(".")
    if places is not None:
        fraction = fraction.ljust(places, "0")
    return sign + _group(whole, grouping=grouping) + ("." + fraction if fraction else "")


def _group(whole: str, *, grouping: Grouping) -> str:
    if grouping is Grouping.WESTERN:
        return f"{int(whole):,}"
    if grouping is Grouping.NONE or len(whole) <= 3:
        return whole
    head, tail = whole[:-3], whole[-3:]
    first = len(head) % 2
    pairs = [head[:first]] if first else []
    pairs += [head[at : at + 2] for at in range(first, len(head), 2)]
    return ",".join([*pairs, tail])
