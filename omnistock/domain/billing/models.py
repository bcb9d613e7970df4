"""Invoices, credit notes, payments and where they went.

An issued document is frozen: it is cancelled or credited, never changed.
"""

from __future__ import annotations

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from omnistock.domain.catalog.models import Product
from omnistock.domain.ledger.references import BatchReference
from omnistock.domain.parties.models import Customer
from omnistock.domain.sales.models import SalesOrderLine
from omnistock.domain.warehouses.models import Registration, Warehouse
from omnistock.tenancy.fields import AmountField, PercentField, QuantityField, TenantForeignKey, UnitPriceField
from omnistock.tenancy.models import Record, TenantModel

INVOICE_KINDS = ("tax_invoice", "bill_of_supply", "invoice_cum_bill", "invoice")
# A draft that is withdrawn is cancelled too; what was never issued has no number.
INVOICE_STATUSES = ("draft", "issued", "cancelled")
PAYMENT_METHODS = ("cash", "upi", "bank", "cheque", "card", "other")


class TaxDocument(Record):
    """What an invoice and a credit note share. The parties stand here as they were then, not as references alone."""

    number = models.CharField(max_length=16, blank=True)
    registration = TenantForeignKey(Registration, null=True, blank=True)
    warehouse = TenantForeignKey(Warehouse)
    customer = TenantForeignKey(Customer)
    status = models.CharField(max_length=12, default="draft", choices=[(s, s) for s in INVOICE_STATUSES])
    issued_on = models.DateField(null=True, blank=True)
    financial_year = models.CharField(max_length=5, blank=True)
    place_of_supply = models.CharField(max_length=2, blank=True)
    zero_rated = models.CharField(max_length=20, blank=True, help_text="exports and special economic zones")
    reverse_charge = models.BooleanField(default=False)
    seller = models.JSONField(default=dict)
    buyer = models.JSONField(default=dict)
    ship_to = models.JSONField(default=dict)
    prices_include_tax = models.BooleanField(default=False)
    discount_amount = AmountField(default=0)
    taxable = AmountField(default=0)
    tax = AmountField(default=0)
    tax_lines = models.JSONField(default=list, help_text="one entry per rate and head: {head, rate, taxable, amount}")
    round_off = AmountField(default=0)
    total = AmountField(default=0)
    notes = models.CharField(max_length=500, blank=True)
    issued_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    cancel_reason = models.CharField(max_length=300, blank=True)

    class Meta(Record.Meta):
        abstract = True
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "registration", "financial_year", "number"],
                condition=~Q(number=""),
                name="%(class)s_number_unique",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~Q(status="issued") | (~Q(number="") & Q(issued_on__isnull=False)),
                name="%(class)s_numbered",
            ),
        ]


class TaxDocumentLine(TenantModel):
    """One line per product, batch, MRP and rate."""

    position = models.PositiveIntegerField()
    product = TenantForeignKey(Product)
    batch = BatchReference()
    description = models.CharField(max_length=200)
    hsn_code = models.CharField(max_length=8, blank=True)
    batch_number = models.CharField(max_length=60, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    expiry_precision = models.CharField(max_length=5, default="day")
    mrp = UnitPriceField(null=True, blank=True, help_text="for one of the unit named, as the price is")
    unit_code = models.CharField(max_length=20)
    uqc_code = models.CharField(max_length=3, default="OTH")
    quantity = QuantityField(help_text="charged, in the unit named")
    free_quantity = QuantityField(default=0)
    quantity_base = QuantityField(help_text="free ones included")
    unit_price = UnitPriceField(default=0)
    discount_percent = PercentField(default=0)
    discount_amount = AmountField(default=0, help_text="the line's own, in the terms of its price")
    document_discount_amount = AmountField(default=0, help_text="its part of the document's, before tax")
    tax_category = models.CharField(max_length=12, default="taxable")
    tax_rate = PercentField(null=True, help_text="null: not recorded, which stops the issue of a tax invoice")
    taxable = AmountField(default=0)
    tax_heads = models.JSONField(default=dict, help_text="head to amount, as strings of exact decimals")
    amount = AmountField(default=0, help_text="taxable and tax")

    class Meta(TenantModel.Meta):
        abstract = True


class Invoice(TaxDocument):
    kind = models.CharField(max_length=16, choices=[(k, k) for k in INVOICE_KINDS])
    sales_order_id = models.UUIDField(null=True)
    due_on = models.DateField(null=True, blank=True)
    credited = AmountField(default=0)
    paid = AmountField(default=0)

    class Meta(TaxDocument.Meta):
        abstract = False
        db_table = "invoice"
        constraints: ClassVar = [
            *TaxDocument.Meta.constraints,
            models.CheckConstraint(
                condition=Q(paid__gte=0, credited__gte=0, total__gte=F("paid") + F("credited")), name="invoice_settled"
            ),
        ]
        indexes: ClassVar = [
            *Record.Meta.indexes,
            models.Index(fields=["organization", "issued_on", "id"], name="invoice_issued"),
            models.Index(fields=["organization", "sales_order_id"], name="invoice_sales_order"),
            models.Index(
                fields=["organization", "customer", "issued_on"],
                condition=Q(status="issued", total__gt=F("paid") + F("credited")),
                name="invoice_open",
            ),
        ]

    @property
    def balance_due(self) -> Decimal:
        """What is still owed, in the organization's currency; nothing on a draft or a cancelled invoice."""
        return self.total - self.paid - self.credited if self.status == "issued" else Decimal(0)


class InvoiceLine(TaxDocumentLine):
    invoice = TenantForeignKey(Invoice)
    sales_order_line = TenantForeignKey(SalesOrderLine, null=True, blank=True)
    # What credit notes have taken back so far. A line may be credited in value without any goods.
    credited_quantity_base = QuantityField(default=0)
    credited_taxable = AmountField(default=0)

    class Meta(TenantModel.Meta):
        db_table = "invoice_line"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(credited_quantity_base__gte=0, quantity_base__gte=F("credited_quantity_base"))
                & Q(credited_taxable__gte=0, taxable__gte=F("credited_taxable")),
                name="invoice_line_credited",
            )
        ]


