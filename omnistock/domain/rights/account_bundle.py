"""What the operator holds of somebody with an account, across every table that knows a person."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.db import connection
from django.db.models import Count, Max
from django.utils.translation import gettext as _

from omnistock.domain.audit.models import AuditEvent
from omnistock.domain.consent.queries import consents_of
from omnistock.domain.identity.sessions import sessions_of
from omnistock.domain.notifications.models import Mail, Notice, NoticeChoice, WorkspaceMail
from omnistock.domain.rights.bundles import Bundle, Section
from omnistock.domain.rights.models import RightsMessage, RightsRequest
from omnistock.domain.security.queries import own_activity
from omnistock.tenancy.boundary import person_boundary, tenant_boundary
from omnistock.tenancy.models import Person, Staff
from omnistock.tenancy.paging import MOST

# Row-level security lets a person see their own memberships, and through them the names of the workspaces.
_MEMBERSHIPS: Final = """
SELECT o.id, o.name, m.id, m.role, m.created_at, m.ended_at
FROM membership m JOIN organization o ON o.id = m.organization_id
WHERE m.person_id = %s ORDER BY m.created_at
"""


def bundle_of_account(*, person_id: UUID, now: dt.datetime) -> Bundle:
    """Everything, in a fixed order. Opens boundaries of its own: call it outside of any."""
    person = Person.objects.get(pk=person_id)
    with person_boundary(person_id), connection.cursor() as cursor:
        cursor.execute(_MEMBERSHIPS, [person_id])
        memberships = cursor.fetchall()
        activity = own_activity(person_id=person_id, limit=MOST).items
    sections = [
        _account(person),
        _addresses(person),
        Section(
            "factors",
            _("Second factors and passkeys"),
            _("To let nobody else in; the secrets in them are never shown."),
            ("kind", "made_at", "last_used_at"),
            list(Authenticator.objects.filter(user=person).values_list("type", "created_at", "last_used_at")),
        ),
        Section(
            "memberships",
            _("Workspaces that you belong or belonged to"),
            _("To let you in, with the role that you were given."),
            ("workspace", "role", "since", "until"),
            [(name, role, since, until) for _id, name, _membership, role, since, until in memberships],
        ),
        *_in_workspaces(person, memberships),
        Section(
            "activity",
            _("What happened to your account"),
            _("To notice who comes in without being you; the retention page says for how long."),
            ("at", "what", "outcome", "address", "details"),
            [(each.at, str(each.label), each.outcome, each.address, each.details) for each in activity],
        ),
        _consents(person),
        *_requests(person),
        _mails(person),
        _sessions(person),
        _staff(person),
    ]
    notes = [
        _("Your password is kept as a hash that cannot be turned back, so it is not here."),
        _("The request log holds no name; the retention page says what it holds and for how long."),
        _("Whom this is shared with stands on the page of sub-processors."),
    ]
    return Bundle(f"{person.name} <{person.email}>", now, sections, notes)


def _account(person: Person) -> Section:
    return Section(
        "account",
        _("Your account"),
        _("To sign you in and to show the screen as you like it."),
        ("name", "email", "language", "theme", "single_keys", "made_at", "last_sign_in"),
        [
            (
                person.name,
                person.email,
                person.language,
                person.theme,
                person.single_keys,
                person.created_at,
                person.last_login,
            )
        ],
    )


def _sessions(person: Person) -> Section:
    rows = [(each.created_at, each.last_seen_at, each.ip, each.user_agent) for each in sessions_of(person=person)]
    why = _("To show you where you are signed in, and to end it.")
    return Section("sessions", _("Where you are signed in"), why, ("since", "last_seen", "address", "browser"), rows)


def _staff(person: Person) -> Section:
    rows = Staff.objects.filter(person=person).values_list("reason", "added_at", "ended_at")
    why = _("To show who may answer tickets.")
    return Section("staff", _("Staff of the operator"), why, ("reason", "since", "until"), list(rows))


def _addresses(person: Person) -> Section:
    rows = EmailAddress.objects.filter(user=person).values_list("email", "verified", "primary")
    return Section(
        "addresses", _("Addresses"), _("To know that they are yours."), ("email", "verified", "primary"), list(rows)
    )


def _in_workspaces(person: Person, memberships: list[tuple[Any, ...]]) -> Iterator[Section]:
    notices: list[tuple[object, ...]] = []
    told: list[tuple[object, ...]] = []
    mails: list[tuple[object, ...]] = []
    done: list[tuple[object, ...]] = []
    for organization_id, name, membership_id, *_rest in memberships:
        with tenant_boundary(organization_id):
            asked = NoticeChoice.objects.filter(membership_id=membership_id).order_by("kind", "channel")
            notices += [(name, *each) for each in asked.values_list("kind", "channel")]
            shown = Notice.objects.filter(membership_id=membership_id).order_by("created_at")
            told += [(name, *each) for each in shown.values_list("kind", "created_at", "read_at")]
            sent = WorkspaceMail.objects.filter(recipient=person.email).order_by("created_at")
            mails += [(name, *each) for each in sent.values_list("kind", "subject", "status", "created_at")]
            counted = AuditEvent.objects.filter(person_id=person.pk).values("operation").order_by("operation")
            done += [
                (name, row["operation"], row["n"], row["last"])
                for row in counted.annotate(n=Count("id"), last=Max("at"))
            ]
    yield Section(
        "notices",
        _("What you asked to be told of"),
        _("To tell you, in the app or by mail; you switch each off under Notices."),
        ("workspace", "kind", "channel"),
        notices,
    )
    yield Section(
        "told",
        _("What you were told of"),
        _("To be read later; it goes after 90 days."),
        ("workspace", "kind", "told_at", "read_at"),
        told,
    )
    yield Section(
        "workspace_mails",
        _("Mails that were written to you in a workspace's name"),
        _("To show the workspace what became of each; the text goes when it is sent."),
        ("workspace", "kind", "subject", "status", "written_at"),
        mails,
    )
    yield Section(
        "done",
        _("What you did, as the audit logs of your workspaces have it"),
        _("The workspaces must show who did what; they keep it and decide about it."),
        ("workspace", "operation", "times", "last"),
        done,
    )


def _consents(person: Person) -> Section:
    rows = [
        (each.at, each.purpose, each.action, each.notice_version, each.text)
        for each in consents_of(person_id=person.pk)
    ]
    return Section(
        "consents",
        _("What you agreed to and took back"),
        _("We must be able to prove it (section 6(10))."),
        ("at", "purpose", "action", "notice_version", "text"),
        rows,
    )


def _requests(person: Person) -> Iterator[Section]:
    requests = RightsRequest.objects.filter(person_reference=person.pk).order_by("received_at")
    yield Section(
        "requests",
        _("Requests about your data"),
        _("To show how each was handled; three years after the answer they are forgotten."),
        ("reference", "kind", "received_at", "resolved_at", "outcome", "nominee"),
        [(r.reference, r.kind, r.received_at, r.resolved_at, r.outcome, r.nominee) for r in requests],
    )
    said = RightsMessage.objects.filter(request__in=requests).select_related("request").order_by("at")
    yield Section(
        "messages",
        _("What was said in them"),
        "",
        ("reference", "at", "author", "text"),
        [(each.request.reference, each.at, each.author_name, each.text) for each in said],
    )


def _mails(person: Person) -> Section:
    rows = Mail.objects.filter(recipient=person.email).order_by("created_at")
    return Section(
        "mails",
        _("Mails that we wrote to you"),
        _("To answer whether a mail was sent; the text goes when it is."),
        ("kind", "subject", "written_at", "sent_at"),
        list(rows.values_list("kind", "subject", "created_at", "sent_at")),
    )


KNOWS_A_PERSON: Final = {
    "person": "account",
    "account_emailaddress": "addresses",
    "mfa_authenticator": "factors",
    "mail": "mails",
    "rights_request": "requests",
    "rights_message": "messages",
    "consent_event": "consents",
    "security_event": "activity",
    "staff": "staff",
    "usersessions_usersession": "sessions",
    "incident_person": "told: the notice stands there once it is sent; who is in no workspace is written to by hand",
    "departed_event": "nothing: the app role cannot read it, and it holds ids alone; the workspace is gone",
}
"""Every table of the installation itself that names a person by id or address, and the section that shows it: a gate
compares it with the live database. What a workspace's tables say of its people is the workspace's to tell."""
