"""People, organizations and who belongs where. `person` is global; everything else here is a tenant table."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Now

from omnistock.kernel.ids import uuid7
from omnistock.tenancy.current import TenantManager
from omnistock.tenancy.fields import AmountField, OrganizationId, OrganizationKey, PercentField, TenantForeignKey
from omnistock.tenancy.roles import ROLE_CHOICES


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """The name is what Django and allauth call; it makes a person."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who signs in. Name, email and password hash are all that is kept (promise P1), and how they like the screen."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=120)
    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    theme = models.CharField(
        max_length=8, default="system", choices=[("system", "system"), ("light", "light"), ("dark", "dark")]
    )
    language = models.CharField(max_length=8, default="en")
    single_keys = models.BooleanField(default=True, help_text="single-letter shortcuts are on (WCAG 2.1.4)")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]
    objects = PersonManager()

    class Meta:
        db_table = "person"

    def __str__(self) -> str:
        return self.name


class Staff(models.Model):
    """Somebody of the operator's who answers tickets and privacy requests, with the reason. Staff are members of no
    workspace while they are staff, whatever their memberships say (`actors.py`). The app role only reads this table:
    staff are made by `omnistock staff`, as the owner."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, primary_key=True, related_name="+")
    reason = models.CharField(max_length=200)
    added_at = models.DateTimeField(db_default=Now())
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "staff"


class Organization(models.Model):
    """One legal entity, shown as "workspace"."""

    id = OrganizationId(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=160)
    country = models.CharField(max_length=2, default="IN")
    currency = models.CharField(max_length=3, default="INR")
    time_zone = models.CharField(max_length=64, default="Asia/Kolkata")
    keeps = models.CharField(max_length=16, default="general")
    round_off = models.BooleanField(default=False)
    minimum_shelf_life_days = models.PositiveIntegerField(default=0)
    life_watch_days = models.PositiveIntegerField(default=180)
    life_near_days = models.PositiveIntegerField(default=90)
    life_urgent_days = models.PositiveIntegerField(default=30)
    count_tolerance_percent = PercentField(null=True, blank=True)
    count_tolerance_value = AmountField(null=True, blank=True)
    count_needs_two_people = models.BooleanField(default=False, help_text="who counted does not approve")
    adjustment_approval_over = AmountField(null=True, blank=True, help_text="above this value a second person approves")
    sends_dispatch_alerts = models.BooleanField(default=False, help_text="customers are mailed when their goods leave")
    customer_language = models.CharField(
        max_length=8, default="en", db_default="en", help_text="of mails to customers who have none of their own"
    )
    needs_second_factor = models.BooleanField(default=False, help_text="nobody works here with a password alone")
    upi_id = models.CharField(max_length=100, blank=True)
    bank_details = models.TextField(
        blank=True, default="", db_default="", help_text="as invoices print it, line by line"
    )
    invoice_terms = models.TextField(blank=True)
    phone = models.CharField(max_length=32, blank=True)
    email = models.EmailField(blank=True)
    is_practice = models.BooleanField(default=False)
    plan = models.CharField(max_length=16, default="free", db_default="free", help_text="see domain/plans")
    first_steps_hidden = models.BooleanField(default=False)
    frozen_at = models.DateTimeField(null=True, blank=True, help_text="read only since, on its way out")
    purge_at = models.DateTimeField(null=True, blank=True, help_text="when it is deleted, unless that is undone")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        db_table = "organization"

    def __str__(self) -> str:
        return self.name


class TenantModel(models.Model):
    """A row of one organization. The database's primary key is (organization_id, id); see `backend/schema.py`."""

    organization = OrganizationKey()
    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    objects = TenantManager()

    class Meta:
        abstract = True
        base_manager_name = "objects"


class Record(TenantModel):
    """A tenant row with what the API promises of every record: version, external id, moments."""

    external_id = models.CharField(max_length=100, null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        abstract = True
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "external_id"], name="%(class)s_external_id_unique"),
        ]
        indexes: ClassVar = [models.Index(fields=["organization", "updated_at", "id"], name="%(class)s_updated")]


class Membership(TenantModel):
    """A person's place in an organization: a role, and three limits."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=16, choices=ROLE_CHOICES)
    sees_costs = models.BooleanField(default=True)
    sees_only_own_customers = models.BooleanField(default=False)
    is_limited_to_warehouses = models.BooleanField(default=False)
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    updated_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        db_table = "membership"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "person"], name="membership_person_unique")
        ]


class Invitation(TenantModel):
    """A link that makes whoever opens it a member. Only the digest of its secret is kept."""

    email = models.EmailField(blank=True)
    role = models.CharField(max_length=16, choices=ROLE_CHOICES)
    sees_costs = models.BooleanField(default=True)
    sees_only_own_customers = models.BooleanField(default=False)
    warehouse_ids = models.JSONField(null=True, blank=True, help_text="the member's warehouses; null: every warehouse")
    secret_hash = models.BinaryField(max_length=32)
    invited_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        db_table = "invitation"


class ApiKey(TenantModel):
    """`omni_<organization>_<secret>`, shown once. Only the digest of the secret is kept; scopes are permissions."""

    name = models.CharField(max_length=80)
    secret_hash = models.BinaryField(max_length=32)
    scopes = models.JSONField(default=list)
    created_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta(TenantModel.Meta):
        db_table = "api_key"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "secret_hash"], name="api_key_secret_unique")
        ]


class IdempotencyKey(TenantModel):
    """One write that was done: see `idempotency.py`. Kept 90 days."""

    organization = OrganizationKey(append_only=True)
    who = models.UUIDField()
    key = models.CharField(max_length=255)
    body_hash = models.BinaryField(max_length=32)
    object_id = models.UUIDField()
    created_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        db_table = "idempotency_key"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "who", "key"], name="idempotency_key_unique")
        ]


class MembershipWarehouse(TenantModel):
    """A warehouse that a limited member may use. The id is the warehouse's; its foreign key is made by the room `warehouses`,
    which lies above."""

    membership = TenantForeignKey(Membership, on_delete=models.CASCADE)
    warehouse_id = models.UUIDField()

    class Meta(TenantModel.Meta):
        db_table = "membership_warehouse"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "membership", "warehouse_id"], name="membership_warehouse_unique"
            )
        ]
