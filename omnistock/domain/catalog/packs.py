"""The pack units and barcodes of one product: kept as judged, except that what documents have used stays as it was."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.catalog.judging import JudgedPack, JudgedProduct
from omnistock.domain.catalog.models import Barcode, Product, ProductUnit
from omnistock.kernel.numbers import plain
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker


def packs_of(product: Product) -> dict[str, ProductUnit]:
    """The product's pack units by code."""
    rows = ProductUnit.objects.filter(product_id=product.id).select_related("unit").order_by("factor", "id")
    return {row.unit.code: row for row in rows}


def barcodes_of(product: Product) -> dict[UUID | None, list[str]]:
    """The product's barcodes by the id of the pack unit that they stand on; None: on the base unit."""
    found: dict[UUID | None, list[str]] = {}
    for row in Barcode.objects.filter(product_id=product.id).order_by("id"):
        found.setdefault(row.product_unit_id, []).append(row.code)
    return found


def check_used(product: Product, wanted: JudgedProduct, there: dict[str, ProductUnit], checker: Checker) -> None:
    """What posted documents count in may not change under them: base unit, tracking, and used pack units."""
    if product.used_at is not None and wanted.columns["unit"].id != product.unit_id:
        message = _("{product} has been used in documents, so its base unit stays {unit}.")
        checker.add("unit", message.format(product=product.name, unit=product.unit.code), "unit_in_use")
    if product.used_at is not None and wanted.columns["tracking"] != product.tracking:
        message = _("{product} has been used in documents, so its tracking stays {tracking}.")
        checker.add("tracking", message.format(product=product.name, tracking=product.tracking), "tracking_in_use")
    packs = {pack.unit.code: pack for pack in wanted.packs}
    for code, row in there.items():
        pack = packs.get(code)
        if row.used_at is not None and (pack is None or pack.factor != row.factor):
            message = _(
                "A {unit} of {product} stays {factor} {base}, as documents have used it; another size is another unit."
            )
            message = message.format(unit=code, product=product.name, factor=plain(row.factor), base=product.unit.code)
            checker.add("units", message, "unit_in_use")


def save_packs(
    *, actor: Actor, product: Product, wanted: JudgedProduct, there: dict[str, ProductUnit], is_new: bool = False
) -> None:
    """Make the product's pack units and barcodes those that are wanted, writing only what differs."""
    packs = {pack.unit.code: pack for pack in wanted.packs}
    gone = [row.id for code, row in there.items() if code not in packs]
    if gone:
        Barcode.objects.filter(product_unit_id__in=gone).delete()
        ProductUnit.objects.filter(id__in=gone).delete()
    fresh = [_row_of(actor, product, pack) for code, pack in packs.items() if code not in there]
    ProductUnit.objects.bulk_create(fresh)
    resized = [row for code, row in there.items() if code in packs and row.factor != packs[code].factor]
    for row in resized:
        row.factor = packs[row.unit.code].factor
    ProductUnit.objects.bulk_update(resized, ["factor"])
    ids = {code: row.id for code, row in there.items()} | {row.unit.code: row.id for row in fresh}
    _save_barcodes(actor=actor, product=product, wanted=wanted, pack_ids=ids, is_new=is_new)


def _row_of(actor: Actor, product: Product, pack: JudgedPack) -> ProductUnit:
    return ProductUnit(organization_id=actor.organization_id, product=product, unit=pack.unit, factor=pack.factor)


def _save_barcodes(
    *, actor: Actor, product: Product, wanted: JudgedProduct, pack_ids: dict[str, UUID], is_new: bool
) -> None:
    codes: list[tuple[UUID | None, str]] = [(None, code) for code in wanted.barcodes]
    codes += [(pack_ids[pack.unit.code], code) for pack in wanted.packs for code in pack.barcodes]
    there = (
        {}
        if is_new
        else {(row.product_unit_id, row.code): row.id for row in Barcode.objects.filter(product_id=product.id)}
    )
    gone = [row_id for key, row_id in there.items() if key not in set(codes)]
    if gone:
        Barcode.objects.filter(id__in=gone).delete()
    Barcode.objects.bulk_create(
        Barcode(organization_id=actor.organization_id, product=product, product_unit_id=pack_id, code=code)
        for pack_id, code in codes
        if (pack_id, code) not in there
    )
