"""Checks of what is mailed (promises P6, P7)."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

import requests
from django.conf import settings
from django.db import connection

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.notifications.backend import Letter, MailNotListed, refuse_strangers
from omnistock.domain.notifications.kinds import ASKED_KINDS, MAIL_KINDS, named_kinds
from omnistock.domain.notifications.models import Notice, NoticeChoice
from omnistock.domain.notifications.provider import tracking_was_seen
from omnistock.domain.notifications.queries import kinds_of_mails, kinds_of_workspace_mails
from omnistock.domain.privacy.checks.outcome import Outcome, judged, needs_operator
from omnistock.kernel.policy import published
from omnistock.tenancy.boundary import tenant_boundary
from omnistock.tenancy.directory import organization_ids
from omnistock.tenancy.limits import KEY_FORM

_GATEWAYS: Final = {
    "omnistock.domain.notifications.backend.Resend",
    "omnistock.domain.notifications.backend.Nowhere",
}
_TIMEOUT_SECONDS: Final = 10
_A_DAY: Final = dt.timedelta(days=1)


def mails(now: dt.datetime) -> Outcome:
    """P6: every mail that was written is of a kind that the published policy names, the last door refuses others, and
    the provider neither watches who opens nor rewrites links."""
    kinds = kinds_of_mails()
    for organization_id in organization_ids():
        with tenant_boundary(organization_id):
            kinds |= kinds_of_workspace_mails()
    faults = [
        f"A mail of the kind {kind} was written, which the policy does not name."
        for kind in sorted(kinds - published().mail_kinds)
    ]
    if unknown := published().mail_kinds - set(MAIL_KINDS):
        faults.append(f"The policy names mails that there are not: {', '.join(sorted(unknown))}.")
    if settings.EMAIL_BACKEND not in _GATEWAYS or not _refuses():
        faults.append(f"Mails may leave past the gateway: EMAIL_BACKEND is {settings.EMAIL_BACKEND}.")
    if tracking_was_seen():
        faults.append("The provider told of opened or clicked mails: switch its tracking off (docs/operate/mail.md).")
    if not settings.RESEND_API_KEY:
        return judged(faults, otherwise=f"{len(named_kinds())} kinds may be sent; no key is set, so nothing is.")
    tracked, unasked = _tracking()
    faults += tracked
    missing = [unasked] if unasked else []
    if not settings.RESEND_WEBHOOK_SECRET:
        missing.append("RESEND_WEBHOOK_SECRET is not set: bounces and complaints are not heard of.")
    if missing and not faults:
        return needs_operator(*missing)
    return judged(faults, otherwise=f"{len(named_kinds())} kinds may be sent, through Resend, without tracking.")


def _refuses() -> bool:
    stranger = Letter("", "", None, [])
    stranger.kind = "a kind that no policy names"
    try:
        refuse_strangers([stranger])
    except MailNotListed:
        return True
    return False


def _tracking() -> tuple[list[str], str]:
    """Which of our domains are tracked at the provider, and why that could not be asked."""
    domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >").lower()
    try:
        found = [each for each in _asked("domains") if str(each.get("name", "")).lower() == domain]
        details = [_asked(f"domains/{each['id']}") for each in found]
    except (requests.RequestException, ValueError, KeyError, TypeError, AttributeError):
        return [], "Resend did not say whether it tracks: give a key that may read domains, or look there yourself."
    if not details:
        return [], f"Resend knows no domain {domain}: verify the domain of MAIL_FROM there."
    faults = [
        f"Resend has {what} tracking switched on for {domain}: switch it off."
        for each in details
        for what in ("open", "click")
        if each.get(f"{what}_tracking")
    ]
    return faults, ""


def _asked(path: str) -> Any:
    answer = requests.get(
        str(settings.ANYMAIL["RESEND_API_URL"]).rstrip("/") + f"/{path}",
        headers={"Authorization": f"Bearer {settings.RESEND_API_KEY}"},
        timeout=_TIMEOUT_SECONDS,
        allow_redirects=False,
    )
    answer.raise_for_status()
    said = answer.json()
    return said["data"] if path == "domains" else said


def notices(now: dt.datetime) -> Outcome:
    """P7: whoever was told of something in the last day had asked for it: they still do, or their own later choice is
    in the trail."""
    asked = [kind.name for kind in ASKED_KINDS]
    told, unasked = 0, 0
    for organization_id in organization_ids():
        with tenant_boundary(organization_id):
            choices = set(NoticeChoice.objects.values_list("membership_id", "kind"))
            found = Notice.objects.filter(kind__in=asked, created_at__gte=now - _A_DAY)
            for notice in found:
                told += 1
                if (notice.membership_id, notice.kind) not in choices and not _chose_since(notice):
                    unasked += 1
    faults = [f"{unasked} notices of the last day went to members who had not asked for them."] if unasked else []
    counted, of_counters = _counters(now)
    said = f"{told} notices of the last day, each to a member who asked for it; {counted} counters, all under keyed digests."
    return judged(faults + of_counters, otherwise=said)


def _counters(now: dt.datetime) -> tuple[int, list[str]]:
    """How many counters of misuse there are, and which name somebody or outlive their day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE cache_key !~ %s), "
            "count(*) FILTER (WHERE expires NOT BETWEEN %s AND %s) FROM cache_entry",
            [KEY_FORM, now - _A_DAY, now + 2 * _A_DAY],
        )
        counted, named, old = cursor.fetchone()
    faults = [f"{named} counters are kept under a name that is no digest."] if named else []
    return counted, faults + ([f"{old} counters are kept for longer than a day."] if old else [])


def _chose_since(notice: Notice) -> bool:
    events = AuditEvent.objects.filter(subject_id=notice.membership_id, at__gte=notice.created_at)
    return events.filter(operation__in=("notifications.choose_notices", "notifications.unsubscribe")).exists()
