"""The report to an authority, as a paper: what DPDP Rules 2025, 7(2) and CERT-In's form ask for, from the record. It says what
is known when it is made; what is not says so. By names of workspaces and counts, without names of people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from omnistock.domain.incidents.kinds import (
    AUDIENCE_WORDS,
    CLOCK_WORDS,
    CLOCKS,
    ENTRY_WORDS,
    NATURES,
    TOLD_BY_NOTICE,
)
from omnistock.domain.incidents.models import IncidentEntry, IncidentWorkspace
from omnistock.domain.incidents.notices import Proof
from omnistock.domain.incidents.queries import IncidentRow
from omnistock.domain.incidents.words import Contact, mark_of
from omnistock.kernel.paper.documents import Prose, ProseSection
from omnistock.kernel.paper.rendering import PaperKind, render

REPORTS: Final = MappingProxyType(
    {
        "cert_in": gettext_lazy("Incident report to CERT-In (Directions of 28 April 2022)"),
        "board_first": gettext_lazy("Intimation of a personal data breach (DPDP Rules 2025, 7(2)(a))"),
        "board_detail": gettext_lazy("Detailed report of a personal data breach (DPDP Rules 2025, 7(2)(b))"),
    }
)
_INDIA: Final = ZoneInfo("Asia/Kolkata")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the report is made of: the incident, its timeline, who was affected and how they were told."""

    row: IncidentRow
    entries: Sequence[IncidentEntry]
    workspaces: Sequence[IncidentWorkspace]
    proofs: Sequence[Proof]


def report_pdf(*, to: str, evidence: Evidence, contact: Contact, now: dt.datetime) -> bytes:
    """The PDF of one of `REPORTS`. Raises KeyError for another."""
    incident = evidence.row.incident
    title = str(REPORTS[to])
    sections = [_first(evidence), *_timeline(evidence)]
    if to == "board_detail":
        sections += _detail(evidence)
    mark = mark_of(incident)
    data = Prose(
        title=f"{mark}: {title}" if mark else title,
        number=f"{mark} {incident.reference}".strip(),
        date=now.astimezone(_INDIA).date().isoformat(),
        author=contact.operator_name or "OmniStock",
        facts=_facts(evidence, contact, now),
        sections=sections,
    )
    return render(PaperKind.PROSE, data)


def _facts(evidence: Evidence, contact: Contact, now: dt.datetime) -> list[list[str]]:
    incident, row = evidence.row.incident, evidence.row
    mark = mark_of(incident)
    facts = [[mark, _("This is an exercise. Nothing happened; nobody is to act on it.")]] if mark else []
    return [
        *facts,
        [_("Reported by"), contact.operator_name or _("to be named")],
        [_("Contact"), contact.email or _("to be named")],
        [_("Kind"), str(NATURES[incident.nature])],
        [_("Title"), incident.title],
        [_("Where"), incident.place or _unknown()],
        [_("Noticed"), _moment(incident.noticed_at)],
        [_("Aware"), _moment(incident.aware_at) if incident.aware_at else _unknown()],
        [_("Affected workspaces"), str(row.workspaces)],
        [_("Affected people with an account"), str(row.people)],
        [_("Personal data concerned"), _("yes, or possibly") if incident.is_personal else _("no")],
        [_("State of this report"), _moment(now)],
    ]


def _first(evidence: Evidence) -> ProseSection:
    incident = evidence.row.incident
    return ProseSection(
        title=_("Nature, extent and likely impact"),
        paragraphs=[
            *_said(incident.scope),
            *_said(incident.consequences),
        ],
    )


def _timeline(evidence: Evidence) -> list[ProseSection]:
    told = ("detected", "registered", "note", "told", "not_needed", "sent")
    rows = [
        [_moment(each.happened_at), str(ENTRY_WORDS[each.kind]), _whom(each) + each.text]
        for each in evidence.entries
        if each.kind in told
    ]
    return [
        ProseSection(
            title=_("Timeline"),
            columns=[_("When"), _("What"), _("Words")],
            rows=rows or [["–", "–", "–"]],
            widths=[5, 4, 12],
        ),
        ProseSection(
            title=_("Mitigation, done and under way"),
            paragraphs=[*_said(evidence.row.incident.mitigation)],
        ),
    ]


def _detail(evidence: Evidence) -> list[ProseSection]:
    incident = evidence.row.incident
    return [
        ProseSection(title=_("Findings on who or what caused it"), paragraphs=_said(incident.findings)),
        ProseSection(title=_("Remedy against recurrence"), paragraphs=_said(incident.remedy)),
        ProseSection(
            title=_("Time limits"),
            columns=[_("Whom"), _("By rule"), _("Due"), _("State"), _("Told")],
            widths=[5, 4, 5, 3, 5],
            rows=[
                [
                    str(clock.label),
                    str(clock.source),
                    _("without delay") if clock.is_at_once else _moment(clock.due_at),
                    str(CLOCK_WORDS[clock.state]),
                    _moment(clock.done_at),
                ]
                for clock in evidence.row.clocks
            ],
        ),
        _intimations(evidence),
    ]


def _intimations(evidence: Evidence) -> ProseSection:
    """Rule 7(2)(b)(vi): the report on the intimations given."""
    if evidence.row.incident.is_drill:
        return ProseSection(title=_("Intimations given"), paragraphs=[_("None: in a drill nobody is told.")])
    rows = [
        [each.workspace, str(AUDIENCE_WORDS[each.audience]), _moment(each.told_at), str(each.told), str(each.seen)]
        for each in _summed(evidence.proofs)
    ]
    return ProseSection(
        title=_("Intimations given, by workspace"),
        paragraphs=[_("In the app, and by mail where that is said; each with a receipt for each person.")],
        columns=[_("Workspace"), _("Whom"), _("First told"), _("People"), _("Seen")],
        widths=[6, 7, 5, 2, 2],
        rows=rows or [["–", "–", "–", "0", "0"]],
    )


def _whom(entry: IncidentEntry) -> str:
    return f"{CLOCKS[entry.clock].label}: " if entry.clock and entry.clock not in TOLD_BY_NOTICE else ""


@dataclass(slots=True)
class _Sum:
    workspace: str
    audience: str
    told_at: dt.datetime
    told: int = 0
    seen: int = 0


def _summed(proofs: Sequence[Proof]) -> list[_Sum]:
    found: dict[tuple[object, str], _Sum] = {}
    for proof in proofs:
        key = (proof.organization_id, proof.audience)
        each = found.setdefault(key, _Sum(proof.workspace, proof.audience, proof.told_at))
        each.told += 1
        each.seen += proof.seen_at is not None
        each.told_at = min(each.told_at, proof.told_at)
    return list(found.values())


def _said(text: str) -> list[str]:
    return [part for part in text.split("\n\n") if part.strip()] or [_unknown()]


def _unknown() -> str:
    return _("Not known yet.")


def _moment(moment: dt.datetime | None) -> str:
    """In India's time, as the authorities read it, with the zone (CERT-In asks for it)."""
    return "–" if moment is None else f"{moment.astimezone(_INDIA):%d %b %Y %H:%M} IST"
