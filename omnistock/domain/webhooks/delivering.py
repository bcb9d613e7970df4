"""From the audit chain to the deliveries. No write waits for a webhook: what was sealed is told, and nothing is told
that was not committed. The chain's own numbers say how far each webhook has been asked.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.models import AuditEvent, AuditLink
from omnistock.domain.audit.operations import record
from omnistock.domain.webhooks import signing
from omnistock.domain.webhooks.models import Webhook, WebhookDelivery
from omnistock.domain.webhooks.operations import DELIVER
from omnistock.domain.webhooks.sending import Answer
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.queue import enqueue_global

# 5, 25, 125 … seconds between: the eighth and last attempt comes about a day after the first.
MOST_ATTEMPTS: Final = 8
GIVES_UP_AFTER: Final = dt.timedelta(days=5)
KEPT: Final = dt.timedelta(days=30)
_GONE: Final = 410
_AT_ONCE: Final = 2_000


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent."""

    url: str
    body: bytes
    headers: dict[str, str]


def announce(*, actor: Actor) -> int:
    """Make the deliveries of what was sealed since; answers how many."""
    hooks = list(Webhook.objects.filter(disabled_at__isnull=True).select_for_update(no_key=True, skip_locked=True))
    if not hooks:
        return 0
    since = min(hook.seen_seq for hook in hooks)
    links = list(AuditLink.objects.filter(seq__gt=since).order_by("seq")[:_AT_ONCE])
    if not links:
        return 0
    events = AuditEvent.objects.in_bulk([link.event_id for link in links])
    found = [
        WebhookDelivery(
            organization_id=actor.organization_id,
            webhook=hook,
            event_id=link.event_id,
            event_type=events[link.event_id].operation,
            created_at=actor.now,
        )
        for hook in hooks
        for link in links
        if link.seq > hook.seen_seq and link.event_id in events and wants(hook, events[link.event_id].operation)
    ]
    WebhookDelivery.objects.bulk_create(found, ignore_conflicts=True)
    for each in found:
        enqueue_global(task=DELIVER, organization_id=actor.organization_id, delivery_id=each.id)
    for hook in hooks:
        hook.seen_seq = max(hook.seen_seq, links[-1].seq)
    Webhook.objects.bulk_update(hooks, ["seen_seq"])
    return len(found)


def wants(hook: Webhook, event_type: str) -> bool:
    """Whether a webhook asked for this type. Of the telling itself nothing is told."""
    if event_type == "webhooks.retry_delivery":
        return False
    room = event_type.partition(".")[0]
    return not {"*", f"{room}.*", event_type}.isdisjoint(hook.event_types)


def message_of(*, actor: Actor, delivery_id: UUID) -> Message | None:
    """What is to be sent, or None where nothing is: it was delivered, its webhook is gone or switched off."""
    row = WebhookDelivery.objects.select_related("webhook").filter(id=delivery_id, status="waiting").first()
    if row is None or row.webhook.disabled_at is not None:
        return None
    event = AuditEvent.objects.filter(id=row.event_id).first()
    if event is None:
        return None
    said = {
        "type": row.event_type,
        "timestamp": event.at.astimezone(dt.UTC).isoformat().replace("+00:00", "Z"),
        "data": {
            "event_id": str(event.id),
            "organization_id": str(actor.organization_id),
            "subject_kind": event.subject_kind,
            "subject_id": str(event.subject_id),
            "subject_name": event.subject_name,
            "actor_name": event.actor_name,
        },
    }
    body = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    secrets = _secrets(row.webhook, actor.now)
    headers = signing.headers(message_id=f"msg_{row.id}", moment=actor.now, body=body, secrets=secrets)
    return Message(row.webhook.url, body, headers)


def write_answer(*, actor: Actor, delivery_id: UUID, answer: Answer) -> bool:
    """Write down how an attempt ended; answers whether another one is to be made."""
    row = WebhookDelivery.objects.select_related("webhook").filter(id=delivery_id).first()
    if row is None:
        return False
    row.attempts += 1
    row.attempted_at, row.answer_status, row.error = actor.now, answer.status, answer.error
    is_last = row.attempts >= MOST_ATTEMPTS or answer.status == _GONE
    row.status = "delivered" if answer.is_taken else "failed" if is_last else "waiting"
    row.save(update_fields=["attempts", "attempted_at", "answer_status", "error", "status"])
    _keep_health(actor, row.webhook, answer, is_last=is_last)
    return row.status == "waiting"


def delete_old_deliveries(*, actor: Actor) -> int:
    """Deliveries of more than thirty days ago."""
    count, _rows = WebhookDelivery.objects.filter(created_at__lt=actor.now - KEPT).delete()
    return count


def _secrets(hook: Webhook, now: dt.datetime) -> tuple[str, ...]:
    versions = [hook.secret_version]
    if hook.rotated_at is not None and now - hook.rotated_at < signing.OVERLAP:
        versions.append(hook.secret_version - 1)
    return tuple(signing.secret_of(webhook_id=hook.id, version=version) for version in versions)


def _keep_health(actor: Actor, hook: Webhook, answer: Answer, *, is_last: bool) -> None:
    """A webhook that has failed for days, and one that says that it is gone, is switched off, and the trail says so."""
    if answer.is_taken:
        Webhook.objects.filter(id=hook.id, failing_since__isnull=False).update(failing_since=None)
        return
    Webhook.objects.filter(id=hook.id, failing_since__isnull=True).update(failing_since=actor.now)
    since = hook.failing_since or actor.now
    if answer.status != _GONE and not (is_last and actor.now - since > GIVES_UP_AFTER):
        return
    reason = _("It says that it is gone.") if answer.status == _GONE else _("It took nothing for five days.")
    Webhook.objects.filter(id=hook.id).update(disabled_at=actor.now, disabled_reason=reason)
    record(
        actor=actor,
        operation="webhooks.change_webhook",
        subject_kind="webhook",
        subject_id=hook.id,
        subject_name=hook.url,
        before={"disabled_at": None},
        after={"disabled_at": actor.now, "disabled_reason": reason},
    )
