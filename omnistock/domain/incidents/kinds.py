"""What an incident is, and whom it has to be told to by when, as data (docs/operate/incidents.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Text = str | Promise

STATES: Final = ("draft", "open", "closed", "dismissed")
AUDIENCES: Final = ("admins", "people")
ENTRY_KINDS: Final = (
    *("detected", "registered", "changed", "note", "affected", "left_out"),
    *("written", "sent", "delivered", "told", "not_needed", "closed", "dismissed"),
)

# Of CERT-In's Annexure I (Directions of 28 April 2022), those that can befall a service like this one.
NATURES: Final = MappingProxyType(
    {
        "data_breach": _("Data breach"),
        "data_leak": _("Data leak"),
        "unauthorised_access": _("Unauthorised access"),
        "identity_theft": _("Identity theft, phishing, a taken-over account"),
        "application_attack": _("Attack on the application or its API"),
        "server_attack": _("Attack on a server or the database"),
        "malicious_code": _("Malicious code, ransomware"),
        "denial_of_service": _("Denial of service"),
        "probing": _("Scanning and probing"),
        "integrity": _("Data altered, destroyed or lost"),
        "other": _("Another kind"),
    }
)


@dataclass(frozen=True, slots=True)
class Clock:
    """Whom an incident has to be told to. `within` None: without delay; the law gives no hours, so it is due from the
    start and overdue with our own outer bound. `starts` names the moment that it counts from; `needs` what makes it run:
    nothing, personal data, or a workspace that is affected."""

    name: str
    label: Text
    source: Text
    starts: Literal["noticed_at", "aware_at"]
    within: dt.timedelta | None
    needs: Literal["", "personal", "workspaces"] = ""


OUTER_BOUND: Final = dt.timedelta(hours=72)

CLOCKS: Final = MappingProxyType(
    {
        clock.name: clock
        for clock in (
            Clock("cert_in", _("CERT-In"), _("Directions 2022, (ii)"), "noticed_at", dt.timedelta(hours=6)),
            Clock("board_first", _("Board, first intimation"), _("DPDP Rules, 7(2)(a)"), "aware_at", None, "personal"),
            Clock("people", _("Affected people"), _("DPDP Rules, 7(1)"), "aware_at", None, "personal"),
            Clock(
                "admins", _("Admins of affected workspaces"), _("Promise P15"), "aware_at", OUTER_BOUND, "workspaces"
            ),
            Clock("board_detail", _("Board, in detail"), _("DPDP Rules, 7(2)(b)"), "aware_at", OUTER_BOUND, "personal"),
        )
    }
)
# Told by the product itself, when its notices have arrived; the others by hand, and written down here.
TOLD_BY_NOTICE: Final = MappingProxyType({"admins": "admins_told_at", "people": "people_told_at"})

ENTRY_WORDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
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
)
AUDIENCE_WORDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "admins": _("To owners and admins of affected workspaces"),
        "people": _("To affected people"),
    }
)
CLOCK_WORDS: Final[Mapping[str, Text]] = MappingProxyType(
    {
        "asleep": _("Does not run"),
        "waiting": _("Waiting"),
        "near": _("Due now"),
        "overdue": _("Overdue"),
        "done": _("Told in time"),
        "late": _("Told late"),
        "not_needed": _("Not needed"),
    }
)
