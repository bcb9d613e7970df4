"""Taking a document back, the same for every kind: `GET` of its reversal is the preview, `POST` the act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import Field

from omnistock.domain.fulfilment.reversals import ReversalPreview, preview_reversal
from omnistock.interfaces.api.offering import named, taken, with_article
from omnistock.interfaces.api.shapes import NO_REASON, Exact, Moment, Reason
from omnistock.interfaces.api.writes import act


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


def offer_reversal(
    router: Router,
    *,
    plural: str,
    kind: str,
    response: Any,
    reverse: Callable[..., Any],
    show: Callable[[Any, UUID], Any],
    does: str,
) -> None:
    """Both endpoints of a kind of `fulfilment.reversals`. `reverse` takes the document as `<kind>_id`; `does` is what the
    document of the API says of the act."""
    id_name, words = f"{kind}_id", kind.replace("_", " ")
    path = f"/{plural}/{{uuid:{id_name}}}/reversal"
    words, id_parameter = with_article(words), taken(id_name, UUID)

    def preview(request: Any, **ids: Any) -> Any:
        return previewed(request, kind, ids[id_name])

    def reversal(request: Any, payload: Reason, **ids: Any) -> Status:
        return act(request, payload, reverse, **ids, reason=payload.reason, show=show)

    named(preview, f"preview_{kind}_reversal", id_parameter)
    named(reversal, f"reverse_{kind}", id_parameter, taken("payload", Reason, NO_REASON))
    preview.__doc__ = "Nothing is changed. What stands in the way is named with its document."
    reversal.__doc__ = does
    router.get(path, response=ReversalPreviewOut, summary=f"Preview the reversal of {words}")(preview)
    router.post(path, response=response, summary=f"Reverse {words}")(reversal)


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
