"""Making or changing a record by the id that an integrator's own system gave it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from omnistock.tenancy.checks import LONGEST_EXTERNAL_ID, Checker


@dataclass(frozen=True, slots=True)
class Put:
    id: UUID
    was_created: bool


def put_by_external_id(
    rows: QuerySet[Any],
    *,
    external_id: str,
    values: Mapping[str, Any],
    needs: Iterable[str],
    create: Callable[..., Any],
    change: Callable[[UUID, Mapping[str, Any]], Any],
) -> Put:
    """Change the one of `rows` with this external id by `values`, or create one of them, which then have all of `needs`.
    Raises `Invalid`, and what the two raise."""
    checker = Checker()
    checker.text("external_id", external_id, longest=LONGEST_EXTERNAL_ID, required=True)
    checker.stop()
    found: UUID | None = rows.filter(external_id=external_id).values_list("id", flat=True).first()
    if found is not None:
        change(found, values)
        return Put(found, was_created=False)
    for name in needs:
        if name not in values:
            message = _("There is no record with this external id yet, and a new one needs this.")
            checker.add(name, message, "missing")
    checker.stop()
    given = {name: value for name, value in values.items() if value is not None}
    return Put(create(**given, external_id=external_id).pk, was_created=True)
