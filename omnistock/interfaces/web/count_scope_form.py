"""The fields by which a person says what shall be counted, shared by a count made by hand and by a plan."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.catalog.queries import categories, products_by_ids
from omnistock.domain.identity.queries import members
from omnistock.domain.ledger.queries import batch_of
from omnistock.domain.stocktaking.counting_inputs import CountScope
from omnistock.domain.warehouses.queries import warehouse_page, warehouses
from omnistock.interfaces.web.asked import parse_id
from omnistock.interfaces.web.count_words import SCOPES
from omnistock.interfaces.web.reading import Reader
from omnistock.kernel.errors import DomainError, Fault
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.roles import ROLES

# Which of the form's fields holds the ids of a scope.
_FIELDS = {"locations": "location", "category": "category", "products": "product", "batches": "batch"}


def typed_scope(posted: Any, reader: Reader) -> CountScope:
    """What the form says. Ids that are none are left to the domain, which names what is missing."""
    scope = reader.text("scope")
    name = _FIELDS.get(scope, "")
    ids = [found for each in posted.getlist(name) if (found := parse_id(each))] if name else []
    return CountScope(
        scope=scope, ids=ids, abc_class=reader.text("abc_class"), is_by_product=reader.is_on("is_by_product")
    )


def typed_counters(posted: Any) -> list[UUID]:
    return [found for each in posted.getlist("counter") if (found := parse_id(each))]


def at_fields(error: DomainError, scope: str) -> DomainError:
    """The refusal with its faults at the form's own fields."""

    def field(pointer: str) -> str:
        if pointer == "ids" or pointer.startswith("ids/"):
            return _FIELDS.get(scope, "scope")
        return "counter" if pointer.startswith("counter_ids") else pointer

    error.faults = tuple(Fault(field(each.pointer), each.message, each.code, each.details) for each in error.faults)
    return error


def scope_context(
    *, actor: Actor, warehouse_id: UUID | None, scope: CountScope, counters: Sequence[UUID]
) -> dict[str, Any]:
    """What the template `pages/counts/scope.html` shows: everything that may be chosen, and what is."""
    places = warehouses(actor=actor)
    chosen = next((place for place in places if place.id == warehouse_id), places[0] if places else None)
    bins = []
    if chosen is not None:
        bins = [each for each in warehouse_page(actor=actor, id=chosen.id).locations if each.kind != "transit"]
    products = products_by_ids(actor=actor, ids=scope.ids) if scope.scope == "products" else {}
    batches = [batch_of(actor=actor, batch_id=each) for each in scope.ids] if scope.scope == "batches" else []
    return {
        "scopes": list(SCOPES.items()),
        "scope": scope,
        "warehouses": [(place.id, place.name) for place in places],
        "warehouse_id": str(chosen.id) if chosen else "",
        "bins": bins,
        "categories": [(each.pk, each.name) for each in categories(actor=actor)],
        "chosen_products": list(products.values()),
        "chosen_batches": batches,
        "chosen_ids": set(scope.ids),
        "classes": [
            ("A", _("A: the products that make 80 per cent of the value")),
            ("B", _("B: the next 15 %")),
            ("C", _("C: the last 5 %")),
        ],
        "counters": [each for each in members(actor=actor) if "counts:write" in ROLES[each.role]],
        "chosen_counters": set(counters),
    }
