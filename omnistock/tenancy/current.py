"""The one named global: the organization whose rows this thread may see. Only the boundary sets it."""

from __future__ import annotations

from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import models
from django.db.models import Expression, UUIDField


class TenantMissing(RuntimeError):
    """A tenant table was asked for outside the boundary: a bug, never an answer to a person."""


_organization_id: ContextVar[UUID | None] = ContextVar("organization_id", default=None)


def current_organization_id() -> UUID:
    """The id that the boundary set; raises `TenantMissing` outside of it."""
    found = _organization_id.get()
    if found is None:
        raise TenantMissing("a tenant table was used outside the boundary (omnistock.tenancy.boundary)")
    return found


def is_inside_boundary() -> bool:
    """Whether a boundary is open, and with it the transaction of this request."""
    return _organization_id.get() is not None


class CurrentOrganization(Expression):
    """The current organization as SQL, read when the query runs: forms and schemas build querysets at import."""

    def __init__(self) -> None:
        super().__init__(output_field=UUIDField())

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", (current_organization_id(),)


class TenantManager(models.Manager):
    """Adds the organization to every query: the application's wall, beside row-level security."""

    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().filter(organization_id=CurrentOrganization())
