"""The audit log: everything that was done in the workspace, the newest first."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, cast

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.audit.queries import audit_log
from omnistock.interfaces.web.asked import choice_of, text_of
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.history import Told, told
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.words import UNKNOWN
from omnistock.tenancy.actor import Door

COLUMNS: Final = (
    Column("what", _("What")),
    Column("when", _("When")),
    Column("who", _("Who")),
    Column("subject", _("Subject")),
    Column("door", _("Door")),
    Column("change", _("Before and after")),
)
DOORS: Final[Mapping[str, str | Promise]] = {
    "web": _("Screen"),
    "api": _("API"),
    "job": _("Job"),
    "cli": _("Command line"),
    "scan": _("Scanner"),
}
_CHANGES_SHOWN: Final = 6
_LONGEST_VALUE: Final = 60


@dataclass(frozen=True, slots=True)
class Change:
    """One field that an event touched, as words."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Row:
    """`left_out`: how many changed fields are not shown."""

    told: Told
    subject: str
    door: str | Promise
    changes: list[Change]
    left_out: int


@tenant_view("audit:read")
def audit_list(request: TenantRequest) -> HttpResponse:
    """Who did what, when, through which door; values only for who sees everything, since they are of everything."""
    actor, door = request.actor, choice_of(request, "door", DOORS)
    page = audit_log(
        actor=actor,
        text=text_of(request),
        door=cast(Door, door) if door else None,
        cursor=request.GET.get("cursor"),
    )
    listing = Listing(
        rows=[_row(event, line) for event, line in zip(page.items, told(page.items), strict=True)],
        columns=COLUMNS if actor.sees_all else COLUMNS[:-1],
        query=request.GET,
        next_cursor=page.next_cursor or "",
        filter_names=("q", "door"),
    )
    return render(request, "pages/audit/list.html", {"listing": listing, "doors": DOORS.items(), "door": door})


def _row(event: AuditEvent, line: Told) -> Row:
    before, after = event.before or {}, event.after or {}
    names = list({**after, **before})
    return Row(
        told=line,
        subject=event.subject_name or event.subject_kind.replace("_", " "),
        door=DOORS.get(event.door, event.door),
        changes=[
            Change(name.replace("_", " "), _value_words(before.get(name)), _value_words(after.get(name)))
            for name in names[:_CHANGES_SHOWN]
        ],
        left_out=max(0, len(names) - _CHANGES_SHOWN),
    )


def _value_words(value: Any) -> str:
    """A JSON value as short text; what is empty or was not there is a dash."""
    if value is None or value == "":
        return UNKNOWN
    return Truncator(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).chars(_LONGEST_VALUE)


@tenant_view("audit:read")
def audit_export(request: TenantRequest) -> HttpResponseBase:
    """What the list shows, as CSV, with every field that changed."""
    door = choice_of(request, "door", DOORS)
    asked = {"text": text_of(request), "door": cast(Door, door) if door else None}
    return csv_answer(actor=request.actor, name="audit_events", asked=asked)


urlpatterns: list[URLPattern] = [
    path("app/audit-events", audit_list, name="audit-events"),
    path("app/audit-events/export", audit_export, name="audit-event-export"),
]
