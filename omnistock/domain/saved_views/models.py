"""Lists as people want to see them again: a filter, columns and an order under a name."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from omnistock.tenancy.fields import TenantForeignKey
from omnistock.tenancy.models import Membership, TenantModel


class SavedView(TenantModel):
    """`page` names the list, `query` is its address after the question mark. One of a name for each member and list; what a
    program shares is nobody's own."""

    membership = TenantForeignKey(
        Membership, on_delete=models.CASCADE, null=True, blank=True, help_text="whose it is; empty: a program's"
    )
    page = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=2000, blank=True)
    is_shared = models.BooleanField(default=False, help_text="with everybody in the workspace")
    saved_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        db_table = "saved_view"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "membership", "page", "name"],
                name="saved_view_name_unique",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=models.Q(is_shared=True) | models.Q(membership__isnull=False), name="saved_view_owner"
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "page", "name"], name="saved_view_page")]
