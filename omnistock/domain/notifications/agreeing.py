"""The proof of consent that each switch of a notice leaves: given and withdrawn as easily (DPDP Act s.6)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.consent.notices import OPT_IN, opt_in_text
from omnistock.domain.consent.operations import record_consent
from omnistock.domain.notifications.kinds import MAIL, NOTICE_KINDS
from omnistock.tenancy.actor import Actor

Way = tuple[str, str]
"""A kind of notice, and the channel."""


def agree(*, actor: Actor, before: Iterable[Way], wanted: Iterable[Way], person_id: UUID | None = None) -> None:
    """An event for each kind and channel that was switched on or off, with the words that the page has for it. `person_id`
    is whose it is, where that is not the actor."""
    whose, now_on = person_id or actor.person_id, set(wanted)
    if whose is None:
        return
    for kind, channel in sorted(set(before) ^ now_on):
        action: Literal["given", "withdrawn"] = "given" if (kind, channel) in now_on else "withdrawn"
        record_consent(
            person_id=whose,
            purpose=f"{OPT_IN}{kind}" if channel == MAIL else f"{OPT_IN}{kind}:{channel}",
            action=action,
            text=_words(kind, channel),
            now=actor.now,
            door=actor.door,
            organization_id=actor.organization_id,
        )


def _words(kind: str, channel: str) -> str:
    label = str(NOTICE_KINDS[kind].label)
    return opt_in_text(label) if channel == MAIL else _("Tell me in the app when: {words}").format(words=label)
