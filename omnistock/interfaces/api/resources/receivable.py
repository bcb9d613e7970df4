"""What customers owe: a balance, a statement, and everybody by age."""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field

from omnistock.domain.billing import queries
from omnistock.interfaces.api.shapes import Day, Exact, Given

router = Router(tags=["Payments"])


class BalanceOut(Schema):
    """What a customer owes. A negative balance is what we owe them."""

    customer_id: UUID
    outstanding: Exact
    advances: Exact
    balance: Exact
    overdue_amount: Exact
    overdue_count: int


class StatementQuery(Given):
    first: Day | None = Field(None, description="The first day of the period; left out: 90 days before today.")
    last: Day | None = Field(None, description="Its last day; left out: today.")


class StatementRowOut(Schema):
    on: dt.date
    document_kind: Literal[
        "invoice", "cancellation", "credit_note", "payment", "payment_reversal", "refund", "refund_reversal"
    ] = Field(validation_alias="kind")
    document_id: UUID = Field(validation_alias="id")
    number: str
    amount: Exact = Field(description="What the customer owes more by it; negative: less.")
    balance: Exact = Field(description="What they owe after it.")


class StatementOut(Schema):
    """`opening` and all amounts come to `closing`."""

    customer_id: UUID
    customer_name: str
    first: dt.date
    last: dt.date
    opening: Exact
    rows: list[StatementRowOut]
    closing: Exact


class AgeingRowOut(Schema):
    """What is owed by how many days past due."""

    customer_id: UUID | None = Field(description="Null: all customers together.")
    customer_name: str
    not_due: Exact
    to_30: Exact
    to_60: Exact
    to_90: Exact
    over_90: Exact
    total: Exact


class ReceivableOut(Schema):
    rows: list[AgeingRowOut] = Field(description="The customers that owe most, at most 500.")
    total: AgeingRowOut


class ReceivableQuery(Given):
    customer_id: UUID | None = None


@router.get("/customers/{uuid:customer_id}/balance", response=BalanceOut, summary="What a customer owes")
def get_customer_balance(request: Any, customer_id: UUID) -> Any:
    return queries.customer_balance(actor=request.actor, customer_id=customer_id)


@router.get("/customers/{uuid:customer_id}/statement", response=StatementOut, summary="A customer's statement")
def get_customer_statement(request: Any, customer_id: UUID, query: Query[StatementQuery]) -> Any:
    """Every claim and every payment of a period, ten years at most. What was taken back stands on its own day."""
    first, last = queries.usual_period(actor=request.actor)
    return queries.statement(
        actor=request.actor, customer_id=customer_id, first=query.first or first, last=query.last or last
    )


@router.get("/reports/receivable", response=ReceivableOut, summary="What customers owe, by age")
def report_receivable(request: Any, query: Query[ReceivableQuery]) -> Any:
    """Open invoices; what was paid in advance is not taken off."""
    return queries.ageing(actor=request.actor, customer_id=query.customer_id)
