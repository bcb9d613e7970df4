"""The organization of the key."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema

from omnistock.domain.identity import queries
from omnistock.domain.ledger.integrity import last_integrity_report
from omnistock.interfaces.api.shapes import Moment

router = Router(tags=["Organization"])


class OrganizationOut(Schema):
    id: UUID
    name: str
    country: str
    currency: str
    time_zone: str
    keeps: str
    round_off: bool
    minimum_shelf_life_days: int
    version: int
    created_at: Moment
    updated_at: Moment


@router.get("/organizations/current", response=OrganizationOut, summary="The organization of this key")
def get_current_organization(request: Any) -> Any:
    """Its currency is that of all money in answers, its time zone that of all days."""
    return queries.workspace()


class IntegrityOut(Schema):
    checked_at: Moment | None = Field(description="Null before the first night.")
    differences: int | None = Field(description="0: every balance and reservation is what the ledger says.")


@router.get("/integrity", response=IntegrityOut, summary="The last proof of the stock")
def get_integrity(request: Any) -> Any:
    """Every night everything derived is computed anew from the ledger and compared; nothing is ever repaired silently."""
    request.actor.require("stock:read")
    return last_integrity_report(actor=request.actor) or {"checked_at": None, "differences": None}
