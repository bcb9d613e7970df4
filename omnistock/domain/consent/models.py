"""What people agreed to and took back. Append only: the app role can insert and read, nothing else.

A person is named by id alone, so that the proof outlives the account and, once the account is erased, names nobody.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from omnistock.kernel.ids import uuid7

CONSENT_ACTIONS = ("given", "withdrawn")


class ConsentEvent(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    at = models.DateTimeField()
    person_reference = models.UUIDField()
    organization_reference = models.UUIDField(null=True, help_text="for an opt-in, which holds in one workspace")
    purpose = models.CharField(max_length=60)
    action = models.CharField(max_length=10, choices=[(action, action) for action in CONSENT_ACTIONS])
    notice_version = models.CharField(max_length=20)
    text = models.TextField(help_text="the words that the person saw, in their language")
    door = models.CharField(max_length=8)

    class Meta:
        db_table = "consent_event"
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(action__in=CONSENT_ACTIONS), name="consent_event_action"),
            models.CheckConstraint(condition=~Q(text=""), name="consent_event_text"),
        ]
        indexes: ClassVar = [models.Index(fields=["person_reference", "at"], name="consent_event_person")]
