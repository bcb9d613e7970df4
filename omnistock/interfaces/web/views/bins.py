"""Stock by bin: the bins in walking order, and the page of one, from where its goods are moved in one press."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from omnistock.domain.ledger.queries import movements, stock
from omnistock.domain.ledger.queries.bins import BinFilter, bins, zones
from omnistock.domain.stocktaking.inputs import MoveLineInput
from omnistock.domain.stocktaking.operations import post_move
from omnistock.domain.warehouses.models import Location
from omnistock.domain.warehouses.queries import location_record, warehouse_page, warehouses
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import choice_of, id_of, parse_id, text_of
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.choices import LOCATION_KINDS, word_of
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.entry import lines_of
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.move_entry import at_cells, bins_of
from omnistock.interfaces.web.reading import Reader
from omnistock.interfaces.web.receipt_entry import place_typed, places_by_code
from omnistock.kernel.errors import Conflict, IdReused, Invalid
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.paging import MOST

COLUMNS: Final = (
    Column("bin", gettext_lazy("Bin")),
    Column("zone", gettext_lazy("Zone")),
    Column("kind", gettext_lazy("Kind")),
    Column("holds", gettext_lazy("Holds")),
    Column("products", gettext_lazy("Products"), is_figure=True),
    Column("batches", gettext_lazy("Batches"), is_figure=True),
    Column("warehouse", gettext_lazy("Warehouse")),
    Column("value", gettext_lazy("Value"), is_figure=True),
)
_HOLDS: Final = {"full": True, "empty": False}
_KINDS: Final = tuple(code for code, _word in LOCATION_KINDS)
_MOVEMENTS: Final = 15


@tenant_view("stock:read")
def bin_list(request: TenantRequest) -> HttpResponse:
    """The bins in use, as a person walks past them."""
    actor, wanted = request.actor, _wanted(request)
    page = bins(actor=actor, wanted=wanted, cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=[(row, word_of(row.kind)) for row in page.items],
        columns=COLUMNS if actor.sees_costs else COLUMNS[:-1],
        query=request.GET,
        sort="",
        next_cursor=page.next_cursor or "",
        filter_names=("q", "warehouse", "kind", "zone", "holds"),
    )
    context = {
        "listing": listing,
        "may_move": actor.may("stock:write"),
        "may_make": actor.may("warehouses:write"),
        "warehouses": warehouses(actor=actor),
        "warehouse": str(wanted.warehouse_id or ""),
        "kinds": LOCATION_KINDS,
        "kind": wanted.kind,
        "zones": zones(actor=actor),
        "zone": wanted.zone,
        "holds": request.GET.get("holds", ""),
    }
    return render(request, "pages/bins/list.html", context)


@tenant_view("stock:read")
def bin_export(request: TenantRequest) -> HttpResponseBase:
    """The list as it is filtered, as CSV."""
    return csv_answer(actor=request.actor, name="bins", asked={"wanted": _wanted(request)})


def _wanted(request: TenantRequest) -> BinFilter:
    return BinFilter(
        warehouse_id=id_of(request, "warehouse"),
        kind=choice_of(request, "kind", _KINDS),
        zone=text_of(request, "zone")[:40],
        holds=_HOLDS.get(request.GET.get("holds", "")),
        search=text_of(request)[:100],
    )


@tenant_view("stock:read")
def bin_page(request: TenantRequest, location_id: UUID) -> HttpResponse:
    return _show(request, location_id, FormState(values={"id": str(uuid7())}), 200)


@require_POST
@tenant_view("stock:write")
def bin_move(request: TenantRequest, location_id: UUID) -> HttpResponse:
    """What was typed beside the lines goes to the bin below them, in one move."""
    actor = request.actor
    move_id = parse_id(request.POST.get("id")) or uuid7()
    try:
        with transaction.atomic():
            place = location_record(actor=actor, location_id=location_id)
            assert place.warehouse_id is not None
            lines = _typed(request, place)
            moved = post_move(actor=actor, id=move_id, warehouse_id=place.warehouse_id, lines=lines)
    except IdReused:  # the same form sent twice
        return SeeOther(reverse("bin", args=[location_id]))
    except (Invalid, Conflict) as error:
        form = FormState.refused(request.POST, at_cells(error, {"to_location_id": "location"}))
        return _show(request, location_id, form, error.status)
    words = _("{number}: moved to {place}.")
    messages.success(request, words.format(number=moved.number, place=request.POST.get("location", "")[:40]))
    return SeeOther(reverse("bin", args=[location_id]))


def _typed(request: TenantRequest, place: Location) -> list[MoveLineInput]:
    """The lines in which a quantity was typed. Raises `Invalid` with everything that could not be read."""
    reader = Reader(request.POST)
    there = place_typed(reader, places=places_by_code(place.warehouse_id, actor=request.actor))
    if not reader.text("location"):
        reader.checker.add("location", _("Say which bin the goods go to."), "missing")
    lines: list[MoveLineInput] = []
    for typed in lines_of(request.POST, prefix="lines"):
        if not typed.get("quantity", "").strip():
            continue
        cells = reader.line(f"lines/{len(lines)}", typed)
        product_id, quantity = cells.id("product_id"), cells.number("quantity")
        if product_id is not None and there is not None:
            lines.append(
                MoveLineInput(
                    product_id=product_id,
                    batch_id=cells.id("batch_id"),
                    quantity=quantity or Decimal(0),
                    from_location_id=place.pk,
                    to_location_id=there,
                )
            )
    reader.stop()
    if not lines:
        raise Invalid.at("lines", _("Type how many of at least one line."), "missing")
    return lines


def _show(request: TenantRequest, location_id: UUID, form: FormState, status: int) -> HttpResponse:
    actor = request.actor
    place = location_record(actor=actor, location_id=location_id)
    page = warehouse_page(actor=actor, id=place.warehouse_id or "")
    held = stock(actor=actor, location_id=location_id, limit=MOST).items
    context: dict[str, Any] = {
        "place": place,
        "warehouse": page.warehouse,
        "kind": word_of(place.kind),
        "form": form,
        "rows": [
            (row, f"lines-{at}", _quantity(row, f"lines-{at}-quantity", form, request)) for at, row in enumerate(held)
        ],
        "places": bins_of(page, but=place.pk),
        "movements": movements(actor=actor, location_id=location_id, limit=_MOVEMENTS).items,
        "crumbs": [(_("Stock by bin"), reverse("bins"))],
        "may_move": actor.may("stock:write") and bool(held) and place.kind != "transit",
        "may_print": actor.may("stock:write"),
        "may_edit": actor.may("warehouses:write"),
        "may_count": actor.may("counts:approve") and place.kind != "transit" and place.archived_at is None,
    }
    return render(request, "pages/bins/page.html", context, status=status)


def _quantity(row: Any, name: str, form: FormState, request: TenantRequest) -> str:
    typed = form.value(name)
    if typed or request.GET.get("all") != "1":
        return str(typed or "")
    return f"{row.on_hand.normalize():f}"


urlpatterns: list[URLPattern] = [
    path("app/bins", bin_list, name="bins"),
    path("app/bins.csv", bin_export, name="bin-export"),
    path("app/bins/<uuid:location_id>", bin_page, name="bin"),
    path("app/bins/<uuid:location_id>/moves", bin_move, name="bin-move"),
]
