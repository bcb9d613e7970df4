"""Taking a document back, the same for every kind: first what it would do and what stands in the way, then the act."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from omnistock.domain.fulfilment.reversals import KINDS, ReversalPreview, Standing, preview_reversal, reverse_document
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.movement_words import outside_words
from omnistock.interfaces.web.posted import Posted, answer_form

# By kind: its list's URL name and path, the list's title, and the question that the page asks.
PAGES: Final[dict[str, tuple[str, str | Promise, str | Promise]]] = {
    "receipt": ("receipts", gettext_lazy("Receipts"), gettext_lazy("Reverse the receipt")),
    "adjustment": ("adjustments", gettext_lazy("Adjustments"), gettext_lazy("Reverse the adjustment")),
    "transfer": ("transfers", gettext_lazy("Transfers"), gettext_lazy("Reverse the transfer")),
    "move": ("moves", gettext_lazy("Moves"), gettext_lazy("Reverse the move")),
    "dispatch": ("dispatches", gettext_lazy("Dispatches"), gettext_lazy("Reverse the dispatch")),
    "payment": ("payments", gettext_lazy("Payments"), gettext_lazy("Reverse the payment")),
    "refund": ("refunds", gettext_lazy("Refunds"), gettext_lazy("Reverse the refund")),
}
_URL_NAMES: Final = {"sales_order": "sales-order", "landed_cost": "landed-cost"}


@tenant_view()
def reversal(request: TenantRequest, document_id: UUID, kind: str) -> HttpResponse:
    """`kind` stands in the URL's pattern; whoever may not reverse such documents is told so."""
    actor = request.actor
    actor.require(KINDS[kind].permission)

    def write(posted: Posted) -> str:
        reason, version = posted.text("reason"), posted.version()
        done = reverse_document(actor=actor, kind=kind, id=document_id, reason=reason, expected_version=version)
        messages.success(request, _("{number} is taken back").format(number=done.number))
        return reverse(kind, args=[document_id])

    def show(form: FormState, status: int) -> HttpResponse:
        return _show(request, preview_reversal(actor=actor, kind=kind, id=document_id), form, status)

    return answer_form(request, write=write, show=show) if request.method == "POST" else show(FormState(), 200)


def _show(request: TenantRequest, preview: ReversalPreview, form: FormState, status: int) -> HttpResponse:
    list_name, list_title, title = PAGES[preview.kind]
    here = reverse(preview.kind, args=[preview.id])
    context: dict[str, Any] = {
        "preview": preview,
        "form": form,
        "title": title,
        "here": here,
        "is_stock": KINDS[preview.kind].is_stock,
        "effects": [
            (
                each,
                _place(each.from_warehouse_name, each.from_code, each.from_kind),
                _place(each.to_warehouse_name, each.to_code, each.to_kind),
            )
            for each in preview.effects
        ],
        "standing": [(each, _href(each)) for each in preview.standing],
        "crumbs": [(list_title, reverse(list_name)), (preview.number, here)],
    }
    return render(request, "pages/reversals/page.html", context, status=status)


def _place(warehouse: str, code: str, kind: str) -> str:
    """Bins of two warehouses may be called alike."""
    return f"{warehouse} / {code}" if code else outside_words(kind)


def _href(standing: Standing) -> str:
    return href_of(_URL_NAMES.get(standing.kind, standing.kind), standing.id) if standing.id else ""


urlpatterns: list[URLPattern] = [
    path(f"app/{page[0]}/<uuid:document_id>/reversal", reversal, {"kind": kind}, name=f"{kind}-reversal")
    for kind, page in PAGES.items()
]
