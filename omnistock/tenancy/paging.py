"""Lists by cursor: the place after the last row shown, not a number of rows to skip, so that a row that comes or goes
meanwhile neither repeats nor hides another, and the thousandth page costs what the first does."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, NamedTuple, TypeVar

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as _

from omnistock.kernel.errors import Invalid
from omnistock.tenancy.actor import Actor

M = TypeVar("M")

DEFAULT_LIMIT: Final = 50
MOST: Final = 500
BY_CHANGE: Final = ("updated_at", "id")
LONGEST_CURSOR: Final = 2_000
# A write in flight has its moment already and its commit not yet: a poller that reads up to now would step over it.
SETTLED_AFTER: Final = dt.timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Page(Generic[M]):
    """Some rows, and the cursor that asks for the next ones (None at the end)."""

    items: list[M]
    next_cursor: str | None = None


class _Column(NamedTuple):
    name: str
    is_descending: bool
    field: models.Field

    @property
    def may_be_null(self) -> bool:
        return bool(self.field.null)


def page(
    rows: models.QuerySet[Any],
    *,
    order: Sequence[str] = BY_CHANGE,
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[Any]:
    """The `limit` (1 to 500) rows after `cursor`, sorted by `order` as `order_by` writes it; its last column is unique.

    Empty values stand last either way. One statement. Raises `Invalid` for a limit out of range, and for a cursor that
    is not one or that belongs to another order.
    """
    if not 1 <= limit <= MOST:
        raise Invalid.at("limit", _("A page has 1 to {most} rows.").format(most=MOST))
    columns = [_column(rows, name) for name in order]
    if cursor:
        rows = rows.filter(_after(columns, _read_cursor(cursor, order, columns)))
    found = list(first_rows(rows, order=order, limit=limit + 1))
    more = len(found) > limit
    return Page(found[:limit], _write_cursor(order, columns, found[limit - 1]) if more else None)


def first_rows(rows: models.QuerySet[Any], *, order: Sequence[str], limit: int) -> models.QuerySet[Any]:
    """The first of `rows` by `order`, not read yet."""
    return rows.order_by(*(_ordering(_column(rows, name)) for name in order))[:limit]


def changed_since(rows: models.QuerySet[Any], *, actor: Actor, since: dt.datetime | None) -> models.QuerySet[Any]:
    """The rows that changed at or after `since`, up to ten seconds ago; all rows when nothing was asked.

    To be paged by change.
    """
    return rows if since is None else rows.filter(updated_at__gte=since, updated_at__lt=actor.now - SETTLED_AFTER)


def changed_page(
    rows: models.QuerySet[Any],
    *,
    actor: Actor,
    updated_since: dt.datetime | None = None,
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[Any]:
    """A page of records in the order of their change: what a program reads to keep its copy."""
    return page(changed_since(rows, actor=actor, since=updated_since), cursor=cursor, limit=limit)


def _column(rows: models.QuerySet[Any], name: str) -> _Column:
    path = name.removeprefix("-")
    annotation = rows.query.annotations.get(path)
    if annotation is not None:
        return _Column(path, name.startswith("-"), annotation.output_field)
    model, field = rows.model, rows.model._meta.pk
    for step in path.split("__"):
        try:
            field = model._meta.get_field(step)
        except FieldDoesNotExist:
            raise ValueError(f"{model.__name__} has no column {path} to sort by") from None
        model = field.related_model or model
    return _Column(path, name.startswith("-"), field)


def _ordering(column: _Column) -> Any:
    if not column.may_be_null:  # saying NULLS LAST would keep the index from being read backwards
        return F(column.name).desc() if column.is_descending else F(column.name).asc()
    return F(column.name).desc(nulls_last=True) if column.is_descending else F(column.name).asc()


def _after(columns: Sequence[_Column], values: Sequence[Any]) -> Q:
    """Later by the first column, or equal in it and later by the rest.

    The first column is compared alone too, since an index cannot use an OR.
    """
    column, value = columns[0], values[0]
    later = _later(column, value)
    equal = Q(**{f"{column.name}__isnull": True}) if value is None else Q(**{column.name: value})
    if len(columns) == 1:
        return later
    rest = later | (equal & _after(columns[1:], values[1:]))
    if column.may_be_null:
        return rest
    return Q(**{f"{column.name}__{'lte' if column.is_descending else 'gte'}": value}) & rest


def _later(column: _Column, value: Any) -> Q:
    if value is None:
        return Q(pk__in=[])
    later = Q(**{f"{column.name}__{'lt' if column.is_descending else 'gt'}": value})
    return later | Q(**{f"{column.name}__isnull": True}) if column.may_be_null else later


def _write_cursor(order: Sequence[str], columns: Sequence[_Column], last: Any) -> str:
    texts = [_text(_value_of(last, column.name)) for column in columns]
    return base64.urlsafe_b64encode(json.dumps([",".join(order), *texts]).encode()).rstrip(b"=").decode()


def _text(value: Any) -> str | None:
    return value if value is None else value.isoformat() if isinstance(value, dt.date) else str(value)


def _value_of(row: Any, path: str) -> Any:
    if isinstance(row, dict):
        return row[path]
    for step in path.split("__") if not hasattr(row, path) else [path]:
        row = getattr(row, step)
    return row


def _read_cursor(cursor: str, order: Sequence[str], columns: Sequence[_Column]) -> list[Any]:
    refusal = Invalid.at("cursor", _("This cursor belongs to another list; ask for the first page without one."))
    try:
        if len(cursor) > LONGEST_CURSOR:
            raise refusal
        named, *texts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if named != ",".join(order) or len(texts) != len(columns) or any("\x00" in text for text in texts if text):
            raise refusal
        pairs = zip(columns, texts, strict=True)
        values = [None if text is None else column.field.to_python(text) for column, text in pairs]
    except (ValueError, TypeError, OverflowError, binascii.Error, ValidationError):
        raise refusal from None
    if any(value is None and not column.may_be_null for column, value in zip(columns, values, strict=True)):
        raise refusal
    return values
