"""The form of a product: what it posts as the catalogue's fields, and what it shows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from omnistock.domain.catalog.inputs import PackUnitInput
from omnistock.domain.catalog.queries import ProductView, categories, units
from omnistock.domain.catalog.usual import usual_tracking
from omnistock.interfaces.web.asked import typed_or_none
from omnistock.interfaces.web.boundary import TenantRequest
from omnistock.interfaces.web.form_state import FormState
from omnistock.interfaces.web.repeated import PLACEHOLDER, flat, shown_again, typed_rows
from omnistock.kernel.currencies import currency_of
from omnistock.kernel.numbers import Grouping, grouped, plain
from omnistock.tenancy.actor import Actor

# Tracking and expiry are one question to a person; the codes are those of the domain, `expires` after the plus.
TRACKING: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("none", _("Not tracked")),
    ("batch+expires", _("By batch, with expiry date")),
    ("batch", _("By batch, without expiry date")),
    ("serial", _("By serial number")),
    ("serial+expires", _("By serial number, with expiry date")),
)
TAX_CATEGORIES: Final[tuple[tuple[str, str | Promise], ...]] = (
    ("taxable", _("Taxable")),
    ("nil_rated", _("Nil rated")),
    ("exempt", _("Exempt")),
    ("non_gst", _("Outside GST")),
)
# Offered while typing; any rate is taken.
TAX_RATES: Final = ("0", "0.25", "3", "5", "12", "18", "28", "40")

_TEXTS: Final = ("sku", "name", "brand", "category", "unit", "hsn_code", "tax_category", "description", "external_id")
_FIGURES: Final = (
    "tax_rate", "sale_price", "purchase_price", "mrp", "weight_grams", "shelf_life_days", "minimum_shelf_life_days",
    "reorder_point", "reorder_quantity",
)  # fmt: skip
# Shown folded away until one of them is filled or wrong.
MORE: Final = (
    "description", "external_id", "minimum_shelf_life_days", "weight_grams", "reorder_point", "reorder_quantity",
)  # fmt: skip
_PRICES: Final = ("sale_price", "purchase_price", "mrp")
_PACK_KEYS: Final = ("code", "factor", "barcodes")
_SEPARATORS: Final = re.compile(r"[\n;]")
# Fields that have no control of their own.
INSTEAD: Final = {"expires": "tracking"}


def typed_product(request: TenantRequest) -> dict[str, Any]:
    """The posted form as `values` or `changes` of the catalogue. What the form did not show is not sent."""
    posted = request.POST
    values: dict[str, Any] = dict(typed_or_none(posted, (*_TEXTS, *_FIGURES)))
    tracking, _plus, expires = posted.get("tracking", "").partition("+")
    values |= {"tracking": tracking, "expires": expires == "expires"}
    values["barcodes"] = _codes(posted.get("barcodes", ""))
    values["units"] = tuple(
        PackUnitInput(code=row.get("code", ""), factor=row.get("factor", ""), barcodes=_codes(row.get("barcodes", "")))
        for row in typed_rows(posted, "units", keys=_PACK_KEYS)
    )
    return values


def values_of(product: ProductView) -> dict[str, Any]:
    """What the form of a product that is there starts from."""
    values: dict[str, Any] = {name: getattr(product, name) or "" for name in (*_TEXTS, "version")}
    values |= {name: _figure(getattr(product, name)) for name in _FIGURES}
    values |= {name: _price(getattr(product, name)) for name in _PRICES}
    values["tracking"] = _tracking(product.tracking, expires=product.expires)
    values["barcodes"] = "\n".join(product.barcodes)
    values["units"] = [
        {"code": pack.code, "factor": plain(pack.factor), "barcodes": "; ".join(pack.barcodes), "is_used": pack.is_used}
        for pack in product.units
    ]
    return values


def fresh_values(actor: Actor, *, name: str = "", barcode: str = "") -> dict[str, Any]:
    """What the form of a new product starts from."""
    tracking, expires = usual_tracking(actor)
    return {
        "name": name,
        "barcodes": barcode,
        "unit": "strip" if actor.organization.keeps == "medicines" else "pcs",
        "tracking": _tracking(tracking, expires=expires),
        "tax_category": "taxable",
        "units": [],
    }


def _tracking(tracking: str, *, expires: bool) -> str:
    """The choice of the one control that asks for both."""
    return f"{tracking}+expires" if expires else tracking


def show_product(request: TenantRequest, *, values: Mapping[str, Any], product: ProductView | None) -> HttpResponse:
    """The form with these values, `units` among them as rows."""
    return _render(request, FormState(values=flat(values)), rows=values["units"], product=product)


def show_product_again(
    request: TenantRequest, refused: FormState, *, product: ProductView | None, status: int
) -> HttpResponse:
    """The form as it was posted, with every mistake beside its control."""
    rows = typed_rows(request.POST, "units", keys=_PACK_KEYS)
    typed = {name: request.POST.get(name, "") for name in (*_TEXTS, *_FIGURES, "tracking", "barcodes", "version")}
    form = shown_again(refused, {**typed, "units": rows}, instead=INSTEAD)
    return _render(request, form, rows=rows, product=product, status=status)


def _render(
    request: TenantRequest, form: FormState, *, rows: Sequence[Any], product: ProductView | None, status: int = 200
) -> HttpResponse:
    actor = request.actor
    context = {
        "form": form,
        "rows": rows,
        "placeholder": PLACEHOLDER,
        "product": product,
        "crumbs": _crumbs(product),
        "units": [(unit.code, f"{unit.name} ({unit.code})") for unit in units(actor=actor)],
        "categories": categories(actor=actor),
        "trackings": TRACKING,
        "tax_categories": TAX_CATEGORIES,
        "tax_rates": TAX_RATES,
        "currency": currency_of(actor.organization.currency).symbol,
        "more_is_open": any(form.value(name) or form.errors(name) for name in MORE),
    }
    return render(request, "pages/products/form.html", context, status=status)


def _crumbs(product: ProductView | None) -> list[tuple[str, str]]:
    crumbs = [(gettext("Products"), reverse("products"))]
    return [*crumbs, (product.name, reverse("product", args=[product.id]))] if product else crumbs


def _codes(text: str) -> tuple[str, ...]:
    return tuple(code for code in (part.strip() for part in _SEPARATORS.split(text)) if code)


def _figure(value: Decimal | int | None) -> str:
    return "" if value is None else plain(Decimal(value))


def _price(value: Decimal | None) -> str:
    """With two decimals at least, as prices are read: 18.90, and 18.9125 where there are more."""
    return "" if value is None else grouped(value, grouping=Grouping.NONE, places=2)
