"""The form of a new count."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from omnistock.domain.stocktaking.counting_inputs import CountScope
from omnistock.domain.stocktaking.operations import create_stock_count
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import choice_of, id_of, parse_id
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.count_scope_form import at_fields, scope_context, typed_counters, typed_scope
from omnistock.interfaces.web.count_words import SCOPES
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.reading import Reader
from omnistock.kernel.errors import Conflict, IdReused, Invalid
from omnistock.kernel.ids import uuid7


@tenant_view("counts:approve")
@require_http_methods(["GET", "POST"])
def count_new(request: TenantRequest) -> HttpResponse:
    """The form, and its count. An address may choose: `?scope=batches&batch=…`, `?scope=locations&location=…`."""
    if request.method != "POST":
        ids = [each for name in ("location", "product", "batch", "category") if (each := id_of(request, name))]
        scope = CountScope(scope=choice_of(request, "scope", SCOPES, default="locations"), ids=ids)
        form = FormState(values={"id": str(uuid7())})
        return _form(request, form, scope, id_of(request, "warehouse"), [], 200)
    reader = Reader(request.POST)
    scope, counters = typed_scope(request.POST, reader), typed_counters(request.POST)
    count_id, warehouse_id = parse_id(request.POST.get("id")) or uuid7(), reader.id("warehouse_id")
    try:
        with transaction.atomic():
            percent, value, due_on = (
                reader.number("tolerance_percent"),
                reader.number("tolerance_value"),
                reader.day("due_on"),
            )
            if warehouse_id is None:
                reader.checker.add("warehouse_id", _("Choose the warehouse."), "missing")
            reader.stop()
            assert warehouse_id is not None
            create_stock_count(
                actor=request.actor,
                id=count_id,
                warehouse_id=warehouse_id,
                scope=scope,
                counter_ids=counters,
                tolerance_percent=percent,
                tolerance_value=value,
                due_on=due_on,
                notes=reader.text("notes"),
            )
    except IdReused:  # the same form sent twice
        return SeeOther(reverse("stock-count", args=[count_id]))
    except (Invalid, Conflict) as error:
        form = FormState.refused(request.POST, at_fields(error, scope.scope))
        return _form(request, form, scope, warehouse_id, counters, error.status)
    return SeeOther(reverse("stock-count", args=[count_id]))


def _form(
    request: TenantRequest,
    form: FormState,
    scope: CountScope,
    warehouse_id: UUID | None,
    counters: list[UUID],
    status: int,
) -> HttpResponse:
    context = {
        "form": form,
        "crumbs": [(_("Counts"), reverse("stock-counts"))],
        **scope_context(actor=request.actor, warehouse_id=warehouse_id, scope=scope, counters=counters),
    }
    return render(request, "pages/counts/new.html", context, status=status)


urlpatterns: list[URLPattern] = [path("app/counts/new", count_new, name="stock-count-new")]
