"""From whom products are bought: the suppliers of a product, with their codes, costs and lead times."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.bulk import Change, record_many
from omnistock.domain.catalog.models import Product
from omnistock.domain.catalog.units import ProductFacts, product_facts, to_base
from omnistock.domain.parties.models import Supplier
from omnistock.domain.purchasing.inputs import ProductSupplierInput
from omnistock.domain.purchasing.models import ProductSupplier
from omnistock.domain.purchasing.policies import MOST_LINES, POLICIES
from omnistock.kernel.numbers import plain
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation

# The trail of a product's suppliers is the product's.
PRODUCT_SUPPLIER: Final = "product_supplier"
MOST_LEAD_DAYS: Final = 1_000
_COLUMNS: Final = ("code", "unit_code", "unit_cost", "minimum_quantity", "lead_days", "is_preferred")
Key = tuple[UUID, UUID]
_Told = dict[UUID, list[dict[str, Any]]]


@operation(POLICIES)
def set_product_suppliers(
    *, actor: Actor, suppliers: Sequence[ProductSupplierInput], whole_of: Collection[UUID] = ()
) -> int:
    """Make these suppliers of their products. Of the products in `whole_of`, those that are not among `suppliers` go.
    Each product has one that is preferred: the first said to be, else who was, else the first. Who sees no costs leaves
    them as they are. How many products changed.

    Raises `Invalid` with every fault.
    """
    checker = Checker()
    if len(suppliers) > MOST_LINES:
        checker.add("suppliers", _("At most %(most)s lines at once.") % {"most": MOST_LINES}, "too_many")
        checker.stop()
    ids = {each.product_id for each in suppliers} | set(whole_of)
    products = product_facts(actor=actor, ids=ids)
    names, wanted = _judged(actor, suppliers, products, checker)
    for product_id in set(whole_of) - products.keys():
        checker.known("product_id", product_id, (), kind="product")
    checker.stop()
    list(Product.objects.select_for_update(no_key=True).filter(id__in=ids).order_by("id").values_list("id"))
    rows = ProductSupplier.objects.filter(product_id__in=ids).select_related("supplier").order_by("id")
    there = {(row.product_id, row.supplier_id): row for row in rows}
    names |= {row.supplier_id: row.supplier.name for row in there.values()}
    gone = {key for key in there if key[0] in whole_of and key not in wanted}
    before = _told(there.values(), names)
    if not actor.sees_costs:
        for key, row in wanted.items():
            row.unit_cost = there[key].unit_cost if key in there else None
    kept = {key: row for key, row in (there | wanted).items() if key not in gone}
    _prefer_one(kept, wanted, there)
    after = _told(kept.values(), names)
    touched = sorted(each for each in ids if before.get(each, []) != after.get(each, []))
    _write(kept, there, gone, touched)
    record_many(
        actor=actor,
        subject_kind=PRODUCT_SUPPLIER,
        changes=[_change(each, products[each].name, before, after) for each in touched],
    )
    return len(touched)


def _change(product_id: UUID, name: str, before: _Told, after: _Told) -> Change:
    told = {"suppliers": before.get(product_id, [])}, {"suppliers": after.get(product_id, [])}
    return Change("purchasing.set_product_suppliers", product_id, name, before=told[0], after=told[1])


def _judged(
    actor: Actor,
    suppliers: Sequence[ProductSupplierInput],
    products: Mapping[UUID, ProductFacts],
    checker: Checker,
) -> tuple[dict[UUID, str], dict[Key, ProductSupplier]]:
    """The names of the suppliers, and the rows that are wanted."""
    names = dict(Supplier.objects.filter(id__in={each.supplier_id for each in suppliers}).values_list("id", "name"))
    wanted: dict[Key, ProductSupplier] = {}
    for each in suppliers:
        _judge(each, actor=actor, products=products, names=names, wanted=wanted, checker=checker)
    return names, wanted


def _judge(
    each: ProductSupplierInput,
    *,
    actor: Actor,
    products: Mapping[UUID, ProductFacts],
    names: Mapping[UUID, str],
    wanted: dict[Key, ProductSupplier],
    checker: Checker,
) -> None:
    line, key = checker.under(each.pointer), (each.product_id, each.supplier_id)
    product = products.get(each.product_id)
    line.known("product_id", each.product_id, products, kind="product")
    line.known("supplier_id", each.supplier_id, names, kind="supplier")
    if key in wanted:
        line.add("supplier_id", _("%(name)s is there twice.") % {"name": names.get(each.supplier_id, "")}, "duplicate")
    unit = each.unit.strip().casefold()
    least = line.quantity("minimum_quantity", each.minimum_quantity)
    if product is not None:
        quantity = Decimal(1) if least is None else least
        at = f"{line.prefix}/minimum_quantity" if line.prefix else "minimum_quantity"
        to_base(product, unit, quantity, pointer=at, faults=line.faults)
        unit = "" if unit == product.unit_code else unit
    wanted[key] = ProductSupplier(
        organization_id=actor.organization_id,
        product_id=each.product_id,
        supplier_id=each.supplier_id,
        code=line.text("code", each.code, longest=60),
        unit_code=unit[:20],
        unit_cost=line.unit_price("unit_cost", each.unit_cost),
        minimum_quantity=least,
        lead_days=line.integer("lead_days", each.lead_days, most=MOST_LEAD_DAYS),
        is_preferred=each.is_preferred,
        created_at=actor.now,
        updated_at=actor.now,
    )


def _prefer_one(
    kept: Mapping[Key, ProductSupplier], wanted: Mapping[Key, ProductSupplier], there: Mapping[Key, ProductSupplier]
) -> None:
    by_product: dict[UUID, list[Key]] = defaultdict(list)
    for key in kept:
        by_product[key[0]].append(key)
    for keys in by_product.values():
        said = [key for key in keys if key in wanted and wanted[key].is_preferred]
        was = [key for key in keys if key in there and there[key].is_preferred]
        first = [*said, *was, *keys][0]
        for key in keys:
            kept[key].is_preferred = key == first


def _write(
    kept: Mapping[Key, ProductSupplier],
    there: Mapping[Key, ProductSupplier],
    gone: Collection[Key],
    touched: list[UUID],
) -> None:
    if gone:
        ProductSupplier.objects.filter(pk__in=[there[key].pk for key in gone]).delete()
    made, changed = [], []
    for key, row in kept.items():
        if key[0] not in touched:
            continue
        if key not in there:
            made.append(row)
            continue
        row.pk, row.version = there[key].pk, there[key].version + 1
        changed.append(row)
    # The one that is preferred changes hands: nobody is, for a moment, so that the key of one of them holds throughout.
    ProductSupplier.objects.filter(product_id__in=touched, is_preferred=True).update(is_preferred=False)
    ProductSupplier.objects.bulk_update(changed, [*_COLUMNS, "version", "updated_at"])
    ProductSupplier.objects.bulk_create(made)


def _told(rows: Collection[ProductSupplier], names: Mapping[UUID, str]) -> _Told:
    """For the audit, and for undoing an import: by product, the preferred one first."""
    found: dict[UUID, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (not row.is_preferred, names.get(row.supplier_id, ""))):
        said = {
            "supplier": names.get(row.supplier_id, ""),
            "supplier_id": str(row.supplier_id),
            "code": row.code,
            "unit": row.unit_code,
            "unit_cost": None if row.unit_cost is None else plain(row.unit_cost),
            "minimum_quantity": None if row.minimum_quantity is None else plain(row.minimum_quantity),
            "lead_days": row.lead_days,
            "is_preferred": row.is_preferred,
        }
        found[row.product_id].append(said)
    return dict(found)
