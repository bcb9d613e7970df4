"""The public pages that the registries of promises make: privacy, trust, retention, sub-processors, cookies and so on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.functional import Promise as Lazy
from django.utils.translation import gettext_lazy as _

from omnistock.domain.notifications.kinds import named_kinds
from omnistock.domain.privacy.ages import oldest_entry
from omnistock.domain.privacy.catalog import tables_by_tenancy
from omnistock.domain.privacy.checks import Answer, last_answers, last_kept
from omnistock.domain.privacy.cookies import COOKIES
from omnistock.domain.privacy.jobs import JOB_REGISTER
from omnistock.domain.privacy.operator import operator
from omnistock.domain.privacy.processors import announced, sub_processors
from omnistock.domain.privacy.promises import PROMISES, Promise
from omnistock.domain.privacy.queries import last_runs, newest_backup
from omnistock.domain.privacy.retention import RULES, days_of
from omnistock.interfaces.web.site_page import public_page
from omnistock.kernel.policy import published

SECURITY_TXT_VALID: Final = dt.timedelta(days=300)


@dataclass(frozen=True, slots=True)
class Shown:
    """An answer as a page shows it."""

    word: str | Lazy
    tone: str
    icon: str
    kept_at: dt.datetime | None = None


_WORDS: Final[Mapping[str, Shown]] = {
    "passed": Shown(_("checked"), "ok", icon="check"),
    "failed": Shown(_("broken"), "bad", icon="triangle-alert"),
    "operator": Shown(_("needs the operator"), "warn", icon="circle-alert"),
    "unchecked": Shown(_("no check yet"), "neutral", icon="minus"),
}
_NOT_LATELY: Final = Shown(_("not checked lately"), "warn", icon="circle-alert")


@dataclass(frozen=True, slots=True)
class Section:
    """One numbered section of the policy: its promises, then a template of its own."""

    anchor: str
    title: str | Lazy
    promises: tuple[str, ...]

    @property
    def template(self) -> str:
        return f"public/privacy/{self.anchor}.html"


SECTIONS: Final = (
    Section("collect", _("Data we collect"), ("P1", "P2", "P3", "P4")),
    Section("where", _("Where it lives"), ("P5",)),
    Section("use", _("How we use it"), ("P6", "P7", "P8", "P9")),
    Section("cookies", _("Cookies"), ("P10", "P11")),
    Section("isolation", _("How workspaces are kept apart"), ("P12",)),
    Section("rights", _("Your rights"), ("P13", "P14", "P17")),
    Section("breach", _("Breach response"), ("P15",)),
    Section("grievance", _("Grievance officer"), ("P16",)),
    Section("transfers", _("International transfers"), ("P18",)),
    Section("contact", _("Contact"), ("P19",)),
)


def _shown() -> dict[str, tuple[Promise, Shown]]:
    kept, now = last_kept(), timezone.now()
    return {
        answer.promise: (PROMISES[answer.promise], replace(_word_of(answer, now), kept_at=kept.get(answer.promise)))
        for answer in last_answers()
    }


def _word_of(answer: Answer, now: dt.datetime) -> Shown:
    is_old = answer.result == "passed" and not answer.is_of_late(now)
    return _NOT_LATELY if is_old else _WORDS[answer.result]


def shown_promises() -> list[tuple[Promise, Shown]]:
    """Every promise with its last answer, in the order of the register."""
    return list(_shown().values())


def privacy(request: HttpRequest) -> HttpResponse:
    shown = _shown()
    sections = [
        {
            "anchor": section.anchor,
            "title": section.title,
            "template": section.template,
            "promises": [shown[name] for name in section.promises],
        }
        for section in SECTIONS
    ]
    return public_page(
        request,
        "public/privacy.html",
        _("Privacy policy"),
        sections=sections,
        updated_on=published().published_on,
        mail_kinds=named_kinds(),
        cookies=COOKIES,
        processors=sub_processors(),
    )


def trust(request: HttpRequest) -> HttpResponse:
    answers = last_answers()
    checked_at = max((answer.checked_at for answer in answers if answer.checked_at), default=None)
    return public_page(
        request,
        "public/trust.html",
        _("Trust"),
        promises=shown_promises(),
        checked_at=checked_at,
        tables=tables_by_tenancy(),
    )


def retention(request: HttpRequest) -> HttpResponse:
    rules = [
        {
            "what": rule.what,
            "days": None if rule.days is None else days_of(rule.store),
            "why": rule.why,
            "purge": rule.purge,
            "oldest_at": oldest_entry(store=rule.store),
        }
        for rule in RULES.values()
    ]
    ran = last_runs()
    jobs = [(what, ran.get(name)) for name, what in JOB_REGISTER.items()]
    return public_page(request, "public/retention.html", _("Retention"), rules=rules, jobs=jobs)


def subprocessors(request: HttpRequest) -> HttpResponse:
    return public_page(
        request,
        "public/subprocessors.html",
        _("Sub-processors"),
        processors=sub_processors(),
        announced=announced(today=timezone.now().date()),
    )


def cookies(request: HttpRequest) -> HttpResponse:
    return public_page(request, "public/cookies.html", _("Cookies"), cookies=COOKIES)


def grievance(request: HttpRequest) -> HttpResponse:
    return public_page(request, "public/grievance.html", _("Grievance"))


def security(request: HttpRequest) -> HttpResponse:
    drill = newest_backup(kind="drill", went_well=True)
    return public_page(request, "public/security.html", _("Security"), restored_at=drill and drill.started_at)


def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116. Without an address for it there is no file: an empty contact would be worse than none."""
    address = operator().security_email
    if not address:
        return HttpResponse("SECURITY_EMAIL is not configured.\n", status=404, content_type="text/plain; charset=utf-8")
    expires = (timezone.now() + SECURITY_TXT_VALID).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: mailto:{address}",
        f"Expires: {expires}",
        "Preferred-Languages: en, hi",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
        f"Policy: {settings.BASE_URL}/security",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


urlpatterns: list[URLPattern] = [
    path("privacy", privacy, name="privacy"),
    path("trust", trust, name="trust"),
    path("retention", retention, name="retention"),
    path("subprocessors", subprocessors, name="subprocessors"),
    path("cookies", cookies, name="cookies"),
    path("grievance", grievance, name="grievance"),
    path("security", security, name="security"),
    path(".well-known/security.txt", security_txt, name="security-txt"),
]
