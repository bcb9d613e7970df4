"""Files brought in: choose one, see every error at once, then bring all of it in, or none."""

from __future__ import annotations

import csv
import datetime as dt
import io
from math import ceil
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from omnistock.domain.exchange.annotating import annotated_file
from omnistock.domain.exchange.errors import UnreadableFile
from omnistock.domain.exchange.operations import (
    BIG_BYTES,
    FileInput,
    cancel_import,
    check_import,
    queue_check,
    recheck_import,
    start_import,
)
from omnistock.domain.exchange.queries import ImportView, import_fields, import_view, imports
from omnistock.domain.exchange.undoing import undo_import, undo_preview
from omnistock.domain.warehouses.queries import warehouses
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.posted import Posted, answer_form
from omnistock.kernel.errors import Invalid

KINDS: Final = (
    ("products", gettext_lazy("Products")),
    ("opening_stock", gettext_lazy("Opening stock, with batches, expiry and bins")),
    ("customers", gettext_lazy("Customers")),
    ("suppliers", gettext_lazy("Suppliers")),
    ("product_suppliers", gettext_lazy("Suppliers of products, with their codes, costs and lead times")),
    ("reorder_rules", gettext_lazy("Reorder points by warehouse")),
)
# Where what a file brought is seen.
_RESULTS: Final = {
    "products": ("products", gettext_lazy("See products")),
    "opening_stock": ("stock", gettext_lazy("See the stock")),
    "customers": ("customers", gettext_lazy("See customers")),
    "suppliers": ("suppliers", gettext_lazy("See suppliers")),
    "product_suppliers": ("replenishment", gettext_lazy("See what to order")),
    "reorder_rules": ("replenishment", gettext_lazy("See what to order")),
}
DATE_ORDERS: Final = (("day_first", gettext_lazy("31/03/2027")), ("month_first", gettext_lazy("03/31/2027")))
COLUMNS: Final = (
    Column("file", gettext_lazy("File")),
    Column("kind", gettext_lazy("What")),
    Column("when", gettext_lazy("When")),
    Column("status", gettext_lazy("Status")),
    Column("rows", gettext_lazy("Rows"), is_figure=True),
    Column("created", gettext_lazy("New"), is_figure=True),
    Column("errors", gettext_lazy("Errors"), is_figure=True),
)
_ERRORS_SHOWN: Final = 200
# Another system's one word for what Tracking and Expires say.
_LEFT_OUT: Final = frozenset({"lots_expire"})


@tenant_view("exchange:write")
def import_list(request: TenantRequest) -> HttpResponse:
    page = imports(actor=request.actor, cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=page.items,
        columns=COLUMNS,
        query=request.GET,
        sort="",
        next_cursor=page.next_cursor or "",
        filter_names=(),
    )
    return render(request, "pages/imports/list.html", {"listing": listing, "kinds": dict(KINDS)})


@tenant_view("exchange:write")
def import_new(request: TenantRequest) -> HttpResponse:
    """Choose a file. Posting it checks it whole and changes nothing yet."""
    if request.method != "POST":
        return _form(request, FormState(values={"kind": request.GET.get("kind", "products")}), 200)
    return answer_form(
        request,
        write=lambda posted: _check(request, posted),
        show=lambda form, status: _form(request, form, status),
    )


