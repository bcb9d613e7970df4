"""What customers owe: the open invoices, less what they have paid in advance."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, F, Q, Sum

from omnistock.domain.billing.access import invoice_rows, payment_rows
from omnistock.domain.billing.models import Invoice, Payment
from omnistock.domain.billing.queries.invoices import OPEN
from omnistock.domain.billing.queries.payments import ADVANCE, HAS_ADVANCE
from omnistock.domain.sales.access import customer_rows
from omnistock.domain.sales.inputs import CreditFacts
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.money import round_amount
from omnistock.tenancy.access import find
from omnistock.tenancy.actor import Actor

_OWED: Final = F("total") - F("paid") - F("credited")
_BUCKETS: Final = ("not_due", "to_30", "to_60", "to_90", "over_90", "total")
MOST_ROWS: Final = 500


@dataclass(frozen=True, slots=True)
class CustomerBalance:
    """What a customer owes: `outstanding` on invoices, less `advances`, is `balance` (negative: we owe them)."""

    customer_id: UUID
    outstanding: Decimal
    advances: Decimal
    balance: Decimal
    overdue_amount: Decimal
    overdue_count: int


@dataclass(frozen=True, slots=True)
class AgeingRow:
    """What is owed by how many days past due. `customer_id` None: all customers together."""

    customer_id: UUID | None
    customer_name: str
    not_due: Decimal
    to_30: Decimal
    to_60: Decimal
    to_90: Decimal
    over_90: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class Ageing:
    """The customers that owe most, at most 500, and the sum of all."""

    rows: tuple[AgeingRow, ...]
    total: AgeingRow


def customer_balance(*, actor: Actor, customer_id: UUID | str) -> CustomerBalance:
    """One customer's balance, in three statements. Raises `NotFound`."""
    found = find(customer_rows(actor=actor), customer_id, kind="customer")
    return customer_balances(actor=actor, customer_ids=[found.id])[found.id]


def customer_balances(*, actor: Actor, customer_ids: Collection[UUID]) -> dict[UUID, CustomerBalance]:
    """The balance of each of these customers, also of those who owe nothing, in two statements."""
    actor.require("payments:read")
    late = Q(due_on__lt=actor.today)
    owed = invoice_rows(actor=actor).filter(OPEN, customer_id__in=customer_ids).values("customer_id")
    sums = owed.annotate(owed=Sum(_OWED), late=Sum(_OWED, filter=late), count=Count("id", filter=late))
    by_customer: dict[UUID, Mapping[str, Any]] = {row["customer_id"]: row for row in sums}
    paid = payment_rows(actor=actor).filter(HAS_ADVANCE, customer_id__in=customer_ids).values_list("customer_id")
    advances = dict(paid.annotate(left=Sum(ADVANCE)))
    return {
        each: _balance(each, by_customer.get(each, {}), advances.get(each), actor=actor) for each in set(customer_ids)
    }


def _balance(customer_id: UUID, row: Mapping[str, Any], advances: Decimal | None, *, actor: Actor) -> CustomerBalance:
    owed, paid = _amount(row.get("owed"), actor), _amount(advances, actor)
    return CustomerBalance(
        customer_id=customer_id,
        outstanding=owed,
        advances=paid,
        balance=owed - paid,
        overdue_amount=_amount(row.get("late"), actor),
        overdue_count=row.get("count", 0),
    )


def credit_facts(*, actor: Actor, customer_id: UUID) -> CreditFacts:
    """What selling needs to judge a credit limit, whoever asks: a clerk without sight of payments is warned all the
    same. In two statements."""
    late = Q(due_on__lt=actor.today)
    owed = Invoice.objects.filter(OPEN, customer_id=customer_id).aggregate(
        owed=Sum(_OWED), late=Sum(_OWED, filter=late), count=Count("id", filter=late)
    )
    advances = Payment.objects.filter(HAS_ADVANCE, customer_id=customer_id).aggregate(left=Sum(ADVANCE))["left"]
    return CreditFacts(
        outstanding=_amount(owed["owed"], actor) - _amount(advances, actor),
        overdue_amount=_amount(owed["late"], actor),
        overdue_count=owed["count"],
    )


def ageing(*, actor: Actor, customer_id: UUID | None = None) -> Ageing:
    """What is owed by age, by customer, in two statements."""
    actor.require("reports:read")
    rows = invoice_rows(actor=actor).filter(OPEN)
    if customer_id is not None:
        rows = rows.filter(customer_id=customer_id)
    buckets = _buckets(actor.today)
    grouped = rows.values("customer_id", "customer__name").annotate(**buckets)
    by_customer = grouped.order_by(F("sum_total").desc(), "customer_id")
    found = [_ageing_row(row["customer_id"], row["customer__name"], row, actor) for row in by_customer[:MOST_ROWS]]
    return Ageing(rows=tuple(found), total=_ageing_row(None, "", rows.aggregate(**buckets), actor))


def _buckets(today: dt.date) -> dict[str, Sum]:
    """The sums by days past due: up to 30 means 1 to 30. Their names are not those of columns."""

    def past(days: int) -> dt.date:
        return today - dt.timedelta(days=days)

    return {
        "sum_not_due": Sum(_OWED, filter=Q(due_on__gte=today)),
        "sum_to_30": Sum(_OWED, filter=Q(due_on__lt=today, due_on__gte=past(30))),
        "sum_to_60": Sum(_OWED, filter=Q(due_on__lt=past(30), due_on__gte=past(60))),
        "sum_to_90": Sum(_OWED, filter=Q(due_on__lt=past(60), due_on__gte=past(90))),
        "sum_over_90": Sum(_OWED, filter=Q(due_on__lt=past(90))),
        "sum_total": Sum(_OWED),
    }


def _ageing_row(customer_id: UUID | None, name: str, row: Mapping[str, Any], actor: Actor) -> AgeingRow:
    sums = {bucket: _amount(row[f"sum_{bucket}"], actor) for bucket in _BUCKETS}
    return AgeingRow(customer_id, name, **sums)


def _amount(value: Decimal | None, actor: Actor) -> Decimal:
    return round_amount(value or Decimal(0), currency=currency_of(actor.organization.currency))
