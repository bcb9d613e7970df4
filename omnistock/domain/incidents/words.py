"""The template of each notice: scope, timeline, mitigation, what to do, and whom to ask (DPDP Rules 2025, 7(1); GDPR Article
33(3)). It is a beginning: staff edit it before they send it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.utils.translation import gettext as _

from omnistock.domain.incidents.models import Incident, IncidentEntry

DRILL: Final = "DRILL"
# As the timeline says whom a notice is for.
TO: Final = MappingProxyType({"admins": "to owners and admins", "people": "to affected people"})
PRACTICE: Final = "PRACTICE"


def mark_of(incident: Incident) -> str:
    """What stands on every paper of an incident that is none."""
    return DRILL if incident.is_drill else PRACTICE if incident.is_practice else ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Who can answer, from the operator's configuration; never an invented name."""

    operator_name: str
    email: str


def counted(number: int, one: str, more: str) -> str:
    """As the entries of a timeline say it: they are written in English, whoever writes them."""
    return f"{number} {one if number == 1 else more}"


def subject_of(incident: Incident) -> str:
    text = _("Security incident {reference}: {title}").format(reference=incident.reference, title=incident.title)
    return (f"{DRILL}: {text}" if incident.is_drill else text)[:160]


def notice(incident: Incident, audience: str, entries: Sequence[IncidentEntry], contact: Contact) -> str:
    """The text, in sections. What is not known yet says so."""
    nothing = _("Nothing happened: this is an exercise.")
    parts = [f"{DRILL}. {nothing}"] if incident.is_drill else []
    parts.append(
        _("We write to you since a security incident concerns your workspace.")
        if audience == "admins"
        else _("We write to you since a security incident concerns data about you.")
    )
    parts += [
        _section(_("What happened, and what is concerned"), incident.scope),
        _section(_("Timeline"), timeline(incident, entries)),
        _section(_("Likely consequences"), incident.consequences),
        _section(_("What we have done and are doing"), incident.mitigation),
        _section(_("What you can do"), incident.advice),
    ]
    if audience == "admins":
        parts.append(
            _(
                "For the people in your own records you decide as the fiduciary: you tell them, and the authority that is yours. "
                "We give you what you need for that; ask us."
            )
        )
    parts.append(
        _("Questions: {who}, {email}, with the number {reference}.").format(
            who=contact.operator_name or _("the operator of this service"),
            email=contact.email,
            reference=incident.reference,
        )
    )
    return "\n\n".join(parts)


def timeline(incident: Incident, entries: Sequence[IncidentEntry]) -> str:
    lines = [_("{at} UTC: noticed").format(at=f"{incident.noticed_at:%d %b %Y %H:%M}")]
    lines += [
        f"{each.happened_at:%d %b %Y %H:%M} UTC: {each.text}" for each in entries if each.kind == "note" and each.text
    ]
    return "\n".join(lines)


def _section(title: str, text: str) -> str:
    unknown = _("Not known yet; we write again.")  # by itself: a translator's program does not look into other texts
    return f"{title}\n{text or unknown}"