@tenant_view("exchange:write")
def import_columns(request: TenantRequest) -> HttpResponse:
    """A file of `?kind=` with nothing but its headings, for who has no file yet."""
    kind = request.GET.get("kind", "")
    if kind not in dict(KINDS):
        raise Http404
    content = io.StringIO()
    csv.writer(content).writerow(field.label for field in import_fields(kind=kind) if field.name not in _LEFT_OUT)
    # Excel takes a file for UTF-8 by its mark, and writes it back so.
    answer = HttpResponse(content.getvalue().encode("utf-8-sig"), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{kind.replace("_", "-")}.csv"'
    return answer


@tenant_view("exchange:write")
def import_page(request: TenantRequest, import_id: UUID) -> HttpResponse:
    """How it stands. While the worker has it, the page asks again by itself."""
    found = import_view(actor=request.actor, import_id=import_id)
    fields = import_fields(kind=found.kind)
    may_map = found.status in ("checked", "refused")
    taken = {column["field"] for column in found.columns}
    labels = {field.name: field.label for field in fields if field.name not in taken}
    context = {
        "found": found,
        "crumbs": [(_("Import"), reverse("imports"))],
        "kind": dict(KINDS).get(found.kind, found.kind),
        "columns": _columns(found),
        "fields": [("", _("Leave out")), *((field.name, field.label) for field in fields)],
        # What is wrong with a column that the file lacks is told by its field's name: people know it by its label.
        "errors": [(error, labels.get(error["column"], error["column"])) for error in found.errors[:_ERRORS_SHOWN]],
        "lacking": [label for name, label in labels.items() if name in {error["column"] for error in found.errors}],
        "is_under_way": found.status in ("checking", "waiting", "running"),
        "percent": 100 * found.rows_done // found.rows if found.rows else 0,
        "time_left": _time_left(found, now=request.actor.now),
        "may_map": may_map,
        "is_unsure": may_map and not any(field.is_needed and field.name in taken for field in fields),
        "result": _RESULTS.get(found.kind) if found.status == "done" else None,
        "may_undo": found.status == "done" and "same_as" not in found.details,
    }
    return render(request, "pages/imports/page.html", context)


def _time_left(found: ImportView, *, now: dt.datetime) -> str:
    """In words, once enough is done to tell by: the row was last saved when the worker took it up."""
    if found.status not in ("checking", "running") or found.rows_done * 20 < found.rows or not found.rows_done:
        return ""
    left = (now - found.updated_at).total_seconds() * (found.rows - found.rows_done) / found.rows_done
    if left < 60:
        return ngettext("About {count} second left.", "About {count} seconds left.", ceil(left)).format(
            count=ceil(left)
        )
    minutes = ceil(left / 60)
    return ngettext("About {count} minute left.", "About {count} minutes left.", minutes).format(count=minutes)


@tenant_view("exchange:write")
def import_errors(request: TenantRequest, import_id: UUID) -> HttpResponse:
    """The person's own file, with what is wrong in front of every row."""
    file = annotated_file(actor=request.actor, import_id=import_id)
    answer = HttpResponse(file.content, content_type=file.media_type)
    answer.headers["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    return answer


@require_POST
@tenant_view("exchange:write")
def import_run(request: TenantRequest, import_id: UUID) -> HttpResponse:
    """Hand it to the worker; its page shows how it goes."""
    start_import(actor=request.actor, import_id=import_id, expected_version=Posted(request.POST).version())
    return SeeOther(reverse("import", args=[import_id]))


@require_POST
@tenant_view("exchange:write")
def import_mapping(request: TenantRequest, import_id: UUID) -> HttpResponse:
    """Say which column is which field, and check the file again."""
    found = import_view(actor=request.actor, import_id=import_id)
    mapping = {
        column["heading"]: request.POST[f"column-{position}"]
        for position, column in enumerate(found.columns)
        if f"column-{position}" in request.POST
    }
    version = Posted(request.POST).version()
    recheck_import(actor=request.actor, import_id=import_id, mapping=mapping, expected_version=version)
    return SeeOther(reverse("import", args=[import_id]))


@require_POST
@tenant_view("exchange:write")
def import_cancellation(request: TenantRequest, import_id: UUID) -> HttpResponse:
    cancel_import(actor=request.actor, import_id=import_id, expected_version=Posted(request.POST).version())
    return SeeOther(reverse("imports"))


@tenant_view("exchange:write")
def import_undoing(request: TenantRequest, import_id: UUID) -> HttpResponse:
    """What taking it back would do, and what stands in the way; then doing it."""
    if request.method != "POST":
        return _undoing(request, import_id, FormState(), 200)

    def write(posted: Posted) -> str:
        with transaction.atomic():
            undo_import(actor=request.actor, import_id=import_id, expected_version=posted.version())
        messages.success(request, _("The import is undone"))
        return reverse("import", args=[import_id])

    return answer_form(request, write=write, show=lambda form, status: _undoing(request, import_id, form, status))


def _undoing(request: TenantRequest, import_id: UUID, form: FormState, status: int) -> HttpResponse:
    found = import_view(actor=request.actor, import_id=import_id)
    context = {
        "found": found,
        "form": form,
        "preview": undo_preview(actor=request.actor, import_id=import_id),
        "crumbs": [(_("Import"), reverse("imports")), (found.file_name, reverse("import", args=[import_id]))],
    }
    return render(request, "pages/imports/undoing.html", context, status=status)


def _columns(found: ImportView) -> list[tuple[int, dict[str, Any], list[str]]]:
    """Each column with its number on the page and what its first rows hold."""
    return [(number, column, _held(found, column.get("at", number))) for number, column in enumerate(found.columns)]


def _held(found: ImportView, at: int) -> list[str]:
    return [row[at] for row in found.sample if at < len(row) and row[at].strip()][:3]


def _check(request: TenantRequest, posted: Posted) -> str:
    file = request.FILES.get("file")
    if file is None:
        raise Invalid.at("file", _("Choose a CSV or XLSX file."))
    options = {name: posted.text(name) for name in ("warehouse", "date_order") if posted.text(name)}
    sent = FileInput(
        kind=posted.text("kind"), name=file.name or "file.csv", parts=file.chunks(), options=options, remembers=True
    )
    try:
        check = queue_check if (file.size or 0) > BIG_BYTES else check_import
        made = check(actor=request.actor, file=sent)
    except UnreadableFile as error:
        raise Invalid.at("file", error.message, error.code) from None
    return reverse("import", args=[made.id])


def _form(request: TenantRequest, form: FormState, status: int) -> HttpResponse:
    places = [(each.code, each.name) for each in warehouses(actor=request.actor)]
    context = {"form": form, "kinds": KINDS, "places": places, "date_orders": DATE_ORDERS}
    return render(request, "pages/imports/new.html", context, status=status)


urlpatterns: list[URLPattern] = [
    path("app/imports", import_list, name="imports"),
    path("app/imports/new", import_new, name="import-new"),
    path("app/imports/columns.csv", import_columns, name="import-columns"),
    path("app/imports/<uuid:import_id>", import_page, name="import"),
    path("app/imports/<uuid:import_id>/errors", import_errors, name="import-errors"),
    path("app/imports/<uuid:import_id>/undoing", import_undoing, name="import-undoing"),
    path("app/imports/<uuid:import_id>/run", import_run, name="import-run"),
    path("app/imports/<uuid:import_id>/mapping", import_mapping, name="import-mapping"),
    path("app/imports/<uuid:import_id>/cancellation", import_cancellation, name="import-cancellation"),
]
