"""Keys for programs: made, shown once, revoked."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from omnistock.domain.identity.operations import create_api_key, revoke_api_key
from omnistock.domain.identity.queries import api_keys as all_keys
from omnistock.interfaces.web import shown_once
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.choices import SCOPES
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.key_words import SCOPE_WORDS
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.reauthentication import reauthenticated

_TEXT = "api_key"


@tenant_view("settings:write", though_frozen=True)
@require_safe
def api_keys(request: TenantRequest) -> HttpResponse:
    keys = all_keys()
    data = {
        "keys": keys,
        "count": len(keys),
        "text": shown_once.take(request, _TEXT),
        "may_make": request.actor.may("settings:write"),
    }
    return render(request, "pages/api_keys/list.html", data)


@tenant_view("settings:write")
@require_http_methods(["GET", "POST"])
@reauthenticated(form=True)
def api_key_new(request: TenantRequest) -> HttpResponse:
    def write(posted: Posted) -> str:
        name = posted.text("name")
        made = create_api_key(actor=request.actor, name=name, scopes=posted.texts("scopes"))
        shown_once.keep(request, _TEXT, made.text)
        return reverse("api-keys")

    def show(form: FormState, status: int) -> HttpResponse:
        ticked = request.POST.getlist("scopes")
        scopes = [(scope, SCOPE_WORDS[scope], scope in ticked) for scope in SCOPES if request.actor.may(scope)]
        return render(request, "pages/api_keys/new.html", {"form": form, "scopes": scopes}, status=status)

    if request.method == "POST":
        return answer_form(request, write=write, show=show)
    return show(FormState(), 200)


@tenant_view("settings:write", though_frozen=True)
@require_POST
@reauthenticated
def api_key_revocation(request: TenantRequest, api_key_id: UUID) -> HttpResponse:
    revoked = revoke_api_key(actor=request.actor, api_key_id=api_key_id)
    messages.success(request, _("The key {name} opens nothing any more.").format(name=revoked.name))
    return SeeOther(reverse("api-keys"))


urlpatterns: list[URLPattern] = [
    path("app/api-keys", api_keys, name="api-keys"),
    path("app/api-keys/new", api_key_new, name="api-key-new"),
    path("app/api-keys/<uuid:api_key_id>/revocation", api_key_revocation, name="api-key-revocation"),
]
