import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
from django.db import migrations, models

import omnistock.kernel.ids
import omnistock.tenancy.fields


class Migration(migrations.Migration):
    dependencies = [
        ("billing", "0001_initial"),
        ("parties", "0002_customer_language"),
        ("tenancy", "0012_bank_details"),
    ]

    operations = [
        migrations.CreateModel(
            name="Refund",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=omnistock.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("external_id", models.CharField(blank=True, max_length=100, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                (
                    "updated_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), editable=False),
                ),
                ("number", models.CharField(max_length=24)),
                ("amount", omnistock.tenancy.fields.AmountField()),
                (
                    "method",
                    models.CharField(
                        choices=[
                            ("cash", "cash"),
                            ("upi", "upi"),
                            ("bank", "bank"),
                            ("cheque", "cheque"),
                            ("card", "card"),
                            ("other", "other"),
                        ],
                        max_length=8,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=100)),
                ("refunded_on", models.DateField()),
                ("notes", models.CharField(blank=True, max_length=500)),
                ("reversed_at", models.DateTimeField(null=True)),
                ("reversed_reason", models.CharField(blank=True, max_length=300)),
                (
                    "customer",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="parties.customer"
                    ),
                ),
                (
                    "organization",
                    omnistock.tenancy.fields.OrganizationKey(
                        on_delete=django.db.models.deletion.PROTECT, to="tenancy.organization"
                    ),
                ),
                (
                    "payment",
                    omnistock.tenancy.fields.TenantForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="billing.payment"
                    ),
                ),
            ],
            options={
                "db_table": "refund",
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["organization", "updated_at", "id"], name="refund_updated"),
                    models.Index(fields=["organization", "refunded_on", "id"], name="refund_refunded_on"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("organization", "external_id"), name="refund_external_id_unique"),
                    models.UniqueConstraint(fields=("organization", "number"), name="refund_number_unique"),
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="refund_amount"),
                ],
            },
        ),
        migrations.RemoveConstraint(
            model_name="payment",
            name="payment_amounts",
        ),
        migrations.RemoveConstraint(
            model_name="payment",
            name="payment_reversed",
        ),
        migrations.RemoveIndex(
            model_name="payment",
            name="payment_advance",
        ),
        migrations.AddField(
            model_name="payment",
            name="refunded",
            field=omnistock.tenancy.fields.AmountField(default=0, help_text="of its refunds that stand"),
        ),
        migrations.AddIndex(
            model_name="payment",
            index=models.Index(
                condition=models.Q(
                    (
                        "amount__gt",
                        django.db.models.expressions.CombinedExpression(
                            models.F("allocated"), "+", models.F("refunded")
                        ),
                    ),
                    ("reversed_at__isnull", True),
                ),
                fields=["organization", "customer", "paid_on"],
                name="payment_advance",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("allocated__gte", 0),
                    ("amount__gt", 0),
                    (
                        "amount__gte",
                        django.db.models.expressions.CombinedExpression(
                            models.F("allocated"), "+", models.F("refunded")
                        ),
                    ),
                    ("refunded__gte", 0),
                ),
                name="payment_amounts",
            ),
        ),
        migrations.AddConstraint(
            model_name="payment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("reversed_at__isnull", True), models.Q(("allocated", 0), ("refunded", 0)), _connector="OR"
                ),
                name="payment_reversed",
            ),
        ),
    ]
