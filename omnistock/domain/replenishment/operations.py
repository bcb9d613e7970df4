"""The reorder rules of products, by warehouse."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.audit.bulk import Change, record_many
from omnistock.domain.catalog.models import Product
from omnistock.domain.catalog.units import ProductFacts, product_facts
from omnistock.domain.replenishment.inputs import ReorderRuleInput
from omnistock.domain.replenishment.models import ReorderRule
from omnistock.domain.replenishment.policies import MOST_LINES, POLICIES
from omnistock.domain.warehouses.queries import warehouses
from omnistock.kernel.numbers import plain
from omnistock.kernel.quantity import to_base
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.operation import operation

# The trail of a rule is its product's.
REORDER_RULE: Final = "reorder_rule"
MOST_LEAD_DAYS: Final = 1_000
_COLUMNS: Final = ("reorder_point", "target", "lead_days", "unit_code")
Key = tuple[UUID, UUID]


@operation(POLICIES)
def set_reorder_rules(*, actor: Actor, rules: Sequence[ReorderRuleInput], whole_of: Collection[UUID] = ()) -> int:
    """Make these the rules of their products in their warehouses; a rule without a reorder point goes. Of the products
    in `whole_of`, rules that are not among `rules` go too, in the actor's warehouses. How many products changed.

    Raises `Invalid` with every fault.
    """
    checker = Checker()
    ids = {rule.product_id for rule in rules} | set(whole_of)
    if len(rules) > MOST_LINES:
        checker.add("rules", _("At most %(most)s lines at once.") % {"most": MOST_LINES}, "too_many")
        checker.stop()
    products = product_facts(actor=actor, ids=ids)
    places = {each.id: each.name for each in warehouses(actor=actor)}
    wanted: dict[Key, ReorderRule | None] = {}
    for rule in rules:
        _judge(rule, actor=actor, products=products, places=places, wanted=wanted, checker=checker)
    for product_id in set(whole_of) - products.keys():
        checker.known("product_id", product_id, (), kind="product")
    checker.stop()
    lock_products(ids)
    rows = ReorderRule.objects.filter(product_id__in=ids, warehouse_id__in=places)
    there = {(row.product_id, row.warehouse_id): row for row in rows}
    for key in there:
        if key[0] in whole_of:
            wanted.setdefault(key, None)
    changed = {key for key, row in wanted.items() if _values(there.get(key)) != _values(row)}
    before = _told(there.values(), places)
    _write(actor, {key: wanted[key] for key in changed}, there)
    after = _told([row for key, row in (there | wanted).items() if row is not None], places)
    touched = {product_id for product_id, _warehouse in changed}
    record_many(
        actor=actor,
        subject_kind=REORDER_RULE,
        changes=[
            Change(
                "replenishment.set_reorder_rules",
                each,
                products[each].name,
                before={"rules": before.get(each, [])},
                after={"rules": after.get(each, [])},
            )
            for each in sorted(touched)
        ],
    )
    return len(touched)


def lock_products(ids: Collection[UUID]) -> None:
    """Who sets rules of a product, or orders it from the list, waits for whoever does so."""
    list(Product.objects.select_for_update(no_key=True).filter(id__in=ids).order_by("id").values_list("id"))


def _judge(
    rule: ReorderRuleInput,
    *,
    actor: Actor,
    products: Mapping[UUID, ProductFacts],
    places: Mapping[UUID, str],
    wanted: dict[Key, ReorderRule | None],
    checker: Checker,
) -> None:
    line, key = checker.under(rule.pointer), (rule.product_id, rule.warehouse_id)
    product = products.get(rule.product_id)
    line.known("product_id", rule.product_id, products, kind="product")
    line.known("warehouse_id", rule.warehouse_id, places, kind="warehouse")
    if key in wanted:
        line.add("warehouse_id", _("This warehouse is there twice."), "duplicate")
    if rule.reorder_point is None:
        if rule.target is not None:
            line.add("reorder_point", _("Say at how much it is filled up, or leave both empty."), "missing")
        wanted[key] = None
        return
    point = line.quantity("reorder_point", rule.reorder_point, allow_zero=True)
    target = point if rule.target is None else line.quantity("target", rule.target, allow_zero=True)
    if product is not None:
        for name, value in (("reorder_point", point), ("target", target)):
            if value is not None:
                line.keep(name, partial(_exact, value, product))
    if point is not None and target is not None and target < point:
        message = _("Filled up to %(target)s is less than the reorder point %(point)s.")
        line.add("target", message % {"target": plain(target), "point": plain(point)}, "too_small")
    lead = line.integer("lead_days", rule.lead_days, most=MOST_LEAD_DAYS)
    unit = rule.unit.strip().casefold()
    if product is not None and unit and unit not in product.units:
        message = _("{product} is not counted in “{unit}”; it is counted in {units}.")
        said = {"product": product.name, "unit": unit[:20], "units": ", ".join(product.units)}
        line.add("unit", message.format(**said), "unknown_unit")
    if product is not None and unit == product.unit_code:
        unit = ""
    row = ReorderRule(product_id=rule.product_id, warehouse_id=rule.warehouse_id, lead_days=lead, unit_code=unit[:20])
    if point is not None and target is not None:
        row.reorder_point, row.target = point, target
    row.created_at = row.updated_at = actor.now
    wanted[key] = row


def _exact(value: Any, product: ProductFacts) -> Any:
    return to_base(quantity=value, factor=Decimal(1), precision=product.decimals, unit=product.unit_code)


def _values(row: ReorderRule | None) -> tuple[Any, ...] | None:
    return None if row is None else tuple(getattr(row, name) for name in _COLUMNS)


def _write(actor: Actor, wanted: Mapping[Key, ReorderRule | None], there: Mapping[Key, ReorderRule]) -> None:
    gone = [there[key].pk for key, row in wanted.items() if row is None and key in there]
    if gone:
        ReorderRule.objects.filter(pk__in=gone).delete()
    made, changed = [], []
    for key, row in wanted.items():
        was = there.get(key)
        if row is None:
            continue
        if was is None:
            row.organization_id = actor.organization_id
            made.append(row)
            continue
        row.pk, row.version, row.organization_id = was.pk, was.version + 1, was.organization_id
        changed.append(row)
    ReorderRule.objects.bulk_create(made)
    ReorderRule.objects.bulk_update(changed, [*_COLUMNS, "version", "updated_at"])


def _told(rows: Collection[ReorderRule], places: Mapping[UUID, str]) -> dict[UUID, list[dict[str, Any]]]:
    """For the audit, and for undoing an import: by product, in the order of the warehouses' names."""
    found: dict[UUID, list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: places.get(row.warehouse_id, "")):
        said = {
            "warehouse": places.get(row.warehouse_id, ""),
            "warehouse_id": str(row.warehouse_id),
            "reorder_point": plain(row.reorder_point),
            "target": plain(row.target),
            "lead_days": row.lead_days,
            "unit": row.unit_code,
        }
        found.setdefault(row.product_id, []).append(said)
    return found
