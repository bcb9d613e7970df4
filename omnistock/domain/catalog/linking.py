"""Putting a code that was scanned and is known to nobody on a product, without leaving what one is doing."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.catalog.models import Product
from omnistock.domain.catalog.operations import change_product, product_values
from omnistock.domain.catalog.policies import POLICIES
from omnistock.domain.catalog.scanning import resolve_code
from omnistock.kernel.errors import Invalid
from omnistock.kernel.numbers import excerpt
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.operation import operation


@operation(POLICIES)
def add_barcode(*, actor: Actor, product_id: UUID, text: str, unit: str = "") -> Product:
    """Put what was scanned on the product, or on its pack unit `unit`: of a GS1 code its GTIN, for the batch and the expiry are
    the pack's own. A code that it carries already changes nothing.

    Raises `NotFound`, and `Invalid` at `code` or `unit`.
    """
    scan = resolve_code(actor=actor, text=text).scan
    if not scan.is_usable or not scan.raw:
        said = " ".join(problem.message for problem in scan.problems)
        raise Invalid.at("code", said or _("Scan or type the code."), "unreadable")
    code, values = scan.gtin14 or scan.raw, product_values(actor=actor, product_id=product_id)
    if unit in ("", values.unit):
        codes = [*values.barcodes, *([] if code in values.barcodes else [code])]
        return change_product(actor=actor, product_id=product_id, changes={"barcodes": codes})
    if unit not in {pack.code for pack in values.units}:
        message = _("This product has no unit “{unit}”.")
        raise Invalid.at("unit", message.format(unit=excerpt(unit)), "unknown_choice")
    packs = [
        replace(pack, barcodes=(*pack.barcodes, code)) if pack.code == unit and code not in pack.barcodes else pack
        for pack in values.units
    ]
    return change_product(actor=actor, product_id=product_id, changes={"units": packs})
