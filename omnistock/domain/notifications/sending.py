"""Handing mails over to the provider. Called by jobs, which try again what is worth trying again."""

from __future__ import annotations

import datetime as dt
import logging
import re
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from anymail.exceptions import AnymailAPIError, AnymailError
from django.conf import settings
from django.utils import translation

from omnistock.domain.notifications.backend import Letter, MailNotListed
from omnistock.domain.notifications.kinds import may_be_sent
from omnistock.domain.notifications.letters import html_of
from omnistock.domain.notifications.models import Mail, Outgoing, WorkspaceMail
from omnistock.domain.notifications.stopping import stopped
from omnistock.tenancy.actor import Actor

log = logging.getLogger("omnistock.mail")

# 4, 16, 64 … seconds between: the ninth and last attempt comes about a day after the first.
MOST_ATTEMPTS: Final = 9
ERROR_LONGEST: Final = 300
# The provider understood and says no for good. All else (its own trouble, a wrong key, an address of ours that is not
# verified yet) may be well tomorrow.
_FOR_GOOD: Final = frozenset({400, 422})
_ERROR_NAME: Final = re.compile(r'"name"\s*:\s*"([a-z_]{1,60})"')


class MailNotTaken(Exception):
    """The provider did not take a mail: to be tried again."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """How an attempt ended: the state that the mail is in now. `queued` is: again, later."""

    status: str
    provider_id: str = ""
    error: str = ""


def deliver_mail(*, mail_id: UUID, now: dt.datetime) -> None:
    """Hand over one account mail, or keep it where no provider is set: then it is read in the outbox.

    Raises `MailNotTaken` for the queue to try again.
    """
    mail = Mail.objects.filter(pk=mail_id, status="queued").first()
    if mail is None:
        return
    outcome = hand_over(mail, tag=f"account_{mail.pk}")
    write_outcome(mail, outcome, now=now)
    require_taken(outcome)


def queued_mail(*, actor: Actor, mail_id: UUID) -> WorkspaceMail | None:
    """A mail of the workspace that waits to be handed over, or None."""
    return WorkspaceMail.objects.filter(id=mail_id, status="queued").first()


def hand_over(mail: Mail | WorkspaceMail, *, tag: str) -> Outcome:
    """One attempt. Nothing is written, so no transaction is open while the provider thinks about it.

    `tag` comes back with what the provider tells of the mail later.
    """
    if not may_be_sent(mail.kind):
        raise MailNotListed(mail.kind)  # it was named when it was written, and is not any more
    if row := stopped(address=mail.recipient):
        said = {"bounced": "an earlier mail to this address bounced", "complained": "mail is unwanted there"}
        return Outcome("suppressed", error=said[row.reason])
    if not settings.RESEND_API_KEY:
        # A line of the log names nobody and lets nobody in (promise P3): the mail is read where it is kept.
        log.info("mail kept, since no provider is set: %s", mail.kind)
        return Outcome("kept")
    letter = _letter(mail, tag)
    try:
        letter.send()
    except (AnymailError, OSError, ValueError) as error:
        return _refused(error, attempts=mail.attempts + 1)
    status = getattr(letter, "anymail_status", None)
    return Outcome("sent", provider_id=getattr(status, "message_id", None) or "")


def write_outcome(mail: Outgoing, outcome: Outcome, *, now: dt.datetime) -> None:
    """Write down how the attempt ended. What was sent keeps its kind, recipient and time; its text, which may hold a
    link that signs somebody in, goes."""
    mail.status, mail.error = outcome.status, outcome.error[:ERROR_LONGEST]
    mail.attempts += 1
    if outcome.status == "sent":
        mail.sent_at, mail.provider_id = now, outcome.provider_id
    if outcome.status not in ("kept", "queued"):
        mail.text = ""
    mail.save(update_fields=["status", "error", "attempts", "sent_at", "provider_id", "text"])


def require_taken(outcome: Outcome) -> None:
    """Raises `MailNotTaken` where the attempt is to be made again."""
    if outcome.status == "queued":
        raise MailNotTaken(outcome.error)


def _letter(mail: Mail | WorkspaceMail, tag: str) -> Letter:
    letter = Letter(mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [mail.recipient])
    letter.kind, letter.key = mail.kind, tag
    with translation.override(mail.language):
        letter.attach_alternative(html_of(subject=mail.subject, text=mail.text, language=mail.language), "text/html")
    if url := getattr(mail, "unsubscribe_url", ""):
        # RFC 8058: the reader's mail program posts there when they press its own "unsubscribe".
        letter.extra_headers = {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    letter.esp_extra = {"tags": [{"name": "mail", "value": tag}]}  # type: ignore[attr-defined]
    return letter


def _refused(error: Exception, *, attempts: int) -> Outcome:
    """What went wrong, in words that name nobody: a provider's answer may repeat address and text."""
    answer = getattr(error, "response", None)
    status = error.status_code if isinstance(error, AnymailAPIError) else None
    if status is not None:
        name = _ERROR_NAME.search("" if answer is None else answer.text)
        said = f"the provider answered {status}" + (f" ({name[1]})" if name else "")
        is_over = status in _FOR_GOOD
    else:
        said = f"the provider was not reached ({type(error.__cause__ or error).__name__})"
        is_over = isinstance(error, ValueError) and not isinstance(error, AnymailAPIError)
        if is_over:
            said = f"it could not be written as a mail ({type(error).__name__})"
    return Outcome("failed" if is_over or attempts >= MOST_ATTEMPTS else "queued", error=said)
