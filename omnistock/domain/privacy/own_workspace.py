"""What the promises come to in one workspace: beside the checks of the whole installation, for its owner."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from allauth.mfa.models import Authenticator

from omnistock.domain.audit.models import AuditLink
from omnistock.domain.audit.sealing import made_at
from omnistock.domain.exchange.models import WorkspaceArchive
from omnistock.domain.incidents.models import IncidentNotice
from omnistock.domain.notifications.models import WorkspaceMail
from omnistock.domain.privacy.models import BackupRun
from omnistock.domain.privacy.queries import newest_backup
from omnistock.domain.rights.models import PrincipalRequest
from omnistock.domain.security.models import SecurityEvent
from omnistock.domain.support.models import AccessGrant, Share
from omnistock.domain.support.queries import active_grants
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.models import ApiKey, Membership, Organization

LOOKED_BACK: Final = dt.timedelta(days=365)


@dataclass(frozen=True, slots=True)
class OwnWorkspace:
    """`without_factor` of the `members` have no second factor. `grants`, `incidents` and `mails` are of the last year.
    `sealed` events of the audit log are in its chain, the newest of `sealed_at`. `difference_at`: when the nightly proof last
    found one in this workspace."""

    members: int
    without_factor: int
    needs_factor: bool
    keys: int
    shares: int
    open_grants: int
    grants: int
    mails: int
    archive_at: dt.datetime | None
    purge_at: dt.datetime | None
    incidents: int
    open_requests: int
    late_requests: int
    sealed: int
    sealed_at: dt.datetime | None
    difference_at: dt.datetime | None
    backup: BackupRun | None
    drill: BackupRun | None


def own_workspace(*, actor: Actor) -> OwnWorkspace:
    """As of now. Counts and moments alone: what is behind each stands on a page of its own."""
    actor.require("security:read")
    since = actor.now - LOOKED_BACK
    organization = Organization.objects.get(pk=actor.organization_id)
    people = set(Membership.objects.filter(ended_at=None).values_list("person_id", flat=True))
    head = AuditLink.objects.order_by("-seq").first()
    taken = WorkspaceArchive.objects.filter(direction="export", downloads__gt=0)
    requests = PrincipalRequest.objects.filter(answered_at=None)
    found = SecurityEvent.objects.filter(kind="integrity_difference", organization_reference=actor.organization_id)
    return OwnWorkspace(
        members=len(people),
        without_factor=len(people - _with_factor(people)),
        needs_factor=organization.needs_second_factor,
        keys=ApiKey.objects.filter(revoked_at=None).count(),
        shares=Share.objects.filter(withdrawn_at=None).count(),
        open_grants=len(active_grants(actor=actor)),
        grants=AccessGrant.objects.filter(granted_at__gt=since).count(),
        mails=WorkspaceMail.objects.filter(created_at__gt=since).count(),
        archive_at=taken.order_by("-finished_at").values_list("finished_at", flat=True).first(),
        purge_at=organization.purge_at,
        incidents=IncidentNotice.objects.filter(sent_at__gt=since).values("incident_reference").distinct().count(),
        open_requests=requests.count(),
        late_requests=requests.filter(answer_by__lt=actor.today).count(),
        sealed=head.seq if head else 0,
        sealed_at=made_at(head.event_id) if head else None,
        difference_at=found.order_by("-at").values_list("at", flat=True).first(),
        backup=newest_backup(kind="backup", went_well=True),
        drill=newest_backup(kind="drill", went_well=True),
    )


def _with_factor(people: set[UUID]) -> set[UUID]:
    factors = Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES)
    return set(factors.filter(user_id__in=people).values_list("user_id", flat=True))
