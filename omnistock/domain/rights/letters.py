"""The closing letter as a paper: what was said, from whom, with the contact and the way to the Board in it."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from omnistock.domain.rights.calendar import day_in_india
from omnistock.domain.rights.models import RightsMessage
from omnistock.domain.rights.queries import QueueRow
from omnistock.domain.rights.words import Officer
from omnistock.kernel.paper.documents import Letter
from omnistock.kernel.paper.rendering import PaperKind, render


def letter(*, request: QueueRow, message: RightsMessage, officer: Officer) -> bytes:
    """The PDF of one of the answers. Equal answers give equal bytes."""
    with translation.override(request.language):
        sender = [officer.operator_name or _("The operator of this service"), officer.operator_address]
        sender.append(_("Grievance officer: {name}, {email}").format(name=officer.shown_name, email=officer.email))
        data = Letter(
            number=request.reference,
            date=day_in_india(message.at).isoformat(),
            title=_("Your request about your personal data"),
            sender=[line for line in sender if line],
            recipient=[request.name, request.email],
            paragraphs=[part for part in message.text.split("\n\n") if part.strip()],
            language=request.language,
        )
    return render(PaperKind.LETTER, data)
