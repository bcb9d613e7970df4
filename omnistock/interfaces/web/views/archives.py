"""The whole workspace: taken out as one file, or brought in from one while it is empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from omnistock.domain.exchange.archive.keeping import (
    MOST_SENT_BYTES,
    archive_row,
    archives,
    read_archive,
    request_archive,
    request_restore,
    take_archive,
)
from omnistock.domain.files.storing import FileTooLarge
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.interfaces.web.reauthentication import is_fresh, reauthenticated, to_confirm
from omnistock.interfaces.web.uploads import takes_files_of
from omnistock.kernel.errors import Invalid
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.boundary import tenant_boundary


@tenant_view("organization:export")
@require_http_methods(["GET", "POST"])
@reauthenticated(methods=("POST",))
def archive_list(request: TenantRequest) -> HttpResponse:
    """What was taken out, and asking for a new one."""

    def write(_posted: Posted) -> str:
        return reverse("workspace-archive", args=[request_archive(actor=request.actor).pk])

    def show(form: FormState, status: int) -> HttpResponse:
        return _list(request, form, status)

    return answer_form(request, write=write, show=show) if request.method == "POST" else show(FormState(), 200)


def _list(request: TenantRequest, form: FormState, status: int) -> HttpResponse:
    rows = archives(actor=request.actor).items
    data = {"rows": rows, "form": form, "may_restore": request.actor.may("organization:restore")}
    return render(request, "pages/archives/list.html", data, status=status)


@tenant_view("organization:export")
@require_safe
def archive_page(request: TenantRequest, workspace_archive_id: UUID) -> HttpResponse:
    """How far it is. While the worker has it, the page asks again by itself."""
    found = archive_row(actor=request.actor, archive_id=workspace_archive_id)
    data = {
        "found": found,
        "is_under_way": found.status in ("waiting", "running"),
        "percent": 100 * found.rows_done // found.rows_total if found.rows_total else 0,
        "rows": sum((found.result.get("rows") or {}).values()),
        "digest": bytes(found.sha256).hex() if found.sha256 else "",
        "crumbs": [(_("Export"), reverse("exports")), (_("The whole workspace"), reverse("workspace-archives"))],
    }
    return render(request, "pages/archives/page.html", data)


@tenant_view("organization:export")
@require_safe
def archive_file(request: TenantRequest, workspace_archive_id: UUID) -> HttpResponseBase:
    """The file, a chunk at a time. Taking it away is written down before the first byte."""
    found = archive_row(actor=request.actor, archive_id=workspace_archive_id)
    if not is_fresh(request):  # after it was found: of another's there is nothing to confirm
        return to_confirm(request)
    taken = take_archive(actor=request.actor, archive_id=found.pk)
    return StreamingHttpResponse(
        _streamed(request.actor, taken.pk), content_type="application/zip", headers=_headers(taken)
    )


@takes_files_of(MOST_SENT_BYTES)
@tenant_view("organization:restore")
@require_http_methods(["GET", "POST"])
@reauthenticated
def archive_restore(request: TenantRequest) -> HttpResponse:
    """Send an archive; the worker brings it in, or says why not."""
    if request.method != "POST":
        return _form(request, FormState(), 200)
    return answer_form(
        request, write=lambda posted: _send(request, posted), show=lambda form, status: _form(request, form, status)
    )


def _send(request: TenantRequest, posted: Posted) -> str:
    file = request.FILES.get("file")
    if file is None:
        raise Invalid.at("file", _("Choose the ZIP file that was taken out."), "missing")
    try:
        made = request_restore(actor=request.actor, name=file.name or "", parts=file.chunks())
    except FileTooLarge as error:
        raise Invalid.at("file", error.message, error.code) from None
    messages.success(request, _("The archive is here; it is being brought in."))
    return reverse("workspace-archive", args=[made.pk])


def _form(request: TenantRequest, form: FormState, status: int) -> HttpResponse:
    crumbs = [(_("Export"), reverse("exports")), (_("The whole workspace"), reverse("workspace-archives"))]
    return render(request, "pages/archives/restore.html", {"form": form, "crumbs": crumbs}, status=status)


def _headers(archive: Any) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{archive.file_name}"',
        "Content-Length": str(archive.size_bytes),
    }


def _streamed(actor: Actor, archive_id: UUID) -> Iterator[bytes]:
    """A stream is read after the request's boundary has closed, so it opens its own."""
    with tenant_boundary(actor.organization_id):
        yield from read_archive(actor=actor, archive_id=archive_id)


urlpatterns: list[URLPattern] = [
    path("app/archives", archive_list, name="workspace-archives"),
    path("app/archives/restore", archive_restore, name="workspace-restore"),
    path("app/archives/<uuid:workspace_archive_id>", archive_page, name="workspace-archive"),
    path("app/archives/<uuid:workspace_archive_id>/file", archive_file, name="workspace-archive-file"),
]
