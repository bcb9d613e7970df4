"""Webhooks: made, changed, their secret rotated, deleted; and a delivery tried once more."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.models import AuditLink
from omnistock.domain.audit.operations import record, save_changed
from omnistock.domain.webhooks.addresses import check_url
from omnistock.domain.webhooks.models import Webhook, WebhookDelivery
from omnistock.domain.webhooks.policies import POLICIES
from omnistock.domain.webhooks.signing import secret_of
from omnistock.kernel.errors import Conflict, Fault
from omnistock.kernel.ids import uuid7
from omnistock.kernel.numbers import excerpt
from omnistock.tenancy.access import find, find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.duplicates import naming_duplicates
from omnistock.tenancy.operation import OPERATIONS, operation
from omnistock.tenancy.queue import enqueue_global

DELIVER: Final = "deliver_webhook"
MOST_WEBHOOKS: Final = 100
_LONGEST_DESCRIPTION: Final = 120


class TooManyWebhooks(Conflict):
    """A workspace has at most `MOST_WEBHOOKS`."""

    code = "too_many_webhooks"


@dataclass(frozen=True, slots=True)
class NewSecret:
    """What was made, with the one sight of its secret."""

    webhook: Webhook
    secret: str


def rooms() -> list[str]:
    """The rooms whose events may be asked for as a whole, as in `sales.*`."""
    return sorted({name.partition(".")[0] for name in OPERATIONS})


@operation(POLICIES)
def create_webhook(
    *,
    actor: Actor,
    url: str,
    event_types: Collection[str],
    description: str = "",
    id: UUID | None = None,
    external_id: str | None = None,
) -> NewSecret:
    """Tell `url` of every event of these types from now on. Raises `Invalid` with every fault, `TooManyWebhooks`."""
    checker = Checker()
    _check_sight(actor, checker)
    values = _checked(url, event_types, description, checker)
    kept_id = checker.identifier("external_id", external_id)
    checker.stop()
    if Webhook.objects.count() >= MOST_WEBHOOKS:
        raise TooManyWebhooks(_("A workspace has at most {most} webhooks.").format(most=MOST_WEBHOOKS))
    last = AuditLink.objects.order_by("-seq").values_list("seq", flat=True).first()
    row = Webhook(
        organization_id=actor.organization_id,
        id=id or uuid7(),
        external_id=kept_id,
        seen_seq=last or 0,
        created_at=actor.now,
        updated_at=actor.now,
        **values,
    )
    with naming_duplicates(_duplicates(row)):
        row.save(force_insert=True)
    _tell(actor, row, "create_webhook", after=values)
    return NewSecret(row, secret_of(webhook_id=row.id, version=row.secret_version))


@operation(POLICIES)
def change_webhook(
    *, actor: Actor, webhook_id: UUID, changes: Mapping[str, Any], expected_version: int | None = None
) -> Webhook:
    """Change `url`, `event_types`, `description`, or `is_active`; what is switched on again is told of nothing that
    was done meanwhile."""
    row = find_for_change(Webhook.objects.all(), webhook_id, kind="webhook", expected_version=expected_version)
    checker = Checker()
    kept = {name: changes.get(name, getattr(row, name)) for name in ("url", "event_types", "description")}
    if changes.keys() & {"url", "event_types"} or changes.get("is_active"):
        _check_sight(actor, checker)
    values = _checked(kept["url"], kept["event_types"], kept["description"] or "", checker)
    checker.stop()
    is_active = changes.get("is_active")
    if is_active is not None and is_active == (row.disabled_at is not None):
        values |= {"disabled_at": None if is_active else actor.now, "disabled_reason": "", "failing_since": None}
        if is_active:
            values["seen_seq"] = AuditLink.objects.order_by("-seq").values_list("seq", flat=True).first() or 0
    save_changed(
        actor=actor,
        row=row,
        values=values,
        operation="webhooks.change_webhook",
        subject_kind="webhook",
        subject_name=row.url,
    )
    return row


@operation(POLICIES)
def rotate_secret(*, actor: Actor, webhook_id: UUID, expected_version: int | None = None) -> NewSecret:
    """A new secret, shown once. For a day the old one signs too."""
    row = find_for_change(Webhook.objects.all(), webhook_id, kind="webhook", expected_version=expected_version)
    row.secret_version += 1
    row.rotated_at = actor.now
    save_change(row, actor=actor, fields=["secret_version", "rotated_at"])
    _tell(actor, row, "rotate_secret", after={"secret_version": row.secret_version})
    return NewSecret(row, secret_of(webhook_id=row.id, version=row.secret_version))


@operation(POLICIES, though_frozen=True)
def delete_webhook(*, actor: Actor, webhook_id: UUID, expected_version: int | None = None) -> None:
    """It is told of nothing any more; its deliveries go with it."""
    row = find_for_change(Webhook.objects.all(), webhook_id, kind="webhook", expected_version=expected_version)
    _tell(actor, row, "delete_webhook", before={"url": row.url, "event_types": row.event_types})
    row.delete()


@operation(POLICIES)
def retry_delivery(
    *, actor: Actor, delivery_id: UUID, webhook_id: UUID, expected_version: int | None = None
) -> WebhookDelivery:
    """Try a delivery once more, whatever became of it: the same id, so that its reader knows it again."""
    find_for_change(Webhook.objects.all(), webhook_id, kind="webhook", expected_version=expected_version)
    row = find(WebhookDelivery.objects.filter(webhook_id=webhook_id), delivery_id, kind="delivery")
    row.status, row.attempts = "waiting", 0
    row.save(update_fields=["status", "attempts"])
    enqueue_global(task=DELIVER, organization_id=actor.organization_id, delivery_id=row.id)
    record(
        actor=actor,
        operation="webhooks.retry_delivery",
        subject_kind="webhook",
        subject_id=webhook_id,
        subject_name=row.event_type,
        after={"delivery": str(row.id)},
    )
    return row


def _check_sight(actor: Actor, checker: Checker) -> None:
    """As of an API key: who has limits has nobody told of what lies beyond them. Switching off is everybody's."""
    if not actor.sees_all:
        message = _(
            "A webhook is told of every warehouse and customer, and you do not see them all: ask somebody who does."
        )
        checker.add("event_types", message, "scope_missing")


