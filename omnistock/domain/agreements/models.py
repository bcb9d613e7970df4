"""What a workspace agreed to, or asked for, about the processing of its data. Append only: the proof of a consent is not
edited."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from omnistock.kernel.ids import uuid7
from omnistock.tenancy.current import TenantManager
from omnistock.tenancy.fields import OrganizationKey

KINDS = ("dpa", "scc")


class Agreement(models.Model):
    """`dpa`: a version of the data processing agreement that was accepted. `scc`: Standard Contractual Clauses that were
    asked for. Who did it stands here as it was then, since people leave and workspaces change their names."""

    organization = OrganizationKey(append_only=True)
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=3, choices=[(kind, kind) for kind in KINDS])
    version = models.CharField(max_length=10, help_text="of the text, or the module of the clauses")
    text_sha256 = models.CharField(max_length=64)
    organization_name = models.CharField(max_length=160)
    person_id = models.UUIDField(help_text="no key: it outlives the person's account")
    person_name = models.CharField(max_length=120)
    function = models.CharField(max_length=120, help_text="in whose name they may sign: director, proprietor")
    address = models.GenericIPAddressField(null=True)
    made_at = models.DateTimeField()
    objects = TenantManager()

    class Meta:
        db_table = "agreement"
        base_manager_name = "objects"
        indexes: ClassVar = [models.Index(fields=["organization", "kind", "made_at"], name="agreement_kind")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(kind__in=KINDS), name="agreement_kind_known"),
        ]
