"""Warehouses and bins as a file names them: by code or by name. A bin that is not there is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from uuid import UUID

from django.utils.translation import gettext as _

from omnistock.domain.exchange.kinds.base import ParsedRow, Report
from omnistock.domain.stocktaking.inputs import AdjustmentLineInput
from omnistock.domain.warehouses.operations import create_location
from omnistock.domain.warehouses.queries import location_rows, warehouse_rows
from omnistock.kernel.numbers import excerpt
from omnistock.tenancy.actor import Actor
from omnistock.tenancy.checks import Checker

LONGEST_CODE: Final = 40


@dataclass(slots=True)
class Places:
    """`default` is the warehouse of rows that name none, None where there is a choice and nobody made it."""

    warehouses: Mapping[str, UUID]
    names: Mapping[UUID, str]
    bins: dict[tuple[UUID, str], UUID]
    default: UUID | None
    default_names: frozenset[str]
    chosen: str = ""
    missing: dict[tuple[UUID, str], str] = field(default_factory=dict)

    @classmethod
    def read(cls, *, actor: Actor, chosen: str, traits: Mapping[str, Any]) -> Places:
        """The warehouses that the actor may use and their bins, in two statements. `chosen` is the sender's default."""
        rows = list(warehouse_rows(actor=actor).filter(archived_at__isnull=True).order_by("-id"))
        by_name = {row.name.casefold(): row.id for row in rows} | {row.code.casefold(): row.id for row in rows}
        by_name |= {str(row.id): row.id for row in rows}
        bins: dict[tuple[UUID, str], UUID] = {}
        for place in location_rows(actor=actor).filter(archived_at__isnull=True).order_by("-id"):
            for text in (place.name, place.code):  # a code goes before a name
                if text and place.warehouse_id:
                    bins[place.warehouse_id, text.casefold()] = place.id
        only = rows[0].id if len(rows) == 1 else None
        return cls(
            warehouses=by_name,
            names={row.id: row.name for row in rows},
            bins=bins,
            default=by_name.get(chosen.casefold()) if chosen else only,
            default_names=frozenset(traits.get("default_warehouse", ())),
            chosen=chosen,
        )

    def warehouse_of(self, row: ParsedRow, report: Report) -> UUID | None:
        """The row's warehouse; where it cannot be told, an error."""
        named = row.values.get("warehouse", "")
        if named and named.casefold() not in self.default_names:
            found = self.warehouses.get(named.casefold())
            if found is None:
                report.add(row, "warehouse", self._unknown(named))
            return found
        if self.default is None:
            message = _("Which warehouse? Add a column Warehouse, or choose one for the whole file: {known}.")
            known = ", ".join(sorted(self.names.values())[:10])
            report.add(row, "warehouse", self._unknown(self.chosen) if self.chosen else message.format(known=known))
        return self.default

    def want_bin(self, warehouse_id: UUID, row: ParsedRow, report: Report) -> None:
        """Remember the row's bin where it is to be made."""
        name = row.values.get("location", "")
        key = (warehouse_id, name.casefold())
        if not name or key in self.bins or key in self.missing:
            return
        checker = Checker()
        self.missing[key] = checker.text("location", name, longest=LONGEST_CODE, required=True)
        report.add_faults(row, checker.faults)

    def wanted_bins(self) -> list[str]:
        return [f"{self.names[warehouse_id]}: {name}" for (warehouse_id, _key), name in self.missing.items()]

    def make_bins(self, *, actor: Actor) -> None:
        """Make the bins that are missing, as places of storage."""
        for (warehouse_id, key), name in self.missing.items():
            made = create_location(actor=actor, warehouse_id=warehouse_id, code=name, kind="storage")
            self.bins[warehouse_id, key] = made.id

    def in_bin(self, line: AdjustmentLineInput, warehouse_id: UUID, name: str) -> AdjustmentLineInput:
        """The line at its bin; without a name it lies at the warehouse's default place."""
        return replace(line, location_id=self.bins[warehouse_id, name.casefold()]) if name else line

    def _unknown(self, named: str) -> str:
        message = _("There is no warehouse “{name}” that you may use; there are {known}.")
        return message.format(name=excerpt(named), known=", ".join(sorted(self.names.values())[:10]) or _("none"))
