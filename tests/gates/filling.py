"""One row in every tenant table, for a given organization, made from the columns alone: so a table that is added tomorrow is
in the gates of tenancy the same day. What columns cannot say (a check over two of them) stands in `BY_HAND`."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone

from omnistock.kernel.ids import uuid7

Row = Any
Rows = dict[str, Row]

BY_HAND: dict[str, Any] = {
    "location": lambda rows: {"warehouse": rows["warehouse"], "kind": "storage"},
    "movement": lambda rows: {"to_location": _second_location(rows)},
    "move_line": lambda rows: {"to_location": _second_location(rows)},
    "transfer": lambda rows: {"to_warehouse": _second_warehouse(rows)},
    "balance": lambda rows: {"on_hand": 1, "value": 1},
    "layer": lambda rows: {"quantity": 1, "free_quantity": 0},
    "product": lambda rows: {"tracking": "batch"},
    "stock_count_entry": lambda rows: {"difference_base": 0},
    "principal_request": lambda rows: {"outcome": ""},
    "membership_warehouse": lambda rows: {"warehouse_id": rows["warehouse"].pk},
    "attachment": lambda rows: {"receipt": rows["receipt"]},
    "receipt_line": lambda rows: {"batch": rows["batch"]},  # null was possible once, and never so
    "saved_view": lambda rows: {"is_shared": True},
}


# References that no field says, since the table named lies in a layer above or the field may be empty.
NEEDS_BY_HAND = {
    "membership_warehouse": {"warehouse"},
    "location": {"warehouse"},
    "attachment": {"receipt"},
    "receipt_line": {"batch"},
}


def tenant_models(registry: Any) -> list[type[models.Model]]:
    """Every model with an organization key, referenced tables first."""
    pending = [m for m in registry.get_models() if any(getattr(f, "tenant_key", False) for f in m._meta.local_fields)]
    ordered: list[type[models.Model]] = []
    while pending:
        ready = [m for m in pending if _needs(m) <= {o._meta.db_table for o in ordered} | {m._meta.db_table}]
        assert ready, f"a circle of required references: {[m._meta.db_table for m in pending]}"
        ordered += ready
        pending = [m for m in pending if m not in ready]
    return ordered


def fill(registry: Any, organization: Row, person: Row) -> Rows:
    """Insert one row a table, within the boundary of `organization`; answers them by table name."""
    rows: Rows = {}
    for model in tenant_models(registry):
        rows[model._meta.db_table] = _insert(model, rows, organization, person)
    return rows


def _needs(model: type[models.Model]) -> set[str]:
    references = (f for f in model._meta.local_fields if getattr(f, "tenant_reference", False) and not f.null)
    return {f.related_model._meta.db_table for f in references} | NEEDS_BY_HAND.get(model._meta.db_table, set())


def _insert(model: type[models.Model], rows: Rows, organization: Row, person: Row) -> Row:
    values: dict[str, Any] = {}
    for field in model._meta.local_fields:
        if getattr(field, "tenant_key", False):
            values["organization_id"] = organization.pk
        elif getattr(field, "tenant_reference", False):
            values[field.name] = None if field.null else rows[field.related_model._meta.db_table]
        elif isinstance(field, models.ForeignKey):
            values[field.name] = None if field.null else person
        elif not field.null and not field.has_default() and field.db_default is models.NOT_PROVIDED:
            values[field.name] = _value(field)
    values["id"] = uuid7()
    values |= BY_HAND.get(model._meta.db_table, lambda rows: {})(rows)
    row = model(**values)
    row.save(force_insert=True)
    return row


def _value(field: Any) -> Any:
    if field.choices:
        return field.choices[0][0]
    samples: list[tuple[type, Any]] = [
        (models.UUIDField, uuid7()),
        (models.EmailField, "someone@example.com"),
        (models.CharField, "x"),
        (models.TextField, "x"),
        (models.BooleanField, False),
        (models.DateTimeField, timezone.now()),
        (models.DateField, dt.date(2027, 3, 31)),
        (models.DecimalField, Decimal(1)),
        (models.IntegerField, 1),
        (models.JSONField, {}),
        (models.BinaryField, b"x"),
    ]
    return next(value for kind, value in samples if isinstance(field, kind))


def _second_location(rows: Rows) -> Row:
    first = rows["location"]
    second = type(first)(
        id=uuid7(),
        organization_id=first.organization_id,
        warehouse=rows["warehouse"],
        code=str(uuid7()),
        kind="storage",
    )
    second.save(force_insert=True)
    return second


def _second_warehouse(rows: Rows) -> Row:
    first = rows["warehouse"]
    second = type(first)(id=uuid7(), organization_id=first.organization_id, code="second", name="second")
    second.save(force_insert=True)
    return second
