"""From an outsider's id to an object: only through here. "Not yours" looks like "not there"."""

from __future__ import annotations

from typing import Any, TypeVar
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.utils.translation import gettext as _

from omnistock.kernel.errors import NotFound, VersionConflict
from omnistock.kernel.numbers import excerpt
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import is_storable
from omnistock.tenancy.nouns import noun

M = TypeVar("M", bound=models.Model)


def find(rows: models.QuerySet[M], object_id: Any, *, kind: str) -> M:
    """The row of `rows` with this id. Raises `NotFound` naming the kind ("product") for a bad id and for another's alike."""
    try:
        return rows.get(pk=UUID(str(object_id)))
    except (ValueError, ObjectDoesNotExist):
        raise not_found(object_id, kind=kind) from None


def not_found(object_id: Any, *, kind: str) -> NotFound:
    """The refusal of `find`, for who looked by itself."""
    message = _("There is no {kind} with the id {id} in this workspace.")
    return NotFound(message.format(kind=noun(kind), id=excerpt(str(object_id))))


def find_by_external_id(rows: models.QuerySet[M], external_id: str, *, kind: str) -> M:
    """The row of `rows` that an integrator's own system calls so. Raises `NotFound`."""
    found = rows.filter(external_id=external_id).first() if is_storable(external_id) else None
    if found is None:
        message = _("There is no {kind} with the external id “{id}” in this workspace.")
        raise NotFound(message.format(kind=noun(kind), id=excerpt(external_id)))
    return found


def find_for_change(rows: models.QuerySet[M], object_id: Any, *, kind: str, expected_version: int | None = None) -> M:
    """The same, locked, and refused with 412 when its version is not the one that the caller read.

    NO KEY: ids never change, and so the foreign-key checks of others need not wait.
    """
    found = find(rows.select_for_update(of=("self",), no_key=True), object_id, kind=kind)
    if expected_version is not None and found.version != expected_version:  # type: ignore[attr-defined]
        message = _(
            "This {kind} was changed by somebody else (it is at version {version}, yours was {yours}). Read it again and "
            "repeat your change."
        )
        is_at = found.version  # type: ignore[attr-defined]
        raise VersionConflict(message.format(kind=noun(kind), version=is_at, yours=expected_version))
    return found


def save_change(record: Any, *, actor: Actor, fields: list[str]) -> None:
    """Write `fields` of a record, with its next version and `updated_at`."""
    record.version += 1
    record.updated_at = actor.now
    record.save(update_fields=[*fields, "version", "updated_at"])
