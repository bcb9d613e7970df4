"""When and from whom a product is ordered: on a page of its own for one product, in a grid for a warehouse."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from omnistock.domain.catalog.queries import ProductView, categories, product, products
from omnistock.domain.ledger.queries import stock_totals
from omnistock.domain.parties.queries import PartyFilter, suppliers
from omnistock.domain.purchasing.inputs import ProductSupplierInput
from omnistock.domain.purchasing.operations import set_product_suppliers
from omnistock.domain.purchasing.supplied import ProductSupplierFilter, ProductSupplierView, product_suppliers
from omnistock.domain.replenishment.inputs import ReorderRuleInput
from omnistock.domain.replenishment.operations import set_reorder_rules
from omnistock.domain.replenishment.queries import ReorderRuleFilter, ReorderRuleView, daily_use, reorder_rules
from omnistock.domain.warehouses.queries import WarehouseRow, warehouses
from omnistock.interfaces.web.answers import SeeOther
from omnistock.interfaces.web.asked import id_of, text_of
from omnistock.interfaces.web.boundary import TenantRequest, tenant_view
from omnistock.interfaces.web.csv_answer import csv_answer
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.reading import Reader
from omnistock.interfaces.web.repeated import PLACEHOLDER, flat, shown_again, typed_rows
from omnistock.interfaces.web.supplier_choice import meant
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.errors import Conflict, DomainError, Fault, Invalid
from omnistock.kernel.numbers import plain
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.paging import MOST

_RULE: Final = ("reorder_point", "target", "lead_days", "unit")


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A warehouse of a product, or a product of a warehouse, with what stands in the fields."""

    index: int
    product_id: UUID
    warehouse_id: UUID
    label: str
    detail: str
    unit_code: str
    free: Decimal
    use: Decimal
    units: list[tuple[str, str]]


@tenant_view("purchasing:write")
@require_http_methods(["GET", "POST"])
def product_reordering(request: TenantRequest, product_id: UUID) -> HttpResponse:
    actor = request.actor
    found = product(actor=actor, product_id=product_id)
    if request.method != "POST":
        values = {"rules": _rules_of(actor, found), "suppliers": _suppliers_of(actor, found)}
        return _product_page(request, found, FormState(values=flat(values)), values["suppliers"] or [{}], 200)
    rows = typed_rows(request.POST, "suppliers", keys=("supplier", "code", "unit_cost", "lead_days"))
    try:
        with transaction.atomic():
            _write(request, found, rows)
    except (Invalid, Conflict) as error:
        rules = typed_rows(request.POST, "rules", keys=("warehouse_id",))
        form = shown_again(FormState.refused(request.POST, _at_names(error)), {"rules": rules, "suppliers": rows})
        return _product_page(request, found, form, rows or [{}], error.status)
    messages.success(request, _("How {product} is ordered is saved.").format(product=found.name))
    return SeeOther(reverse("product", args=[product_id]))


def _write(request: TenantRequest, found: ProductView, rows: Sequence[dict[str, str]]) -> None:
    """Both halves of the page, with everything that is wrong with either."""
    reader = Reader(request.POST)
    rules = [
        _rule(reader.line(f"rules/{at}", row), product_id=found.id, warehouse_id=None, pointer=f"rules/{at}")
        for at, row in enumerate(typed_rows(request.POST, "rules", keys=("warehouse_id",)))
    ]
    sold_by = [_supplier(request.actor, reader.line(f"suppliers/{at}", row), found, at) for at, row in enumerate(rows)]
    reader.stop()
    faults: list[Fault] = []
    known = [each for each in rules if each is not None]
    named = [each for each in sold_by if each is not None]
    for write in (
        lambda: set_reorder_rules(actor=request.actor, rules=known, whole_of=[found.id]),
        lambda: set_product_suppliers(actor=request.actor, suppliers=named, whole_of=[found.id]),
    ):
        try:
            write()
        except Invalid as refusal:
            faults += refusal.faults
    if faults:
        raise Invalid.of(faults)


def _rule(line: Reader, *, product_id: UUID | None, warehouse_id: UUID | None, pointer: str) -> ReorderRuleInput | None:
    product_id, warehouse_id = product_id or line.id("product_id"), warehouse_id or line.id("warehouse_id")
    point, target, lead = line.number("reorder_point"), line.number("target"), line.integer("lead_days")
    if product_id is None or warehouse_id is None:
        return None
    return ReorderRuleInput(
        product_id=product_id,
        warehouse_id=warehouse_id,
        reorder_point=point,
        target=target,
        lead_days=lead,
        unit=line.text("unit"),
        pointer=pointer,
    )


