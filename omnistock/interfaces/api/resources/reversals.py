"""What taking a document back would do, the same for every kind. The act is `POST` at the same address."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from omnistock.domain.fulfilment.reversals import ReversalPreview, preview_reversal
from omnistock.interfaces.api.shapes import Exact, Moment


class ReversalEffectOut(Schema):
    product_id: UUID
    sku: str
    batch_id: UUID
    batch_number: str
    quantity: Exact = Field(description="In the base unit.")
    from_location: str = Field(description="A location's code, or the kind of an outside place.")
    to_location: str
    value: Exact | None = Field(description="By how much stock is worth more (or less) then; null without costs.")


class StandingOut(Schema):
    sentence: str
    document_kind: str = Field(validation_alias="kind", description="Of what it speaks; empty where of none.")
    document_id: UUID | None = Field(validation_alias="id")


class OwedAgainOut(Schema):
    invoice_id: UUID
    invoice_number: str
    amount: Exact


class ReversalPreviewOut(Schema):
    document_kind: str
    document_id: UUID
    number: str
    is_possible: bool
    is_reason_needed: bool
    reversed_at: Moment | None
    effects: list[ReversalEffectOut]
    owed_again: list[OwedAgainOut]
    standing: list[StandingOut] = Field(description="What is in the way; empty where it can be done.")
    value_change: Exact | None


def previewed(request: Any, kind: str, document_id: UUID) -> dict[str, Any]:
    """The preview as `ReversalPreviewOut` shows it."""
    found = preview_reversal(actor=request.actor, kind=kind, id=document_id)
    return {**_head(found), "effects": [_effect(each) for each in found.effects]}


def _head(found: ReversalPreview) -> dict[str, Any]:
    names = ("number", "is_possible", "is_reason_needed", "reversed_at", "owed_again", "standing", "value_change")
    return {
        "document_kind": found.kind,
        "document_id": found.id,
        **{name: getattr(found, name) for name in names},
    }


def _effect(each: Any) -> dict[str, Any]:
    names = ("product_id", "sku", "batch_id", "batch_number", "quantity", "value")
    return {
        **{name: getattr(each, name) for name in names},
        "from_location": each.from_code or each.from_kind,
        "to_location": each.to_code or each.to_kind,
    }
