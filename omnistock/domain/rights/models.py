"""Requests of people about their own data. Two queues, since two may answer for data (DPDP Act 2023, section 2(i)):

- `rights_request`: to the operator, who answers for accounts. It comes before and beyond any workspace, so it has none.
- `principal_request`: to a workspace, which answers for the people in its own records. A tenant table.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from omnistock.kernel.ids import uuid7
from omnistock.tenancy.fields import OrganizationKey, TenantForeignKey
from omnistock.tenancy.models import Record, TenantModel

KINDS = ("access", "correction", "erasure", "grievance", "nomination")
PROOFS = ("none", "in_app", "link")
OUTCOMES = ("met", "partly", "refused", "routed", "withdrawn")
MESSAGE_KINDS = ("received", "acknowledgement", "reply", "closing")
PRINCIPAL_OUTCOMES = ("met", "partly", "refused")


class RightsRequest(models.Model):
    """One request or grievance. Its clocks are written when it comes, so that a holiday that is added later moves none."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in KINDS])
    name = models.CharField(max_length=120)
    email = models.EmailField()
    language = models.CharField(max_length=8, default="en")
    text = models.TextField(blank=True)
    workspace_name = models.CharField(max_length=160, blank=True, help_text="whose records it is about, as typed")
    nominee = models.JSONField(null=True, help_text="name, email and relation, of a nomination")
    person_reference = models.UUIDField(null=True, help_text="the account, where it was proved in the app")
    organization_reference = models.UUIDField(null=True, help_text="the workspace that it was handed on to")
    follow_hash = models.BinaryField(max_length=32, help_text="of the link that shows the state, and nothing more")
    proof = models.CharField(max_length=8, default="none", choices=[(proof, proof) for proof in PROOFS])
    proof_hash = models.BinaryField(max_length=32, null=True, help_text="of the link that was sent to the address")
    proved_at = models.DateTimeField(null=True)
    received_at = models.DateTimeField()
    acknowledge_by = models.DateField()
    resolve_by = models.DateField()
    acknowledged_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True, choices=[(outcome, outcome) for outcome in OUTCOMES])

    class Meta:
        db_table = "rights_request"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="rights_request_kind"),
            models.CheckConstraint(
                condition=Q(resolved_at=None, outcome="") | (Q(resolved_at__isnull=False) & Q(outcome__in=OUTCOMES)),
                name="rights_request_outcome",
            ),
            models.CheckConstraint(
                condition=Q(proof="none", proved_at=None) | (~Q(proof="none") & Q(proved_at__isnull=False)),
                name="rights_request_proof",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["resolved_at", "resolve_by"], name="rights_request_queue"),
            models.Index(fields=["person_reference"], name="rights_request_person"),
        ]


class RightsMessage(models.Model):
    """What was said in a request: append only but for the retention rule, which takes it with its request."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    request = models.ForeignKey(RightsRequest, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    kind = models.CharField(max_length=16, choices=[(kind, kind) for kind in MESSAGE_KINDS])
    author_name = models.CharField(max_length=120)
    text = models.TextField()

    class Meta:
        db_table = "rights_message"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=MESSAGE_KINDS), name="rights_message_kind")
        ]


class PrincipalRequest(Record):
    """Somebody in the workspace's records asks the workspace: handed on by the operator, or written down by a member."""

    reference = models.CharField(
        max_length=12, blank=True, help_text="of the operator's queue, where it came from there"
    )
    kind = models.CharField(max_length=12, choices=[(kind, kind) for kind in KINDS])
    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=32, blank=True)
    text = models.TextField(blank=True)
    received_at = models.DateTimeField()
    answer_by = models.DateField()
    answered_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, blank=True, choices=[(each, each) for each in PRINCIPAL_OUTCOMES])
    answer = models.TextField(blank=True)

    class Meta(Record.Meta):
        db_table = "principal_request"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=KINDS), name="principal_request_kind"),
            models.CheckConstraint(
                condition=Q(answered_at=None, outcome="")
                | (Q(answered_at__isnull=False) & Q(outcome__in=PRINCIPAL_OUTCOMES)),
                name="principal_request_outcome",
            ),
        ]


class Erasure(TenantModel):
    """Somebody in the workspace's records was erased: what was overwritten, and what was kept with its reason, by names
    of `operations/erasing.py` and without a word about who it was. Append only: it proves what was done."""

    organization = OrganizationKey(append_only=True)
    principal_request = TenantForeignKey(PrincipalRequest, null=True, help_text="what it answers, where somebody asked")
    at = models.DateTimeField()
    person_id = models.UUIDField(null=True)
    actor_name = models.CharField(max_length=120)
    overwritten = models.JSONField(help_text="[{what, count, id}]")
    kept = models.JSONField(help_text="[{what, count, numbers, until}]")

    class Meta(TenantModel.Meta):
        db_table = "erasure"
        indexes: ClassVar = [models.Index(fields=["organization", "at"], name="erasure_at")]


class Holiday(models.Model):
    """A holiday that the operator added to those of the data file: a year that is not in it, or a day that was moved."""

    day = models.DateField(primary_key=True)
    name = models.CharField(max_length=80)
    source = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    class Meta:
        db_table = "holiday"
