"""Recording a payment: in place on an invoice's or a customer's page (`p`), or on a page of its own.

What it pays is proposed by the server as the amount is typed, and can be changed. A proposal that was made for another
amount than the one that is sent is made anew, so that fast typing never allocates what is no longer meant.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omnistock.domain.billing.inputs import AllocationInput, PaymentInput
from omnistock.domain.billing.models import Payment
from omnistock.domain.billing.operations import record_payment
from omnistock.domain.billing.queries import invoice
from omnistock.domain.billing.queries.proposals import Proposal, propose_allocations
from omnistock.domain.parties.queries import PartyView, customers_by_ids
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import parse_id
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.customer_choice import label_of, meant, offered
from omnistock.interfaces.web.entry import at_rows, lines_of
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.money_words import METHOD_KEYS, due_words, over_words, rest_words
from omnistock.interfaces.web.reading import Reader
from omnistock.kernel.errors import Conflict, IdReused, Invalid, NotFound
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor

ALLOCATIONS: Final = "allocations"


@dataclass(frozen=True, slots=True)
class _For:
    """Who pays, and the invoice from whose page it is recorded."""

    customer: PartyView | None
    invoice_id: UUID | None = None
    amount: Decimal | None = None


@tenant_view("payments:write")
@require_http_methods(["GET", "POST"])
def payment_new(request: TenantRequest) -> HttpResponse:
    if request.method == "POST":
        return _recorded(request)
    return _form(request, _meant_by_address(request), FormState())


def _meant_by_address(request: TenantRequest) -> _For:
    actor = request.actor
    invoice_id, customer_id = parse_id(request.GET.get("invoice")), parse_id(request.GET.get("customer"))
    if invoice_id is not None:
        found = invoice(actor=actor, invoice_id=invoice_id)
        return _For(_customer(actor, found.customer_id), found.id, found.balance_due)
    if customer_id is None:
        return _For(None)
    owed = propose_allocations(actor=actor, customer_id=customer_id, amount=Decimal(0)).owed
    return _For(_customer(actor, customer_id), None, owed or None)


def _customer(actor: Actor, customer_id: UUID) -> PartyView:
    found = customers_by_ids(actor=actor, ids=[customer_id]).get(customer_id)
    if found is None:
        raise NotFound(_("There is no customer with the id {id} in this workspace.").format(id=customer_id))
    return found


def _form(request: TenantRequest, payer: _For, form: FormState, *, status: int = 200) -> HttpResponse:
    """As a part of the page that asks for it (htmx), else as a page."""
    actor = request.actor
    values = form.values or {
        "amount": str(payer.amount or ""),
        "paid_on": actor.today.isoformat(),
        "id": str(uuid7()),
        "customer": label_of(payer.customer) if payer.customer else "",
    }
    context = {
        "form": FormState(values=values, mistakes=form.mistakes),
        "payer": payer,
        "methods": METHOD_KEYS,
        "offered": offered(actor=actor, text="") if payer.customer is None else [],
        "proposal": _proposal_context(actor, payer, form),
        "crumbs": [(_("Payments"), reverse("payments"))],
    }
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, f"pages/payments/{'row' if is_part else 'new'}.html", context, status=status)


def _proposal_context(actor: Actor, payer: _For, form: FormState) -> dict[str, Any]:
    """The customer's open invoices with what each gets: as typed where the form comes back, else as proposed."""
    if payer.customer is None:
        return {}
    amount = payer.amount or Decimal(0)
    proposed = propose_allocations(actor=actor, customer_id=payer.customer.id, amount=amount, first_id=payer.invoice_id)
    return {
        "rows": [
            {
                "name": f"{ALLOCATIONS}-{at}",
                "invoice": part.invoice,
                "due": due_words(part.invoice, today=actor.today),
                "amount": form.values.get(f"{ALLOCATIONS}-{at}-amount", str(part.amount or "")),
            }
            for at, part in enumerate(proposed.parts)
        ],
        "amount": str(amount),
        "rest": rest_words(proposed.advance, actor=actor),
        "owed": proposed.owed,
    }


@tenant_view("payments:write")
@require_safe
def payment_proposal(request: TenantRequest) -> HttpResponse:
    """What the amount that is being typed would pay."""
    actor, reader = request.actor, Reader(request.GET)
    payer = _payer(request.GET, actor=actor, reader=None)
    amount = reader.number("amount")
    payer = _For(payer.customer, payer.invoice_id, amount)
    context = {"proposal": _proposal_context(actor, payer, FormState()), "form": FormState(), "payer": payer}
    return render(request, "pages/payments/allocations.html", context)


