"""Notices: written from the template, edited, sent to every affected workspace, with a proof for each person.

In the app always. By mail only where the published policy names `MAIL` (promise P6): the last door would refuse it anyway.
A drill walks the same and comes to no workspace.
"""

from __future__ import annotations

import datetime as dt
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.incidents import words
from omnistock.domain.incidents.kinds import AUDIENCES
from omnistock.domain.incidents.models import (
    Incident,
    IncidentMessage,
    IncidentNotice,
    IncidentPerson,
    IncidentReceipt,
    IncidentWorkspace,
)
from omnistock.domain.incidents.operations.registering import TEXT_LONGEST, TITLE_LONGEST, add_entry, open_incident
from omnistock.domain.incidents.queries import entries_of
from omnistock.domain.incidents.words import Contact
from omnistock.domain.notifications.kinds import may_be_sent
from omnistock.domain.notifications.notices import About, tell_members
from omnistock.domain.notifications.operations import send_workspace_mail
from omnistock.domain.notifications.unsubscribing import member_link
from omnistock.kernel.errors import Conflict, NotFound
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.models import Membership
from omnistock.tenancy.queue import enqueue_global

MAIL: Final = "incident_notice"
NOTICE: Final = "incident"
DELIVER: Final = "deliver_incident_notice"
ADMINS: Final = ("owner", "admin")


class ContactMissing(Conflict):
    """The operator has not configured whom a notice names."""

    code = "contact_missing"


class AlreadySent(Conflict):
    """What was sent stays as it is."""

    code = "already_sent"


class NobodyAffected(Conflict):
    """The list of affected workspaces is empty."""

    code = "nobody_affected"


def write_message(*, incident_id: UUID, audience: str, contact: Contact, by: str, now: dt.datetime) -> IncidentMessage:
    """A notice from the template, to be edited; where an unsent one is there already, that one. Raises `ContactMissing`,
    `Invalid`, `NotJudged`, `IncidentOver`."""
    check = Checker()
    whom = check.choice("audience", audience, AUDIENCES)
    check.stop()
    if not contact.email:
        raise ContactMissing(_("Set SECURITY_EMAIL first: every notice names whom to ask."))
    with transaction.atomic():
        incident = open_incident(incident_id)
        waiting = IncidentMessage.objects.filter(incident=incident, audience=whom, sent_at=None).first()
        if waiting is not None:
            return waiting
        message = IncidentMessage(incident=incident, audience=whom, by=by, written_at=now)
        entries = entries_of(incident_id=incident_id)
        with translation.override("en"):
            message.subject, message.text = words.subject_of(incident), words.notice(incident, whom, entries, contact)
        with translation.override("hi"):
            message.subject_hi = words.subject_of(incident)
            message.text_hi = words.notice(incident, whom, entries, contact)
        add_entry(incident, "written", by=by, now=now, text=words.TO[whom])
        message.save(force_insert=True)
        return message


def change_message(
    *, message_id: UUID, subject: str, text: str, subject_hi: str = "", text_hi: str = "", by: str, now: dt.datetime
) -> IncidentMessage:
    """Edit it. Without a Hindi text everybody reads the English one. Raises `Invalid`, `AlreadySent`, `IncidentOver`."""
    with transaction.atomic():
        message, incident = _unsent(message_id)
        check = Checker()
        message.subject = check.text("subject", subject, longest=TITLE_LONGEST, required=True)
        message.text = check.text("text", text, longest=TEXT_LONGEST * 2, required=True, lines=True)
        message.subject_hi = check.text("subject_hi", subject_hi, longest=TITLE_LONGEST, required=bool(text_hi.strip()))
        message.text_hi = check.text("text_hi", text_hi, longest=TEXT_LONGEST * 2, lines=True)
        for name in ("subject", "subject_hi"):
            if incident.is_drill and getattr(message, name) and words.DRILL not in getattr(message, name):
                check.add(name, _("Of a drill the subject says DRILL."), "drill")
        check.stop()
        message.by = by
        message.save(update_fields=["subject", "text", "subject_hi", "text_hi", "by"])
    return message


def send_message(*, message_id: UUID, by: str, now: dt.datetime) -> int:
    """Send it to every affected workspace, each in a job of its own; answers how many. In a drill it is written down and
    nobody gets it. Raises `AlreadySent`, `NobodyAffected`, `IncidentOver`."""
    with transaction.atomic():
        message, incident = _unsent(message_id)
        places = list(IncidentWorkspace.objects.filter(incident=incident).order_by("id"))
        if not places:
            raise NobodyAffected(
                _("No workspace is on the list: look up who is affected, or leave them out with a reason.")
            )
        message.sent_at, message.by = now, by
        message.save(update_fields=["sent_at", "by"])
        add_entry(incident, "sent", by=by, now=now, text=f"{words.TO[message.audience]}: {_places(len(places))}")
        if incident.is_drill:
            add_entry(incident, "told", by=by, now=now, clock=message.audience, text="DRILL: nobody was told")
            return len(places)
        for place in places:
            _send_to(place, message)
    return len(places)


def send_to_late(*, incident_id: UUID) -> int:
    """Send what was sent already to the workspaces that were found since; answers how many notices went out."""
    count = 0
    with transaction.atomic():
        incident = open_incident(incident_id)
        if not incident.is_drill:
            for message in _newest_sent(incident):
                for place in IncidentWorkspace.objects.filter(
                    incident=incident, **{f"{message.audience}_told_at": None}
                ):
                    _send_to(place, message)
                    count += 1
    return count


