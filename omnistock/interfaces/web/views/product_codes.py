"""A scanned code that nobody knows, put on a product from within an entry grid."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from omnistock.domain.catalog.linking import add_barcode
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.posted import Posted
from omnistock.kernel.errors import Conflict, DomainError, Invalid


@tenant_view("catalog:write")
@require_POST
def product_codes(request: TenantRequest) -> HttpResponse:
    """`product_id`, `code` as it was scanned, `unit` for a pack's own code. Answers `{"name"}`, or 422 and `{"message"}`."""
    posted = Posted(request.POST)
    try:
        with transaction.atomic():
            product = add_barcode(
                actor=request.actor,
                product_id=_product_id(posted),
                text=posted.text("code"),
                unit=posted.text("unit"),
            )
    except (Invalid, Conflict) as error:
        return JsonResponse({"message": _said(error)}, status=error.status)
    return JsonResponse({"name": product.name})


def _product_id(posted: Posted) -> UUID:
    found = posted.id("product_id")
    posted.stop()
    if found is None:
        raise Invalid.at("product_id", _("Choose the product."), "missing")
    return found


def _said(error: DomainError) -> str:
    return " ".join(fault.message for fault in error.faults) or error.message


urlpatterns: list[URLPattern] = [path("app/products/codes", product_codes, name="product-codes")]
