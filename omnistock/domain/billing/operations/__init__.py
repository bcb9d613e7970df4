"""Every write of billing.

Public operations are `change_invoice`, `issue_invoice`, `lock_tax_period` and those of payments and refunds. What a room above does
together with stock (draft with the dispatch, cancel, credit) stands in `drafting`, `cancelling` and `crediting`.
"""

from omnistock.domain.billing.operations.allocating import allocate_payment, unallocate_payment
from omnistock.domain.billing.operations.issuing import change_invoice, issue_invoice
from omnistock.domain.billing.operations.paying import record_payment, reverse_payment
from omnistock.domain.billing.operations.periods import lock_tax_period
from omnistock.domain.billing.operations.refunding import refund_payment, reverse_refund

__all__ = [
    "allocate_payment",
    "change_invoice",
    "issue_invoice",
    "lock_tax_period",
    "record_payment",
    "refund_payment",
    "reverse_payment",
    "reverse_refund",
    "unallocate_payment",
]
