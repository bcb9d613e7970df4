"""The last door before a mail leaves: it takes letters of the gateway, and nothing else.

Whatever calls Django's own mail functions (a library, a handler of errors, a new line of code) is refused here, since
the published policy would not name what it sends (promise P6).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from anymail.backends.resend import EmailBackend, ResendPayload
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend

from omnistock.domain.notifications.kinds import may_be_sent


class MailNotListed(RuntimeError):
    """A mail of a kind that the published policy does not name, or one that did not come through the gateway: a bug."""


class Letter(EmailMultiAlternatives):
    """A mail of the outbox on its way out. Only `sending` makes one."""

    kind: str = ""
    key: str = ""


class Resend(EmailBackend):
    """Resend's API. A second attempt with the same key is the same mail, so a worker that dies between sending and
    writing down does not send twice."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        refuse_strangers(email_messages)
        return int(super().send_messages(email_messages) or 0)

    def build_message_payload(self, message: Letter, defaults: Any) -> ResendPayload:
        return ResendPayload(message, defaults, self, headers={"Idempotency-Key": message.key})


class Nowhere(BaseEmailBackend):
    """Where no provider is set nothing leaves: the gateway keeps its mails, and everything else is refused."""

    def send_messages(self, email_messages: Sequence[Any]) -> int:
        refuse_strangers(email_messages)
        return 0


def refuse_strangers(messages: Sequence[Any]) -> None:
    """Raises `MailNotListed` unless all are letters of a kind that may be sent."""
    for message in messages:
        if not isinstance(message, Letter) or not may_be_sent(message.kind):
            raise MailNotListed(getattr(message, "kind", "") or type(message).__name__)
