"""Taking back what an import did to products: those that it made go, those that it changed become what they were."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.bulk import Change, record_many
from omnistock.domain.catalog.bulk import BulkProduct, KnownProduct, products_by_id, write_products
from omnistock.domain.catalog.inputs import PackUnitInput, product_input
from omnistock.domain.catalog.judging import judge_product
from omnistock.domain.catalog.models import Product
from omnistock.domain.catalog.packs import check_used
from omnistock.domain.catalog.vocabulary import units_by_code
from omnistock.domain.search.operations import forget
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.removal import references

_DECIMALS: Final = frozenset(
    "tax_rate sale_price purchase_price mrp weight_grams reorder_point reorder_quantity".split()
)


def removal_obstacles(*, actor: Actor, ids: Collection[UUID]) -> dict[UUID, str]:
    """Why products cannot go, by id: documents have used them, or something refers to them."""
    rows = Product.objects.filter(id__in=list(ids))
    found = dict.fromkeys(rows.filter(used_at__isnull=False).values_list("id", flat=True), _("documents use it"))
    for product_id, kind in references(rows).items():
        found.setdefault(product_id, _("a {kind} names it").format(kind=kind))
    return found


def remove_products(*, actor: Actor, ids: Collection[UUID]) -> None:
    """Delete products that nothing refers to, with their pack units, barcodes and words. Whoever calls holds
    `catalog:write` and has asked `removal_obstacles`."""
    rows = Product.objects.filter(id__in=list(ids))
    names = dict(rows.values_list("id", "name"))
    rows.delete()
    forget(actor=actor, kind="product", object_ids=names)
    changes = [Change("catalog.remove_product", key, name, before={"removed": False}) for key, name in names.items()]
    record_many(actor=actor, subject_kind="product", changes=changes)


def judge_restoration(
    *, actor: Actor, before: Mapping[UUID, Mapping[str, Any]]
) -> tuple[list[BulkProduct], dict[UUID, str]]:
    """What would make products what they were, and why some cannot be. `before` holds by id the fields that an audit
    event tells of, `archived` among them."""
    units = units_by_code()
    wanted: list[BulkProduct] = []
    refused: dict[UUID, str] = {}
    for known in products_by_id(actor=actor, ids=before):
        values = dict(before[known.row.id])
        archived = values.pop("archived", None)
        checker = Checker()
        given = product_input(_fields_of(known) | _as_sent(values), checker=checker)
        judged = judge_product(given, units=units, checker=checker)
        if judged is not None:
            check_used(known.row, judged, dict(known.packs), checker)
        if judged is None or checker.faults:
            refused[known.row.id] = checker.faults[0].message
            continue
        old = judge_product(known.fields, units=units, checker=Checker())
        wanted.append(BulkProduct(judged, known, old, None if archived is None else not archived))
    return wanted, refused


def restore_as_before(*, actor: Actor, before: Mapping[UUID, Mapping[str, Any]]) -> None:
    """Make products what they were. Whoever calls holds `catalog:write`, and `judge_restoration` refused none."""
    wanted, _refused = judge_restoration(actor=actor, before=before)
    write_products(actor=actor, products=wanted)


def _fields_of(known: KnownProduct) -> dict[str, Any]:
    return {each.name: getattr(known.fields, each.name) for each in fields(known.fields)}


def _as_sent(values: Mapping[str, Any]) -> dict[str, Any]:
    """An audit event's JSON as the fields of a change; None clears."""
    sent = dict(values)
    for name in _DECIMALS & sent.keys():
        sent[name] = None if sent[name] is None else Decimal(sent[name])
    if "barcodes" in sent:
        sent["barcodes"] = tuple(sent["barcodes"] or ())
    if "units" in sent:
        sent["units"] = tuple(
            PackUnitInput(code=each["code"], factor=Decimal(each["factor"]), barcodes=tuple(each["barcodes"]))
            for each in sent["units"] or ()
        )
    return sent
