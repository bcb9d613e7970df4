"""The sentences of answers, in the person's language: each carries the officer's contact (DPDP Rules 2025, rule 9), and
the last one the way to the Data Protection Board."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext as _

from omnistock.domain.rights.models import RightsRequest


@dataclass(frozen=True, slots=True)
class Officer:
    """Who answers, from the operator's configuration; never an invented name."""

    name: str
    email: str
    operator_name: str
    operator_address: str

    @property
    def shown_name(self) -> str:
        return self.name or _("to be named")


def contact(officer: Officer) -> str:
    return _("Questions about this: {name}, grievance officer, {email}.").format(
        name=officer.shown_name, email=officer.email
    )


def board() -> str:
    return _(
        "If this does not settle it, you can complain to the Data Protection Board of India (Digital Personal Data "
        "Protection Act 2023, sections 13 and 27), once you have had this answer or 30 days have passed without one."
    )


def acknowledgement(request: RightsRequest) -> str:
    return _(
        "Your request {reference} has arrived on {arrived}. You get an answer by {by}, which says what was done, or why "
        "nothing was."
    ).format(
        reference=request.reference, arrived=f"{request.received_at:%d %b %Y}", by=f"{request.resolve_by:%d %b %Y}"
    )


def account_deleted(now: dt.datetime) -> str:
    return _("The account of this address was deleted on {day}.").format(day=f"{now:%d %b %Y}")


def handed_on(workspace: str) -> str:
    return _(
        "The data that you ask about is kept by the business {workspace}, which decides about it; we only keep it for "
        "them. We have handed your request on, and they answer you."
    ).format(workspace=workspace)


def proof_asked(link: str) -> str:
    return _(
        "Somebody, we take it you, sent us a request about the data of this address. Open this link to prove that the "
        "address is yours; without it we can say nothing about data:\n\n{link}\n\nWas it not you? Then do nothing."
    ).format(link=link)
