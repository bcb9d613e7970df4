"""What every operation of a recall begins with: who may, and the locked recall."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.recalls.models import Recall
from omnistock.kernel.errors import Conflict, PermissionMissing
from omnistock.tenancy.access import find_for_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker

LONGEST_REASON: Final = 300


class RecallNotOpen(Conflict):
    """The recall was closed or released."""

    code = "recall_not_open"


def require_everywhere(actor: Actor) -> None:
    """A recall reaches into every warehouse and to every customer. Raises `PermissionMissing` for who is limited."""
    if actor.warehouse_ids is not None or actor.sees_only_own_customers:
        message = _("A recall reaches every warehouse and every customer, and {name} sees only some. Ask a manager.")
        raise PermissionMissing(message.format(name=actor.name))


def lock_recall(
    *, actor: Actor, recall_id: UUID | str, expected_version: int | None, statuses: tuple[str, ...] = ("open",)
) -> Recall:
    """The recall, locked. Raises `NotFound`, `VersionConflict`, `RecallNotOpen`."""
    found = find_for_change(Recall.objects.all(), recall_id, kind="recall", expected_version=expected_version)
    if found.status not in statuses:
        raise RecallNotOpen(_("{number} is {status}.").format(number=found.number, status=_(found.status)))
    return found


def checked_text(name: str, text: str, *, longest: int = LONGEST_REASON, required: bool = True) -> str:
    """Words that a person has to give. Raises `Invalid`."""
    check = Checker()
    said = check.text(name, text, longest=longest, required=required)
    check.stop()
    return said


def write_down(
    name: str, recall: Recall, *, actor: Actor, after: Mapping[str, Any], before: Mapping[str, Any] | None = None
) -> None:
    record(
        actor=actor,
        operation=f"recalls.{name}",
        subject_kind="recall",
        subject_id=recall.pk,
        subject_name=recall.number,
        before=before,
        after=after,
    )


def within(actor: Actor, *permissions: str) -> Actor:
    """The actor for a step inside an operation that was allowed as a whole."""
    return replace(actor, permissions=actor.permissions | set(permissions))
