"""The words for incidents: their states, clocks and entries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from omnistock.domain.incidents.kinds import AUDIENCE_WORDS as AUDIENCES
from omnistock.domain.incidents.kinds import CLOCKS as CLOCK_KINDS
from omnistock.domain.incidents.kinds import ENTRY_WORDS
from omnistock.domain.incidents.models import IncidentEntry
from omnistock.domain.incidents.queries import IncidentRow

__all__ = ["AUDIENCES", "CLOCKS", "STATES", "SUBJECTS", "chips", "entry_words"]

SUBJECTS: Final[Mapping[str, str | Promise]] = {
    "address": _("IP address"),
    "account": _("Account"),
    "actor": _("Person or key"),
    "key": _("API key"),
    "workspace": _("Workspace"),
}

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


def entry_words(entry: IncidentEntry) -> str:
    """What an entry of the timeline is; with whom, where it stopped a clock."""
    word = str(ENTRY_WORDS[entry.kind])
    return f"{word}: {CLOCK_KINDS[entry.clock].label}" if entry.clock else word


def chips(row: IncidentRow) -> list[str]:
    """The states that a list shows of an incident."""
    found = ["practice"] if row.incident.is_practice else []
    found += ["drill"] if row.incident.is_drill else []
    found.append(STATES[row.incident.state])
    return [*found, "overdue"] if row.is_overdue else found
