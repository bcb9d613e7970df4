"""A new order and the changing of one: customer first, then the grid; what it comes to appears while it is typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _

from omnistock.domain.ledger.queries import stock
from omnistock.domain.sales.drafting import HEAD_NAMES
from omnistock.domain.sales.operations import change_sales_order, confirm_sales_order, create_sales_order
from omnistock.domain.sales.previews import SalesOrderPreview, preview_sales_order
from omnistock.domain.sales.queries import sales_order
from omnistock.domain.sales.views import SalesOrderView
from omnistock.domain.warehouses.queries import registrations, warehouses
from omnistock.interfaces.web.answers import SeeOther, page_around
from omnistock.interfaces.web.asked import id_of, parse_id, text_of
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.cautions import asked_reasons, said_of
from omnistock.interfaces.web.customer_choice import credit_chips, credit_of, doubt_about, label_of, meant, offered
from omnistock.interfaces.web.entry import EntryLine, lines_again, typed_lines
from omnistock.interfaces.web.form_draft import forget_form, kept_form
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.reading import Reader
from omnistock.interfaces.web.sales_order_entry import (
    COLUMNS,
    TypedOrder,
    at_controls,
    entry_lines,
    new_line_note,
    read_order,
    source_words,
    values_of,
)
from omnistock.interfaces.web.sales_order_page import tax_totals
from omnistock.interfaces.web.views.scan import meanings, sku_of
from omnistock.interfaces.web.words import day_words, money_words, quantity_words
from omnistock.kernel.days import format_month
from omnistock.kernel.errors import Conflict, DomainError, IdReused, Invalid
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import MOST

_PAGE: Final = "sales-order"
_WORDS: Final = ("promised_on", "customer_reference", "notes")
_SOLD_FROM: Final = ("storage", "picking")


@tenant_view("sales:write")
def sales_order_new(request: TenantRequest) -> HttpResponse:
    """The empty form (`?customer=` chooses one), and its order: a draft, or confirmed and reserved at once."""
    actor = request.actor
    if request.method != "POST":
        values = {"id": str(uuid7()), "customer_id": request.GET.get("customer", "")}
        return _form(request, FormState(values=values), lines=[])
    order_id = parse_id(request.POST.get("id")) or uuid7()
    try:
        with transaction.atomic():
            typed = read_order(request.POST, actor=actor)
            confirms = request.POST.get("do") != "draft"
            order = create_sales_order(
                actor=actor,
                id=order_id,
                lines=typed.lines,
                confirm=confirms,
                credit=_credit(typed, actor=actor) if confirms else None,
                accepted_cautions=said_of(request.POST),
                **_head(typed),
            )
            forget_form(request, _PAGE, _about(request, None))
    except IdReused:  # the same form sent twice
        return SeeOther(reverse("sales-order", args=[order_id]))
    except (Invalid, Conflict) as error:
        return _refused(request, error)
    said = _("{number} is confirmed") if confirms else _("{number} is kept as a draft")
    messages.success(request, said.format(number=order.number))
    return SeeOther(reverse("sales-order", args=[order.id]))


@tenant_view("sales:write")
def sales_order_edit(request: TenantRequest, sales_order_id: UUID) -> HttpResponse:
    """A draft changes as a whole; afterwards only the promised day, the reference and the notes."""
    actor = request.actor
    order = sales_order(actor=actor, sales_order_id=sales_order_id)
    if request.method != "POST":
        values = {**values_of(order), "version": order.version}
        return _form(request, FormState(values=values), lines=entry_lines(order, actor=actor), order=order)
    reader = Reader(request.POST)
    try:
        with transaction.atomic():
            confirms = order.status == "draft" and request.POST.get("do") != "draft"
            _change(order, request, reader=reader, actor=actor, confirms=confirms)
            forget_form(request, _PAGE, _about(request, order))
    except (Invalid, Conflict) as error:
        return _refused(request, error, order=order)
    messages.success(request, _("{number} is saved").format(number=order.number))
    return SeeOther(reverse("sales-order", args=[order.id]))


def _change(order: SalesOrderView, request: TenantRequest, *, reader: Reader, actor: Actor, confirms: bool) -> None:
    changes: dict[str, Any]
    if order.status == "draft":
        typed = read_order(request.POST, actor=actor)
        changes = {**_head(typed), "lines": typed.lines}
    else:
        texts = {name: reader.text(name) for name in ("customer_reference", "notes")}
        changes = {"promised_on": reader.day("promised_on"), **texts}
        reader.stop()
    change_sales_order(actor=actor, sales_order_id=order.id, changes=changes, expected_version=reader.version())
    if confirms:
        credit = _credit(typed, actor=actor)
        confirm_sales_order(
            actor=actor, sales_order_id=order.id, credit=credit, accepted_cautions=said_of(request.POST)
        )


@tenant_view("sales:write")
def sales_order_preview(request: TenantRequest) -> HttpResponse:
    """What the typed order comes to, and whom it is for: a part of the form, asked for while it is typed."""
    actor, reader = request.actor, Reader(request.POST)
    customer = meant(actor=actor, text=reader.text("customer"), chosen_id=parse_id(reader.text("customer_id")))
    credit = credit_of(actor=actor, customer=customer) if customer else None
    chips = credit_chips(actor=actor, customer=customer, credit=credit) if customer and credit else []
    context: dict[str, Any] = {"customer": customer, "label": label_of(customer) if customer else "", "chips": chips}
    if customer is None:
        doubt = doubt_about(actor=actor, text=reader.text("customer"))
        context |= {"doubt": doubt, "typed": reader.text("customer")[:120], "may_add": actor.may("parties:write")}
        context["page"] = page_around(request)
    lines = typed_lines(request.POST)
    context["amounts"] = [(at, None, "") for at in range(len(lines))]
    if lines:
        try:
            typed = read_order(request.POST, actor=actor)
            found = preview_sales_order(actor=actor, head=typed.head, lines=typed.lines, credit=credit)
            context |= _preview(found) | _untaxed(found, typed.head.warehouse_id, actor=actor)
        except DomainError as error:
            context["hint"] = error.message
    if said_of(request.POST):  # the form asks about them itself
        context["warnings"] = ()
    return render(request, "pages/sales_orders/preview.html", context)


def _untaxed(found: SalesOrderPreview, warehouse_id: UUID | None, *, actor: Actor) -> dict[str, Any]:
    """Where nobody would find out before the invoice that it carries no tax: whose warehouse has no registration."""
    if found.tax_lines or not actor.organization.is_indian or not any(line.tax_rate for line in found.lines):
        return {}
    bare = [each for each in warehouses(actor=actor) if each.id == warehouse_id and each.registration_id is None]
    if not bare:
        return {}
    way = ""
    if actor.may("settings:write"):
        way = reverse("warehouse-edit", args=[warehouse_id]) if registrations() else reverse("registration-new")
    return {"untaxed": bare[0].name, "untaxed_way": way}


def _preview(found: SalesOrderPreview) -> dict[str, Any]:
    """What it comes to, and beside each line of the grid its amount and the rate behind it."""
    lines = enumerate(found.lines)
    amounts = [(at, line, source_words(line.price_source, line.price_value)) for at, line in lines]
    return {"preview": found, "amounts": amounts, "totals": tax_totals(found), "warnings": found.cautions}


@tenant_view("parties:read")
def sales_order_customers(request: TenantRequest) -> HttpResponse:
    """What the customer field offers for the letters typed so far."""
    found = offered(actor=request.actor, text=text_of(request, "customer"))
    return render(request, "pages/sales_orders/customers.html", {"offered": found})


@tenant_view("sales:write")
def sales_order_products(request: TenantRequest) -> HttpResponse:
    """What a scan or a name means to a seller: as `/app/scan`, with what is free, what expires first, and the price."""
    actor, warehouse_id = request.actor, id_of(request, "warehouse_id")
    answer = meanings(actor=actor, text=text_of(request, "code"), warehouse_id=warehouse_id)
    ids = {UUID(match["product_id"]) for match in answer["matches"]}
    earliest = _earliest(ids, actor=actor, warehouse_id=warehouse_id)
    for match in answer["matches"]:
        # What the code says of batch and quantity is the pack's in the hand; an order is not bound to it.
        match |= {"batch_number": None, "note": _note(match, earliest.get(UUID(match["product_id"]), ""), actor=actor)}
    return JsonResponse(answer)


def _note(match: Mapping[str, Any], earliest: str, *, actor: Actor) -> str:
    price = match["price"]
    words = {"price": money_words(Decimal(price or 0), actor=actor), "unit": match["unit"]}
    return new_line_note(
        free="–" if match["free"] is None else str(quantity_words(Decimal(match["free"]), actor=actor)),
        earliest=earliest,
        price="" if price is None else _("{price} a {unit}").format(**words),
    )


def _earliest(ids: set[UUID], *, actor: Actor, warehouse_id: UUID | None) -> dict[UUID, str]:
    """The expiry that leaves first, by product, as it is printed on the pack."""
    if not ids or not actor.may("stock:read"):
        return {}
    found: dict[UUID, tuple[dt.date, str]] = {}
    for item in stock(actor=actor, product_ids=ids, warehouse_id=warehouse_id, limit=MOST).items:
        expires_on = item.expires_on
        is_free = item.available and item.batch_status == "usable" and item.location_kind in _SOLD_FROM
        if expires_on is None or not is_free or expires_on < actor.today:
            continue
        words = format_month(expires_on) if item.expiry_precision == "month" else day_words(expires_on)
        found[item.product_id] = min(found.get(item.product_id, (expires_on, words)), (expires_on, words))
    return {product_id: words for product_id, (_day, words) in found.items()}


def _credit(typed: TypedOrder, *, actor: Actor) -> Any:
    customer = meant(actor=actor, text="", chosen_id=typed.head.customer_id)
    return credit_of(actor=actor, customer=customer) if customer else None


def _head(typed: TypedOrder) -> dict[str, Any]:
    names = HEAD_NAMES - {"external_id", "billing_address_id", "shipping_address_id"}
    return {name: getattr(typed.head, name) for name in sorted(names)}


def _about(request: TenantRequest, order: SalesOrderView | None) -> str:
    """What a kept form is about: the order, or for a new one the customer or the product that it was begun for."""
    return str(order.id if order else id_of(request, "customer") or id_of(request, "product") or "")


def _refused(request: TenantRequest, error: DomainError, *, order: SalesOrderView | None = None) -> HttpResponse:
    """The form again, with what was typed: cautions ask for a reason in place, everything else stands at its field."""
    asked = asked_reasons(error, said_of(request.POST))
    form = FormState(values=request.POST) if asked else FormState.refused(request.POST, at_controls(error))
    lines = lines_again(request.POST, columns=COLUMNS)
    return _form(request, form, lines=lines, order=order, status=error.status, cautions=asked)


def _form(
    request: TenantRequest,
    form: FormState,
    *,
    lines: Sequence[EntryLine],
    order: SalesOrderView | None = None,
    status: int = 200,
    cautions: Sequence[Any] = (),
) -> HttpResponse:
    actor = request.actor
    kept = kept_form(request, _PAGE, _about(request, order))
    if kept.draft and (order is None or order.status == "draft"):
        form, lines = kept.again(COLUMNS)
    customer = meant(
        actor=actor, text=str(form.value("customer")), chosen_id=parse_id(str(form.value("customer_id") or ""))
    )
    places = warehouses(actor=actor)
    context = {
        "form": form,
        "kept": kept,
        "begins_with": "" if lines else sku_of(actor=actor, product_id=id_of(request, "product")),
        "order": order,
        "is_draft": order is None or order.status == "draft",
        "columns": COLUMNS,
        "lines": lines,
        "cautions": cautions,
        "customer_text": form.value("customer") or (label_of(customer) if customer else ""),
        "customer_id": customer.id if customer else "",
        "warehouses": [(place.id, place.name) for place in places],
        "warehouse_id": form.value("warehouse_id") or (str(places[0].id) if places else ""),
        "today": actor.today.isoformat(),
        "crumbs": [(_("Orders"), reverse("sales-orders"))],
    }
    return render(request, "pages/sales_orders/form.html", context, status=status)


urlpatterns: list[URLPattern] = [
    path("app/sales-orders/new", sales_order_new, name="sales-order-new"),
    path("app/sales-orders/preview", sales_order_preview, name="sales-order-preview"),
    path("app/sales-orders/customers", sales_order_customers, name="sales-order-customers"),
    path("app/sales-orders/products", sales_order_products, name="sales-order-products"),
    path("app/sales-orders/<uuid:sales_order_id>/edit", sales_order_edit, name="sales-order-edit"),
]
