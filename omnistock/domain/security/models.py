"""Who came in, who was kept out, and what was changed about that. Append only: the app role inserts and reads.

One global table, since a sign-in comes before any workspace and an account belongs to several; under row-level security
of its own (`tenancy/backend/policies.py`): a workspace reads what was done in it, a person what they did. It outlives the
workspace and the account that it tells of, for as long as its retention rule says, so it refers to neither by a key; and
it holds no names, which are looked up where they are still known.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from omnistock.domain.security.kinds import OUTCOMES
from omnistock.kernel.ids import uuid7


class SecurityEvent(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    outcome = models.CharField(max_length=8, choices=[(outcome, outcome) for outcome in OUTCOMES])
    organization_reference = models.UUIDField(null=True)
    is_shared = models.BooleanField(default=False, help_text="of an account, and seen by the workspaces of its person")
    person_id = models.UUIDField(null=True, help_text="who did it")
    about_id = models.UUIDField(null=True, help_text="the person it was done to, where that is another")
    api_key_id = models.UUIDField(null=True)
    door = models.CharField(max_length=8)
    address = models.GenericIPAddressField(null=True)
    facts = models.JSONField(default=dict, help_text="a few short texts by name; never a secret, never what was typed")

    class Meta:
        db_table = "security_event"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(outcome__in=OUTCOMES), name="security_event_outcome"),
            models.CheckConstraint(
                condition=Q(is_shared=False) | Q(organization_reference=None), name="security_event_shared_of_account"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["organization_reference", "at", "id"], name="security_event_organization"),
            models.Index(fields=["person_id", "at", "id"], name="security_event_person"),
            models.Index(fields=["about_id", "at"], name="security_event_about", condition=~Q(about_id=None)),
            models.Index(fields=["at"], name="security_event_at"),
        ]
