"""A value of a table as it stands in an archive, and back. Exact numbers are text, bytes are base64, moments are in
Universal Time: a program of any language reads them without loss."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db import models

from omnistock.domain.exchange.exports.writing import neutral

_DECIMAL: Final = re.compile(r"-?\d{1,30}(\.\d{1,12})?")


def to_json(value: Any) -> Any:
    """`value` as JSON holds it."""
    if isinstance(value, (UUID, Decimal)):
        return str(value)
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, (bytes, memoryview)):
        return base64.b64encode(bytes(value)).decode()
    return value


def to_csv(value: Any) -> str:
    """What `to_json` made, as a cell that no spreadsheet takes for a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, (dict, list)):
        return neutral(json.dumps(value, ensure_ascii=False))
    return str(value) if isinstance(value, int) or _DECIMAL.fullmatch(str(value)) else neutral(str(value))


def reader(field: Any) -> Callable[[Any], Any]:
    """What turns a JSON value into one that the column takes. It raises ValueError with what would be right."""
    read = _reader(field)
    choices = {choice for choice, _label in field.choices or ()}
    if choices and field.blank:
        choices.add("")

    def checked(value: Any) -> Any:
        if value is None:
            if not field.null:
                raise ValueError("it may not be null")
            return None
        found = read(value)
        if choices and found not in choices:
            raise ValueError(f"it is one of {', '.join(map(str, choices))}")
        return found

    return checked


def _reader(field: Any) -> Callable[[Any], Any]:
    target = field.target_field if field.is_relation else field
    if isinstance(target, models.UUIDField):
        return lambda value: UUID(_text(value))
    if isinstance(target, models.DateTimeField):
        return _moment
    if isinstance(target, models.DateField):
        return lambda value: dt.date.fromisoformat(_text(value))
    if isinstance(target, models.DecimalField):
        return _decimal
    if isinstance(target, models.BooleanField):
        return lambda value: _of(value, bool, "true or false")
    if isinstance(target, models.IntegerField):
        return _whole
    if isinstance(target, models.BinaryField):
        return _bytes
    if isinstance(target, models.JSONField):
        return lambda value: json.dumps(value, ensure_ascii=False)
    return _storable


def _of(value: Any, kind: type, what: str) -> Any:
    if not isinstance(value, kind):
        raise ValueError(f"it is {what}")
    return value


def _text(value: Any) -> str:
    return str(_of(value, str, "text"))


def _storable(value: Any) -> str:
    text = _text(value)
    if "\x00" in text:
        raise ValueError("it holds a character that no text can have")
    return text


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError("it is a whole number")
    return value


def _decimal(value: Any) -> Decimal:
    text = _text(value)
    if not _DECIMAL.fullmatch(text):
        raise ValueError("it is an exact decimal, as text")
    return Decimal(text)


def _moment(value: Any) -> dt.datetime:
    found = dt.datetime.fromisoformat(_text(value))
    if found.tzinfo is None:
        raise ValueError("it is a moment with its offset")
    return found


def _bytes(value: Any) -> bytes:
    try:
        return base64.b64decode(_text(value), validate=True)
    except binascii.Error:
        raise ValueError("it is base64") from None