class CreditNote(TaxDocument):
    """Against one invoice (CGST Act s.34): what it takes back of it."""

    invoice = TenantForeignKey(Invoice)
    reason = models.CharField(max_length=200)
    goods_to = models.CharField(max_length=12, blank=True, help_text="quarantine or stock; empty: no goods came back")

    class Meta(TaxDocument.Meta):
        abstract = False
        db_table = "credit_note"
        indexes: ClassVar = [
            *Record.Meta.indexes,
            models.Index(fields=["organization", "issued_on", "id"], name="credit_note_issued"),
        ]


class CreditNoteLine(TaxDocumentLine):
    credit_note = TenantForeignKey(CreditNote)
    invoice_line = TenantForeignKey(InvoiceLine)

    class Meta(TenantModel.Meta):
        db_table = "credit_note_line"


class Payment(Record):
    """Money from a customer. What is neither allocated to invoices nor refunded is an advance."""

    number = models.CharField(max_length=24)
    customer = TenantForeignKey(Customer)
    amount = AmountField()
    method = models.CharField(max_length=8, choices=[(m, m) for m in PAYMENT_METHODS])
    reference = models.CharField(max_length=100, blank=True)
    paid_on = models.DateField()
    allocated = AmountField(default=0)
    refunded = AmountField(default=0, help_text="of its refunds that stand")
    notes = models.CharField(max_length=500, blank=True)
    reversed_at = models.DateTimeField(null=True)
    reversed_reason = models.CharField(max_length=300, blank=True)

    class Meta(Record.Meta):
        db_table = "payment"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "number"], name="payment_number_unique"),
            models.CheckConstraint(
                condition=Q(
                    amount__gt=0, allocated__gte=0, refunded__gte=0, amount__gte=F("allocated") + F("refunded")
                ),
                name="payment_amounts",
            ),
            models.CheckConstraint(
                condition=Q(reversed_at__isnull=True) | Q(allocated=0, refunded=0), name="payment_reversed"
            ),
        ]
        indexes: ClassVar = [
            *Record.Meta.indexes,
            models.Index(fields=["organization", "paid_on", "id"], name="payment_paid_on"),
            models.Index(
                fields=["organization", "customer", "paid_on"],
                condition=Q(reversed_at__isnull=True, amount__gt=F("allocated") + F("refunded")),
                name="payment_advance",
            ),
        ]

    @property
    def unallocated(self) -> Decimal:
        """The advance that is left of it; nothing of a payment that was reversed."""
        return Decimal(0) if self.reversed_at else self.amount - self.allocated - self.refunded


class PaymentAllocation(TenantModel):
    payment = TenantForeignKey(Payment)
    invoice = TenantForeignKey(Invoice)
    amount = AmountField()

    class Meta(TenantModel.Meta):
        db_table = "payment_allocation"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "payment", "invoice"], name="payment_allocation_unique"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_allocation_amount"),
        ]


class Refund(Record):
    """Money of one payment that went back to its customer: an advance that is not wanted, what was paid twice, what a
    credit note freed."""

    number = models.CharField(max_length=24)
    payment = TenantForeignKey(Payment)
    customer = TenantForeignKey(Customer)
    amount = AmountField()
    method = models.CharField(max_length=8, choices=[(m, m) for m in PAYMENT_METHODS])
    reference = models.CharField(max_length=100, blank=True)
    refunded_on = models.DateField()
    notes = models.CharField(max_length=500, blank=True)
    reversed_at = models.DateTimeField(null=True)
    reversed_reason = models.CharField(max_length=300, blank=True)

    class Meta(Record.Meta):
        db_table = "refund"
        constraints: ClassVar = [
            *Record.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "number"], name="refund_number_unique"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_amount"),
        ]
        indexes: ClassVar = [
            *Record.Meta.indexes,
            models.Index(fields=["organization", "refunded_on", "id"], name="refund_refunded_on"),
        ]
