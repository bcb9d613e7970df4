"""How rooms above refer to the ledger's rows without importing its models."""

from __future__ import annotations

from typing import Any

from omnistock.tenancy.fields import TenantForeignKey


class BatchReference(TenantForeignKey):
    """A document line's batch; null until one is known."""

    def __init__(self, to: Any = "ledger.Batch", on_delete: Any = None, **options: Any) -> None:
        from django.db import models

        options.setdefault("null", True)
        super().__init__(to, on_delete or models.PROTECT, **options)
