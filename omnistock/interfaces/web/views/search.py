"""`/app/search`: anything by what is typed or scanned. JSON for the palette; for people a page, or straight to the one
answer."""

from __future__ import annotations

from itertools import groupby
from typing import Final

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path

from omnistock.domain.catalog.scanning import resolve_code
from omnistock.domain.ledger.queries.naming import batch_named
from omnistock.interfaces.web.asked import text_of
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.finding import Found, found
from omnistock.interfaces.web.links import href_of
from omnistock.interfaces.web.navigation import Link, navigation_for
from omnistock.tenancy.actor import Actor

# Of each kind: what the palette shows without scrolling, and what the page does.
IN_PALETTE: Final = 5
ON_PAGE: Final = 20


@tenant_view()
def search(request: TenantRequest) -> HttpResponse:
    """`{"results": [{kind, label, detail, href}]}` where JSON is asked for, else the page."""
    text = text_of(request)
    if request.headers.get("Accept", "").startswith("application/json"):
        results = found(actor=request.actor, text=text, limit=IN_PALETTE) if text else []
        return JsonResponse({"results": [_json(each) for each in results]})
    return _page(request, text)


def _page(request: TenantRequest, text: str) -> HttpResponse:
    actor = request.actor
    scanned = _scanned(actor, text) if text else ""
    if scanned:
        return redirect(scanned)
    results = found(actor=actor, text=text, limit=ON_PAGE) if text else []
    pages = _pages(request, text) if text else []
    only = _only(results, text)
    if only and not pages:
        return redirect(only.href)
    groups = [(kind, list(rows)) for kind, rows in groupby(results, key=lambda each: each.kind)]
    context = {"text": text, "groups": groups, "pages": pages, "may_create": actor.may("catalog:write")}
    return render(request, "pages/search.html", context)


def _scanned(actor: Actor, text: str) -> str:
    """The page that a code means: of the batch that it names when that is on file, else of the one product with it.

    Empty where it means none, or several.
    """
    if not actor.may("catalog:read"):
        return ""
    answer = resolve_code(actor=actor, text=text)
    ids = {match.product.id for match in answer.matches}
    if len(ids) != 1:
        return ""
    product_id = ids.pop()
    number = answer.scan.batch_number or answer.scan.serial
    if number and actor.may("stock:read"):
        batch = batch_named(actor=actor, product_id=product_id, number=number)
        if batch and (href := href_of("batch", batch.id)):
            return href
    return href_of("product", product_id)


def _only(results: list[Found], text: str) -> Found | None:
    """The one answer, or the one whose number or name is exactly what was typed."""
    exact = [each for each in results if each.label.casefold() == text.casefold()]
    sure = exact or results
    return sure[0] if len(sure) == 1 else None


def _pages(request: TenantRequest, text: str) -> list[Link]:
    wanted = text.casefold()
    links = [link for group in navigation_for(request.actor) for link in (*group.links, *group.more)]
    return [link for link in links if wanted in link.label.casefold()]


def _json(each: Found) -> dict[str, str]:
    return {"kind": str(each.kind), "label": each.label, "detail": each.detail, "href": each.href}


urlpatterns: list[URLPattern] = [path("app/search", search, name="search")]
