"""The organization of the key."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, File, Router, Schema, Status, UploadedFile

from omnistock.domain.files.logo import logo_file
from omnistock.domain.files.serving import headers_of
from omnistock.domain.files.storing import read_file
from omnistock.domain.identity import operations, queries
from omnistock.domain.ledger.integrity import last_integrity_report
from omnistock.interfaces.api.papers import binary
from omnistock.interfaces.api.shapes import Moment
from omnistock.kernel.errors import NotFound

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
    sends_dispatch_alerts: bool = Field(description="Customers are mailed when their goods leave.")
    customer_language: str = Field(description="Of mails to customers who have no `language`: en or hi.")
    version: int
    created_at: Moment
    updated_at: Moment


@router.get("/organizations/current", response=OrganizationOut, summary="The organization of this key")
def get_current_organization(request: Any) -> Any:
    """Its currency is that of all money in answers, its time zone that of all days."""
    return queries.workspace()


class LogoOut(Schema):
    media_type: Literal["image/png"]
    size_bytes: int


@router.get(
    "/organizations/current/logo",
    openapi_extra=binary("image/png", may_be_missing=True),
    summary="The logo that stands on the papers",
)
def get_logo(request: Any) -> HttpResponse:
    file = logo_file(actor=request.actor)
    if file is None:
        raise NotFound("This workspace has no logo.")
    return HttpResponse(read_file(actor=request.actor, file_id=file.pk), headers=headers_of(file, in_place=True))


@router.post("/organizations/current/logo", response=LogoOut, summary="Set the logo")
def set_logo(request: Any, file: File[UploadedFile]) -> Any:
    """A PNG or JPEG of at most 2 MB and 12 million pixels, as `multipart/form-data`. It is drawn anew: only the picture
    is kept."""
    return operations.change_logo(actor=request.actor, parts=file.chunks())


@router.delete("/organizations/current/logo", response={204: None}, summary="Remove the logo")
def remove_logo(request: Any) -> Status:
    operations.remove_logo(actor=request.actor)
    return Status(204, None)


class IntegrityOut(Schema):
    checked_at: Moment | None = Field(description="Null before the first night.")
    differences: int | None = Field(description="0: every balance and reservation is what the ledger says.")


@router.get("/integrity", response=IntegrityOut, summary="The last proof of the stock")
def get_integrity(request: Any) -> Any:
    """Every night everything derived is computed anew from the ledger and compared; nothing is ever repaired silently."""
    request.actor.require("stock:read")
    return last_integrity_report(actor=request.actor) or {"checked_at": None, "differences": None}
