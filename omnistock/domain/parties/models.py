"""Customers and suppliers: two tables of one shape."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from omnistock.kernel.paper.labels import LANGUAGES
from omnistock.tenancy.fields import AmountField, TenantForeignKey
from omnistock.tenancy.models import Record, TenantModel

GST_TREATMENTS = ("registered", "composition", "unregistered", "consumer", "sez", "overseas")
ADDRESS_KINDS = ("billing", "shipping", "both")


class Party(Record):
    """Whom we deal with. The columns of both customers and suppliers."""

    code = models.CharField(max_length=40, blank=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=32, blank=True)
    gst_treatment = models.CharField(max_length=12, default="unregistered", choices=[(t, t) for t in GST_TREATMENTS])
    gstin = models.CharField(max_length=15, blank=True)
    pan = models.CharField(max_length=10, blank=True)
    tax_number = models.CharField(max_length=40, blank=True)
    credit_days = models.PositiveIntegerField(null=True, blank=True)
    notes = models.TextField(blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    class Meta(Record.Meta):
        abstract = True
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "code"], condition=~Q(code=""), name="%(class)s_code_unique"
            ),
        ]
        indexes: ClassVar = [
            *Record.Meta.indexes,
            models.Index(fields=["organization", "name", "id"], name="%(class)s_name"),
        ]


class Customer(Party):
    credit_limit = AmountField(null=True, blank=True)
    minimum_shelf_life_days = models.PositiveIntegerField(null=True, blank=True)
    owner_membership = TenantForeignKey("tenancy.Membership", null=True, blank=True, help_text="whose customer it is")
    language = models.CharField(
        max_length=8, blank=True, default="", db_default="", help_text="of mails to them; empty: the organization's"
    )

    class Meta(Party.Meta):
        abstract = False
        db_table = "customer"
        constraints: ClassVar = [
            *Party.Meta.constraints,
            models.CheckConstraint(condition=Q(language__in=("", *LANGUAGES)), name="customer_language"),
        ]


class Supplier(Party):
    lead_time_days = models.PositiveIntegerField(null=True, blank=True)

    class Meta(Party.Meta):
        abstract = False
        db_table = "supplier"


class Address(TenantModel):
    """An address of a party. A party may have several, each with a GSTIN of its own (one for each State)."""

    kind = models.CharField(max_length=8, default="both", choices=[(k, k) for k in ADDRESS_KINDS])
    lines = models.JSONField(default=list)
    city = models.CharField(max_length=80, blank=True)
    state_code = models.CharField(max_length=2, blank=True)
    postal_code = models.CharField(max_length=12, blank=True)
    country = models.CharField(max_length=2, default="IN")
    gstin = models.CharField(max_length=15, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True, help_text="taken off the party; documents still name it")

    class Meta(TenantModel.Meta):
        abstract = True


class CustomerAddress(Address):
    customer = TenantForeignKey(Customer, on_delete=models.CASCADE)

    class Meta(TenantModel.Meta):
        db_table = "customer_address"


class SupplierAddress(Address):
    supplier = TenantForeignKey(Supplier, on_delete=models.CASCADE)

    class Meta(TenantModel.Meta):
        db_table = "supplier_address"


class Contact(TenantModel):
    """A person at a party."""

    name = models.CharField(max_length=120)
    title = models.CharField(max_length=80, blank=True)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=32, blank=True)

    class Meta(TenantModel.Meta):
        abstract = True


class CustomerContact(Contact):
    customer = TenantForeignKey(Customer, on_delete=models.CASCADE)

    class Meta(TenantModel.Meta):
        db_table = "customer_contact"


class SupplierContact(Contact):
    supplier = TenantForeignKey(Supplier, on_delete=models.CASCADE)

    class Meta(TenantModel.Meta):
        db_table = "supplier_contact"
