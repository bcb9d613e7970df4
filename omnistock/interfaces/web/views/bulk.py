"""What is done to the chosen rows of a list. What can be done is done; what needs a person is named, and stays as it was."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from omnistock.domain.billing.queries import invoice
from omnistock.domain.fulfilment.documents import invoice_pdf
from omnistock.domain.ledger.operations import hold_batch
from omnistock.domain.sales.operations import confirm_sales_order
from omnistock.domain.sales.queries import sales_order
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import parse_id
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.customer_choice import credit_of, meant
from omnistock.interfaces.web.party_sides import CUSTOMERS, SUPPLIERS, Side
from omnistock.kernel.errors import Conflict, DomainError, Invalid
from omnistock.tenancy.paging import DEFAULT_LIMIT

# A list shows no more at once.
_MOST_CHOSEN = DEFAULT_LIMIT


def _chosen(request: TenantRequest) -> list[UUID]:
    """The rows that were ticked. Raises `Invalid` when none was."""
    found = _ticked(request.POST)
    if not found:
        raise Invalid.at("id", _("Choose at least one row."), "missing")
    return found


def _ticked(sent: QueryDict) -> list[UUID]:
    return [row for text in sent.getlist("id")[:_MOST_CHOSEN] if (row := parse_id(text))]


def _each(ids: list[UUID], act: Callable[[UUID], Any]) -> tuple[int, list[str]]:
    """How many were done, and why each other was not."""
    done, refusals = 0, []
    for row_id in ids:
        try:
            with transaction.atomic():
                act(row_id)
            done += 1
        except (Invalid, Conflict) as error:
            refusals.append(_said(error))
    return done, refusals


def _said(error: DomainError) -> str:
    return " ".join(dict.fromkeys(fault.message for fault in error.faults)) or error.message


def _tell(request: TenantRequest, done: str, refusals: list[str]) -> None:
    if done:
        messages.success(request, done)
    for refusal in dict.fromkeys(refusals):
        messages.warning(request, refusal)


@tenant_view("sales:write")
@require_POST
def orders_confirmation(request: TenantRequest) -> HttpResponse:
    """Confirm the chosen drafts. One with a caution waits for a person's reason on its own page."""
    actor = request.actor

    def confirm(order_id: UUID) -> None:
        order = sales_order(actor=actor, sales_order_id=order_id)
        customer = meant(actor=actor, text="", chosen_id=order.customer_id)
        credit = credit_of(actor=actor, customer=customer) if customer else None
        try:
            confirm_sales_order(actor=actor, sales_order_id=order_id, credit=credit, accepted_cautions=())
        except (Invalid, Conflict) as error:
            words = _("{number} is not confirmed: {why}")
            raise Conflict(words.format(number=order.number, why=_said(error))) from error

    done, refusals = _each(_chosen(request), confirm)
    words = ngettext("{count} order is confirmed", "{count} orders are confirmed", done)
    _tell(request, words.format(count=done) if done else "", refusals)
    return SeeOther(reverse("sales-orders"))


@tenant_view("billing:read")
@require_safe
def invoice_papers(request: TenantRequest) -> HttpResponse:
    """The chosen invoices' papers in one archive, each under its number; where none is chosen, back to the list."""
    actor, kept = request.actor, io.BytesIO()
    if not (chosen := _ticked(request.GET)):
        return SeeOther(reverse("invoices"))
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for invoice_id in dict.fromkeys(chosen):
            found = invoice(actor=actor, invoice_id=invoice_id)
            name = re.sub(r"[^A-Za-z0-9]+", "-", found.number or f"draft-{invoice_id}")
            archive.writestr(f"{name}.pdf", invoice_pdf(actor=actor, invoice_id=invoice_id))
    answer = HttpResponse(kept.getvalue(), content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="invoices-{actor.today.isoformat()}.zip"'
    return answer


@tenant_view("stock:write")
@require_POST
def batches_hold(request: TenantRequest) -> HttpResponse:
    """Put the chosen batches on hold, for the reason that was typed beside the button."""
    reason = request.POST.get("reason", "")
    done, refusals = _each(
        _chosen(request), lambda batch_id: hold_batch(actor=request.actor, batch_id=batch_id, reason=reason)
    )
    words = ngettext("{count} batch is on hold", "{count} batches are on hold", done)
    _tell(request, words.format(count=done) if done else "", refusals)
    return SeeOther(reverse("batches"))


@tenant_view("parties:write")
@require_POST
def customers_archival(request: TenantRequest) -> HttpResponse:
    return _archive(request, CUSTOMERS)


@tenant_view("parties:write")
@require_POST
def suppliers_archival(request: TenantRequest) -> HttpResponse:
    return _archive(request, SUPPLIERS)


def _archive(request: TenantRequest, side: Side) -> HttpResponse:
    """Put the chosen parties away, so that no new document offers them; or offer them again with `do=restore`."""
    is_restored = request.POST.get("do") == "restore"
    act = side.restore if is_restored else side.archive
    done, refusals = _each(_chosen(request), lambda party_id: act(actor=request.actor, **{side.key: party_id}))
    words = ngettext("{count} is archived; what there was stays", "{count} are archived; what there was stays", done)
    if is_restored:
        words = ngettext("{count} is offered again", "{count} are offered again", done)
    _tell(request, words.format(count=done) if done else "", refusals)
    return SeeOther(reverse(side.list_url))


urlpatterns: list[URLPattern] = [
    path("app/sales-orders/confirmation", orders_confirmation, name="sales-orders-confirmation"),
    path("app/invoices/papers", invoice_papers, name="invoice-papers"),
    path("app/batches/hold", batches_hold, name="batches-hold"),
    path("app/customers/archival", customers_archival, name="customers-archival"),
    path("app/suppliers/archival", suppliers_archival, name="suppliers-archival"),
]
