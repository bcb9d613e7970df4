"""What the pages of money say: methods, days to pay, what becomes of a payment."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from omnistock.domain.billing.views import InvoiceView
from omnistock.interfaces.web.choices import Choices
from omnistock.interfaces.web.words import money_words
from omnistock.tenancy.actor import Actor

# A list's own type-ahead chooses by the first letter: c cash, u UPI, b bank, q cheque.
METHOD_KEYS: Final[Choices] = [
    ("cash", gettext_lazy("C · Cash")),
    ("upi", "U · UPI"),
    ("bank", gettext_lazy("B · Bank transfer")),
    ("cheque", gettext_lazy("Q · Cheque")),
    ("card", gettext_lazy("D · Card")),
    ("other", gettext_lazy("O · Other")),
]
METHODS: Final[Choices] = [
    ("cash", gettext_lazy("Cash")),
    ("upi", "UPI"),
    ("bank", gettext_lazy("Bank transfer")),
    ("cheque", gettext_lazy("Cheque")),
    ("card", gettext_lazy("Card")),
    ("other", gettext_lazy("Other")),
]
INVOICE_KINDS: Final[Choices] = [
    ("tax_invoice", gettext_lazy("Tax invoice")),
    ("bill_of_supply", gettext_lazy("Bill of supply")),
    ("invoice_cum_bill", gettext_lazy("Invoice-cum-bill of supply")),
    ("invoice", gettext_lazy("Invoice")),
]
NUMBERED_KINDS: Final[Choices] = [
    ("invoice", gettext_lazy("Invoice")),
    ("bill_of_supply", gettext_lazy("Bill of supply")),
    ("credit_note", gettext_lazy("Credit note")),
    ("delivery_challan", gettext_lazy("Delivery challan")),
]
ENTRY_KINDS: Final[Choices] = [
    ("invoice", gettext_lazy("Invoice")),
    ("cancellation", gettext_lazy("Invoice cancelled")),
    ("credit_note", gettext_lazy("Credit note")),
    ("payment", gettext_lazy("Payment")),
    ("payment_reversal", gettext_lazy("Payment reversed")),
    ("refund", gettext_lazy("Refund")),
    ("refund_reversal", gettext_lazy("Refund reversed")),
]
_NEAR_DAYS: Final = 14


def word_in(choices: Choices, code: str) -> str:
    """The word for a code of a list; the code itself where it has none."""
    return str(dict(choices).get(code, code))


def due_words(invoice: InvoiceView, *, today: dt.date) -> str:
    """`20 days overdue`, `today`, `in 5 days` while it is near; "" where the day itself says more."""
    if invoice.due_on is None or not invoice.balance_due:
        return ""
    left = (invoice.due_on - today).days
    if left < 0:
        return ngettext("{days} day overdue", "{days} days overdue", -left).format(days=-left)
    if left == 0:
        return _("today")
    if left > _NEAR_DAYS:
        return ""
    return ngettext("in {days} day", "in {days} days", left).format(days=left)


def rest_words(rest: Decimal, *, actor: Actor) -> str:
    """What becomes of the part of a payment that pays no invoice; "" where there is none."""
    if rest <= 0:
        return ""
    return _("{amount} more than is allocated stays as an advance.").format(amount=money_words(rest, actor=actor))


def over_words(rest: Decimal, *, actor: Actor) -> str:
    """That more is allocated than was paid; "" where it is not."""
    if rest >= 0:
        return ""
    return _("{amount} more is allocated than was paid.").format(amount=money_words(-rest, actor=actor))