def _supplier(actor: Actor, line: Reader, found: ProductView, at: int) -> ProductSupplierInput | None:
    supplier_id = meant(actor=actor, text=line.text("supplier"), chosen_id=line.id("supplier_id"), checker=line.checker)
    if supplier_id is None and not line.text("supplier"):
        line.checker.add("supplier", _("Choose a supplier."), "missing")
    cost, least, lead = line.number("unit_cost"), line.number("minimum_quantity"), line.integer("lead_days")
    if supplier_id is None:
        return None
    return ProductSupplierInput(
        product_id=found.id,
        supplier_id=supplier_id,
        code=line.text("code"),
        unit=line.text("unit"),
        unit_cost=cost,
        minimum_quantity=least,
        lead_days=lead,
        is_preferred=line.is_on("is_preferred"),
        pointer=f"suppliers/{at}",
    )


def _at_names(error: DomainError) -> DomainError:
    """A fault about a supplier's id stands at its name; one about a row's product or warehouse, at its first field."""

    def moved(pointer: str) -> str:
        head, _slash, name = pointer.rpartition("/")
        instead = {"supplier_id": "supplier", "warehouse_id": "reorder_point", "product_id": "reorder_point"}
        return f"{head}/{instead[name]}" if head and name in instead else pointer

    error.faults = tuple(replace(fault, pointer=moved(fault.pointer)) for fault in error.faults)
    return error


def _product_page(
    request: TenantRequest, found: ProductView, form: FormState, rows: Sequence[Any], status: int
) -> HttpResponse:
    actor = request.actor
    places = warehouses(actor=actor)
    data = {
        "form": form,
        "product": found,
        "rules": _places(actor, found, places),
        "rows": rows,
        "placeholder": PLACEHOLDER,
        "units": _units(found),
        "known": suppliers(actor=actor, wanted=PartyFilter(sort="name"), limit=MOST).items,
        "currency": currency_of(actor.organization.currency).symbol,
        "crumbs": [(_("Products"), reverse("products")), (found.name, reverse("product", args=[found.id]))],
    }
    return render(request, "pages/replenishment/product.html", data, status=status)


def _units(found: ProductView) -> list[tuple[str, str]]:
    packs = [(pack.code, f"{pack.code} ({plain(pack.factor)} {found.unit})") for pack in found.units]
    return [("", found.unit), *packs]


def _places(actor: Actor, found: ProductView, places: Iterable[WarehouseRow]) -> list[RuleRow]:
    free = {row.warehouse_id: row.available for row in stock_totals(actor=actor, product_ids=[found.id])}
    use = daily_use(actor=actor, product_ids=[found.id])
    return [
        RuleRow(
            index, found.id, each.id, each.name, each.code, found.unit, free.get(each.id, Decimal(0)),
            use.get((found.id, each.id), Decimal(0)), _units(found),
        )
        for index, each in enumerate(places)
    ]  # fmt: skip


def _rules_of(actor: Actor, found: ProductView) -> list[dict[str, str]]:
    """What stands in the fields, in the order of the warehouses."""
    there = {each.warehouse_id: each for each in _rules(actor, product_ids=[found.id])}
    return [_shown(there.get(place.id)) for place in warehouses(actor=actor)]


def _rules(actor: Actor, *, product_ids: Sequence[UUID], warehouse_id: UUID | None = None) -> list[ReorderRuleView]:
    wanted = ReorderRuleFilter(product_ids=product_ids, warehouse_id=warehouse_id)
    return reorder_rules(actor=actor, wanted=wanted, limit=MOST).items


def _shown(rule: ReorderRuleView | None) -> dict[str, str]:
    if rule is None:
        return dict.fromkeys(_RULE, "")
    lead = "" if rule.lead_days is None else str(rule.lead_days)
    return {
        "reorder_point": plain(rule.reorder_point), "target": plain(rule.target), "lead_days": lead, "unit": rule.unit_code
    }  # fmt: skip


