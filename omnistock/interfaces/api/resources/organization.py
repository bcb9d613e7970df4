"""The organization of the key."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Router, Schema

from omnistock.domain.identity import queries
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