def deliver_notice(*, actor: Actor, message_id: UUID) -> int:
    """Tell the acting workspace, within its boundary: the notice, a receipt for each person, a line in the audit log. Done
    twice it tells nobody again. Answers how many people were told."""
    message = IncidentMessage.objects.select_related("incident").filter(pk=message_id).first()
    if message is None or message.sent_at is None or message.incident.is_drill:
        return 0
    told = IncidentReceipt.objects.filter(notice__message_reference=message_id).values_list("membership_id", flat=True)
    members = [each for each in _members(actor, message) if each.pk not in set(told)]
    if members:
        _tell(actor, message, members)
    _note_told(actor.organization_id, message, len(members), actor.now)
    return len(members)


def note_gone(*, organization_id: UUID, message_id: UUID, now: dt.datetime) -> None:
    """The workspace was deleted meanwhile: nobody is left to be told there."""
    message = IncidentMessage.objects.select_related("incident").filter(pk=message_id).first()
    if message is not None:
        with transaction.atomic():
            _note_told(organization_id, message, 0, now)


def see_notice(*, actor: Actor, notice_id: UUID) -> None:
    """The acting member looks at a notice: their receipt says when they first did. It tells nobody anything, so it leaves
    no line in the trail."""
    if actor.membership_id is not None:
        rows = IncidentReceipt.objects.filter(notice_id=notice_id, membership_id=actor.membership_id, seen_at=None)
        rows.update(seen_at=actor.now)


def see_message(*, actor: Actor, message_id: UUID) -> None:
    """The same by the message that the notice came of."""
    for notice_id in IncidentNotice.objects.filter(message_reference=message_id).values_list("pk", flat=True):
        see_notice(actor=actor, notice_id=notice_id)


def _tell(actor: Actor, message: IncidentMessage, members: list[Membership]) -> None:
    notice, _made = IncidentNotice.objects.get_or_create(
        message_reference=message.pk,
        defaults={
            "organization_id": actor.organization_id,
            "incident_reference": message.incident_id,
            "reference": message.incident.reference,
            "audience": message.audience,
            "subject": message.subject,
            "text": message.text,
            "subject_hi": message.subject_hi,
            "text_hi": message.text_hi,
            "sent_at": actor.now,
        },
    )
    is_mailed = may_be_sent(MAIL)
    IncidentReceipt.objects.bulk_create(
        IncidentReceipt(
            organization_id=actor.organization_id,
            notice=notice,
            membership=each,
            told_at=actor.now,
            is_mailed=is_mailed,
        )
        for each in members
    )
    tell_members(
        actor=actor,
        kind=NOTICE,
        about=About(notice.pk, {"reference": notice.reference, "title": message.incident.title}),
        membership_ids=[each.pk for each in members],
    )
    for each in members if is_mailed else ():
        _mail(actor, message, each)
    record(
        actor=actor,
        operation="incidents.deliver_notice",
        subject_kind="incident_notice",
        subject_id=notice.pk,
        subject_name=notice.reference,
        after={"audience": notice.audience, "told": len(members)},
    )


def _mail(actor: Actor, message: IncidentMessage, member: Membership) -> None:
    subject, text = message.said(member.person.language)
    with translation.override(member.person.language):
        send_workspace_mail(
            actor=actor,
            kind=MAIL,
            recipient=member.person.email,
            subject=subject,
            text=text,
            unsubscribe_url=member_link(actor=actor, membership_id=member.pk, kind=MAIL),
        )


def _members(actor: Actor, message: IncidentMessage) -> list[Membership]:
    """Whom it goes to here: owners and admins, or the affected people who are members."""
    rows = Membership.objects.filter(ended_at=None, person__is_active=True).select_related("person").order_by("id")
    if message.audience == "admins":
        return list(rows.filter(role__in=ADMINS))
    listed = IncidentPerson.objects.filter(
        incident_id=message.incident_id, organization_reference=actor.organization_id
    )
    return list(rows.filter(person_id__in=list(listed.values_list("person_reference", flat=True))))


def _note_told(organization_id: UUID, message: IncidentMessage, reached: int, now: dt.datetime) -> None:
    """On the operator's list: this workspace was told. With the last one that was not yet, the clock stops."""
    audience = message.audience
    incident = Incident.objects.select_for_update().get(pk=message.incident_id)
    places = IncidentWorkspace.objects.filter(incident=incident)
    untold = places.filter(**{f"{audience}_told_at": None})
    here = places.filter(organization_reference=organization_id)
    here.update(**{f"{audience}_reached": F(f"{audience}_reached") + reached})
    if (
        untold.filter(organization_reference=organization_id).update(**{f"{audience}_told_at": now})
        and not untold.exists()
    ):
        told = sum(places.values_list(f"{audience}_reached", flat=True))
        people = words.counted(told, "person was", "people were")
        text = f"{words.TO[audience]}: {people} told in {_places(places.count())}"
        add_entry(incident, "told", by="OmniStock", now=now, clock=audience, text=text)


def _places(number: int) -> str:
    return words.counted(number, "workspace", "workspaces")


def _unsent(message_id: UUID) -> tuple[IncidentMessage, Incident]:
    message = IncidentMessage.objects.select_for_update().filter(pk=message_id).first()
    if message is None:
        raise NotFound(_("There is no such notice."))
    if message.sent_at is not None:
        raise AlreadySent(_("This notice was sent already; write another."))
    return message, open_incident(message.incident_id)


def _newest_sent(incident: Incident) -> list[IncidentMessage]:
    rows = IncidentMessage.objects.filter(incident=incident, sent_at__isnull=False)
    return list(rows.order_by("audience", "-sent_at").distinct("audience"))


def _send_to(place: IncidentWorkspace, message: IncidentMessage) -> None:
    enqueue_global(task=DELIVER, organization_id=place.organization_reference, message_id=message.pk)
