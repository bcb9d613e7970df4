"""What the provider tells of our mails afterwards, by its signed webhook: delivered, bounced, unwanted.

It is believed for mails that we sent and for nothing else, and whom it concerns is read from our own outbox.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from omnistock.domain.audit.operations import record
from omnistock.domain.notifications.models import STATES, Mail, Outgoing, ProviderEvent, WorkspaceMail
from omnistock.domain.notifications.stopping import stop
from omnistock.kernel.signatures import is_genuine
from omnistock.tenancy.actor import Actor

BODY_LONGEST: Final = 256 * 1024
# What it tells, as the state that our mail is in then. `email.sent` and `email.delivery_delayed` say nothing new.
_STATES: Final = MappingProxyType(
    {
        "email.delivered": "delivered",
        "email.bounced": "bounced",
        "email.complained": "complained",
        "email.failed": "failed",
        "email.suppressed": "bounced",
    }
)
# These come only where tracking is switched on at the provider: then promise P6 is broken.
TRACKING: Final = ("email.opened", "email.clicked")
_UUID: Final = r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
_TAG: Final = re.compile(rf"(?:account|({_UUID}))_({_UUID})")


@dataclass(frozen=True, slots=True)
class Told:
    """One message of the provider. `organization_id` None: of an account mail. `mail_id` None: of no mail of ours.
    `is_final`: the address will not take mail later either."""

    id: str
    kind: str
    organization_id: UUID | None = None
    mail_id: UUID | None = None
    is_final: bool = False


def read_message(*, headers: Mapping[str, str], body: bytes, now: dt.datetime) -> Told | None:
    """The message, or None where it is not the provider's, is too old, or makes no sense."""
    message_id = headers.get("svix-id", "")[:100]
    if not is_genuine(
        secret=settings.RESEND_WEBHOOK_SECRET,
        message_id=message_id,
        seconds=headers.get("svix-timestamp", ""),
        signatures=headers.get("svix-signature", ""),
        body=body,
        now=now,
    ):
        return None
    try:
        said = json.loads(body)
    except ValueError:
        return None
    if not isinstance(said, dict) or not isinstance(said.get("type"), str):
        return None
    data = said["data"] if isinstance(said.get("data"), dict) else {}
    organization_id, mail_id = _whose(data)
    bounce = data["bounce"] if isinstance(data.get("bounce"), dict) else {}
    return Told(message_id, said["type"][:40], organization_id, mail_id, is_final=bounce.get("type") != "Transient")


def _whose(data: Mapping[str, Any]) -> tuple[UUID | None, UUID | None]:
    """The organization and the mail that our tag names."""
    tags = data.get("tags")
    if isinstance(tags, list):  # as it was sent, in case it comes back so
        tags = {each.get("name"): each.get("value") for each in tags if isinstance(each, dict)}
    found = _TAG.fullmatch(str(tags.get("mail", ""))) if isinstance(tags, dict) else None
    if found is None:
        return None, None
    return UUID(found[1]) if found[1] else None, UUID(found[2])


def was_taken(told: Told) -> bool:
    """Whether a message of this id was taken before."""
    return ProviderEvent.objects.filter(pk=told.id).exists()


def take_of_account(told: Told, *, now: dt.datetime) -> None:
    """Write down a message about an account mail, or about no mail of ours."""
    with transaction.atomic():
        mail = Mail.objects.select_for_update().filter(pk=told.mail_id).first() if told.mail_id else None
        if mail is not None:
            _apply(mail, told, now=now)
        _keep(told, now)


def take_of_workspace(told: Told, *, actor: Actor) -> None:
    """Write down a message about a mail of the acting workspace, in its boundary. Its trail names a stopped address."""
    assert told.mail_id is not None
    mail = WorkspaceMail.objects.select_for_update().filter(id=told.mail_id).first()
    if mail is not None and _apply(mail, told, now=actor.now) and mail.status in ("bounced", "complained"):
        record(
            actor=actor,
            operation="notifications.stop_mail",
            subject_kind="workspace_mail",
            subject_id=mail.id,
            subject_name=mail.recipient,
            after={"status": mail.status},
        )
    _keep(told, actor.now)


def _apply(mail: Outgoing, told: Told, *, now: dt.datetime) -> bool:
    state = _STATES.get(told.kind)
    if state is None or mail.status in ("kept", "suppressed") or STATES.index(state) <= STATES.index(mail.status):
        return False
    mail.status = state
    mail.save(update_fields=["status"])
    if state == "complained" or (state == "bounced" and told.is_final):
        stop(address=mail.recipient, reason=state, now=now)
    return True


def _keep(told: Told, now: dt.datetime) -> None:
    ProviderEvent.objects.get_or_create(pk=told.id, defaults={"kind": told.kind, "taken_at": now})


def tracking_was_seen() -> bool:
    """Whether the provider told that somebody opened or clicked: it must not know."""
    return ProviderEvent.objects.filter(kind__in=TRACKING).exists()
