"""Who else handles data for this installation: only those whose service is switched on in its configuration."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID, uuid5

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from omnistock.domain.notifications.notices import About, tell
from omnistock.domain.privacy.models import SubProcessorNotice
from omnistock.kernel.errors import Fault, Invalid
from omnistock.tenancy.actor import Actor

NOTICE: Final = dt.timedelta(days=30)
TELL_TASK: Final = "tell_sub_processors"
ANNOUNCED: Final = "sub_processor_announced"
# One id for each announcement, the same in every workspace and every run.
_TOLD: Final = UUID("01900000-0000-7000-8000-00000000d0a1")


@dataclass(frozen=True, slots=True)
class SubProcessor:
    """`is_used` answers from the configuration. `country` is where what it gets is kept."""

    name: str
    purpose: str | Promise
    data: str | Promise
    country: str | Promise
    is_used: Callable[[], bool]


def _database_is_at(domain: str) -> bool:
    host = str(settings.DATABASES["default"].get("HOST", ""))
    return host == domain or host.endswith(f".{domain}")


KNOWN: Final = (
    SubProcessor(
        "Supabase",
        _("Database hosting and backups"),
        _("All data of the service"),
        _("the region of the database"),
        lambda: _database_is_at("supabase.co") or _database_is_at("supabase.com"),
    ),
    SubProcessor(
        "Resend",
        _("Sending transactional mail"),
        _("Address, subject and text of each mail"),
        _("United States (metadata and logs)"),
        lambda: bool(settings.RESEND_API_KEY),
    ),
    SubProcessor(
        "Sentry",
        _("Error reports"),
        _("Kind and place of an error, without personal data"),
        _("Germany or the United States, by the operator's choice"),
        lambda: bool(urlsplit(settings.SENTRY_DSN).hostname),
    ),
    SubProcessor(
        "PostHog",
        _("Counting visits of the public pages, without cookies"),
        _("Page and referrer; no name, no identifier"),
        _("European Union"),
        lambda: bool(settings.POSTHOG_KEY),
    ),
)


def sub_processors() -> list[SubProcessor]:
    """Those whose service this installation uses, in a fixed order."""
    return [processor for processor in KNOWN if processor.is_used()]


def announce(*, name: str, starts_on: dt.date, now: dt.datetime) -> SubProcessorNotice:
    """Say on the public page that `name` will receive data from `starts_on` on. Raises `Invalid` for an unknown name, and
    for a day that is not 30 days ahead."""
    if name not in {each.name for each in KNOWN}:
        known = ", ".join(each.name for each in KNOWN)
        raise Invalid.of([Fault("name", _now("“{name}” is none of: {known}.").format(name=name[:60], known=known))])
    if starts_on < (now + NOTICE).date():
        earliest = (now + NOTICE).date()
        raise Invalid.of([Fault("starts_on", _now("The earliest day is {day}.").format(day=earliest.isoformat()))])
    values = {"announced_at": now, "starts_on": starts_on, "was_ahead": True}
    notice, _made = SubProcessorNotice.objects.update_or_create(name=name, defaults=values)
    return notice


def announced(*, today: dt.date) -> list[SubProcessorNotice]:
    """Those that were announced and do not receive data yet, the next first."""
    return list(SubProcessorNotice.objects.filter(starts_on__gt=today).order_by("starts_on", "name"))


def tell_announced(*, actor: Actor) -> int:
    """Tell owners and admins of the workspace, in the app and once, of those that are announced; answers how many people
    were told of something. Called by the worker."""
    abouts = [
        About(
            uuid5(_TOLD, f"{each.name} {each.starts_on}"), {"name": each.name, "starts_on": each.starts_on.isoformat()}
        )
        for each in announced(today=actor.now.date())
    ]
    return tell(actor=actor, kind=ANNOUNCED, abouts=abouts)


def note_use(*, now: dt.datetime, has_workspaces: bool) -> list[SubProcessorNotice]:
    """Write down who is used and was never announced; answers those that were switched on without notice in the last 30
    days, or before their announced day."""
    known = {each.name: each for each in SubProcessorNotice.objects.all()}
    for each in sub_processors():
        if each.name not in known:
            made = SubProcessorNotice(
                name=each.name, announced_at=now, starts_on=now.date(), was_ahead=not has_workspaces
            )
            made.save(force_insert=True)
            known[each.name] = made
    used = [known[each.name] for each in sub_processors()]
    return [
        notice
        for notice in used
        if (not notice.was_ahead and now - notice.announced_at < NOTICE) or notice.starts_on > now.date()
    ]
