"""Thousands of products at once: read as what a change would start from, and written in a fixed number of statements a
batch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Upper

from omnistock.domain.audit.bulk import Change, record_many
from omnistock.domain.catalog.inputs import ProductInput
from omnistock.domain.catalog.judging import JudgedProduct
from omnistock.domain.catalog.models import Barcode, Category, Product, ProductUnit
from omnistock.domain.catalog.operations import as_input, described, differences, searched_texts
from omnistock.domain.catalog.packs import save_packs
from omnistock.domain.search.operations import index_many
from omnistock.kernel.ids import uuid7
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.copying import copy_models, copy_rows

_BATCH: Final = 1_000
_PACK_COLUMNS: Final = ("organization_id", "id", "product_id", "unit_id", "factor")
_BARCODE_COLUMNS: Final = ("organization_id", "id", "product_id", "product_unit_id", "code")


@dataclass(frozen=True, slots=True)
class KnownProduct:
    """A product that is there, with its pack units by code, and its fields as a change would send them."""

    row: Product
    packs: Mapping[str, ProductUnit]
    fields: ProductInput


@dataclass(frozen=True, slots=True)
class BulkProduct:
    """One product to write: new where `known` is None. `active` None leaves an archived one archived."""

    judged: JudgedProduct
    known: KnownProduct | None = None
    before: JudgedProduct | None = None
    active: bool | None = None


def skus_by_name(names: Iterable[str]) -> dict[str, list[str]]:
    """The SKUs of the products with these names, whatever their case, by the name in small letters: of those in use, and
    where none is, of archived ones."""
    wanted = set(names)
    rows = Product.objects.alias(key=Upper("name")).filter(
        Q(name__in=wanted) | Q(key__in={name.upper() for name in wanted})
    )
    found: dict[str, list[str]] = {}
    archived: dict[str, list[str]] = {}
    for name, sku, archived_at in rows.values_list("name", "sku", "archived_at"):
        (found if archived_at is None else archived).setdefault(name.casefold(), []).append(sku)
    return archived | found


def known_products(*, actor: Actor, sku_keys: Iterable[str], external_ids: Iterable[str] = ()) -> list[KnownProduct]:
    """The products that have one of these folded SKUs or external ids, archived ones too, in three statements."""
    return _known(Q(sku_key__in=list(sku_keys)) | Q(external_id__in=list(external_ids)))


def products_by_id(*, actor: Actor, ids: Iterable[UUID]) -> list[KnownProduct]:
    """The products with these ids, archived ones too, in three statements."""
    return _known(Q(id__in=list(ids)))


def _known(wanted: Q) -> list[KnownProduct]:
    rows = list(Product.objects.filter(wanted).select_related("unit", "category"))
    ids = [row.id for row in rows]
    packs: dict[UUID, dict[str, ProductUnit]] = {}
    for pack in ProductUnit.objects.filter(product_id__in=ids).select_related("unit").order_by("factor", "id"):
        packs.setdefault(pack.product_id, {})[pack.unit.code] = pack
    codes: dict[UUID, dict[UUID | None, list[str]]] = {}
    for barcode in Barcode.objects.filter(product_id__in=ids).order_by("id"):
        codes.setdefault(barcode.product_id, {}).setdefault(barcode.product_unit_id, []).append(barcode.code)
    return [
        KnownProduct(row, packs.get(row.id, {}), as_input(row, packs.get(row.id, {}), codes.get(row.id, {})))
        for row in rows
    ]


def write_products(*, actor: Actor, products: Sequence[BulkProduct]) -> None:
    """Write judged products, with their categories, pack units, barcodes, words and audit events.

    Whoever calls holds `catalog:write` and has refused what `check_used` refuses. An SKU that another request took
    meanwhile is an IntegrityError, which undoes all of it.
    """
    categories = _categories(actor, {each.judged.category for each in products if each.judged.category})
    new = [(each, _row(actor, each, categories)) for each in products if each.known is None]
    changed = [(each, _row(actor, each, categories)) for each in products if each.known is not None]
    copy_models([row for _each, row in new])
    columns = [
        field.name for field in Product._meta.local_fields if field.name not in ("id", "organization", "created_at")
    ]
    Product.objects.bulk_create(
        [row for _each, row in changed],
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["organization", "id"],
        update_fields=columns,
    )
    _write_new_packs(actor, new)
    for each, row in changed:
        if each.known is not None and _differ_in_packs(each):
            save_packs(actor=actor, product=row, wanted=each.judged, there=dict(each.known.packs))
    index_many(
        actor=actor, kind="product", texts={row.id: searched_texts(each.judged) for each, row in new}, are_new=True
    )
    index_many(actor=actor, kind="product", texts={row.id: searched_texts(each.judged) for each, row in changed})
    record_many(actor=actor, subject_kind="product", changes=(_event(each, row) for each, row in (*new, *changed)))


def _row(actor: Actor, each: BulkProduct, categories: Mapping[str, Category]) -> Product:
    if each.known is None:
        row = Product(organization_id=actor.organization_id, id=uuid7(), created_at=actor.now)
    else:
        row = each.known.row
        row.version += 1
    row.updated_at = actor.now
    for name, value in each.judged.columns.items():
        setattr(row, name, value)
    row.category = categories.get(each.judged.category.casefold())
    if each.active is not None:
        row.archived_at = None if each.active else row.archived_at or actor.now
    return row


def _categories(actor: Actor, names: set[str]) -> dict[str, Category]:
    """The categories by folded name; those that are not there yet are made. PostgreSQL folds a few letters that Python keeps
    apart (ı and i): what it finds there is taken."""
    if not names:
        return {}
    found = {category.name.casefold(): category for category in Category.objects.order_by("-id")}
    fresh = {
        name.casefold(): Category(
            organization_id=actor.organization_id, name=name, created_at=actor.now, updated_at=actor.now
        )
        for name in sorted(names)
        if name.casefold() not in found
    }
    if not fresh:
        return found
    Category.objects.bulk_create(fresh.values(), ignore_conflicts=True)
    made = {category.pk for category in Category.objects.filter(pk__in=[each.pk for each in fresh.values()])}
    twins = {key: each.name for key, each in fresh.items() if each.pk not in made}
    return found | fresh | {key: Category.objects.get(name__iexact=name) for key, name in twins.items()}


def _write_new_packs(actor: Actor, new: Sequence[tuple[BulkProduct, Product]]) -> None:
    packs: list[tuple[Any, ...]] = []
    barcodes: list[tuple[Any, ...]] = []
    for each, row in new:
        carriers: list[tuple[UUID | None, tuple[str, ...]]] = [(None, each.judged.barcodes)]
        for pack in each.judged.packs:
            packs.append((actor.organization_id, uuid7(), row.id, pack.unit.id, pack.factor))
            carriers.append((packs[-1][1], pack.barcodes))
        for pack_id, codes in carriers:
            barcodes += [(actor.organization_id, uuid7(), row.id, pack_id, code) for code in codes]
    copy_rows(table="product_unit", columns=_PACK_COLUMNS, rows=packs)
    copy_rows(table="barcode", columns=_BARCODE_COLUMNS, rows=barcodes)


def _differ_in_packs(each: BulkProduct) -> bool:
    before = each.before
    return before is None or (before.packs, before.barcodes) != (each.judged.packs, each.judged.barcodes)


def _event(each: BulkProduct, row: Product) -> Change:
    if each.known is None:
        return Change("catalog.create_product", row.id, row.name, after=described(each.judged))
    before, after = differences(described(each.before) if each.before else {}, described(each.judged))
    if each.active is not None:
        after["archived"] = not each.active
    return Change("catalog.change_product", row.id, row.name, before=before, after=after)


def product_ids_by_code(
    *, actor: Actor, sku_keys: Iterable[str], barcodes: Iterable[str]
) -> tuple[dict[str, UUID], dict[str, list[UUID]]]:
    """The ids of products by folded SKU, and by barcode (several may carry one), in two statements."""
    by_sku = dict(Product.objects.filter(sku_key__in=list(sku_keys)).values_list("sku_key", "id"))
    by_barcode: dict[str, list[UUID]] = {}
    for code, product_id in Barcode.objects.filter(code__in=list(barcodes)).values_list("code", "product_id"):
        by_barcode.setdefault(code, []).append(product_id)
    return by_sku, by_barcode
