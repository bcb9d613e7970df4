"""The types that stand in every body. Quantities and money are strings of exact decimals; a JSON number with a fraction is
refused, since a float cannot say 0.1."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any
from uuid import UUID

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, PlainSerializer, WithJsonSchema

DECIMAL_PATTERN = r"^-?[0-9]{1,14}(\.[0-9]{1,8})?$"


def _exact(value: Any) -> Decimal:
    """Text or a whole number into a Decimal. Raises ValueError with what would be right."""
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise ValueError('write it as a string of an exact decimal, such as "12.50"')
    try:
        number = Decimal(str(value).strip())
    except InvalidOperation:
        raise ValueError(f'{str(value)[:40]!r} is not a decimal number; write it as "12.50"') from None
    if not number.is_finite() or abs(number) >= Decimal(10) ** 14 or number.as_tuple().exponent < -8:  # type: ignore[operator]
        raise ValueError("it has at most 14 digits before the point and 8 after it")
    return number


def shown(value: Decimal) -> str:
    """Without an exponent and without zeros that say nothing: 12.5000 is 12.5, 100.0000 is 100."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


Exact = Annotated[
    Decimal,
    BeforeValidator(_exact),
    PlainSerializer(shown, return_type=str),
    WithJsonSchema({"type": "string", "pattern": DECIMAL_PATTERN, "examples": ["12.5"]}),
]
"""A quantity or a unit price."""


def _aware(value: Any) -> Any:
    moment = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(str(value).replace("Z", "+00:00"))
    if moment.tzinfo is None:
        raise ValueError("a moment needs its offset, as in 2027-03-31T10:00:00Z")
    return moment.astimezone(dt.UTC)


Moment = Annotated[
    dt.datetime,
    BeforeValidator(_aware),
    PlainSerializer(lambda moment: moment.astimezone(dt.UTC).isoformat().replace("+00:00", "Z"), return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]


class Body(Schema):
    """What comes in. A name that is not known is refused, so that a typing mistake is never silently dropped."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class NewRecord(Body):
    """What every record may be made with."""

    id: UUID | None = None
    external_id: str | None = None


class RecordOut(Schema):
    """What every record answers with."""

    id: UUID
    external_id: str | None
    version: int
    created_at: Moment
    updated_at: Moment


class ErrorOut(Schema):
    pointer: str
    code: str
    message: str

    model_config = ConfigDict(extra="allow")


class ProblemOut(Schema):
    """RFC 9457."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[ErrorOut]
