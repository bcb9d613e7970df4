"""Find batches by what a notice names, see where they are, and freeze them: one search, one action."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from omnistock.domain.catalog.scanning import resolve_code
from omnistock.domain.ledger.queries.batches import BatchRow, batches_by_ids
from omnistock.domain.recalls.operations import open_recall
from omnistock.domain.recalls.queries import BatchSearch, find_batches, trace
from omnistock.domain.recalls.queries.finding import FoundBatch
from omnistock.interfaces.web.asked import id_of, parse_id, text_of
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.mass_balance import shown
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.reading import Reader
from omnistock.tenancy.actor import Actor

_SCAN_SHORTEST: Final = 14  # a GTIN with at least its identifier: shorter text is a batch number


@tenant_view("recalls:write")
@require_http_methods(["GET", "POST"])
def recall_new(request: TenantRequest) -> HttpResponse:
    """The search and what it finds; posted, the chosen batches are frozen, or their drill begins."""
    if request.method != "POST":
        return _show(request, found=list(find_batches(actor=request.actor, search=_asked(request))))
    chosen = [batch_id for text in request.POST.getlist("batch_ids")[:500] if (batch_id := parse_id(text))]

    def write(posted: Posted) -> str:
        reason, is_drill = posted.text("reason"), posted.text("do") == "drill"
        made = open_recall(actor=request.actor, batch_ids=chosen, reason=reason, is_drill=is_drill)
        return reverse("recall", args=[made.pk])

    def show(form: FormState, status: int) -> HttpResponse:
        found = list(batches_by_ids(actor=request.actor, batch_ids=chosen).values())
        return _show(request, found=found, form=form, status=status)

    return answer_form(request, write=write, show=show)


def _asked(request: TenantRequest) -> BatchSearch:
    """What the address asks; a scan means the product and the batch that it names."""
    number, product_id = text_of(request), id_of(request, "product")
    if len(number) >= _SCAN_SHORTEST and request.actor.may("catalog:read"):
        number, product_id = _scanned(request.actor, number, product_id)
    reader = Reader({name: request.GET.get(name, "") for name in ("from", "through")})
    return BatchSearch(
        number=number,
        receipt=text_of(request, "receipt"),
        product_id=product_id,
        supplier_id=id_of(request, "supplier"),
        expires_from=reader.day("from"),
        expires_through=reader.day("through"),
    )


def _scanned(actor: Actor, text: str, product_id: UUID | None) -> tuple[str, UUID | None]:
    answer = resolve_code(actor=actor, text=text)
    ids = {match.product.id for match in answer.matches}
    number = answer.scan.batch_number or answer.scan.serial
    return (number, ids.pop()) if number and len(ids) == 1 else (text, product_id)


def _show(
    request: TenantRequest,
    *,
    found: list[FoundBatch] | list[BatchRow],
    form: FormState | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = request.actor
    traced = trace(actor=actor, batch_ids=[each.id for each in found])
    context = {
        "form": form or FormState(),
        "asked": {name: text_of(request, name) for name in ("q", "receipt", "from", "through")},
        "is_asked": any(request.GET.get(name) for name in ("q", "receipt", "from", "through", "product", "supplier")),
        "rows": [(each, shown(traced.balances[each.id])) for each in found],
        "trace": traced,
        "crumbs": [(_("Recalls"), reverse("recalls"))],
    }
    return render(request, "pages/recalls/new.html", context, status=status)


urlpatterns: list[URLPattern] = [path("app/recalls/new", recall_new, name="recall-new")]
