"""Incidents and their notices (promise P15).

What the operator keeps of an incident belongs to no workspace: it may concern many, and outlives them by its retention
rule. It holds ids of workspaces and people, and no names. What a workspace was told is the workspace's own: tenant tables.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from omnistock.domain.incidents.kinds import AUDIENCES, ENTRY_KINDS, NATURES, STATES
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.fields import OrganizationKey, TenantForeignKey
from omnistock.tenancy.models import Membership, TenantModel


class Incident(models.Model):
    """`draft`: a rule opened it and nobody has judged it yet. `cause` is rule and subject: of one cause no two wait."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    reference = models.CharField(max_length=12, unique=True)
    state = models.CharField(max_length=10, choices=[(each, each) for each in STATES])
    is_drill = models.BooleanField(default=False)
    is_practice = models.BooleanField(
        default=False, db_default=False, help_text="a story of the practice data: no promise is judged by it"
    )
    nature = models.CharField(max_length=24, choices=[(each, each) for each in NATURES])
    title = models.CharField(max_length=160)
    rule = models.CharField(max_length=40, blank=True)
    cause = models.CharField(max_length=120, blank=True)
    facts = models.JSONField(default=dict, help_text="what the rule saw: counts, moments and ids")
    noticed_at = models.DateTimeField()
    aware_at = models.DateTimeField(null=True)
    is_personal = models.BooleanField(default=True, help_text="personal data is or may be concerned")
    scope = models.TextField(blank=True, help_text="nature and extent: what happened to which data")
    place = models.CharField(max_length=200, blank=True, help_text="where: which system")
    consequences = models.TextField(blank=True)
    mitigation = models.TextField(blank=True, help_text="what was done and is under way")
    advice = models.TextField(blank=True, help_text="what whoever is affected can do")
    findings = models.TextField(blank=True, help_text="who or what caused it")
    remedy = models.TextField(blank=True, help_text="what keeps it from happening again")
    registered_by = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "incident"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="incident_state"),
            models.CheckConstraint(condition=Q(nature__in=list(NATURES)), name="incident_nature"),
            models.CheckConstraint(
                condition=Q(aware_at=None) | Q(aware_at__gte=F("noticed_at")), name="incident_aware"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "dismissed")) | Q(aware_at__isnull=False), name="incident_judged"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "open"), ended_at=None)
                | Q(state__in=("closed", "dismissed"), ended_at__isnull=False),
                name="incident_ended",
            ),
            models.UniqueConstraint(
                fields=["cause"], condition=Q(state__in=("draft", "open")) & ~Q(cause=""), name="incident_cause_once"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "noticed_at"], name="incident_queue")]


class IncidentEntry(models.Model):
    """What happened in an incident and what was done about it: append only but for the retention rule. `happened_at` may
    lie before `at`, when it was written down. `clock`: with this the clock of `kinds.CLOCKS` stopped."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    happened_at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=[(each, each) for each in ENTRY_KINDS])
    clock = models.CharField(max_length=16, blank=True)
    by = models.CharField(max_length=120)
    text = models.TextField(blank=True)

    class Meta:
        db_table = "incident_entry"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(kind__in=ENTRY_KINDS), name="incident_entry_kind"),
            models.CheckConstraint(condition=Q(happened_at__lte=F("at")), name="incident_entry_happened"),
        ]


class IncidentWorkspace(models.Model):
    """A workspace that is affected. `how` says by which query it was found."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    organization_reference = models.UUIDField()
    how = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    admins_told_at = models.DateTimeField(null=True)
    people_told_at = models.DateTimeField(null=True)
    admins_reached = models.PositiveIntegerField(default=0)
    people_reached = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "incident_workspace"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["incident", "organization_reference"], name="incident_workspace_once")
        ]


class IncidentPerson(models.Model):
    """A person who is affected, in the workspace that they are reached in; without one they are reached by hand."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    person_reference = models.UUIDField()
    organization_reference = models.UUIDField(null=True)
    added_at = models.DateTimeField()

    class Meta:
        db_table = "incident_person"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["incident", "person_reference", "organization_reference"],
                nulls_distinct=False,
                name="incident_person_once",
            )
        ]


class Worded(models.Model):
    """A notice's words, in English and, where they were written, in Hindi: each reader reads their own."""

    subject = models.CharField(max_length=160)
    text = models.TextField()
    subject_hi = models.CharField(max_length=160, blank=True, default="", db_default="")
    text_hi = models.TextField(blank=True, default="", db_default="")

    class Meta:
        abstract = True

    def said(self, language: str) -> tuple[str, str]:
        """Subject and text in this language; in English where there is no other."""
        if language.startswith("hi") and self.text_hi:
            return self.subject_hi or self.subject, self.text_hi
        return self.subject, self.text


class IncidentMessage(Worded):
    """A notice that staff write, from the template; sent, it is never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    incident = models.ForeignKey(Incident, on_delete=models.CASCADE, related_name="+")
    audience = models.CharField(max_length=8, choices=[(each, each) for each in AUDIENCES])
    by = models.CharField(max_length=120)
    written_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "incident_message"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(audience__in=AUDIENCES), name="incident_message_audience"),
            models.UniqueConstraint(
                fields=["incident", "audience"], condition=Q(sent_at=None), name="incident_message_one_unsent"
            ),
        ]


class IncidentNotice(Worded, TenantModel):
    """What a workspace was told, word for word."""

    organization = OrganizationKey(append_only=True)
    message_reference = models.UUIDField()
    incident_reference = models.UUIDField()
    reference = models.CharField(max_length=12)
    audience = models.CharField(max_length=8, choices=[(each, each) for each in AUDIENCES])
    sent_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        db_table = "incident_notice"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "message_reference"], name="incident_notice_once")
        ]


class IncidentReceipt(TenantModel):
    """The proof of a notice to one person: when, in which ways, and when they first saw it."""

    notice = TenantForeignKey(IncidentNotice)
    membership = TenantForeignKey(Membership, on_delete=models.CASCADE)
    told_at = models.DateTimeField()
    is_mailed = models.BooleanField(default=False)
    seen_at = models.DateTimeField(null=True)

    class Meta(TenantModel.Meta):
        db_table = "incident_receipt"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "notice", "membership"], name="incident_receipt_once"),
            models.CheckConstraint(
                condition=Q(seen_at=None) | Q(seen_at__gte=F("told_at")), name="incident_receipt_seen"
            ),
        ]
