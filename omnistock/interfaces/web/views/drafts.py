"""What the forms' script sends while somebody types, and the button that forgets it."""

from __future__ import annotations

from django.http import HttpResponse, QueryDict
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from omnistock.domain.drafts.keeping import LONGEST_NAME, drop_draft, keep_draft
from omnistock.interfaces.web.answers import SeeOther, own_address
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.form_draft import require_form, typed_fields


@tenant_view()
@require_POST
def draft(request: TenantRequest) -> HttpResponse:
    """Keep the form that was sent whole (`?page=`, `?document=`). 204: there is nothing to show."""
    page, document = _named(request.GET)
    require_form(request.actor, page)
    keep_draft(actor=request.actor, page=page, document=document, fields=typed_fields(request.POST))
    return HttpResponse(status=204)


@tenant_view()
@require_POST
def draft_removal(request: TenantRequest) -> HttpResponse:
    """Forget the form and go back to its page, which is then as new."""
    page, document = _named(request.POST)
    require_form(request.actor, page)
    drop_draft(actor=request.actor, page=page, document=document)
    return SeeOther(own_address(request, request.POST.get("next", "")))


def _named(sent: QueryDict) -> tuple[str, str]:
    return str(sent.get("page", ""))[: LONGEST_NAME + 1], str(sent.get("document", ""))[: LONGEST_NAME + 1]


urlpatterns: list[URLPattern] = [
    path("app/drafts", draft, name="draft"),
    path("app/drafts/removal", draft_removal, name="draft-removal"),
]
