"""Incidents in the operator's console (promise P15): the list, registering one, its page with clocks and timeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from omnistock.domain.incidents import notices, operations, queries
from omnistock.domain.incidents.kinds import NATURES
from omnistock.domain.incidents.models import Incident
from omnistock.domain.incidents.operations.registering import TEXTS
from omnistock.domain.incidents.rules import RULES
from omnistock.domain.support import console
from omnistock.interfaces.web.console_door import ConsoleRequest, console_view
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.incident_words import CLOCKS, SUBJECTS, chips, entry_words
from omnistock.interfaces.web.posted import Posted, answer_form, moment_in_utc
from omnistock.interfaces.web.views.console_incident_telling import telling
from omnistock.kernel.errors import Invalid

_OF_SEVERAL: Final = ("text", "clock", "happened_at")
_FORM: Final = "%Y-%m-%dT%H:%M"


@console_view
@require_safe
def console_incidents(request: ConsoleRequest) -> HttpResponse:
    over = request.GET.get("over") == "yes"
    rows = queries.incidents(now=timezone.now(), waiting=not over, using=console.ALIAS)
    named = _workspace_names(row.incident.pk for row in rows)
    shown = [(row, NATURES[row.incident.nature], chips(row), named[row.incident.pk]) for row in rows]
    context = {"rows": shown, "over": over}
    return render(request, "console/incidents.html", context)


@console_view
@require_http_methods(["GET", "POST"])
def console_incident_new(request: ConsoleRequest) -> HttpResponse:
    """Register an incident, or a drill that is walked like one."""

    def write(posted: Posted) -> str:
        values = _judged(posted) | _record(posted)
        made = operations.register(
            values=values, is_drill=posted.is_on("is_drill"), by=request.staff.name, now=timezone.now()
        )
        return reverse("console-incident", args=[made.pk])

    def show(form: FormState, status: int) -> HttpResponse:
        crumbs = [(_("Console"), reverse("console")), (_("Incidents"), reverse("console-incidents"))]
        context = {"form": form, "natures": NATURES.items(), "crumbs": crumbs}
        return render(request, "console/incident_new.html", context, status=status)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    now = f"{timezone.now():{_FORM}}"
    return show(FormState(values={"noticed_at": now, "aware_at": now, "is_personal": "on"}), 200)


@console_view
@require_http_methods(["GET", "POST"])
def console_incident(request: ConsoleRequest, incident_id: UUID) -> HttpResponse:
    """One incident; a post does what its button says."""

    def write(posted: Posted) -> str:
        _done(request, posted, incident_id)
        return request.path

    def show(form: FormState, status: int) -> HttpResponse:
        return render(request, "console/incident.html", _page(incident_id, form), status=status)

    return answer_form(request, write=write, show=show) if request.method == "POST" else show(FormState(), 200)


def _workspace_names(incident_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of the affected workspaces, of each incident: the first two, and how many more."""
    ids = list(incident_ids)
    places = queries.workspaces_by_incident(incident_ids=ids, using=console.ALIAS)
    everyone = [each for found in places.values() for each in found[:2]]
    names = notices.workspace_names(organization_ids=everyone, using=console.ALIAS)
    said = {}
    for each in ids:
        found = places.get(each, [])
        first = [names[place] for place in found[:2] if place in names]
        said[each] = ", ".join(first) + (f" + {len(found) - 2}" if len(found) > 2 else "")
    return said


def _seen(incident: Incident) -> dict[str, Any]:
    """What the rule saw of a draft, as its page says it."""
    facts = incident.facts
    if incident.rule not in RULES or not facts:
        return {}
    return {
        "rule": RULES[incident.rule].label,
        "events": facts["events"],
        "first_at": dt.datetime.fromisoformat(facts["first_at"]),
        "last_at": dt.datetime.fromisoformat(facts["last_at"]),
        "by": SUBJECTS[facts["by"]],
        "subject": facts["subject"],
    }


def _page(incident_id: UUID, form: FormState) -> dict[str, Any]:
    now = timezone.now()
    row = queries.incident_row(incident_id=incident_id, now=now, using=console.ALIAS)
    incident = row.incident
    return {
        "row": row,
        "incident": incident,
        "chips": chips(row),
        "seen": _seen(incident),
        "places": _workspace_names([incident.pk])[incident.pk],
        "nature": NATURES[incident.nature],
        "natures": NATURES.items(),
        "clocks": [(clock, CLOCKS[clock.state]) for clock in row.clocks],
        "running": [(clock.name, clock.label) for clock in row.clocks if clock.is_running],
        "by_hand": [(clock.name, clock.label) for clock in row.clocks if clock.is_running and clock.is_by_hand],
        "said": [
            (entry_words(each), each) for each in queries.entries_of(incident_id=incident_id, using=console.ALIAS)
        ],
        "form": form,
        "noticed": f"{incident.noticed_at:{_FORM}}",
        "now": f"{now:{_FORM}}",
        "crumbs": [(_("Console"), reverse("console")), (_("Incidents"), reverse("console-incidents"))],
        **telling(incident_id),
    }


def _done(request: ConsoleRequest, posted: Posted, incident_id: UUID) -> None:
    """What the button says. Fields of several forms of the page have the button's name in front."""
    do = posted.text("do")
    who: dict[str, Any] = {"incident_id": incident_id, "by": request.staff.name, "now": timezone.now()}
    text, clock = posted.text(f"{do}-text"), posted.text(f"{do}-clock")
    try:
        match do:
            case "take-up":
                operations.take_up(**who, values=_judged(posted))
            case "record":
                operations.change_record(**who, values=_record(posted), expected_version=posted.version())
                messages.success(request, _("Saved."))
            case "dismiss":
                operations.dismiss_incident(**who, text=text)
            case "note":
                operations.add_note(**who, text=text, happened_at=moment_in_utc(posted, "note-happened_at"))
            case "told":
                moment = moment_in_utc(posted, "told-happened_at")
                operations.tell_by_hand(**who, clock=clock, text=text, happened_at=moment)
            case "not-needed":
                operations.leave_out(**who, clock=clock, text=text)
            case "close":
                operations.close_incident(**who, text=text)
            case _:
                raise Invalid.at("do", _("Choose what to do."), "unknown_choice")
    except Invalid as error:
        error.faults = tuple(
            replace(fault, pointer=f"{do}-{fault.pointer}") if fault.pointer in _OF_SEVERAL else fault
            for fault in error.faults
        )
        raise


def _judged(posted: Posted) -> dict[str, Any]:
    return {name: moment_in_utc(posted, name) for name in ("noticed_at", "aware_at")}


def _record(posted: Posted) -> dict[str, Any]:
    values: dict[str, Any] = {name: posted.text(name) for name in ("title", "nature", "place", *TEXTS)}
    return values | {"is_personal": posted.is_on("is_personal")}


urlpatterns: list[URLPattern] = [
    path("console/incidents", console_incidents, name="console-incidents"),
    path("console/incidents/new", console_incident_new, name="console-incident-new"),
    path("console/incidents/<uuid:incident_id>", console_incident, name="console-incident"),
]
