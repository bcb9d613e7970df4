"""What adjustments and transfers check alike: their lines' products and quantities, ids, places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.catalog.units import Converted, FactsReading, ProductFacts, to_base
from omnistock.domain.stocktaking.policies import MOST_LINES
from omnistock.kernel.errors import IdReused
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker
from omnistock.tenancy.statements import Statement, send

_WAREHOUSES: Final = """
SELECT w.id, w.name, w.default_location_id, w.archived_at IS NOT NULL,
    (SELECT l.id FROM location l WHERE l.organization_id = w.organization_id
        AND l.warehouse_id = w.id AND l.kind = 'transit' AND l.archived_at IS NULL ORDER BY l.id LIMIT 1),
    (SELECT l.id FROM location l WHERE l.organization_id = w.organization_id
        AND l.warehouse_id = w.id AND l.kind = 'quarantine' AND l.archived_at IS NULL ORDER BY l.id LIMIT 1)
FROM warehouse w WHERE w.organization_id = %(organization)s AND w.id = ANY(%(warehouses)s::uuid[])
"""
_LOCATIONS: Final = """
SELECT id, warehouse_id, archived_at IS NOT NULL, kind FROM location
WHERE organization_id = %(organization)s AND id = ANY(%(locations)s::uuid[])
"""
_BATCHES: Final = (
    "SELECT id, product_id FROM batch WHERE organization_id = %(organization)s AND id = ANY(%(batches)s::uuid[])"
)


class Line(Protocol):
    @property
    def product_id(self) -> UUID: ...
    @property
    def quantity(self) -> object: ...
    @property
    def unit(self) -> str | None: ...
    @property
    def batch_id(self) -> UUID | None: ...


@dataclass(frozen=True, slots=True)
class Stand:
    """A warehouse, as these documents see it."""

    id: UUID
    name: str
    default_location_id: UUID | None
    is_archived: bool
    transit_location_id: UUID | None
    quarantine_location_id: UUID | None


@dataclass(frozen=True, slots=True)
class Place:
    warehouse_id: UUID | None
    is_archived: bool
    kind: str


@dataclass(frozen=True, slots=True)
class Known:
    """All that a document names, read in one round trip."""

    products: Mapping[UUID, ProductFacts]
    warehouses: Mapping[UUID, Stand]
    locations: Mapping[UUID, Place] = field(default_factory=dict)
    batches: Mapping[UUID, UUID] = field(default_factory=dict)  # product
    taken: frozenset[str] = frozenset()  # of "id" and "external_id"


def read_known(
    *,
    actor: Actor,
    table_of_ids: str,
    id: UUID | None,
    external_id: str | None,
    lines: Sequence[Line],
    warehouses: Sequence[UUID],
    locations: Sequence[UUID],
) -> Known:
    """`table_of_ids` is the statement that says which of id and external_id are taken."""
    facts = FactsReading.of((line.product_id for line in lines), has_packs=any(line.unit for line in lines))
    batches = {line.batch_id for line in lines if line.batch_id}
    values = {
        "organization": actor.organization_id,
        "warehouses": [each for each in warehouses if actor.may_use_warehouse(each)],
        "locations": list(set(locations)),
        "batches": list(batches),
        "id": id,
        "external_id": external_id,
    }
    heads = Statement(_WAREHOUSES, values)
    places, batch_rows, taken = (
        Statement(_LOCATIONS, values),
        Statement(_BATCHES, values),
        Statement(table_of_ids, values),
    )
    # An adjustment of one line names neither unit, place, batch nor id, and waits for every statement.
    names_itself = id is not None or external_id is not None
    named = [each for each, has in ((places, locations), (batch_rows, batches), (taken, names_itself)) if has]
    send(*facts.statements, heads, *named)
    return Known(
        products=facts.facts(),
        warehouses={row[0]: Stand(*row) for row in heads.rows},
        locations={row[0]: Place(*row[1:]) for row in places.rows},
        batches=dict(batch_rows.rows),
        taken=frozenset(row[0] for row in taken.rows),
    )


def check_ids(*, known: Known, id: UUID | None, external_id: str | None, checker: Checker) -> None:
    """Raises `IdReused` for a client's own id that is there."""
    if "id" in known.taken:
        raise IdReused(_("The id %(id)s was used before.") % {"id": id})
    if "external_id" in known.taken:
        checker.add("external_id", _("“%(id)s” belongs to another record.") % {"id": external_id}, "taken")


def check_stand(pointer: str, warehouse_id: UUID, *, known: Known, checker: Checker) -> Stand | None:
    checker.known(pointer, warehouse_id, known.warehouses, kind="warehouse")
    found = known.warehouses.get(warehouse_id)
    if found is not None and found.is_archived:
        checker.add(pointer, _("%(name)s is archived.") % {"name": found.name}, "archived")
        return None
    return found


def check_line_count(lines: Sequence[Line], checker: Checker) -> None:
    if not lines:
        checker.add("lines", _("There is no line; say what and how much."), "missing")
    elif len(lines) > MOST_LINES:
        message = _("A document has at most %(most)s lines; this one has %(count)s. Send it in parts.")
        checker.add("lines", message % {"most": MOST_LINES, "count": len(lines)}, "too_many")
        checker.stop()


def convert(
    line: Line, at: int, *, known: Known, checker: Checker, allow_negative: bool = False
) -> tuple[ProductFacts, Converted] | None:
    """A line's product and its quantity in base units; None, with the faults, where either is wrong."""
    pointer = f"lines/{at}"
    facts = known.products.get(line.product_id)
    checker.known(f"{pointer}/product_id", line.product_id, known.products, kind="product")
    if line.batch_id is not None and known.batches.get(line.batch_id) != line.product_id:
        message = _("There is no batch of this product with the id %(id)s.") % {"id": line.batch_id}
        checker.add(f"{pointer}/batch_id", message, "not_found")
    if facts is None:
        return None
    converted = to_base(
        facts,
        line.unit,
        line.quantity,  # type: ignore[arg-type]
        pointer=f"{pointer}/quantity",
        faults=checker.faults,
        allow_negative=allow_negative,
    )
    return (facts, converted) if converted else None
