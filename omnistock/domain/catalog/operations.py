"""Every write to the catalogue."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.operations import record
from omnistock.domain.catalog.inputs import PackUnitInput, ProductInput, product_input
from omnistock.domain.catalog.judging import JudgedProduct, judge_product
from omnistock.domain.catalog.models import Product, ProductUnit
from omnistock.domain.catalog.packs import barcodes_of, check_used, packs_of, save_packs
from omnistock.domain.catalog.policies import POLICIES
from omnistock.domain.catalog.vocabulary import category_named, units_by_code
from omnistock.domain.search.operations import index
from omnistock.kernel.errors import Fault
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.access import find, find_for_change, save_change
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import LONGEST_EXTERNAL_ID, Checker
from omnistock.tenancy.duplicates import naming_duplicates
from omnistock.tenancy.operation import operation

PRODUCT: Final = "product"
# Copied from the row into a `ProductInput` as they are.
_PLAIN: Final = (
    "sku name external_id description brand tracking expires hsn_code tax_category tax_rate sale_price purchase_price "
    "mrp weight_grams shelf_life_days minimum_shelf_life_days reorder_point reorder_quantity custom_fields"
).split()


@dataclass(frozen=True, slots=True)
class PutProduct:
    """What came of a `put_product`."""

    product: Product
    was_created: bool


@operation(POLICIES)
def create_product(*, actor: Actor, values: Mapping[str, Any], id: UUID | None = None) -> Product:
    """A new product from the fields of `ProductInput`. Raises `Invalid` with every fault, `taken` for a SKU in use."""
    checker = Checker()
    judged = judge_product(product_input(values, checker=checker), units=units_by_code(), checker=checker)
    checker.stop()
    assert judged is not None
    product = Product(
        organization_id=actor.organization_id, id=id or uuid7(), created_at=actor.now, updated_at=actor.now
    )
    _set_columns(actor, product, judged)
    with naming_duplicates(_duplicates(product)):
        product.save(force_insert=True)
    save_packs(actor=actor, product=product, wanted=judged, there={}, is_new=True)
    _index(actor, product, judged)
    _record(actor, "catalog.create_product", product, after=described(judged))
    return product


@operation(POLICIES)
def change_product(
    *, actor: Actor, product_id: UUID, changes: Mapping[str, Any], expected_version: int | None = None
) -> Product:
    """Change the fields that are sent; None clears. `units` and `barcodes` are sent whole.

    Raises `NotFound`, `VersionConflict`, and `Invalid`: a base unit, tracking or pack factor that documents have used
    stays.
    """
    product = find_for_change(_products(), product_id, kind=PRODUCT, expected_version=expected_version)
    there, codes = packs_of(product), barcodes_of(product)
    before = as_input(product, there, codes)
    checker = Checker()
    wanted = _changed(before, changes, checker)
    units = units_by_code()
    judged = judge_product(wanted, units=units, checker=checker)
    if judged is not None:
        check_used(product, judged, there, checker)
    checker.stop()
    assert judged is not None
    old = judge_product(before, units=units, checker=Checker())
    if old == judged:
        return product
    _set_columns(actor, product, judged)
    with naming_duplicates(_duplicates(product)):
        save_change(product, actor=actor, fields=[*judged.columns, "category"])
    save_packs(actor=actor, product=product, wanted=judged, there=there)
    _index(actor, product, judged)
    was, now = differences(described(old) if old else {}, described(judged))
    _record(actor, "catalog.change_product", product, before=was, after=now)
    return product


@operation(POLICIES)
def put_product(
    *, actor: Actor, external_id: str, values: Mapping[str, Any], expected_version: int | None = None
) -> PutProduct:
    """The product with this external id: changed by the fields that are sent, or made of them where there is none."""
    checker = Checker()
    checker.text("external_id", external_id, longest=LONGEST_EXTERNAL_ID, required=True)
    checker.stop()
    found = _products().filter(external_id=external_id).first()
    if found is None:
        made = create_product(actor=actor, values={**values, "external_id": external_id})
        return PutProduct(made, was_created=True)
    changed = change_product(
        actor=actor,
        product_id=found.id,
        changes={**values, "external_id": external_id},
        expected_version=expected_version,
    )
    return PutProduct(changed, was_created=False)


@operation(POLICIES)
def archive_product(*, actor: Actor, product_id: UUID, expected_version: int | None = None) -> Product:
    """No new document offers it; its stock and its history stay. Archiving twice is the same as once."""
    product = find_for_change(_products(), product_id, kind=PRODUCT, expected_version=expected_version)
    if product.archived_at is None:
        product.archived_at = actor.now
        save_change(product, actor=actor, fields=["archived_at"])
        _record(actor, "catalog.archive_product", product, before={"archived": False}, after={"archived": True})
    return product


@operation(POLICIES)
def restore_product(*, actor: Actor, product_id: UUID, expected_version: int | None = None) -> Product:
    """Offered again."""
    product = find_for_change(_products(), product_id, kind=PRODUCT, expected_version=expected_version)
    if product.archived_at is not None:
        product.archived_at = None
        save_change(product, actor=actor, fields=["archived_at"])
        _record(actor, "catalog.restore_product", product, before={"archived": True}, after={"archived": False})
    return product


def product_values(*, actor: Actor, product_id: UUID) -> ProductInput:
    """A product's fields as a change would send them: what a form starts from. Raises `NotFound`."""
    product = find(_products(), product_id, kind=PRODUCT)
    return as_input(product, packs_of(product), barcodes_of(product))


