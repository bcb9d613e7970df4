"""Who is affected by an incident, the notices to them with their proofs, and the report to an authority."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omnistock.domain.incidents import notices, operations, queries
from omnistock.domain.incidents.operations.affecting import WAYS
from omnistock.domain.incidents.report import REPORTS, Evidence, report_pdf
from omnistock.domain.privacy.operator import security_contact
from omnistock.domain.support import console
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.console_door import ConsoleRequest, console_view
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.incident_words import AUDIENCES
from omnistock.interfaces.web.pdf_answer import pdf_answer
from omnistock.interfaces.web.posted import Posted, answer_form, moment_in_utc
from omnistock.kernel.errors import Conflict, Invalid

WORDS: Final = {
    "address": gettext_lazy("What came from an IP address"),
    "email": gettext_lazy("The account of an email"),
    "api_key": gettext_lazy("What was done with an API key (its id)"),
    "workspace": gettext_lazy("One workspace (its id)"),
    "everybody": gettext_lazy("Every workspace"),
}


@console_view
@require_http_methods(["GET", "POST"])
def console_incident_affected(request: ConsoleRequest, incident_id: UUID) -> HttpResponse:
    """The list of affected workspaces; a post looks up more, or takes one off with a reason."""
    row = queries.incident_row(incident_id=incident_id, now=timezone.now(), using=console.ALIAS)

    def write(posted: Posted) -> str:
        who: dict[str, Any] = {"incident_id": incident_id, "by": request.staff.name, "now": timezone.now()}
        if posted.text("do") == "take-off":
            place = posted.id("organization_id")
            posted.stop()
            if place is None:
                raise Invalid.at("organization_id", _("Choose the workspace."), "missing")
            operations.take_off(**who, organization_id=place, text=posted.text("text"))
            return request.path
        query = operations.Query(
            way=posted.text("way"),
            subject=posted.text("subject"),
            since=moment_in_utc(posted, "since"),
            until=moment_in_utc(posted, "until"),
            with_members=posted.is_on("with_members"),
        )
        found = operations.find_affected(**who, query=query)
        said = _("Added to the list. Workspaces: {workspaces}, people: {people}.")
        messages.success(request, said.format(workspaces=found.workspaces, people=found.people))
        return request.path

    def show(form: FormState, status: int) -> HttpResponse:
        context = {"row": row, "form": form, "ways": [(way, WORDS[way]) for way in WAYS], "crumbs": _crumbs(row)}
        return render(request, "console/incident_affected.html", context | _affected(incident_id), status=status)

    return answer_form(request, write=write, show=show) if request.method == "POST" else show(FormState(), 200)


@console_view
@require_POST
def console_incident_message_new(request: ConsoleRequest, incident_id: UUID) -> HttpResponse:
    """A notice from the template, to be edited on its own page."""
    try:
        made = operations.write_message(
            incident_id=incident_id,
            audience=request.POST.get("audience", ""),
            contact=security_contact(),
            by=request.staff.name,
            now=timezone.now(),
        )
    except (Conflict, Invalid) as error:
        messages.error(request, error.message)
        return SeeOther(reverse("console-incident", args=[incident_id]))
    return SeeOther(reverse("console-incident-message", args=[incident_id, made.pk]))


@console_view
@require_http_methods(["GET", "POST"])
def console_incident_message(request: ConsoleRequest, incident_id: UUID, message_id: UUID) -> HttpResponse:
    """One notice: edited and sent, then only read."""
    row = queries.incident_row(incident_id=incident_id, now=timezone.now(), using=console.ALIAS)
    found = [
        each for each in queries.messages_of(incident_id=incident_id, using=console.ALIAS) if each.pk == message_id
    ]
    if not found:
        raise Http404
    message = found[0]

    def write(posted: Posted) -> str:
        who: dict[str, Any] = {"message_id": message_id, "by": request.staff.name, "now": timezone.now()}
        operations.change_message(
            **who,
            subject=posted.text("subject"),
            text=posted.text("text"),
            subject_hi=posted.text("subject_hi"),
            text_hi=posted.text("text_hi"),
        )
        if posted.text("do") != "send":
            messages.success(request, _("Saved."))
            return request.path
        count = operations.send_message(**who)
        messages.success(
            request,
            _("DRILL: written down, and nobody was told.")
            if row.incident.is_drill
            else ngettext("On its way to {count} workspace.", "On its way to {count} workspaces.", count).format(
                count=count
            ),
        )
        return reverse("console-incident", args=[incident_id])

    def show(form: FormState, status: int) -> HttpResponse:
        context = {
            "row": row,
            "message": message,
            "whom": AUDIENCES[message.audience],
            "form": form,
            "crumbs": _crumbs(row),
        }
        return render(request, "console/incident_message.html", context, status=status)

    return answer_form(request, write=write, show=show) if request.method == "POST" else show(FormState(), 200)


@console_view
@require_POST
def console_incident_resending(request: ConsoleRequest, incident_id: UUID) -> HttpResponse:
    """Send what was sent to those who were found since."""
    try:
        operations.send_to_late(incident_id=incident_id)
        messages.success(request, _("On its way to those who were found since."))
    except Conflict as error:
        messages.error(request, error.message)
    return SeeOther(reverse("console-incident", args=[incident_id]))


@console_view
@require_safe
def console_incident_report(request: ConsoleRequest, incident_id: UUID, report: str) -> HttpResponse:
    """The report to an authority as a PDF, as of now."""
    if report not in REPORTS:
        raise Http404
    now = timezone.now()
    row = queries.incident_row(incident_id=incident_id, now=now, using=console.ALIAS)
    evidence = Evidence(
        row=row,
        entries=queries.entries_of(incident_id=incident_id, using=console.ALIAS),
        workspaces=queries.workspaces_of(incident_id=incident_id, using=console.ALIAS),
        proofs=notices.proofs(incident_id=incident_id, using=console.ALIAS, limit=None),
    )
    made = report_pdf(to=report, evidence=evidence, contact=security_contact(), now=now)
    return pdf_answer(request, made, name=f"{row.incident.reference} {report}")


def telling(incident_id: UUID) -> dict[str, Any]:
    """What the incident's page shows of notices, proofs and reports."""
    sent = queries.messages_of(incident_id=incident_id, using=console.ALIAS)
    return {
        "letters": [(each, AUDIENCES[each.audience]) for each in sent],
        "audiences": AUDIENCES.items(),
        "proofs": [
            (AUDIENCES[each.audience], each) for each in notices.proofs(incident_id=incident_id, using=console.ALIAS)
        ],
        "reports": REPORTS.items(),
        "is_anything_sent": any(each.sent_at for each in sent),
    }


