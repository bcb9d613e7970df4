"""Reading requests. `using` is the connection: the operator's console reads by its own role."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.rights.calendar import day_in_india
from omnistock.domain.rights.models import Erasure, PrincipalRequest, RightsMessage, RightsRequest
from omnistock.kernel.errors import NotFound
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.actors import hash_secret
from omnistock.tenancy.paging import DEFAULT_LIMIT, Page, page

NEAR: Final = dt.timedelta(days=2)
SHOWN: Final = 200


@dataclass(frozen=True, slots=True)
class QueueRow:
    """A request with its clocks as of now."""

    id: UUID
    reference: str
    kind: str
    name: str
    email: str
    language: str
    text: str
    workspace_name: str
    nominee: dict[str, str] | None
    proof: str
    received_at: dt.datetime
    acknowledge_by: dt.date
    resolve_by: dt.date
    acknowledged_at: dt.datetime | None
    resolved_at: dt.datetime | None
    outcome: str
    status: str
    is_acknowledged_late: bool
    is_resolved_late: bool
    is_near: bool

    @property
    def is_late(self) -> bool:
        return self.is_acknowledged_late or self.is_resolved_late

    @property
    def is_overdue(self) -> bool:
        """It waits past a time limit now; what was late once and is done is a breach that is shown, and over."""
        waits = self.is_acknowledged_late and self.acknowledged_at is None
        return self.resolved_at is None and (self.is_resolved_late or waits)

    @property
    def warning(self) -> str:
        """What is late or nearly so, in words; empty where nothing is, or it is closed."""
        if self.resolved_at is not None:
            return ""
        if self.is_resolved_late:
            return _("should have been resolved by {day}").format(day=f"{self.resolve_by:%d %b %Y}")
        if self.is_acknowledged_late and self.acknowledged_at is None:
            return _("should have been acknowledged by {day}").format(day=f"{self.acknowledge_by:%d %b %Y}")
        if self.is_near:
            due = self.resolve_by if self.acknowledged_at else self.acknowledge_by
            return _("falls due on {day}").format(day=f"{due:%d %b %Y}")
        return ""


def queue(*, now: dt.datetime, closed: bool = False, using: str = "default") -> list[QueueRow]:
    """The open requests, what falls due first at the top; or the closed ones, the newest first. One statement."""
    rows = RightsRequest.objects.using(using).filter(resolved_at__isnull=not closed)
    ordered = rows.order_by("-resolved_at") if closed else rows.order_by("resolve_by", "received_at", "id")
    return [_row(each, now) for each in ordered[:SHOWN]]


def queue_row(*, request_id: UUID, now: dt.datetime, using: str = "default") -> QueueRow:
    """One request. Raises `NotFound`."""
    found = RightsRequest.objects.using(using).filter(pk=request_id).first()
    if found is None:
        raise NotFound(_("There is no such request."))
    return _row(found, now)


def by_reference(*, reference: str, now: dt.datetime) -> QueueRow:
    """The same by what stands on its letters. Raises `NotFound`."""
    found = RightsRequest.objects.filter(reference=reference.strip().upper()).first()
    if found is None:
        raise NotFound(_("There is no request {reference}.").format(reference=reference[:20]))
    return _row(found, now)


def messages_of(*, request_id: UUID, using: str = "default") -> list[RightsMessage]:
    """What was said, the oldest first. One statement."""
    return list(RightsMessage.objects.using(using).filter(request_id=request_id).order_by("at", "id"))


def followed(*, token: str, now: dt.datetime) -> QueueRow:
    """The request whose state the link of who filed it shows. Raises `NotFound`."""
    found = RightsRequest.objects.filter(follow_hash=hash_secret(token)).first()
    if found is None:
        raise NotFound(_("This link leads nowhere."))
    return _row(found, now)


def by_proof(*, token: str, now: dt.datetime) -> QueueRow:
    """The request whose address got this link; proved once it was pressed. Raises `NotFound`."""
    found = RightsRequest.objects.filter(proof_hash=hash_secret(token)).first()
    if found is None:
        raise NotFound(_("This link leads nowhere any more. Write to the grievance officer."))
    return _row(found, now)


def requests_of(*, person_id: UUID, now: dt.datetime) -> list[QueueRow]:
    """What somebody asked while signed in, the newest first. One statement."""
    rows = RightsRequest.objects.filter(person_reference=person_id).order_by("-received_at", "-id")
    return [_row(each, now) for each in rows[:SHOWN]]


def request_of(*, person_id: UUID, request_id: UUID, now: dt.datetime) -> QueueRow:
    """One of somebody's own. Raises `NotFound` for anybody else's."""
    found = RightsRequest.objects.filter(person_reference=person_id, pk=request_id).first()
    if found is None:
        raise NotFound(_("There is no such request."))
    return _row(found, now)


def principal_requests(
    *, actor: Actor, status: str = "", cursor: str | None = None, limit: int = DEFAULT_LIMIT
) -> Page[PrincipalRequest]:
    """The workspace's own, the open ones by when they fall due. `status`: open, answered, or empty for all."""
    actor.require("rights:answer")
    rows = PrincipalRequest.objects.all()
    if status:
        rows = rows.filter(answered_at__isnull=status == "open")
    return page(rows, order=("-id",), cursor=cursor, limit=limit)


def principal_request(*, actor: Actor, principal_request_id: UUID) -> PrincipalRequest:
    """One of them. Raises `NotFound`."""
    actor.require("rights:answer")
    return find(PrincipalRequest.objects.all(), principal_request_id, kind="request")


def erasures(
    *,
    actor: Actor,
    principal_request_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = DEFAULT_LIMIT,
) -> Page[Erasure]:
    """What was erased of people in the workspace's records, the newest first; of one request, where it is named."""
    actor.require("rights:answer")
    rows = Erasure.objects.all()
    if principal_request_id is not None:
        rows = rows.filter(principal_request_id=principal_request_id)
    return page(rows, order=("-at", "-id"), cursor=cursor, limit=limit)


def erasure(*, actor: Actor, erasure_id: UUID) -> Erasure:
    """One of them. Raises `NotFound`."""
    actor.require("rights:answer")
    return find(Erasure.objects.all(), erasure_id, kind="erasure")


def _row(row: RightsRequest, now: dt.datetime) -> QueueRow:
    today = day_in_india(now)
    answered_on = day_in_india(row.resolved_at) if row.resolved_at else today
    told_on = day_in_india(row.acknowledged_at) if row.acknowledged_at else today
    due = row.resolve_by if row.acknowledged_at else row.acknowledge_by
    status = "closed" if row.resolved_at else "confirmed" if row.acknowledged_at else "open"
    return QueueRow(
        **{name: getattr(row, name) for name in _SAME},
        status=status,
        is_acknowledged_late=told_on > row.acknowledge_by,
        is_resolved_late=answered_on > row.resolve_by,
        is_near=row.resolved_at is None and due - today <= NEAR,
    )


_SAME: Final = (
    "id reference kind name email language text workspace_name nominee proof received_at acknowledge_by resolve_by "
    "acknowledged_at resolved_at outcome"
).split()
