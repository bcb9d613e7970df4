"""The words for incidents: their states, clocks and entries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from omnistock.domain.incidents.queries import IncidentRow

Word = str | Promise

STATES: Final[Mapping[str, str]] = {"draft": "to_judge", "open": "open", "closed": "closed", "dismissed": "no_incident"}
CLOCKS: Final[Mapping[str, str]] = {
    "asleep": "clock_asleep",
    "waiting": "waiting",
    "near": "due_now",
    "overdue": "overdue",
    "done": "told",
    "late": "told_late",
    "not_needed": "not_needed",
}
ENTRIES: Final[Mapping[str, Word]] = {
    "detected": _("Detected"),
    "registered": _("Registered"),
    "changed": _("Record changed"),
    "note": _("Note"),
    "affected": _("Affected looked up"),
    "left_out": _("Left out"),
    "written": _("Notice written"),
    "sent": _("Notice sent"),
    "delivered": _("Notice arrived"),
    "told": _("Told"),
    "not_needed": _("Need not be told"),
    "closed": _("Closed"),
    "dismissed": _("Dismissed"),
}
AUDIENCES: Final[Mapping[str, Word]] = {
    "admins": _("To owners and admins of affected workspaces"),
    "people": _("To affected people"),
}


def chips(row: IncidentRow) -> list[str]:
    """The states that a list shows of an incident."""
    found = ["practice"] if row.incident.is_practice else []
    found += ["drill"] if row.incident.is_drill else []
    found.append(STATES[row.incident.state])
    return [*found, "overdue"] if row.is_overdue else found
