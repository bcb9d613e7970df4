"""Transfers and adjustments by the ids that an integrator's own system gave them: sent again as often as one likes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.stocktaking.access import adjustment_rows, transfer_rows
from omnistock.domain.stocktaking.models import Transfer
from omnistock.domain.stocktaking.operations.adjustments import post_adjustment
from omnistock.domain.stocktaking.operations.transfer_changes import change_transfer
from omnistock.domain.stocktaking.operations.transfers import create_transfer
from omnistock.domain.stocktaking.policies import POLICIES
from omnistock.domain.stocktaking.repeated import has_adjustment_lines, has_transfer_lines
from omnistock.kernel.errors import IdReused
from omnistock.tenancy.access import find_for_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.operation import operation
from omnistock.tenancy.upserts import Put, put_by_external_id

_ADJUSTMENT_HEAD: Final = ("warehouse_id", "reason", "effective_at")
_ENDS: Final = ("from_warehouse_id", "to_warehouse_id")


@operation(POLICIES)
def put_adjustment(
    *, actor: Actor, external_id: str, values: Mapping[str, Any], expected_version: int | None = None
) -> Put:
    """The adjustment with this external id; where there is none it is posted, or put up for approval. One that is there
    stays as it is: sent with the same goods it is the same one, also after it was reversed or rejected. Raises `IdReused`
    for other goods, and what `post_adjustment` raises."""

    def same(found: UUID, *, actor: Actor, changes: Mapping[str, Any]) -> None:
        rows = adjustment_rows(actor=actor)
        adjustment = find_for_change(rows, found, kind="adjustment", expected_version=expected_version)
        head_differs = any(changes.get(name) not in (None, getattr(adjustment, name)) for name in _ADJUSTMENT_HEAD)
        if head_differs or not has_adjustment_lines(adjustment, changes["lines"]):
            message = _(
                "{number} was posted with other goods under this external id. What was posted is reversed, never changed."
            )
            raise IdReused(message.format(number=adjustment.number))

    return put_by_external_id(
        adjustment_rows(actor=actor),
        actor=actor,
        external_id=external_id,
        values=values,
        needs=("warehouse_id", "reason", "lines"),
        create=post_adjustment,
        change=same,
    )


@operation(POLICIES)
def put_transfer(
    *, actor: Actor, external_id: str, values: Mapping[str, Any], expected_version: int | None = None
) -> Put:
    """The transfer with this external id; a draft of it where there is none. A draft takes other lines and notes; one that
    has left stays as it is, and sent with the same goods it is the same one. Raises `IdReused` for other warehouses, and for
    other goods once they have left, and what `create_transfer` and `change_transfer` raise."""

    def change(found: UUID, *, actor: Actor, changes: Mapping[str, Any]) -> None:
        transfer = find_for_change(
            transfer_rows(actor=actor), found, kind="transfer", expected_version=expected_version
        )
        _require_same_way(transfer, changes)
        lines, notes = changes.get("lines"), changes.get("notes")
        has_other_lines = lines is not None and not has_transfer_lines(transfer, lines)
        if transfer.status != "draft" and has_other_lines:
            message = _("{number} has other goods under this external id, and it is no draft any more.")
            raise IdReused(message.format(number=transfer.number))
        if transfer.status == "draft" and (has_other_lines or notes not in (None, transfer.notes)):
            change_transfer(actor=actor, transfer_id=found, lines=lines if has_other_lines else None, notes=notes)

    return put_by_external_id(
        transfer_rows(actor=actor),
        actor=actor,
        external_id=external_id,
        values=values,
        needs=(*_ENDS, "lines"),
        create=create_transfer,
        change=change,
    )


def _require_same_way(transfer: Transfer, changes: Mapping[str, Any]) -> None:
    """Between which warehouses it goes, and whether to quarantine there, is what the document is."""
    to_quarantine = transfer.to_location.kind == "quarantine"
    if any(changes.get(name) not in (None, getattr(transfer, name)) for name in _ENDS) or changes.get(
        "to_quarantine"
    ) not in (None, to_quarantine):
        message = _(
            "{number} goes from {here} to {there} under this external id. Cancel it and send the other one under another id."
        )
        said = {"here": transfer.from_warehouse.name, "there": transfer.to_warehouse.name}
        raise IdReused(message.format(number=transfer.number, **said))
