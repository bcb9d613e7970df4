"""Document numbers: one row for each registration, kind of document and financial year.

Sources: CGST Rules 46(b), 49(b), 53(1A)(c), 55(1).
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from omnistock.tenancy.fields import TenantForeignKey
from omnistock.tenancy.models import TenantModel


class NumberSeries(TenantModel):
    registration = TenantForeignKey("warehouses.Registration", null=True, blank=True)
    document_kind = models.CharField(max_length=24)
    financial_year = models.CharField(
        max_length=5, blank=True, help_text="26-27; empty for kinds that count on for ever"
    )
    prefix = models.CharField(max_length=12)
    last_number = models.PositiveBigIntegerField(default=0)
    last_date = models.DateField(
        null=True, blank=True, help_text="the date of the last number: no document is dated before it"
    )

    class Meta(TenantModel.Meta):
        db_table = "number_series"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "registration", "document_kind", "financial_year"],
                name="number_series_unique",
                nulls_distinct=False,
            )
        ]
