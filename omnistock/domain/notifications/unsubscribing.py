"""The link that ends a kind of mail, in every such mail. It works signed out, for ever, and for its recipient alone:
it is signed, and says whose it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.db.models import QuerySet

from omnistock.domain.audit.operations import record
from omnistock.domain.notifications.agreeing import agree
from omnistock.domain.notifications.kinds import MAIL, MAIL_KINDS
from omnistock.domain.notifications.letters import ENDING_PATH
from omnistock.domain.notifications.models import MailRefusal, NoticeChoice
from omnistock.domain.notifications.stopping import digest_of
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.models import Membership

_SALT: Final = "omnistock.unsubscribe"
_LONGEST: Final = 400


@dataclass(frozen=True, slots=True)
class Subscription:
    """What a link ends: mails of `kind` of an organization, to a member or (`membership_id` None) to an address."""

    organization_id: UUID
    kind: str
    membership_id: UUID | None = None
    digest: str = ""


def member_link(*, actor: Actor, membership_id: UUID, kind: str) -> str:
    """The link for a member who asked for `kind`."""
    return _link({"o": actor.organization_id.hex, "m": membership_id.hex, "k": kind})


def address_link(*, actor: Actor, address: str, kind: str) -> str:
    """The link for somebody outside, such as a customer. The address itself is not in it."""
    return _link({"o": actor.organization_id.hex, "d": digest_of(address), "k": kind})


def _link(said: dict[str, str]) -> str:
    return f"{settings.BASE_URL}{ENDING_PATH}{signing.dumps(said, salt=_SALT)}"


def read_link(token: str) -> Subscription | None:
    """What a link's token ends, or None where it is not one of ours."""
    if len(token) > _LONGEST:
        return None
    try:
        said = signing.loads(token, salt=_SALT)
        if said["k"] not in MAIL_KINDS:
            return None
        member = UUID(said["m"]) if "m" in said else None
        return Subscription(UUID(said["o"]), said["k"], member, said.get("d", ""))
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return None


def is_subscribed(subscription: Subscription) -> bool:
    """Whether such mails are sent now. Inside the organization's boundary."""
    if subscription.membership_id is None:
        return not _refusals(subscription).exists()
    return _choices(subscription).exists()


def unsubscribe(*, actor: Actor, subscription: Subscription) -> None:
    """End it, with a line in the workspace's trail; done twice it is the same. `actor` is the product itself: whoever
    has the link need not be signed in."""
    if not is_subscribed(subscription):
        return
    if subscription.membership_id is None:
        MailRefusal.objects.create(
            organization_id=actor.organization_id,
            digest=subscription.digest,
            kind=subscription.kind,
            refused_at=actor.now,
        )
    else:
        _choices(subscription).delete()
        _agree(actor, subscription, is_on=False)
    _record(actor, subscription, before=True)


def subscribe_again(*, actor: Actor, subscription: Subscription) -> None:
    """Take an unsubscribing back, for who pressed it by mistake. Who left since is told of nothing any more."""
    if is_subscribed(subscription) or not _is_there(subscription):
        return
    if subscription.membership_id is None:
        _refusals(subscription).delete()
    else:
        NoticeChoice.objects.create(
            organization_id=actor.organization_id,
            membership_id=subscription.membership_id,
            kind=subscription.kind,
            channel=MAIL,
        )
        _agree(actor, subscription, is_on=True)
    _record(actor, subscription, before=False)


def _is_there(subscription: Subscription) -> bool:
    if subscription.membership_id is None:
        return True
    return Membership.objects.filter(id=subscription.membership_id, ended_at__isnull=True).exists()


def _choices(subscription: Subscription) -> QuerySet[NoticeChoice]:
    assert subscription.membership_id is not None
    return NoticeChoice.objects.filter(membership_id=subscription.membership_id, kind=subscription.kind, channel=MAIL)


def _refusals(subscription: Subscription) -> QuerySet[MailRefusal]:
    return MailRefusal.objects.filter(digest=subscription.digest, kind=subscription.kind)


def _agree(actor: Actor, subscription: Subscription, *, is_on: bool) -> None:
    """Whoever has the link acts for the member to whom it was mailed."""
    assert subscription.membership_id is not None
    person_id = Membership.objects.values_list("person_id", flat=True).get(id=subscription.membership_id)
    way = {(subscription.kind, MAIL)}
    agree(actor=actor, before=set() if is_on else way, wanted=way if is_on else set(), person_id=person_id)


def _record(actor: Actor, subscription: Subscription, *, before: bool) -> None:
    record(
        actor=actor,
        operation="notifications.unsubscribe" if before else "notifications.subscribe_again",
        subject_kind="membership" if subscription.membership_id else "organization",
        subject_id=subscription.membership_id or actor.organization_id,
        before={subscription.kind: before},
        after={subscription.kind: not before},
    )