def _products() -> Any:
    return Product.objects.select_related("unit", "category")


def as_input(
    product: Product, packs: Mapping[str, ProductUnit], codes: Mapping[UUID | None, list[str]]
) -> ProductInput:
    return ProductInput(
        **{name: getattr(product, name) for name in _PLAIN},
        unit=product.unit.code,
        category=product.category.name if product.category else "",
        barcodes=tuple(codes.get(None, ())),
        units=tuple(
            PackUnitInput(code=code, factor=row.factor, barcodes=tuple(codes.get(row.id, ())))
            for code, row in packs.items()
        ),
    )


def _changed(before: ProductInput, changes: Mapping[str, Any], checker: Checker) -> ProductInput:
    kept = {name: getattr(before, name) for name in before.__slots__}
    if changes.get("tracking", before.tracking) == "none":
        kept["expires"] = False  # so that turning the tracking off is one change and not two
    return product_input(kept | dict(changes), checker=checker)


def _set_columns(actor: Actor, product: Product, judged: JudgedProduct) -> None:
    for name, value in judged.columns.items():
        setattr(product, name, value)
    product.category = category_named(actor=actor, name=judged.category)


def _duplicates(product: Product) -> dict[str, Fault]:
    sku = _("The SKU {sku} is another product's; SKUs that differ only by case are the same.").format(sku=product.sku)
    external_id = _("The external id {id} is another product's.").format(id=product.external_id)
    return {
        "product_sku_unique": Fault("sku", sku, "taken"),
        "product_external_id_unique": Fault("external_id", external_id, "taken"),
        "product_pkey": Fault("id", _("This id is another product's."), "taken"),
    }


def searched_texts(judged: JudgedProduct) -> list[str]:
    """What a product is found by in words; by a barcode it is found as a whole (`queries.products`)."""
    return [judged.columns[name] for name in ("sku", "name", "brand")]


def _index(actor: Actor, product: Product, judged: JudgedProduct) -> None:
    index(actor=actor, kind=PRODUCT, object_id=product.id, texts=searched_texts(judged))


def described(judged: JudgedProduct) -> dict[str, Any]:
    """For the audit: what is set, in words that a person reads."""
    plain = {name: value for name, value in judged.columns.items() if name != "sku_key" and value not in (None, "", {})}
    plain["unit"] = judged.columns["unit"].code
    plain["category"] = judged.category
    plain["barcodes"] = list(judged.barcodes)
    plain["units"] = [
        {"code": pack.unit.code, "factor": str(pack.factor.normalize()), "barcodes": list(pack.barcodes)}
        for pack in judged.packs
    ]
    return plain


def differences(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    names = [name for name in before | after if before.get(name) != after.get(name)]
    return {name: before.get(name) for name in names}, {name: after.get(name) for name in names}


def _record(actor: Actor, name: str, product: Product, **changed: Any) -> None:
    record(
        actor=actor, operation=name, subject_kind=PRODUCT, subject_id=product.id, subject_name=product.name, **changed
    )
