"""The one gateway of mail: every mail is a row of an outbox first, and a job hands it over (`sending`).

Row and job are written in one transaction, so a mail is sent when, and only when, what it tells of has happened.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Count, Q
from django.db.models.functions import Now
from django.utils.translation import get_language

from omnistock.domain.notifications.backend import MailNotListed
from omnistock.domain.notifications.kinds import MAIL_KINDS, may_be_sent
from omnistock.domain.notifications.letters import one_line
from omnistock.domain.notifications.models import Mail, MailRefusal, ProviderEvent, StoppedAddress, WorkspaceMail
from omnistock.domain.notifications.stopping import digest_of
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.queue import enqueue_global

__all__ = ["MailNotListed", "send_mail", "send_workspace_mail"]

_HOUR = dt.timedelta(hours=1)
TOO_MANY = "too many mails of this kind to this address within an hour"
# Whoever signs up free must not reach strangers by the thousand in our name.
MOST_OF_A_WORKSPACE = 500
TOO_MANY_OF_ALL = "too many mails of this kind from this workspace within an hour"
REFUSED = "its recipient asked for no more of these mails"


def send_mail(*, kind: str, recipient: str, subject: str, text: str) -> Mail:
    """Put a mail of a person's account into the outbox and have it sent after the commit. Raises `MailNotListed`.

    Its language is the one that is active. The hour's limit is counted here, by the database's own clock as the rows
    have it, since a sign-up has no actor and no other clock.
    """
    _require_listed(kind, is_account=True)
    with transaction.atomic():  # signing up has no transaction of its own: row and job still come together
        mail = Mail(kind=kind, recipient=recipient, subject=one_line(subject), text=text, language=_language())
        lately = Mail.objects.filter(recipient=recipient, kind=kind, created_at__gte=Now() - _HOUR)
        if lately.count() >= _most(kind):
            mail.status, mail.error, mail.text = "suppressed", TOO_MANY, ""
        mail.save(force_insert=True)
        if mail.status == "queued":
            enqueue_global(task="send_mail", mail_id=mail.pk)
    return mail


def send_workspace_mail(
    *, actor: Actor, kind: str, recipient: str, subject: str, text: str, unsubscribe_url: str
) -> WorkspaceMail:
    """The same for a mail of the acting workspace, in its transaction. `unsubscribe_url` ends such mails at once and
    for anybody who has it. Raises `MailNotListed`."""
    _require_listed(kind, is_account=False)
    mail = WorkspaceMail(
        organization_id=actor.organization_id,
        kind=kind,
        recipient=recipient,
        subject=one_line(subject),
        text=text,
        language=_language(),
        unsubscribe_url=unsubscribe_url,
    )
    if MailRefusal.objects.filter(digest=digest_of(recipient), kind=kind).exists():
        mail.status, mail.error, mail.text = "suppressed", REFUSED, ""
    elif too_many := _too_many(mail):
        mail.status, mail.error, mail.text = "suppressed", too_many, ""
    mail.save(force_insert=True)
    if mail.status == "queued":
        enqueue_global(task="send_workspace_mail", organization_id=actor.organization_id, mail_id=mail.id)
    return mail


def _require_listed(kind: str, *, is_account: bool) -> None:
    if not may_be_sent(kind) or MAIL_KINDS[kind].is_account != is_account:
        raise MailNotListed(kind)


def _most(kind: str) -> int:
    return MAIL_KINDS[kind].at_most


def _too_many(mail: WorkspaceMail) -> str:
    """Why no more such mails go out this hour, or nothing. Rows carry the database's own clock."""
    lately = WorkspaceMail.objects.filter(kind=mail.kind, created_at__gte=Now() - _HOUR)
    to_this_address = Count("id", filter=Q(recipient=mail.recipient))
    counted = lately.aggregate(of_all=Count("id"), to_this_address=to_this_address)
    if counted["to_this_address"] >= _most(mail.kind):
        return TOO_MANY
    return TOO_MANY_OF_ALL if counted["of_all"] >= MOST_OF_A_WORKSPACE else ""


def _language() -> str:
    return (get_language() or "en")[:8]


def delete_mails_before(*, moment: dt.datetime) -> int:
    """Delete the account mails that were written before `moment`; answers how many."""
    count, _ = Mail.objects.filter(created_at__lt=moment).delete()
    return count


def delete_provider_events_before(*, moment: dt.datetime) -> int:
    """Delete what the provider told before `moment`; answers how many."""
    count, _ = ProviderEvent.objects.filter(taken_at__lt=moment).delete()
    return count


def forget_stops_before(*, moment: dt.datetime) -> int:
    """Let addresses that were stopped before `moment` have mail again: they may be somebody else's by now."""
    count, _ = StoppedAddress.objects.filter(stopped_at__lt=moment).delete()
    return count
