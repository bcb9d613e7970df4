"""Receivable: who owes what since when, and a customer's statement."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from omnistock.domain.billing.queries import Statement, ageing, statement, usual_period
from omnistock.domain.billing.queries.receivable import MOST_ROWS
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_table import table_answer
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.money_words import ENTRY_KINDS, word_in
from omnistock.interfaces.web.reading import Reader
from omnistock.kernel.errors import Invalid

_PAGES: Final = {
    "invoice": "invoice",
    "cancellation": "invoice",
    "credit_note": "credit-note",
    "payment": "payment",
    "payment_reversal": "payment",
    "refund": "refund",
    "refund_reversal": "refund",
}
_BUCKETS: Final = ("not_due", "to_30", "to_60", "to_90", "over_90", "total")


@tenant_view("reports:read")
@require_safe
def receivable(request: TenantRequest) -> HttpResponse:
    """Open invoices by age, the customers that owe most first."""
    found = ageing(actor=request.actor)
    heads = list(zip(_heads(), _BUCKETS, strict=True))
    context = {
        "rows": [(row, [(head, getattr(row, name)) for head, name in heads]) for row in found.rows],
        "sums": [getattr(found.total, name) for name in _BUCKETS],
        "is_cut": len(found.rows) == MOST_ROWS,
        "heads": [head for head, _name in heads],
        "may_pay": request.actor.may("payments:write"),
    }
    return render(request, "pages/receivable/list.html", context)


def _heads() -> list[str]:
    return [_("Not due"), _("1–30 days"), _("31–60 days"), _("61–90 days"), _("Over 90 days"), _("Owed")]


@tenant_view("reports:read")
@require_safe
def receivable_export(request: TenantRequest) -> HttpResponse:
    rows = [[row.customer_name, *(getattr(row, name) for name in _BUCKETS)] for row in ageing(actor=request.actor).rows]
    return table_answer(actor=request.actor, name="receivable", headings=["Customer", *_heads()], rows=rows)


@tenant_view("payments:read")
@require_safe
def customer_statement(request: TenantRequest, customer_id: UUID) -> HttpResponse:
    """Every claim and payment of a period, the last ninety days where none is asked."""
    first, last = _period(request)
    form = FormState(values={"first": first.isoformat(), "last": last.isoformat()})
    status = 200
    try:
        found = _statement(request, customer_id, first, last)
    except Invalid as error:
        form, status = FormState.refused(request.GET, error), error.status
        first, last = usual_period(actor=request.actor)
        found = statement(actor=request.actor, customer_id=customer_id, first=first, last=last)
    context: dict[str, Any] = {
        "statement": found,
        "form": form,
        "rows": [(row, word_in(ENTRY_KINDS, row.kind), href_of(_PAGES[row.kind], row.id)) for row in found.rows],
        "crumbs": [
            (_("Receivable"), reverse("receivable")),
            (found.customer_name, href_of("customer", found.customer_id)),
        ],
        "may_pay": request.actor.may("payments:write"),
    }
    return render(request, "pages/receivable/statement.html", context, status=status)


def _statement(request: TenantRequest, customer_id: UUID, first: dt.date, last: dt.date) -> Statement:
    reader = Reader(request.GET)
    reader.day("first")
    reader.day("last")
    reader.stop()
    return statement(actor=request.actor, customer_id=customer_id, first=first, last=last)


def _period(request: TenantRequest) -> tuple[dt.date, dt.date]:
    """What the address asks for; the last ninety days for what it does not say."""
    first, last = usual_period(actor=request.actor)
    reader = Reader(request.GET)
    return reader.day("first") or first, reader.day("last") or last


@tenant_view("payments:read")
@require_safe
def customer_statement_export(request: TenantRequest, customer_id: UUID) -> HttpResponse:
    first, last = _period(request)
    found = _statement(request, customer_id, first, last)
    rows: list[list[Any]] = [[found.first, _("Opening balance"), "", None, found.opening]]
    rows += [[row.on, word_in(ENTRY_KINDS, row.kind), row.number, row.amount, row.balance] for row in found.rows]
    rows.append([found.last, _("Closing balance"), "", None, found.closing])
    headings = [_("Date"), _("What"), _("Number"), _("Amount"), _("Balance")]
    return table_answer(actor=request.actor, name="statement", headings=headings, rows=rows)


urlpatterns: list[URLPattern] = [
    path("app/receivable", receivable, name="receivable"),
    path("app/receivable/export", receivable_export, name="receivable-export"),
    path("app/customers/<uuid:customer_id>/statement", customer_statement, name="customer-statement"),
    path(
        "app/customers/<uuid:customer_id>/statement/export",
        customer_statement_export,
        name="customer-statement-export",
    ),
]