def _suppliers_of(actor: Actor, found: ProductView) -> list[dict[str, str]]:
    rows = product_suppliers(actor=actor, wanted=ProductSupplierFilter(product_id=found.id), limit=MOST).items

    def shown(each: ProductSupplierView) -> dict[str, str]:
        return {
            "supplier": each.supplier_name,
            "supplier_id": str(each.supplier_id),
            "code": each.code,
            "unit": "" if each.unit_code == found.unit else each.unit_code,
            "unit_cost": "" if each.unit_cost is None else plain(each.unit_cost),
            "minimum_quantity": "" if each.minimum_quantity is None else plain(each.minimum_quantity),
            "lead_days": "" if each.lead_days is None else str(each.lead_days),
            "is_preferred": "on" if each.is_preferred else "",
        }

    return [shown(each) for each in sorted(rows, key=lambda each: not each.is_preferred)]


@tenant_view("stock:read")
@require_http_methods(["GET", "POST"])
def reorder_grid(request: TenantRequest) -> HttpResponse:
    """Fifty products of a warehouse at a time, all their fields at once."""
    actor = request.actor
    if request.method != "POST":
        return _grid(request, None, 200)
    actor.require("purchasing:write")
    rows = typed_rows(request.POST, "rules", keys=("product_id",))
    try:
        with transaction.atomic():
            reader = Reader(request.POST)
            place = id_of(request, "warehouse") or _first(actor)
            rules = [
                _rule(reader.line(f"rules/{at}", row), product_id=None, warehouse_id=place, pointer=f"rules/{at}")
                for at, row in enumerate(rows)
            ]
            reader.stop()
            changed = set_reorder_rules(actor=actor, rules=[each for each in rules if each is not None])
    except (Invalid, Conflict) as error:
        form = shown_again(FormState.refused(request.POST, _at_names(error)), {"rules": rows})
        return _grid(request, form, error.status)
    said = ngettext("{count} product is saved.", "{count} products are saved.", changed).format(count=changed)
    messages.success(request, said if changed else _("Nothing was changed."))
    return SeeOther(request.get_full_path())


def _first(actor: Actor) -> UUID | None:
    places = warehouses(actor=actor)
    return places[0].id if places else None


def _grid(request: TenantRequest, form: FormState | None, status: int) -> HttpResponse:
    actor = request.actor
    place = id_of(request, "warehouse") or _first(actor)
    page = products(
        actor=actor, search=text_of(request), category_id=id_of(request, "category"), cursor=request.GET.get("cursor"),
        sort="name",
    )  # fmt: skip
    ids = [each.id for each in page.items]
    rules = {each.product_id: each for each in _rules(actor, product_ids=ids, warehouse_id=place)} if place else {}
    free = {row.product_id: row.available for row in stock_totals(actor=actor, product_ids=ids, warehouse_id=place)}
    use = daily_use(actor=actor, product_ids=ids, warehouse_id=place)
    rows = [
        RuleRow(
            index, each.id, place, each.name, each.sku, each.unit, free.get(each.id, Decimal(0)),
            use.get((each.id, place), Decimal(0)), _units(each),
        )
        for index, each in enumerate(page.items) if place is not None
    ]  # fmt: skip
    shown = form or FormState(values=flat({"rules": [_shown(rules.get(each.id)) for each in page.items]}))
    query = request.GET.copy()
    query.pop("cursor", None)
    if page.next_cursor:
        query["cursor"] = page.next_cursor
    data = {
        "form": shown,
        "rows": rows,
        "next": query.urlencode() if page.next_cursor else "",
        "warehouse_id": place,
        "warehouses": [(each.id, each.name) for each in warehouses(actor=actor)],
        "categories": [(each.id, each.name) for each in categories(actor=actor)],
        "category_id": id_of(request, "category"),
        "q": text_of(request),
        "may_write": actor.may("purchasing:write"),
        "may_import": actor.may("exchange:write"),
        "crumbs": [(_("To order"), reverse("replenishment"))],
    }
    return render(request, "pages/replenishment/grid.html", data, status=status)


@tenant_view("stock:read")
@require_safe
def reorder_rule_export(request: TenantRequest) -> HttpResponseBase:
    wanted = ReorderRuleFilter(warehouse_id=id_of(request, "warehouse"))
    return csv_answer(actor=request.actor, name="reorder_rules", asked={"wanted": wanted})


urlpatterns: list[URLPattern] = [
    path("app/products/<uuid:product_id>/reordering", product_reordering, name="product-reordering"),
    path("app/replenishment/rules", reorder_grid, name="reorder-rules"),
    path("app/replenishment/rules.csv", reorder_rule_export, name="reorder-rule-export"),
]
