"""Papers that were put to a document, a batch, a product, a customer or supplier: an invoice, a certificate of analysis, a
licence, a photo."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Func, IntegerField, Q, Value
from django.db.models.lookups import Exact

from omnistock.domain.files.models import StoredFile
from omnistock.tenancy.fields import TenantForeignKey
from omnistock.tenancy.models import TenantModel

PAPERS = (
    "invoice",
    "challan",
    "certificate",
    "order",
    "proof",
    "photo",
    "data_sheet",
    "sheet",
    "letter",
    "licence",
    "other",
)
SUBJECTS = (
    *("purchase_order", "receipt", "landed_cost", "sales_order", "dispatch", "invoice", "credit_note", "payment"),
    *("transfer", "adjustment", "stock_count", "recall", "batch", "product", "customer", "supplier"),
)

# Of these, what is a document with a customer, and with a supplier.
OF_CUSTOMERS = ("sales_order", "dispatch", "invoice", "credit_note", "payment")
OF_SUPPLIERS = ("purchase_order", "receipt", "landed_cost")


def _put_to(model: str) -> TenantForeignKey:
    """Without the backend's index: of many columns one is filled, and an index over the filled ones is enough."""
    return TenantForeignKey(model, null=True, has_index=False)


class Attachment(TenantModel):
    """A file with the one thing that it was put to. A column a kind, so that the database holds that it is there, and of
    this organization (docs/decisions/0016)."""

    file = TenantForeignKey(StoredFile, has_index=False)
    paper = models.CharField(max_length=12, default="other", choices=[(each, each) for each in PAPERS])
    purchase_order = _put_to("purchasing.PurchaseOrder")
    receipt = _put_to("purchasing.Receipt")
    landed_cost = _put_to("purchasing.LandedCost")
    sales_order = _put_to("sales.SalesOrder")
    dispatch = _put_to("fulfilment.Dispatch")
    invoice = _put_to("billing.Invoice")
    credit_note = _put_to("billing.CreditNote")
    payment = _put_to("billing.Payment")
    transfer = _put_to("stocktaking.Transfer")
    adjustment = _put_to("stocktaking.Adjustment")
    stock_count = _put_to("stocktaking.StockCount")
    recall = _put_to("recalls.Recall")
    batch = _put_to("ledger.Batch")
    product = _put_to("catalog.Product")
    customer = _put_to("parties.Customer")
    supplier = _put_to("parties.Supplier")
    author_id = models.UUIDField(null=True, help_text="the person or the API key that put it there")
    added_by = models.CharField(max_length=120, blank=True)
    added_at = models.DateTimeField()

    class Meta(TenantModel.Meta):
        db_table = "attachment"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["organization", "file"], name="attachment_file_unique"),
            models.CheckConstraint(condition=Q(paper__in=PAPERS), name="attachment_paper"),
            models.CheckConstraint(
                condition=Exact(
                    Func(*map(F, SUBJECTS), function="num_nonnulls", output_field=IntegerField()), Value(1)
                ),
                name="attachment_one_subject",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["organization", subject],
                name=f"attachment_{subject}",
                condition=Q(**{f"{subject}__isnull": False}),
            )
            for subject in SUBJECTS
        ]
