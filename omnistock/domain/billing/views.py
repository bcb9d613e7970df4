"""Billing's documents as the doors show them: frozen, with everything there. Amounts have the currency's decimals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from omnistock.domain.billing.access import day_of_issue
from omnistock.domain.billing.models import (
    CreditNote,
    CreditNoteLine,
    Invoice,
    InvoiceLine,
    Payment,
    Refund,
    TaxDocument,
    TaxDocumentLine,
)
from omnistock.domain.billing.operations.crediting import note_deadline
from omnistock.kernel.currencies import Currency
from omnistock.kernel.money import round_amount
from omnistock.tenancy.records import RecordView


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxDocumentLineView:
    """A line of an invoice or a credit note. `invoice_line_id` is a note's; `creditable_quantity_base` is an invoice's:
    what can still be credited of it."""

    id: UUID
    position: int
    product_id: UUID
    batch_id: UUID | None
    description: str
    hsn_code: str
    batch_number: str
    expires_on: dt.date | None
    expiry_precision: str
    mrp: Decimal | None
    unit: str
    uqc_code: str
    quantity: Decimal
    free_quantity: Decimal
    quantity_base: Decimal
    unit_price: Decimal
    discount_percent: Decimal
    discount_amount: Decimal
    document_discount_amount: Decimal
    tax_category: str
    tax_rate: Decimal | None
    taxable: Decimal
    tax_heads: Mapping[str, str]
    amount: Decimal
    invoice_line_id: UUID | None = None
    creditable_quantity_base: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SettlementView:
    """What settled a part of an invoice: a payment or a credit note."""

    id: UUID
    kind: str  # payment, credit_note
    number: str
    on: dt.date
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxDocumentView(RecordView):
    """What an invoice and a credit note show alike."""

    number: str
    status: str
    issued_on: dt.date | None
    customer_id: UUID
    customer_name: str
    warehouse_id: UUID
    registration_id: UUID | None
    place_of_supply: str
    prices_include_tax: bool
    discount_amount: Decimal
    taxable: Decimal
    tax: Decimal
    tax_lines: Sequence[Mapping[str, Any]]
    round_off: Decimal
    total: Decimal
    notes: str
    cancel_reason: str
    seller: Mapping[str, Any]
    buyer: Mapping[str, Any]
    ship_to: Mapping[str, Any]
    lines: Sequence[TaxDocumentLineView] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceView(TaxDocumentView):
    """An invoice. `state` is its status, but overdue or paid where that says more; `days_overdue` counts from the day
    after `due_on`. `credit_until`: the last day for a credit note that takes tax back (CGST Act s.34); None without
    GST."""

    kind: str
    sales_order_id: UUID | None
    due_on: dt.date | None
    paid: Decimal
    credited: Decimal
    balance_due: Decimal
    state: str
    days_overdue: int
    credit_until: dt.date | None
    settlements: Sequence[SettlementView] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditNoteView(TaxDocumentView):
    invoice_id: UUID
    invoice_number: str
    invoice_issued_on: dt.date
    reason: str
    goods_to: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationView:
    invoice_id: UUID
    invoice_number: str
    issued_on: dt.date
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class RefundView(RecordView):
    """Money of a payment that went back to its customer."""

    number: str
    payment_id: UUID
    payment_number: str
    customer_id: UUID
    customer_name: str
    amount: Decimal
    method: str
    reference: str
    refunded_on: dt.date
    notes: str
    reversed_at: dt.datetime | None
    reversed_reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentView(RecordView):
    """Money from a customer; `unallocated` is the advance that is left of it."""

    number: str
    customer_id: UUID
    customer_name: str
    amount: Decimal
    allocated: Decimal
    refunded: Decimal
    unallocated: Decimal
    method: str
    reference: str
    paid_on: dt.date
    notes: str
    reversed_at: dt.datetime | None
    reversed_reason: str
    allocations: Sequence[AllocationView] = ()
    refunds: Sequence[RefundView] = ()


_PLAIN = (
    "id external_id version created_at updated_at number status issued_on customer_id warehouse_id registration_id "
    "place_of_supply prices_include_tax tax_lines notes cancel_reason seller buyer ship_to"
).split()
_AMOUNTS = "discount_amount taxable tax round_off total".split()
_PLAIN_OF_LINE = (
    "id position product_id batch_id description hsn_code batch_number expires_on expiry_precision mrp uqc_code "
    "quantity free_quantity quantity_base unit_price discount_percent tax_category tax_rate tax_heads"
).split()
_AMOUNTS_OF_LINE = "discount_amount document_discount_amount taxable amount".split()
_PLAIN_OF_PAYMENT = (
    "id external_id version created_at updated_at number customer_id method reference paid_on notes reversed_at "
    "reversed_reason"
).split()
_PLAIN_OF_REFUND = (
    "id external_id version created_at updated_at number payment_id customer_id method reference refunded_on notes "
    "reversed_at reversed_reason"
).split()


def line_view(line: TaxDocumentLine, *, currency: Currency) -> TaxDocumentLineView:
    creditable = line.quantity_base - line.credited_quantity_base if isinstance(line, InvoiceLine) else None
    return TaxDocumentLineView(
        **{name: getattr(line, name) for name in _PLAIN_OF_LINE},
        **_amounts(line, _AMOUNTS_OF_LINE, currency),
        unit=line.unit_code,
        invoice_line_id=line.invoice_line_id if isinstance(line, CreditNoteLine) else None,
        creditable_quantity_base=creditable,
    )


def invoice_view(
    invoice: Invoice,
    *,
    today: dt.date,
    currency: Currency,
    lines: Iterable[TaxDocumentLine] = (),
    settlements: Sequence[SettlementView] = (),
) -> InvoiceView:
    """`invoice.customer` is read, so it must be there already."""
    balance = round_amount(invoice.balance_due, currency=currency)
    days = (today - invoice.due_on).days if invoice.due_on and balance else 0
    return InvoiceView(
        **_document(invoice, lines, currency),
        kind=invoice.kind,
        sales_order_id=invoice.sales_order_id,
        due_on=invoice.due_on,
        **_amounts(invoice, ["paid", "credited"], currency),
        balance_due=balance,
        state=_state(invoice, balance=balance, is_overdue=days > 0),
        days_overdue=max(days, 0),
        credit_until=note_deadline(invoice) if invoice.status == "issued" else None,
        settlements=settlements,
    )


def _state(invoice: Invoice, *, balance: Decimal, is_overdue: bool) -> str:
    if invoice.status != "issued":
        return invoice.status
    if not balance:
        return "paid"
    return "overdue" if is_overdue else "issued"


def credit_note_view(note: CreditNote, *, currency: Currency, lines: Iterable[TaxDocumentLine] = ()) -> CreditNoteView:
    """`note.customer` and `note.invoice` are read, so they must be there already."""
    return CreditNoteView(
        **_document(note, lines, currency),
        invoice_id=note.invoice_id,
        invoice_number=note.invoice.number,
        invoice_issued_on=day_of_issue(note.invoice),
        reason=note.reason,
        goods_to=note.goods_to,
    )


def payment_view(
    payment: Payment,
    *,
    currency: Currency,
    allocations: Sequence[AllocationView] = (),
    refunds: Sequence[RefundView] = (),
) -> PaymentView:
    """`payment.customer` is read, so it must be there already."""
    return PaymentView(
        **{name: getattr(payment, name) for name in _PLAIN_OF_PAYMENT},
        **_amounts(payment, ["amount", "allocated", "refunded", "unallocated"], currency),
        customer_name=payment.customer.name,
        allocations=allocations,
        refunds=refunds,
    )


def refund_view(refund: Refund, *, currency: Currency) -> RefundView:
    """`refund.payment` and `refund.customer` are read, so they must be there already."""
    return RefundView(
        **{name: getattr(refund, name) for name in _PLAIN_OF_REFUND},
        **_amounts(refund, ["amount"], currency),
        payment_number=refund.payment.number,
        customer_name=refund.customer.name,
    )


def _document(document: TaxDocument, lines: Iterable[TaxDocumentLine], currency: Currency) -> dict[str, Any]:
    return {
        **{name: getattr(document, name) for name in _PLAIN},
        **_amounts(document, _AMOUNTS, currency),
        "customer_name": document.customer.name,
        "lines": tuple(line_view(line, currency=currency) for line in lines),
    }


def _amounts(row: Any, names: Iterable[str], currency: Currency) -> dict[str, Any]:
    """The database keeps four decimals; an amount has the currency's."""
    return {name: round_amount(getattr(row, name), currency=currency) for name in names}
