"""The types that stand in every body. Quantities and money are strings of exact decimals; a JSON number with a fraction
is refused, since a float cannot say 0.1. What is accepted is what the OpenAPI document says, no more: a value that is
read another way than it was meant is worse than one that is refused."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Annotated, Any, Final, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, Strict, WithJsonSchema

from omnistock.kernel.days import EARLIEST, LATEST, month_end
from omnistock.tenancy.paging import DEFAULT_LIMIT, LONGEST_CURSOR, MOST

T = TypeVar("T")

DECIMAL_PATTERN: Final = r"^-?[0-9]{1,14}(\.[0-9]{1,8})?$"
DAY_PATTERN: Final = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
EXPIRY_PATTERN: Final = r"^[0-9]{4}-[0-9]{2}(-[0-9]{2})?$"
MOMENT_PATTERN: Final = (
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})$"
)
MOST_LINES: Final = 1_000
_MOST: Final = Decimal(10) ** 14
_DECIMAL, _DAY, _EXPIRY, _MOMENT = map(re.compile, (DECIMAL_PATTERN, DAY_PATTERN, EXPIRY_PATTERN, MOMENT_PATTERN))


def _exact(value: Any) -> Decimal:
    """Text or a whole number into a Decimal. Raises ValueError with what would be right."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise ValueError('write it as a string of an exact decimal, such as "12.50"')
    if isinstance(value, int):
        if abs(value) >= _MOST:
            raise ValueError("it has at most 14 digits before the point and 8 after it")
        return Decimal(value)
    text = value.strip()
    if not _DECIMAL.fullmatch(text):
        raise ValueError(f'{text[:40]!r} is not a decimal of up to 14 digits and 8 places; write it as "12.50"')
    return Decimal(text)


def shown(value: Decimal) -> str:
    """Without an exponent and without zeros that say nothing: 12.5000 is 12.5, 100.0000 is 100."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


Exact = Annotated[
    Decimal,
    BeforeValidator(_exact),
    PlainSerializer(shown, return_type=str),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "pattern": DECIMAL_PATTERN},
                {"type": "integer", "minimum": -(10**14) + 1, "maximum": 10**14 - 1},
            ],
            "examples": ["12.5"],
        },
        mode="validation",
    ),
    WithJsonSchema({"type": "string", "pattern": DECIMAL_PATTERN, "examples": ["12.5"]}, mode="serialization"),
]
"""A quantity or money."""


def _aware(value: Any) -> dt.datetime:
    if isinstance(value, dt.datetime):
        return value
    if not isinstance(value, str) or not _MOMENT.fullmatch(value):
        raise ValueError("write a moment with its offset, as in 2027-03-31T10:00:00Z")
    whole, point, fraction = value.upper().replace("Z", "+00:00").partition(".")
    digits = re.match("[0-9]*", fraction)
    assert digits is not None
    text = f"{whole}.{digits[0][:6].ljust(6, '0')}{fraction[digits.end() :]}" if point else whole
    try:
        moment = dt.datetime.fromisoformat(text).astimezone(dt.UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"there is no moment {value[:40]}") from None
    # At the ends of the calendar a moment has no day in another zone.
    if not EARLIEST.year <= moment.year <= LATEST.year:
        raise ValueError(f"a moment lies between {EARLIEST.year} and {LATEST.year}")
    return moment


Moment = Annotated[
    dt.datetime,
    BeforeValidator(_aware),
    PlainSerializer(lambda moment: moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z"), return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time", "examples": ["2027-03-31T10:00:00Z"]}),
]
"""RFC 3339; in answers in UTC."""


def _dated(pattern: re.Pattern[str], form: str) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if isinstance(value, dt.date):
            return value
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise ValueError(f"write it as {form}")
        try:
            return dt.date.fromisoformat(value if len(value) > 7 else f"{value}-01")
        except ValueError:
            raise ValueError(f"there is no day {value}") from None

    return read


Day = Annotated[
    dt.date,
    BeforeValidator(_dated(_DAY, "YYYY-MM-DD")),
    WithJsonSchema({"type": "string", "format": "date", "examples": ["2027-03-31"]}),
]


def _expiry(value: Any) -> str:
    _dated(_EXPIRY, "YYYY-MM-DD, or YYYY-MM where the pack says only the month")(value)
    return str(value)


Expiry = Annotated[
    str,
    BeforeValidator(_expiry),
    WithJsonSchema({"type": "string", "pattern": EXPIRY_PATTERN, "examples": ["2027-03", "2027-03-31"]}),
]
"""What a pack says: a day, or a month, which means its last day."""


def expiry_of(text: str | None) -> tuple[dt.date | None, str]:
    """The day and its precision, of what `Expiry` let through."""
    if text is None:
        return None, "day"
    if len(text) > 7:
        return dt.date.fromisoformat(text), "day"
    return month_end(year=int(text[:4]), month=int(text[5:])), "month"


Whole = Annotated[int, Strict()]
"""A whole number, written as a JSON number; how large it may be is the domain's to say."""

