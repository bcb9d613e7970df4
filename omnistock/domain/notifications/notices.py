"""Notices: mails that a member asked for, each kind by itself (promise P7). Without a choice nothing is sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal
from uuid import UUID

from omnistock.domain.audit.operations import record
from omnistock.domain.consent.notices import OPT_IN, opt_in_text
from omnistock.domain.consent.operations import record_consent
from omnistock.domain.notifications.kinds import MAIL_KINDS, NOTICE_KINDS
from omnistock.domain.notifications.models import NoticeChoice
from omnistock.domain.notifications.operations import send_mail
from omnistock.kernel.errors import PermissionMissing
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.models import Membership, MembershipWarehouse
from omnistock.tenancy.roles import ROLES


def notices_of(*, actor: Actor) -> set[str]:
    """The kinds that the acting member asked for."""
    if actor.membership_id is None:
        return set()
    return set(NoticeChoice.objects.filter(membership_id=actor.membership_id).values_list("kind", flat=True))


def choose_notices(*, actor: Actor, kinds: Collection[str], words: Mapping[str, str] | None = None) -> None:
    """The acting member is told of just these kinds; `words` are what the screen calls each, kept as the proof of consent.

    It is their own matter, so it needs no permission but to be a member. Raises `PermissionMissing` for a key or a job,
    `Invalid` for a kind that is none.
    """
    if actor.membership_id is None:
        raise PermissionMissing("Only a member can ask for notices.")
    checker = Checker()
    wanted = {checker.choice("kinds", kind, NOTICE_KINDS) for kind in kinds}
    checker.stop()
    before = notices_of(actor=actor)
    if wanted == before:
        return
    NoticeChoice.objects.filter(membership_id=actor.membership_id).exclude(kind__in=wanted).delete()
    NoticeChoice.objects.bulk_create(
        NoticeChoice(organization_id=actor.organization_id, membership_id=actor.membership_id, kind=kind)
        for kind in sorted(wanted - before)
    )
    _agree(actor, before=before, wanted=wanted, words=words or {})
    record(
        actor=actor,
        operation="notifications.choose_notices",
        subject_kind="membership",
        subject_id=actor.membership_id,
        subject_name=actor.name,
        before={"kinds": sorted(before)},
        after={"kinds": sorted(wanted)},
    )


def _agree(actor: Actor, *, before: set[str], wanted: set[str], words: Mapping[str, str]) -> None:
    """An event for each kind that was switched on or off: consent is for one purpose, and is taken back as easily."""
    if actor.person_id is None:
        return
    for kind in sorted(before ^ wanted):
        action: Literal["given", "withdrawn"] = "given" if kind in wanted else "withdrawn"
        record_consent(
            person_id=actor.person_id,
            purpose=f"{OPT_IN}{kind}",
            action=action,
            text=opt_in_text(words.get(kind) or MAIL_KINDS[kind]),
            now=actor.now,
            door=actor.door,
            organization_id=actor.organization_id,
        )


def send_notice(*, actor: Actor, kind: str, subject: str, text: str, warehouse_id: UUID | None = None) -> int:
    """Mail those members who asked for `kind`, may see what it tells of, and work in the warehouse; answers how many."""
    choices = NoticeChoice.objects.filter(kind=kind, membership__ended_at=None)
    told = 0
    for member in Membership.objects.filter(pk__in=choices.values("membership_id")).select_related("person"):
        if NOTICE_KINDS[kind] in ROLES[member.role] and _works_in(member, warehouse_id) and member.person.is_active:
            send_mail(
                kind=kind,
                recipient=member.person.email,
                subject=subject,
                text=text,
                organization_id=actor.organization_id,
            )
            told += 1
    return told


def _works_in(member: Membership, warehouse_id: UUID | None) -> bool:
    if warehouse_id is None or not member.is_limited_to_warehouses:
        return True
    return MembershipWarehouse.objects.filter(membership=member, warehouse_id=warehouse_id).exists()
