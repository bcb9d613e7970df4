"""Moves: their list, the page of one, and the form for hand and scanner: bin, batch, quantity, bin."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from omnistock.domain.audit.queries import events_of
from omnistock.domain.ledger.queries.naming import batch_named
from omnistock.domain.stocktaking.inputs import MoveLineInput
from omnistock.domain.stocktaking.models import MOVE_KINDS
from omnistock.domain.stocktaking.moves import MoveFilter, move, moves
from omnistock.domain.stocktaking.operations import post_move
from omnistock.domain.warehouses.queries import warehouse_page, warehouses
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import choice_of, id_of, parse_id, text_of
from omnistock.interfaces.web.batch_words import tell_merged
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.history import told
from omnistock.interfaces.web.listing import Column, Listing
from omnistock.interfaces.web.move_entry import at_cells, bins_of
from omnistock.interfaces.web.movement_words import reason_words
from omnistock.interfaces.web.reading import Reader
from omnistock.interfaces.web.receipt_entry import place_typed, places_by_code
from omnistock.interfaces.web.views.scan import meanings
from omnistock.kernel.errors import Conflict, IdReused, Invalid
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor

COLUMNS: Final = (
    Column("number", gettext_lazy("Move")),
    Column("moved", gettext_lazy("When")),
    Column("kind", gettext_lazy("Kind")),
    Column("warehouse", gettext_lazy("Warehouse")),
    Column("status", gettext_lazy("Status")),
    Column("notes", gettext_lazy("Notes")),
)
_CELLS: Final = {
    "from_location_id": "from",
    "to_location_id": "to",
    "location_id": "from",
    "product_id": "what",
    "batch_id": "what",
    "quantity": "quantity",
    "lines": "what",
}


@tenant_view("stock:read")
def move_list(request: TenantRequest) -> HttpResponse:
    """Moves between bins, the newest first."""
    actor, wanted = request.actor, _wanted(request)
    page = moves(actor=actor, wanted=wanted, cursor=request.GET.get("cursor"))
    listing = Listing(
        rows=[(row, reason_words(row.kind)) for row in page.items],
        columns=COLUMNS,
        query=request.GET,
        sort="",
        next_cursor=page.next_cursor or "",
        filter_names=("kind", "warehouse"),
    )
    context = {
        "listing": listing,
        "may_write": actor.may("stock:write"),
        "kinds": [(each, reason_words(each)) for each in MOVE_KINDS],
        "kind": wanted.kind,
        "warehouses": warehouses(actor=actor),
        "warehouse": str(wanted.warehouse_id or ""),
    }
    return render(request, "pages/moves/list.html", context)


@tenant_view("stock:read")
def move_export(request: TenantRequest) -> HttpResponseBase:
    """The list as it is filtered, line by line, as CSV."""
    wanted = _wanted(request)
    lines = MoveFilter(warehouse_id=wanted.warehouse_id, kind=wanted.kind, with_lines=True)
    return csv_answer(actor=request.actor, name="move_lines", asked={"wanted": lines})


def _wanted(request: TenantRequest) -> MoveFilter:
    return MoveFilter(warehouse_id=id_of(request, "warehouse"), kind=choice_of(request, "kind", MOVE_KINDS))


@tenant_view("stock:read")
def move_page(request: TenantRequest, move_id: UUID) -> HttpResponse:
    actor = request.actor
    found = move(actor=actor, move_id=move_id)
    context = {
        "move": found,
        "kind": reason_words(found.kind),
        "status": "reversed" if found.reversed_at else "posted",
        "crumbs": [(_("Moves"), reverse("moves"))],
        "events": told(events_of(subject_ids=[found.id])),
        "may_reverse": actor.may("stock:write") and found.reversed_at is None,
    }
    return render(request, "pages/moves/page.html", context)


@tenant_view("stock:write")
def move_new(request: TenantRequest) -> HttpResponse:
    """One move as it is scanned: from which bin, what, how much, to which bin. The next one stands ready after it."""
    actor = request.actor
    if request.method != "POST":
        asked = {name: text_of(request, name)[:100] for name in ("warehouse_id", "from", "what", "quantity", "to")}
        return _form(request, FormState(values={**asked, "id": str(uuid7())}), 200)
    move_id = parse_id(request.POST.get("id")) or uuid7()
    try:
        with transaction.atomic():
            warehouse_id, line = _typed(request)
            done = post_move(actor=actor, id=move_id, warehouse_id=warehouse_id, lines=[line])
    except IdReused:  # the same form sent twice
        return SeeOther(reverse("move", args=[move_id]))
    except (Invalid, Conflict) as error:
        return _form(request, FormState.refused(request.POST, at_cells(error, _CELLS)), error.status)
    sent = {name: request.POST.get(name, "")[:40] for name in ("what", "from", "to")}
    messages.success(request, _("{number}: {what} from {from} to {to}.").format(number=done.number, **sent))
    named = batch_named(actor=actor, product_id=line.product_id, number=sent["what"])
    tell_merged(request, [named] if named else [])
    again = QueryDict(mutable=True)
    again.update({"warehouse_id": str(warehouse_id), "from": sent["from"]})
    return SeeOther(f"{reverse('move-new')}?{again.urlencode()}")


def _typed(request: TenantRequest) -> tuple[UUID, MoveLineInput]:
    """The warehouse and the line. Raises `Invalid` with everything that could not be read."""
    actor, reader = request.actor, Reader(request.POST)
    warehouse_id = reader.id("warehouse_id")
    if warehouse_id is None:
        reader.checker.add("warehouse_id", _("Choose the warehouse."), "missing")
    places = places_by_code(warehouse_id, actor=actor)
    ends = {name: _end(reader, name, places) for name in ("from", "to")}
    product_id, batch_id = _meant(reader, actor=actor)
    quantity = reader.number("quantity")
    if quantity is None and not reader.text("quantity"):
        reader.checker.add("quantity", _("How many?"), "missing")
    reader.stop()
    assert warehouse_id is not None
    assert product_id is not None
    line = MoveLineInput(
        product_id=product_id,
        batch_id=batch_id,
        quantity=quantity or Decimal(0),
        from_location_id=ends["from"],
        to_location_id=ends["to"],
    )
    return warehouse_id, line


def _end(reader: Reader, name: str, places: Mapping[str, UUID]) -> UUID:
    code = reader.text(name)
    cells = Reader({"location": code})
    found = place_typed(cells, places=places)
    for fault in cells.checker.faults:
        reader.checker.add(name, fault.message, fault.code)
    if not code:
        reader.checker.add(name, _("Scan or type the bin."), "missing")
    return found or UUID(int=0)


def _meant(reader: Reader, *, actor: Actor) -> tuple[UUID | None, UUID | None]:
    """The product and the batch that were scanned or typed."""
    text = reader.text("what")
    if not text:
        reader.checker.add("what", _("Scan the goods, or type a batch number or a SKU."), "missing")
        return None, None
    found = meanings(actor=actor, text=text, warehouse_id=None)["matches"]
    if len(found) != 1:
        message = _("“{text}” is known nowhere.") if not found else _("“{text}” means {count} things; scan the pack.")
        reader.checker.add("what", message.format(text=text[:40], count=len(found)), "not_found")
        return None, None
    product_id, number = UUID(str(found[0]["product_id"])), found[0].get("batch_number") or ""
    if not number:
        return product_id, None
    if batch := batch_named(actor=actor, product_id=product_id, number=number):
        return product_id, batch.id
    reader.checker.add("what", _("This product has no batch “{number}”.").format(number=number[:40]), "not_found")
    return None, None


def _form(request: TenantRequest, form: FormState, status: int) -> HttpResponse:
    actor = request.actor
    stands = warehouses(actor=actor)
    chosen = parse_id(str(form.value("warehouse_id") or "")) or (stands[0].id if stands else None)
    known = {stand.id for stand in stands}
    context = {
        "form": form,
        "warehouses": [(stand.id, stand.name) for stand in stands],
        "warehouse_id": str(chosen or ""),
        "places": bins_of(warehouse_page(actor=actor, id=chosen)) if chosen in known and chosen else [],
        "crumbs": [(_("Moves"), reverse("moves"))],
    }
    return render(request, "pages/moves/new.html", context, status=status)


urlpatterns: list[URLPattern] = [
    path("app/moves", move_list, name="moves"),
    path("app/moves.csv", move_export, name="move-export"),
    path("app/moves/new", move_new, name="move-new"),
    path("app/moves/<uuid:move_id>", move_page, name="move"),
]