Flag = Annotated[bool, Strict()]


def _asked(value: Any) -> Any:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


AskedFlag = Annotated[bool, BeforeValidator(_asked), Strict(), WithJsonSchema({"type": "boolean"})]
"""true or false in the address."""


class Shape(BaseModel):
    """What goes in or out. Not django-ninja's Schema: that one reads each value through Python, and a body that forbids
    unknown names twice as often at each level. A shape with `resolve_` methods needs Schema as well."""

    model_config = ConfigDict(from_attributes=True)


class Given(Shape):
    """What was sent, as values of ours: `dict()` would write them as an answer does."""

    def given(self, *left_out: str) -> dict[str, Any]:
        return {name: getattr(self, name) for name in type(self).model_fields if name not in left_out}


class Body(Given):
    """What comes in. A name that is not known is refused, so that a typing mistake is never silently dropped."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    def changes(self) -> dict[str, Any]:
        """What was sent, by name; null clears. For PATCH."""
        return {name: getattr(self, name) for name in self.model_fields_set}


def unsent(**limits: Any) -> Any:
    """The default of a field of a PATCH that may be left out and may not be null: it is never read."""
    return Field(default=None, json_schema_extra=_forget_default, **limits)


def _forget_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


class NewRecord(Body):
    """What every record may be made with."""

    id: UUID | None = Field(None, description="Made by the client; sent again with an equal body it answers 200.")
    external_id: str | None = Field(None, description="The id of the record in your own system, unique by kind.")


class Nothing(Body):
    """The body of an action that needs no words: {} or none."""


NOTHING: Final = Nothing()


class Reason(Body):
    reason: str = Field(default="", description="Why, in one line of up to 300 characters.")


NO_REASON: Final = Reason()


class RecordOut(Shape):
    """What every record answers with."""

    id: UUID
    external_id: str | None
    version: int = Field(description="Send it as If-Match on a change.")
    created_at: Moment
    updated_at: Moment


class Paged(Given):
    """The query of every list that has pages."""

    limit: int = Field(DEFAULT_LIMIT, ge=1, le=MOST, description="How many, at most 500.")
    cursor: str | None = Field(
        None, max_length=LONGEST_CURSOR, description="The `next_cursor` of the page before, with the same filters."
    )


class ChangedPaged(Paged):
    updated_since: Moment | None = Field(
        None, description="What changed at or after this moment, up to ten seconds ago, in order of change."
    )


class Listed(Shape, Generic[T]):
    """A page. Ask again with `cursor` until `next_cursor` is null."""

    items: list[T]
    next_cursor: str | None = None


class CautionOut(Shape):
    """Something that a person would have been asked about. For a program it stops nothing, and is kept."""

    pointer: str
    code: str
    message: str
    reason: str


class TaxLineOut(Shape):
    """What is taxed at one rate under one head: cgst, sgst, igst, cess, or plain tax."""

    head: str
    rate: Exact
    taxable: Exact
    amount: Exact


class ErrorOut(Shape):
    """One thing that is wrong. A shortage adds product_id, batch_id, location_id, asked, there."""

    pointer: str = Field(description="Where: a JSON pointer into the body, or `query:name`, `header:name`.")
    code: str
    message: str

    model_config = ConfigDict(extra="allow")


class ProblemOut(Shape):
    """RFC 9457, application/problem+json. `errors` holds everything that is wrong with the request, at once."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[ErrorOut]
