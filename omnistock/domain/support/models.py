"""Support by consent (promise P8): what a workspace wrote to us, what it shared, and whom it let in to look.

The operator's database role `console` reads these tables, the workspaces' names, and nothing else: see
`tenancy/backend/policies.py` and the live check of P8.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from omnistock.tenancy.fields import OrganizationKey, TenantForeignKey
from omnistock.tenancy.models import Membership, Record, TenantModel

TICKET_STATUSES = ("open", "answered", "closed")
LONGEST_GRANT = dt.timedelta(hours=24)


class Ticket(Record):
    """`open`: we are to answer; `answered`: the workspace is."""

    number = models.CharField(max_length=24)
    subject = models.CharField(max_length=160)
    status = models.CharField(max_length=10, default="open", choices=[(s, s) for s in TICKET_STATUSES])
    opened_by = models.CharField(max_length=120)

    class Meta(Record.Meta):
        db_table = "ticket"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "number"], name="ticket_number_unique"),
            models.CheckConstraint(condition=Q(status__in=TICKET_STATUSES), name="ticket_status"),
        ]


class TicketMessage(TenantModel):
    organization = OrganizationKey(append_only=True)
    ticket = TenantForeignKey(Ticket)
    at = models.DateTimeField()
    is_staff = models.BooleanField()
    author_name = models.CharField(max_length=120)
    author_reference = models.UUIDField(null=True)
    text = models.TextField()

    class Meta(TenantModel.Meta):
        db_table = "ticket_message"


class TicketAttachment(TenantModel):
    """A file that the workspace sent along with a message: its bytes are here, so that staff need no other table."""

    organization = OrganizationKey(append_only=True)
    message = TenantForeignKey(TicketMessage)
    name = models.CharField(max_length=255)
    size_bytes = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta(TenantModel.Meta):
        db_table = "ticket_attachment"


class Share(TenantModel):
    """What somebody showed us of a report or an error page: the very text that they saw before they sent it. Taken back,
    its text is gone."""

    ticket = TenantForeignKey(Ticket)
    title = models.CharField(max_length=160)
    content = models.TextField(blank=True)
    shared_by = models.CharField(max_length=120)
    shared_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        db_table = "share"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(withdrawn_at=None) | Q(content=""), name="share_withdrawn_is_empty"),
        ]


class AccessGrant(Record):
    """Staff ask, on a ticket, to look at a part of the workspace; a member who may, grants it or not. What the row says is
    what counts: no session and no cookie carries a grant."""

    ticket = TenantForeignKey(Ticket)
    staff_reference = models.UUIDField(help_text="the one person whom it lets in")
    staff_name = models.CharField(max_length=120)
    scopes = models.JSONField(help_text="names of support/scopes.py")
    reason = models.CharField(max_length=500)
    hours = models.PositiveSmallIntegerField()
    requested_at = models.DateTimeField()
    granted_by = TenantForeignKey(Membership, null=True, blank=True)
    granted_by_name = models.CharField(max_length=120, blank=True)
    granted_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    refused_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True, help_text="revoked by the workspace, or given back by staff")

    class Meta(Record.Meta):
        db_table = "access_grant"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(hours__gte=1, hours__lte=24), name="access_grant_hours"),
            models.CheckConstraint(
                condition=Q(granted_at=None, granted_by=None, expires_at=None)
                | Q(
                    granted_at__isnull=False,
                    granted_by__isnull=False,
                    refused_at=None,
                    expires_at__gt=F("granted_at"),
                    expires_at__lte=F("granted_at") + LONGEST_GRANT,
                ),
                name="access_grant_by_a_member_for_a_day_at_most",
            ),
        ]

    def status_at(self, now: dt.datetime) -> str:
        """requested, active, refused, ended or expired."""
        if self.refused_at is not None:
            return "refused"
        if self.ended_at is not None:
            return "ended"
        if self.expires_at is None:
            return "requested"
        return "active" if now < self.expires_at else "expired"
