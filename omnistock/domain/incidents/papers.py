"""What a workspace was told of an incident, as a paper for its own files: it documents the breach with it (GDPR Article
33(5)) and shows an auditor or an authority when it was told (DPDP Rules 2025, 7)."""

from __future__ import annotations

import datetime as dt
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from omnistock.domain.incidents.notices import notice, receipts
from omnistock.domain.incidents.words import Contact
from omnistock.kernel.paper.documents import Prose, ProseSection
from omnistock.kernel.paper.rendering import PaperKind, render
from omnistock.tenancy.actor import Actor


def notice_pdf(*, actor: Actor, notice_id: UUID, contact: Contact) -> bytes:
    """The notice word for word, with the proof for each person. Raises `PermissionMissing` without security:read,
    `NotFound`."""
    told = receipts(actor=actor, notice_id=notice_id)
    found = notice(actor=actor, notice_id=notice_id).notice
    language = (get_language() or "en")[:2]
    subject, text = found.said(language)
    zone = ZoneInfo(actor.organization.time_zone)
    rows = [[each.name, _moment(each.told_at, zone), _moment(each.seen_at, zone)] for each in told]
    data = Prose(
        title=subject,
        number=found.reference,
        date=found.sent_at.astimezone(zone).date().isoformat(),
        author=contact.operator_name or "OmniStock",
        facts=[
            [_("Workspace"), actor.organization.name],
            [_("Sent by"), contact.operator_name or _("to be named")],
            [_("Contact"), contact.email or _("to be named")],
            [_("Sent on"), _moment(found.sent_at, zone)],
        ],
        sections=[
            *sections_of(text),
            ProseSection(
                title=_("Who was told"),
                paragraphs=[_("In the app, and by mail where the published policy names such mails.")],
                columns=[_("Name"), _("Told"), _("First seen")],
                rows=rows or [["–", "–", "–"]],
            ),
        ],
        language=language,
    )
    return render(PaperKind.PROSE, data)


def sections_of(text: str) -> list[ProseSection]:
    """The text's parts: a part of more lines than one begins with its heading, as the template writes it."""
    sections: list[ProseSection] = [ProseSection(title="", paragraphs=[])]
    for part in (each.strip() for each in text.split("\n\n")):
        head, _newline, rest = part.partition("\n")
        if rest:
            sections.append(ProseSection(title=head, paragraphs=rest.split("\n")))
        elif part:
            sections[-1]["paragraphs"].append(part)
    return [each for each in sections if each["title"] or each["paragraphs"]]


def _moment(moment: dt.datetime | None, zone: ZoneInfo) -> str:
    return "–" if moment is None else f"{moment.astimezone(zone):%d %b %Y %H:%M %Z}"
