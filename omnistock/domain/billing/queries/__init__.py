"""Every read of billing. Each function takes the same number of statements whatever there is to read."""

from omnistock.domain.billing.queries.credit_notes import CreditNoteFilter, credit_note, credit_note_sums, credit_notes
from omnistock.domain.billing.queries.invoices import (
    InvoiceFilter,
    InvoiceToDo,
    invoice,
    invoice_sums,
    invoice_to_do,
    invoices,
)
from omnistock.domain.billing.queries.payments import PaymentFilter, payment, payment_sums, payments
from omnistock.domain.billing.queries.receivable import (
    Ageing,
    CustomerBalance,
    ageing,
    credit_facts,
    customer_balance,
    customer_balances,
)
from omnistock.domain.billing.queries.refunds import RefundFilter, refund, refund_sums, refunds
from omnistock.domain.billing.queries.statement import Statement, StatementRow, statement, usual_period

__all__ = [
    "Ageing",
    "CreditNoteFilter",
    "CustomerBalance",
    "InvoiceFilter",
    "InvoiceToDo",
    "PaymentFilter",
    "RefundFilter",
    "Statement",
    "StatementRow",
    "ageing",
    "credit_facts",
    "credit_note",
    "credit_note_sums",
    "credit_notes",
    "customer_balance",
    "customer_balances",
    "invoice",
    "invoice_sums",
    "invoice_to_do",
    "invoices",
    "payment",
    "payment_sums",
    "payments",
    "refund",
    "refund_sums",
    "refunds",
    "statement",
    "usual_period",
]
