"""Notices: what a member is told of, in the app or by mail, each kind and way as they asked for it (promise P7).

Without a choice nobody is told of what is asked for. What a workspace's owners must know (`is_asked` False) is shown to
them in the app, and never mailed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.notifications.agreeing import agree
from omnistock.domain.notifications.kinds import APP, ASKED_KINDS, CHANNELS, MAIL, NOTICE_KINDS, NoticeKind
from omnistock.domain.notifications.letters import told_name
from omnistock.domain.notifications.models import Notice, NoticeChoice
from omnistock.domain.notifications.operations import send_workspace_mail
from omnistock.domain.notifications.unsubscribing import member_link
from omnistock.kernel.errors import PermissionMissing
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.models import Membership, MembershipWarehouse
from omnistock.tenancy.roles import ROLES

# A mail that tells of more names so many, and says how many there are.
NAMED_AT_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class About:
    """What is told of, once a member: its id, the facts that the words of its kind name, and who may know;
    with `person_ids`, nobody else."""

    id: UUID
    facts: Mapping[str, str]
    warehouse_id: UUID | None = None
    owner_membership_id: UUID | None = None
    person_ids: frozenset[UUID] | None = None


@dataclass(slots=True)
class _Reader:
    member: Membership
    channels: set[str] = field(default_factory=set)
    warehouse_ids: frozenset[UUID] | None = None

    def may_know(self, about: About) -> bool:
        if about.warehouse_id and self.warehouse_ids is not None and about.warehouse_id not in self.warehouse_ids:
            return False
        if about.person_ids is not None and self.member.person_id not in about.person_ids:
            return False
        return not self.member.sees_only_own_customers or about.owner_membership_id in (None, self.member.id)


def choices_of(*, actor: Actor) -> set[tuple[str, str]]:
    """(kind, channel) of what the acting member asked for."""
    if actor.membership_id is None:
        return set()
    return set(NoticeChoice.objects.filter(membership_id=actor.membership_id).values_list("kind", "channel"))


def choose_notices(*, actor: Actor, mail: Collection[str] = (), app: Collection[str] = ()) -> None:
    """The acting member is told of just these kinds. It is their own matter, so it needs no permission but to be a
    member. Raises `PermissionMissing` for a key or a job, `Invalid` for a kind that is none."""
    if actor.membership_id is None:
        raise PermissionMissing(_("Only a member can ask for notices."))
    checker = Checker()
    asked = {kind.name for kind in ASKED_KINDS}
    wanted = {
        (checker.choice(channel, kind, asked), channel)
        for channel, kinds in ((MAIL, mail), (APP, app))
        for kind in kinds
    }
    checker.stop()
    before = choices_of(actor=actor)
    if wanted == before:
        return
    rows = NoticeChoice.objects.filter(membership_id=actor.membership_id)
    for channel in CHANNELS:
        rows.filter(channel=channel).exclude(kind__in=[kind for kind, way in wanted if way == channel]).delete()
    NoticeChoice.objects.bulk_create(
        NoticeChoice(
            organization_id=actor.organization_id, membership_id=actor.membership_id, kind=kind, channel=channel
        )
        for kind, channel in sorted(wanted - before)
    )
    agree(actor=actor, before=before, wanted=wanted)
    record(
        actor=actor,
        operation="notifications.choose_notices",
        subject_kind="membership",
        subject_id=actor.membership_id,
        subject_name=actor.name,
        before={"kinds": sorted(map(" by ".join, before))},
        after={"kinds": sorted(map(" by ".join, wanted))},
    )


def tell(*, actor: Actor, kind: str, abouts: Sequence[About]) -> int:
    """Tell those members who asked for `kind` and may know, of each of `abouts` once: done twice, it tells nobody again.
    Answers how many members were told of something. One statement where nobody asked."""
    found = NOTICE_KINDS[kind]
    readers = _readers(found) if abouts else []
    if not readers:
        return 0
    told = set(
        Notice.objects.filter(kind=kind, about_id__in=[each.id for each in abouts]).values_list(
            "membership_id", "about_id"
        )
    )
    count = 0
    for reader in readers:
        fresh = [each for each in abouts if reader.may_know(each) and (reader.member.id, each.id) not in told]
        if fresh:
            count += 1
            _tell(actor, found, reader, fresh)
    return count


def tell_members(*, actor: Actor, kind: str, about: About, membership_ids: Sequence[UUID]) -> None:
    """Tell just these members of the workspace in the app, whatever their role: of what concerns them by law. Told twice
    it is the same."""
    Notice.objects.bulk_create((_notice(actor, each, kind, about) for each in membership_ids), ignore_conflicts=True)


def tell_own(*, actor: Actor, kind: str, about: About) -> None:
    """Tell the acting member of what concerns their own account, in the app."""
    assert actor.membership_id is not None, "a key and a job have no account"
    _notice(actor, actor.membership_id, kind, about).save(force_insert=True)


def _notice(actor: Actor, membership_id: UUID, kind: str, about: About) -> Notice:
    return Notice(
        organization_id=actor.organization_id,
        membership_id=membership_id,
        kind=kind,
        about_id=about.id,
        facts=dict(about.facts),
        created_at=actor.now,
    )


def sentence_of(kind: str, facts: Mapping[str, str]) -> str:
    """A notice in words, in the language that is active. A kind that is no more, and facts that are missing, say less
    rather than break the page."""
    found = NOTICE_KINDS.get(kind)
    if found is None:
        return kind.replace("_", " ")
    try:
        return str(found.sentence).format(**_worded(facts))
    except KeyError:
        return str(found.label)


def _worded(facts: Mapping[str, str]) -> dict[str, str]:
    """Facts as a sentence says them: a day (`…_on`, as ISO 8601 has it) is written out."""
    return {
        name: date_format(dt.date.fromisoformat(value), "j M Y") if name.endswith("_on") else value
        for name, value in facts.items()
    }


def _readers(kind: NoticeKind) -> list[_Reader]:
    found: dict[UUID, _Reader] = {}
    if kind.is_asked:
        choices = NoticeChoice.objects.filter(kind=kind.name, membership__ended_at=None)
        for choice in choices.select_related("membership__person"):
            reader = found.setdefault(choice.membership_id, _Reader(choice.membership))
            reader.channels.add(choice.channel)
    else:
        members = Membership.objects.filter(ended_at=None).select_related("person")
        found = {member.id: _Reader(member, {APP}) for member in members}
    able = [
        each for each in found.values() if kind.permission in ROLES[each.member.role] and each.member.person.is_active
    ]
    limited = [each.member.id for each in able if each.member.is_limited_to_warehouses]
    if limited:
        pairs = list(
            MembershipWarehouse.objects.filter(membership_id__in=limited).values_list("membership_id", "warehouse_id")
        )
        for each in able:
            if each.member.is_limited_to_warehouses:
                each.warehouse_ids = frozenset(place for member, place in pairs if member == each.member.id)
    return able


def _tell(actor: Actor, kind: NoticeKind, reader: _Reader, abouts: Sequence[About]) -> None:
    Notice.objects.bulk_create(
        Notice(
            organization_id=actor.organization_id,
            membership_id=reader.member.id,
            kind=kind.name,
            about_id=each.id,
            facts=dict(each.facts),
            is_shown=APP in reader.channels,
            created_at=actor.now,
        )
        for each in abouts
    )
    if MAIL not in reader.channels:
        return
    person = reader.member.person
    url = member_link(actor=actor, membership_id=reader.member.id, kind=kind.name)
    with translation.override(person.language):
        send_workspace_mail(
            actor=actor,
            kind=kind.name,
            recipient=person.email,
            subject=_subject(kind, abouts),
            text=_text(actor, kind, abouts, url),
            unsubscribe_url=url,
        )


def _safe(facts: Mapping[str, str]) -> dict[str, str]:
    return {name: told_name(value) for name, value in facts.items()}


def _subject(kind: NoticeKind, abouts: Sequence[About]) -> str:
    if len(abouts) == 1:
        return str(kind.subject).format(**_safe(abouts[0].facts))
    return str(kind.several).format(count=len(abouts))


def _text(actor: Actor, kind: NoticeKind, abouts: Sequence[About], unsubscribe_url: str) -> str:
    path = kind.page.format(**abouts[0].facts, id=abouts[0].id) if len(abouts) == 1 else kind.pages
    lines = [sentence_of(kind.name, _safe(each.facts)) for each in abouts[:NAMED_AT_MOST]]
    if len(abouts) > NAMED_AT_MOST:
        lines.append(_("And {count} more.").format(count=len(abouts) - NAMED_AT_MOST))
    foot = _("You get this because you asked for it in {workspace}. This link ends it, without signing in:")
    workspace = told_name(actor.organization.name)
    return "\n\n".join(
        ["\n".join(lines), f"{settings.BASE_URL}{path}", foot.format(workspace=workspace), unsubscribe_url]
    )
