"""Whether rows may be deleted: what other rows refer to them and would not go along."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, models
from django.db.models.deletion import Collector, ProtectedError


def references(rows: models.QuerySet[Any]) -> dict[UUID, str]:
    """By the id of each of `rows` that something protected refers to, the name of that kind of row ("sales order").

    Reads only, a fixed number of statements for each kind that may refer to them and hundred rows.
    """
    try:
        Collector(using=DEFAULT_DB_ALIAS, origin=rows).collect(rows)
    except ProtectedError as error:
        found: dict[UUID, str] = {}
        for each in error.protected_objects:
            for key in _keys(each, rows.model):
                found.setdefault(key, str(each._meta.verbose_name))
        return found
    return {}


def _keys(row: models.Model, model: type[models.Model]) -> list[UUID]:
    """The ids of rows of `model` that `row` names."""
    fields = row._meta.concrete_fields
    found = (getattr(row, each.attname) for each in fields if each.is_relation and each.related_model is model)
    return [key for key in found if key is not None]
