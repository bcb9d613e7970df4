"""What a person has typed into a form and not sent yet, so that a closed tab loses nothing."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from omnistock.tenancy.fields import TenantForeignKey
from omnistock.tenancy.models import Membership, TenantModel


class FormDraft(TenantModel):
    """One a person, page and document. `document` names what the page is about (an order's id), empty for a new one.
    `fields` are the form's names and values in their order."""

    membership = TenantForeignKey(Membership, on_delete=models.CASCADE)
    page = models.CharField(max_length=40)
    document = models.CharField(max_length=40, blank=True)
    fields = models.JSONField(default=list)
    saved_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        db_table = "form_draft"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "membership", "page", "document"], name="form_draft_page_unique"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "saved_at"], name="form_draft_saved")]
