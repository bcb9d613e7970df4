"""Papers of orders, to print: what goes to the customer, to the supplier, and what somebody picks by."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from omnistock.domain.fulfilment.order_papers import pick_list_pdf, purchase_order_pdf, sales_order_pdf
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.pdf_answer import pdf_answer


@require_safe
@tenant_view("sales:read")
def sales_order_paper(request: TenantRequest, sales_order_id: UUID) -> HttpResponse:
    """The order confirmation."""
    made = sales_order_pdf(actor=request.actor, sales_order_id=sales_order_id)
    return pdf_answer(request, made, name="order-confirmation")


@require_safe
@tenant_view("sales:read")
def pick_list_paper(request: TenantRequest, sales_order_id: UUID) -> HttpResponse:
    """Bins, batches and quantities in walking order."""
    made = pick_list_pdf(actor=request.actor, sales_order_id=sales_order_id)
    return pdf_answer(request, made, name="pick-list")


@require_safe
@tenant_view("purchasing:read")
def purchase_order_paper(request: TenantRequest, purchase_order_id: UUID) -> HttpResponse:
    """The order as the supplier gets it."""
    made = purchase_order_pdf(actor=request.actor, purchase_order_id=purchase_order_id)
    return pdf_answer(request, made, name="purchase-order")


urlpatterns: list[URLPattern] = [
    path("app/sales-orders/<uuid:sales_order_id>/order.pdf", sales_order_paper, name="sales-order-pdf"),
    path("app/sales-orders/<uuid:sales_order_id>/pick-list.pdf", pick_list_paper, name="sales-order-pick-list"),
    path("app/purchase-orders/<uuid:purchase_order_id>/order.pdf", purchase_order_paper, name="purchase-order-pdf"),
]
