"""Who else handles data for this installation: only those whose service is switched on in its configuration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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
