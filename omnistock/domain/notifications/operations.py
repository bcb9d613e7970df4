"""The one gateway of mail: every mail is a row of the outbox first, and a job sends it.

Row and job are written in one transaction, so a mail is sent when, and only when, what it tells of has happened.
"""

from __future__ import annotations

import datetime as dt
import logging
from uuid import UUID

from anymail.exceptions import AnymailError
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from omnistock.domain.notifications.kinds import MAIL_KINDS
from omnistock.domain.notifications.models import Mail
from omnistock.tenancy.queue import enqueue_global

log = logging.getLogger("omnistock.mail")

SUBJECT_LONGEST = 200
ERROR_LONGEST = 300


class MailNotListed(RuntimeError):
    """A mail of a kind that `MAIL_KINDS` does not name: a bug, since the privacy policy would not name it either."""


def send_mail(
    *, kind: str, recipient: str, subject: str, text: str, html: str = "", organization_id: UUID | None = None
) -> Mail:
    """Put a mail into the outbox and have it sent after the commit. Raises `MailNotListed`."""
    if kind not in MAIL_KINDS:
        raise MailNotListed(kind)
    with transaction.atomic():  # signing up has no transaction of its own: row and job still come together
        mail = Mail.objects.create(
            kind=kind,
            recipient=recipient,
            subject=subject[:SUBJECT_LONGEST],
            text=text,
            html=html,
            organization_reference=organization_id,
        )
        enqueue_global(task="send_mail", mail_id=mail.pk)
    return mail


def deliver_mail(*, mail_id: UUID, now: dt.datetime) -> None:
    """Hand a mail to the provider, or keep it where none is set: then it is read in the outbox and on the console.

    What was sent keeps its kind, recipient and time; its text, which may hold a link that signs somebody in, goes.
    At least once: a worker that dies between sending and writing sends again. Raises `AnymailError` or `OSError` where
    the provider refuses or cannot be reached, for the queue to try again.
    """
    mail = Mail.objects.filter(pk=mail_id, status__in=("waiting", "failed")).first()
    if mail is None:
        return
    if not settings.RESEND_API_KEY:
        mail.status = "kept"
        log.info("%s for %s\n%s", mail.subject, mail.recipient, mail.text)
    else:
        _hand_over(mail)
        mail.status, mail.sent_at, mail.text, mail.html, mail.error = "sent", now, "", "", ""
    mail.save()


def _hand_over(mail: Mail) -> None:
    message = EmailMultiAlternatives(mail.subject, mail.text, settings.DEFAULT_FROM_EMAIL, [mail.recipient])
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    try:
        message.send()
    except (AnymailError, OSError) as error:
        mail.status, mail.error = "failed", f"{type(error).__name__}: {error}"[:ERROR_LONGEST]
        mail.save(update_fields=["status", "error"])
        raise
    status = getattr(message, "anymail_status", None)
    mail.provider_id = getattr(status, "message_id", None) or ""


def delete_mails_before(*, moment: dt.datetime) -> int:
    """Delete the outbox's mails that were written before `moment`; answers how many."""
    count, _ = Mail.objects.filter(created_at__lt=moment).delete()
    return count
