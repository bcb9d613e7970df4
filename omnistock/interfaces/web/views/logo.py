"""The logo of the workspace: chosen on the settings page, printed on every paper."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from omnistock.domain.files.logo import logo_file
from omnistock.domain.files.serving import headers_of
from omnistock.domain.files.storing import read_file
from omnistock.domain.identity.operations import change_logo, remove_logo
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.views.workspace_settings import show_settings
from omnistock.kernel.errors import Invalid, NotFound


@require_safe
@tenant_view(None)
def logo(request: TenantRequest) -> HttpResponse:
    """The picture itself."""
    file = logo_file(actor=request.actor)
    if file is None:
        raise NotFound(_("This workspace has no logo."))
    return HttpResponse(read_file(actor=request.actor, file_id=file.pk), headers=headers_of(file, in_place=True))


@require_POST
@tenant_view("settings:write")
def logo_change(request: TenantRequest) -> HttpResponse:
    def write(_posted: Posted) -> str:
        file = request.FILES.get("file")
        if file is None:
            raise Invalid.at("file", _("Choose a PNG or JPEG picture."), "missing")
        change_logo(actor=request.actor, parts=file.chunks())
        messages.success(request, _("The logo is on every paper from now on."))
        return reverse("workspace-settings")

    return answer_form(
        request, write=write, show=lambda form, status: show_settings(request, logo_form=form, status=status)
    )


@require_POST
@tenant_view("settings:write")
def logo_removal(request: TenantRequest) -> HttpResponse:
    remove_logo(actor=request.actor)
    messages.success(request, _("Papers carry the name alone again."))
    return SeeOther(reverse("workspace-settings"))


urlpatterns: list[URLPattern] = [
    path("app/logo", logo, name="logo"),
    path("app/settings/logo", logo_change, name="logo-change"),
    path("app/settings/logo/removal", logo_removal, name="logo-removal"),
]