def _checked(url: str, event_types: Any, description: str, checker: Checker) -> dict[str, Any]:
    offered = {*OPERATIONS, *(f"{room}.*" for room in rooms()), "*"}
    chosen = list(dict.fromkeys(event_types or ()))
    if not chosen:
        checker.add("event_types", _("Choose at least one: “*” is everything, “sales.*” all of sales."), "missing")
    for at, name in enumerate(chosen):
        if name not in offered:
            message = _(
                "There is no event “{name}”; write an operation such as {example}, a room such as sales.*, or *."
            )
            said = message.format(name=excerpt(str(name)), example="fulfilment.dispatch_order")
            checker.add(f"event_types/{at}", said, "unknown_choice")
    return {
        "url": check_url(url, checker),
        "event_types": chosen,
        "description": checker.text("description", description, longest=_LONGEST_DESCRIPTION),
    }


def _duplicates(row: Webhook) -> dict[str, Fault]:
    external_id = _("The external id {id} is another webhook's.").format(id=row.external_id)
    return {
        "webhook_external_id_unique": Fault("external_id", external_id, "taken"),
        "webhook_pkey": Fault("id", _("This id is another webhook's."), "taken"),
    }


def _tell(actor: Actor, row: Webhook, name: str, **changed: Any) -> None:
    record(
        actor=actor,
        operation=f"webhooks.{name}",
        subject_kind="webhook",
        subject_id=row.id,
        subject_name=row.url,
        **changed,
    )
