"""What an incident is, and whom it has to be told to by when, as data (docs/operate/incidents.md)."""

from __future__ import annotations

import datetime as dt
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
