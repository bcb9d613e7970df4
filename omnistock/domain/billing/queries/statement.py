"""A customer's statement: every claim and every payment with the balance after it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.sales.access import customer_rows
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.errors import Invalid
from omnistock.kernel.money import round_amount
from omnistock.tenancy import statements
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker

# What was cancelled or reversed stands on its own day and takes back what stood before: a statement that was sent stays
# as it was.
_ENTRIES: Final = """
WITH entry AS (
    SELECT issued_on AS day, 1 AS turn, 'invoice' AS kind, id, number, total AS amount
    FROM invoice WHERE organization_id = %(organization)s AND customer_id = %(customer)s AND number <> ''
    UNION ALL
    SELECT (cancelled_at AT TIME ZONE %(zone)s)::date, 2, 'cancellation', id, number, -total
    FROM invoice WHERE organization_id = %(organization)s AND customer_id = %(customer)s AND number <> ''
        AND status = 'cancelled'
    UNION ALL
    SELECT issued_on, 3, 'credit_note', id, number, -total
    FROM credit_note WHERE organization_id = %(organization)s AND customer_id = %(customer)s AND status = 'issued'
    UNION ALL
    SELECT paid_on, 4, 'payment', id, number, -amount
    FROM payment WHERE organization_id = %(organization)s AND customer_id = %(customer)s
    UNION ALL
    SELECT refunded_on, 5, 'refund', id, number, amount
    FROM refund WHERE organization_id = %(organization)s AND customer_id = %(customer)s
    UNION ALL
    SELECT (reversed_at AT TIME ZONE %(zone)s)::date, 6, 'refund_reversal', id, number, -amount
    FROM refund WHERE organization_id = %(organization)s AND customer_id = %(customer)s AND reversed_at IS NOT NULL
    UNION ALL
    SELECT (reversed_at AT TIME ZONE %(zone)s)::date, 7, 'payment_reversal', id, number, amount
    FROM payment WHERE organization_id = %(organization)s AND customer_id = %(customer)s AND reversed_at IS NOT NULL
)
SELECT day, turn, kind, id, number, amount FROM entry WHERE day >= %(first)s AND day <= %(last)s
UNION ALL
SELECT NULL, 0, 'opening', NULL, '', coalesce(sum(amount), 0) FROM entry WHERE day < %(first)s
ORDER BY 1 NULLS FIRST, 2, 5
"""
LONGEST_DAYS: Final = 3_660
USUAL_DAYS: Final = 90


@dataclass(frozen=True, slots=True)
class StatementRow:
    """`amount` is what the customer owes more (positive) or less; `balance` is what they owe after it. `kind`: invoice,
    cancellation, credit_note, payment, payment_reversal, refund, refund_reversal."""

    on: dt.date
    kind: str
    id: UUID
    number: str
    amount: Decimal
    balance: Decimal


@dataclass(frozen=True, slots=True)
class Statement:
    customer_id: UUID
    customer_name: str
    first: dt.date
    last: dt.date
    opening: Decimal
    rows: tuple[StatementRow, ...]
    closing: Decimal


def usual_period(*, actor: Actor) -> tuple[dt.date, dt.date]:
    """What a statement spans where nobody says: the last ninety days."""
    return actor.today - dt.timedelta(days=USUAL_DAYS), actor.today


def statement(*, actor: Actor, customer_id: UUID | str, first: dt.date, last: dt.date) -> Statement:
    """Everything between the customer and us from `first` to `last`, in two statements of SQL.

    Raises `NotFound`, and `Invalid` for a period that ends before it begins or is longer than ten years.
    """
    actor.require("payments:read")
    check = Checker()
    check.day("first", first)
    check.day("last", last)
    check.stop()
    if not 0 <= (last - first).days <= LONGEST_DAYS:
        raise Invalid.at(
            "last", _("A statement ends on or after its first day, and spans ten years at most."), "period"
        )
    customer = find(customer_rows(actor=actor), customer_id, kind="customer")
    values = {
        "organization": actor.organization_id,
        "customer": customer.id,
        "zone": actor.organization.time_zone,
        "first": first,
        "last": last,
    }
    query = statements.Statement(_ENTRIES, values)
    statements.send(query)
    currency = currency_of(actor.organization.currency)
    opening = balance = round_amount(query.rows[0][5], currency=currency)
    rows = []
    for day, _turn, kind, document_id, number, amount in query.rows[1:]:
        exact = round_amount(amount, currency=currency)
        balance += exact
        rows.append(StatementRow(day, kind, document_id, number, exact, balance))
    return Statement(customer.id, customer.name, first, last, opening, tuple(rows), balance)
