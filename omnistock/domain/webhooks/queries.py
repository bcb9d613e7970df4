"""Reading webhooks and what was told."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from omnistock.domain.webhooks.models import Webhook, WebhookDelivery
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import DEFAULT_LIMIT, Page, changed_since, page


def webhooks(
    *,
    actor: Actor,
    updated_since: dt.datetime | None = None,
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[Webhook]:
    """A page of webhooks in one statement, the newest first, or by change where `updated_since` asks."""
    actor.require("settings:write", though_frozen=True)
    rows = changed_since(Webhook.objects.all(), actor=actor, since=updated_since)
    order = ("-id",) if updated_since is None else ("updated_at", "id")
    return page(rows, order=order, cursor=cursor, limit=limit)


def webhook(*, actor: Actor, webhook_id: UUID) -> Webhook:
    """One webhook. Raises `NotFound`."""
    actor.require("settings:write", though_frozen=True)
    return find(Webhook.objects.all(), webhook_id, kind="webhook")


def deliveries(
    *,
    actor: Actor,
    webhook_id: UUID | None = None,
    status: str | None = None,
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[WebhookDelivery]:
    """What a webhook (None: any) was told of, the newest first. Raises `NotFound`."""
    actor.require("settings:write", though_frozen=True)
    rows = WebhookDelivery.objects.select_related("webhook")
    if webhook_id is not None:
        rows = rows.filter(webhook_id=webhook(actor=actor, webhook_id=webhook_id).id)
    return page(rows.filter(status=status) if status else rows, order=("-id",), cursor=cursor, limit=limit)


def delivery(*, actor: Actor, webhook_id: UUID, delivery_id: UUID) -> WebhookDelivery:
    """One delivery. Raises `NotFound`."""
    found = webhook(actor=actor, webhook_id=webhook_id)
    return find(WebhookDelivery.objects.filter(webhook_id=found.id), delivery_id, kind="delivery")
