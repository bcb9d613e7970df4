"""The logo of the workspace: chosen on the settings page, printed on every paper."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from omnistock.domain.files.logo import logo_file
from omnistock.domain.files.serving import headers_of
from omnistock.domain.files.storing import FileTooLarge, read_file
from omnistock.domain.identity.operations import change_logo, remove_logo
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.views.workspace_settings import show_settings
from omnistock.kernel.errors import Conflict, Invalid, NotFound


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
    file = request.FILES.get("file")
    try:
        with transaction.atomic():
            if file is None:
                raise Invalid.at("file", _("Choose a PNG or JPEG picture."), "missing")
            change_logo(actor=request.actor, parts=file.chunks())
    except (Invalid, Conflict, FileTooLarge) as error:
        return show_settings(request, status=error.status, logo_form=FormState.refused(request.POST, error))
    messages.success(request, _("The logo is on every paper from now on."))
    return SeeOther(reverse("workspace-settings"))


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
