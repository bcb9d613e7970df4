"""Columns: the organization key that makes a table a tenant table, references within a tenant, and exact numbers."""

from __future__ import annotations

from typing import Any

from django.db import models

from omnistock.tenancy.current import current_organization_id


class OrganizationId(models.UUIDField):
    """The primary key of `organization` itself: the backend protects the table by this column."""

    tenant_root = True


class OrganizationKey(models.ForeignKey):
    """The organization that a row belongs to. A table with this column is a tenant table: see `backend/schema.py`.

    `append_only=True` takes UPDATE and DELETE from the app role. The foreign key, the composite primary key and the
    policy are the backend's work, so Django is told to make neither constraint nor index.

    `implied_by` names a reference of the table that is never null: its composite key holds the organization already, so a
    table of which every posting writes a row a line is not asked for it a second time.
    """

    tenant_key = True

    def __init__(
        self,
        to: Any = "tenancy.Organization",
        on_delete: Any = models.PROTECT,
        *,
        append_only: bool = False,
        implied_by: str = "",
        **options: Any,
    ) -> None:
        self.append_only = append_only
        self.implied_by = implied_by
        options.update(db_constraint=False, db_index=False, related_name="+", editable=False)
        super().__init__(to, on_delete, **options)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for option in ("db_constraint", "db_index", "related_name", "editable"):
            kwargs.pop(option, None)
        if self.append_only:
            kwargs["append_only"] = True
        if self.implied_by:
            kwargs["implied_by"] = self.implied_by
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        if add and getattr(model_instance, self.attname) is None:
            setattr(model_instance, self.attname, current_organization_id())
        return super().pre_save(model_instance, add)


class TenantForeignKey(models.ForeignKey):
    """A reference between two tenant tables: `FOREIGN KEY (organization_id, x_id)` in the database, and the organization
    first in every join. Foreign-key checks bypass row-level security, so the composite key is the only wall there.

    `proves` names another reference of the row: the key holds that one's column too, `FOREIGN KEY (organization_id, x_id,
    y_id)`, so it proves that both fit together, and `implied_by="x"` on the other makes no key of its own. What is
    referred to must be unique by (organization, id, y), and neither x nor y ever be null.

    `has_index=False` leaves the backend's index out, where a longer index begins alike or nobody asks that way: each index
    of a table that every posting writes costs the posting.
    """

    tenant_reference = True

    def __init__(
        self,
        to: Any,
        on_delete: Any = models.PROTECT,
        *,
        has_index: bool = True,
        proves: str = "",
        implied_by: str = "",
        **options: Any,
    ) -> None:
        self.has_index = has_index
        self.proves = proves
        self.implied_by = implied_by
        options.update(db_constraint=False, db_index=False)
        options.setdefault("related_name", "+")
        super().__init__(to, on_delete, **options)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for option in ("db_constraint", "db_index"):
            kwargs.pop(option, None)
        if not self.has_index:
            kwargs["has_index"] = False
        if self.proves:
            kwargs["proves"] = self.proves
        if self.implied_by:
            kwargs["implied_by"] = self.implied_by
        return name, path, args, kwargs

    def get_joining_fields(self, reverse_join: bool = False) -> Any:
        here = self.model._meta.get_field("organization")
        there = self.related_model._meta.get_field("organization")
        return ((there, here) if reverse_join else (here, there), *super().get_joining_fields(reverse_join))


class QuantityField(models.DecimalField):
    """A quantity in the product's base unit: numeric(18,4)."""

    def __init__(self, **options: Any) -> None:
        options.update(max_digits=18, decimal_places=4)
        super().__init__(**options)

    def deconstruct(self) -> Any:
        return _without(super().deconstruct(), "max_digits", "decimal_places")


class AmountField(QuantityField):
    """Money: exactly the currency's decimals, kept in numeric(18,4) since a currency has at most four."""


class UnitPriceField(QuantityField):
    """Money for one unit, up to four decimals."""


class FactorField(models.DecimalField):
    """Base units in one pack unit, at least 1, up to eight decimals."""

    def __init__(self, **options: Any) -> None:
        options.update(max_digits=18, decimal_places=8)
        super().__init__(**options)

    def deconstruct(self) -> Any:
        return _without(super().deconstruct(), "max_digits", "decimal_places")


class PercentField(models.DecimalField):
    """A rate in per cent, up to four decimals."""

    def __init__(self, **options: Any) -> None:
        options.update(max_digits=7, decimal_places=4)
        super().__init__(**options)

    def deconstruct(self) -> Any:
        return _without(super().deconstruct(), "max_digits", "decimal_places")


def _without(deconstructed: Any, *options: str) -> Any:
    name, path, args, kwargs = deconstructed
    return name, path, args, {key: value for key, value in kwargs.items() if key not in options}