@tenant_view("payments:write")
@require_POST
def payment_rest(request: TenantRequest) -> HttpResponse:
    """What is left of the amount while its parts are changed by hand."""
    reader = Reader(request.POST)
    cells = lines_of(request.POST, prefix=ALLOCATIONS)
    parts = [reader.line(f"{ALLOCATIONS}/{at}", each).number("amount") for at, each in enumerate(cells)]
    rest = (reader.number("amount") or Decimal(0)) - sum((part for part in parts if part), Decimal(0))
    return HttpResponse(escape(over_words(rest, actor=request.actor) or rest_words(rest, actor=request.actor)))


def _payer(sent: Any, *, actor: Actor, reader: Reader | None) -> _For:
    """By the id that the page carries, else by the name that was typed; what is wrong goes to `reader`."""
    checker = reader.checker if reader else None
    customer_id = parse_id(sent.get("customer_id"))
    customer = meant(actor=actor, text=str(sent.get("customer", "")).strip(), chosen_id=customer_id, checker=checker)
    return _For(customer, parse_id(sent.get("invoice_id")))


def _recorded(request: TenantRequest) -> HttpResponse:
    actor, reader = request.actor, Reader(request.POST)
    payer = _payer(request.POST, actor=actor, reader=reader)
    cells = lines_of(request.POST, prefix=ALLOCATIONS)
    chosen = [at for at, each in enumerate(cells) if each.get("amount", "").strip() not in ("", "0")]
    amount = reader.number("amount")
    payer = _For(payer.customer, payer.invoice_id, amount)
    try:
        with transaction.atomic():
            made = _record(request, reader, payer, [cells[at] for at in chosen])
    except IdReused:  # the same form sent twice
        return _to_page(payer, reader.id("id"))
    except (Invalid, Conflict) as error:
        form = FormState.refused(request.POST, at_rows(error, chosen, prefix=ALLOCATIONS))
        return _form(request, payer, form, status=error.status)
    messages.success(request, _said(made, actor=actor))
    return _to_page(payer, made.id)


def _to_page(payer: _For, payment_id: UUID | None) -> HttpResponse:
    return SeeOther(href_of("invoice", payer.invoice_id) if payer.invoice_id else reverse("payment", args=[payment_id]))


def _record(request: TenantRequest, reader: Reader, payer: _For, cells: list[dict[str, str]]) -> Payment:
    """Raises `Invalid` for what cannot be read, and what `record_payment` raises."""
    allocations = _allocations(request, reader, payer, cells)
    fields = {name: reader.text(name) for name in ("method", "reference", "notes")}
    paid_on, payment_id = reader.day("paid_on"), reader.id("id")
    reader.stop()
    assert payer.customer is not None  # else the reader has stopped
    wanted = PaymentInput(
        customer_id=payer.customer.id,
        amount=payer.amount or Decimal(0),
        paid_on=paid_on,
        allocations=allocations,
        **fields,
    )
    return record_payment(actor=request.actor, payment=wanted, id=payment_id)


def _allocations(
    request: TenantRequest, reader: Reader, payer: _For, cells: list[dict[str, str]]
) -> tuple[AllocationInput, ...] | None:
    """As they stand in the form, where they were proposed for this amount; else as proposed for it."""
    if payer.customer is None or payer.amount is None:
        return None
    shown_for = Reader({"amount": request.POST.get("allocated_for", "")}).number("amount")
    if shown_for != payer.amount:
        proposed: Proposal = propose_allocations(
            actor=request.actor, customer_id=payer.customer.id, amount=payer.amount, first_id=payer.invoice_id
        )
        return tuple(AllocationInput(invoice_id=p.invoice.id, amount=p.amount) for p in proposed.parts if p.amount)
    found = []
    for at, each in enumerate(cells):
        line = reader.line(f"{ALLOCATIONS}/{at}", each)
        invoice_id, part = line.id("invoice_id"), line.number("amount")
        if invoice_id is not None and part is not None:
            found.append(AllocationInput(invoice_id=invoice_id, amount=part))
    return tuple(found)


def _said(made: Payment, *, actor: Actor) -> str:
    rest = rest_words(made.amount - made.allocated, actor=actor)
    return " ".join(part for part in (_("{number} is recorded.").format(number=made.number), rest) if part)


urlpatterns: list[URLPattern] = [
    path("app/payments/new", payment_new, name="payment-new"),
    path("app/payments/proposal", payment_proposal, name="payment-proposal"),
    path("app/payments/rest", payment_rest, name="payment-rest"),
]
