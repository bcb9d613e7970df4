"""Webhooks: other systems told of what was done, signed as Standard Webhooks has it."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema, Status
from pydantic import Field

from omnistock.domain.webhooks import operations, queries
from omnistock.domain.webhooks.models import Webhook
from omnistock.interfaces.api.shapes import (
    NOTHING,
    Body,
    ChangedPaged,
    Flag,
    Listed,
    Moment,
    NewRecord,
    Nothing,
    Paged,
    RecordOut,
    unsent,
)
from omnistock.interfaces.api.writes import act, create, expected_version, writer

router = Router(tags=["Webhooks"])

_TYPES = "Operations as the audit trail names them (`fulfilment.dispatch_order`), whole rooms (`sales.*`), or everything (`*`)."
_MESSAGE = """Signed by `webhook-id`, `webhook-timestamp` and `webhook-signature` (https://www.standardwebhooks.com):
HMAC-SHA256 of `id.timestamp.body` by the secret's bytes. The body is `{"type", "timestamp", "data": {"event_id",
"organization_id", "subject_kind", "subject_id", "subject_name", "actor_name"}}`: read the record by its id. Answer 2xx
within 10 seconds; else it is sent again, up to 8 times within about a day, with the same `webhook-id`. 410 switches the
webhook off."""


class WebhookIn(NewRecord):
    url: str = Field(description="Where to; https, no private address.", examples=["https://example.com/omnistock"])
    event_types: list[str] = Field(min_length=1, max_length=100, description=_TYPES)
    description: str = ""


class WebhookPatch(Body):
    url: str = unsent()
    event_types: list[str] = unsent(min_length=1, max_length=100)
    description: str | None = None
    is_active: Flag = unsent()


class WebhookOut(RecordOut, Schema):
    url: str
    event_types: list[str]
    description: str
    is_active: bool
    disabled_at: Moment | None
    disabled_reason: str
    failing_since: Moment | None

    @staticmethod
    def resolve_is_active(row: Webhook) -> bool:
        return row.disabled_at is None


class WebhookMade(WebhookOut):
    secret: str | None = Field(
        None, description="Shown once, in the answer that made it; null when the same request is sent again."
    )


class DeliveryOut(Schema):
    id: UUID = Field(description="`webhook-id` is `msg_` and this.")
    event_id: UUID
    event_type: str
    status: Literal["waiting", "delivered", "failed"]
    attempts: int
    answer_status: int | None = Field(description="The HTTP status of the last attempt; null where no answer came.")
    error: str
    created_at: Moment
    attempted_at: Moment | None


class DeliveryQuery(Paged):
    status: Literal["waiting", "delivered", "failed"] | None = None


@router.get("/webhooks", response=Listed[WebhookOut], summary="List webhooks")
def list_webhooks(request: Any, query: Query[ChangedPaged]) -> Any:
    return queries.webhooks(actor=request.actor, **query.given())


@router.post(
    "/webhooks",
    response={200: WebhookMade, 201: WebhookMade},
    summary="Tell an address of events",
    description=_MESSAGE,
)
def create_webhook(request: Any, payload: WebhookIn) -> Status:
    secrets: dict[UUID, str] = {}

    def make(id: UUID) -> None:
        made = operations.create_webhook(actor=request.actor, id=id, **payload.given("id"))
        secrets[id] = made.secret

    return create(request, payload, make=make, show=lambda id: _with_secret(_shown(request, id), secrets.get(id)))


@router.get("/webhooks/{uuid:webhook_id}", response=WebhookOut, summary="Read a webhook")
def get_webhook(request: Any, webhook_id: UUID) -> Any:
    return queries.webhook(actor=request.actor, webhook_id=webhook_id)


@router.patch("/webhooks/{uuid:webhook_id}", response=WebhookOut, summary="Change a webhook, or switch it off and on")
def change_webhook(request: Any, webhook_id: UUID, payload: WebhookPatch) -> Any:
    operations.change_webhook(
        actor=request.actor,
        webhook_id=webhook_id,
        changes=payload.changes(),
        expected_version=expected_version(request),
    )
    return _shown(request, webhook_id)


@router.post("/webhooks/{uuid:webhook_id}/secret", response=WebhookMade, summary="Make a new secret")
def rotate_secret(request: Any, webhook_id: UUID, payload: Nothing = NOTHING) -> Status:
    """Shown once. For 24 hours messages are signed by the old one too, so that nothing is missed."""
    made: list[str] = []

    def rotate(**arguments: Any) -> None:
        made.append(operations.rotate_secret(**arguments).secret)

    def show(request: Any, id: UUID) -> Any:
        return _with_secret(_shown(request, id), made[0] if made else None)

    return act(request, payload, rotate, webhook_id=webhook_id, show=show)


@router.post("/webhooks/{uuid:webhook_id}/deletion", response={204: None}, summary="Delete a webhook")
def delete_webhook(request: Any, webhook_id: UUID, payload: Nothing = NOTHING) -> Status:
    """It is told of nothing any more, and its deliveries go with it."""
    operations.delete_webhook(actor=request.actor, webhook_id=webhook_id, expected_version=expected_version(request))
    return Status(204, None)


@router.get(
    "/webhooks/{uuid:webhook_id}/deliveries", response=Listed[DeliveryOut], summary="List a webhook's deliveries"
)
def list_deliveries(request: Any, webhook_id: UUID, query: Query[DeliveryQuery]) -> Any:
    return queries.deliveries(actor=request.actor, webhook_id=webhook_id, **query.given())


@router.post(
    "/webhooks/{uuid:webhook_id}/deliveries/{uuid:webhook_delivery_id}/retrial",
    response=DeliveryOut,
    summary="Send a delivery once more",
)
def retry_delivery(request: Any, webhook_id: UUID, webhook_delivery_id: UUID, payload: Nothing = NOTHING) -> Status:
    def show(request: Any, id: UUID) -> Any:
        return queries.delivery(actor=writer(request.actor), webhook_id=webhook_id, delivery_id=id)

    return act(
        request, payload, operations.retry_delivery, delivery_id=webhook_delivery_id, webhook_id=webhook_id, show=show
    )


def _shown(request: Any, webhook_id: UUID) -> Webhook:
    return queries.webhook(actor=writer(request.actor), webhook_id=webhook_id)


def _with_secret(row: Webhook, secret: str | None) -> Webhook:
    row.secret = secret  # type: ignore[attr-defined]
    return row
