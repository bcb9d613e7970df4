"""Making or changing a record by the id that an integrator's own system gave it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import LONGEST_EXTERNAL_ID, Checker


@dataclass(frozen=True, slots=True)
class Put:
    id: UUID
    was_created: bool


def put_by_external_id(
    rows: QuerySet[Any],
    *,
    actor: Actor,
    external_id: str,
    values: Mapping[str, Any],
    needs: Iterable[str],
    create: Callable[..., Any],
    change: Callable[..., Any],
) -> Put:
    """`change` the one of `rows` with this external id (handed its id and `changes=values`), or `create` one of them, which
    then have all of `needs`. Raises `Invalid`, and what the two raise."""
    checker = Checker()
    checker.text("external_id", external_id, longest=LONGEST_EXTERNAL_ID, required=True)
    checker.stop()
    found: UUID | None = rows.filter(external_id=external_id).values_list("id", flat=True).first()
    if found is not None:
        change(found, actor=actor, changes=values)
        return Put(found, was_created=False)
    for name in needs:
        if values.get(name) is None:
            message = _("There is no record with this external id yet, and a new one needs this.")
            checker.add(name, message, "missing")
    checker.stop()
    given = {name: value for name, value in values.items() if value is not None}
    return Put(create(actor=actor, **given, external_id=external_id).pk, was_created=True)


def changing(change: Callable[..., Any], id_name: str, *, expected_version: int | None) -> Callable[..., Any]:
    """A room's own change of a record, as `put_by_external_id` calls it."""

    def apply(found: UUID, *, actor: Actor, changes: Mapping[str, Any]) -> Any:
        return change(actor=actor, **{id_name: found}, changes=changes, expected_version=expected_version)

    return apply