def _affected(incident_id: UUID) -> dict[str, Any]:
    places = queries.workspaces_of(incident_id=incident_id, using=console.ALIAS)
    names = notices.workspace_names(
        organization_ids=[each.organization_reference for each in places], using=console.ALIAS
    )
    people: dict[UUID | None, int] = {}
    for each in queries.people_of(incident_id=incident_id, using=console.ALIAS):
        people[each.organization_reference] = people.get(each.organization_reference, 0) + 1
    return {
        "places": [
            (each, names.get(each.organization_reference, ""), people.get(each.organization_reference, 0))
            for each in places
        ],
        "lone": people.get(None, 0),
    }


def _crumbs(row: queries.IncidentRow) -> list[tuple[str, str]]:
    return [
        (_("Console"), reverse("console")),
        (_("Incidents"), reverse("console-incidents")),
        (row.incident.reference, reverse("console-incident", args=[row.incident.pk])),
    ]


_INCIDENT: Final = "console/incidents/<uuid:incident_id>"
urlpatterns: list[URLPattern] = [
    path(f"{_INCIDENT}/affected", console_incident_affected, name="console-incident-affected"),
    path(f"{_INCIDENT}/messages", console_incident_message_new, name="console-incident-message-new"),
    path(f"{_INCIDENT}/messages/<uuid:message_id>", console_incident_message, name="console-incident-message"),
    path(f"{_INCIDENT}/resending", console_incident_resending, name="console-incident-resending"),
    path(f"{_INCIDENT}/reports/<slug:report>.pdf", console_incident_report, name="console-incident-report"),
]
